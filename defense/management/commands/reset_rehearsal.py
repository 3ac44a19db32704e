from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from defense.rehearsal.closing import reset_rehearsal
from events.answering import answering_database, event_named
from events.errors import DomainError


class Command(BaseCommand):
    help = "Removes what a rehearsal made: sheets, diplomas and cards, and nothing else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    @answering_database()
    def handle(self, *, slug: str, **options: Any) -> None:
        event = event_named(slug)
        try:
            removed = reset_rehearsal(event.pk)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Removed {removed['sheets']} score sheets, {removed['diplomas']} diplomas "
            f"and {removed['passes']} cards."
        )
