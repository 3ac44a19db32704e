from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from defense.event_file import write_event_file
from defense.event_file.writing import dump_event
from events.answering import answering_database, event_named
from events.whole_files import write_whole


class Command(BaseCommand):
    help = "Writes an event as an event file, to the screen or to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file")

    def handle(self, *, slug: str, output: Path | None, **options: Any) -> None:
        with answering_database():
            data = write_event_file(dump_event(event_named(slug)))
        if output is None:
            # The file ends its last line itself.
            self.stdout.write(data.decode(), ending="")
            return
        try:
            write_out(output, data)
        except OSError as error:
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from None


def write_out(output: Path, data: bytes) -> None:
    """A file appears whole, behind a link too; a pipe or a device takes what it is given."""
    if output.exists() and not output.is_file():
        output.write_bytes(data)
    else:
        write_whole(output.resolve(), data, mode=0o666)
