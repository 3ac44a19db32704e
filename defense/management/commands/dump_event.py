from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from defense.event_file import write_event_file
from defense.event_file.dumping import dump_event
from defense.management.answering import answering_database
from events.models import Event


class Command(BaseCommand):
    help = "Writes an event as an event file, to the screen or to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file")

    def handle(self, *, slug: str, output: Path | None, **options: Any) -> None:
        with answering_database():
            data = write_event_file(dump_event(event_of(slug)))
        if output is None:
            # The file ends its last line itself.
            self.stdout.write(data.decode(), ending="")
            return
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from None


def event_of(slug: str) -> Event:
    event = Event.objects.filter(slug=slug).first()
    if event is not None:
        return event
    known = ", ".join(Event.objects.order_by("slug").values_list("slug", flat=True))
    if not known:
        raise CommandError(f"There is no event “{slug}”; no event is loaded yet.")
    raise CommandError(f"There is no event “{slug}”. Known: {known}.")
