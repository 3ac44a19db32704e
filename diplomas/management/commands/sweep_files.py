from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from diplomas.unnamed_files import YOUNGEST, unnamed_files
from events.answering import answering_database


class Command(BaseCommand):
    help = (
        "Shows the files of diplomas that no row names any more: pages that a worker threw away, print "
        "files that were made anew, and half a file of a killed worker. Deletes them only with --delete, and none younger than an hour."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete what is shown")

    @answering_database()
    def handle(self, *, delete: bool, **options: Any) -> None:
        try:
            found = sorted(unnamed_files(before=timezone.now() - YOUNGEST))
        except OSError as error:
            raise CommandError(f"The file storage does not answer: {error}") from error
        for file in found:
            self.stdout.write(
                f"{file.path}  {filesizeformat(file.size)}  {file.kept_at:%Y-%m-%d %H:%M}"
            )
        total = filesizeformat(sum(file.size for file in found))
        self.stdout.write(f"{len(found)} files that no row names, {total}.")
        if delete:
            gone = sum(file.remove() for file in found)
            self.stdout.write(f"{gone} deleted.")
        elif found:
            self.stdout.write("Nothing is deleted without --delete.")
