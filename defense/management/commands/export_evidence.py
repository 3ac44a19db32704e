import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from defense.management.commands.dump_event import write_out
from events.answering import answering_database, event_named
from experts.reports.evidence import evidence


class Command(BaseCommand):
    help = (
        "Writes what was given at an event with keys and signatures, for docs/check_signatures.py."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file")

    def handle(self, *, slug: str, output: Path | None, **options: Any) -> None:
        with answering_database():
            text = json.dumps(evidence(event_named(slug)), ensure_ascii=False, indent=1) + "\n"
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            write_out(output, text.encode())
        except OSError as error:
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from None
