from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from events.answering import answering_database, event_named
from events.models import AuditEntry, AuditHead

BROKEN: Final = (
    "The audit log of %(slug)s is broken at line %(number)d: a line there was changed, removed or put in, "
    "or the log was written with another QORGAU_AUDIT_KEY."
)


class Command(BaseCommand):
    help = (
        "Checks that every line of an event's audit log follows from the one before it, and prints the "
        "last link: the same as one noted earlier for the same number of lines, or the log was rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    @answering_database()
    def handle(self, *, slug: str, **options: Any) -> None:
        event = event_named(slug)
        with transaction.atomic():
            broken = AuditEntry.first_broken(event)
            head = AuditHead.objects.get(event=event)  # still held
        if broken is not None:
            raise CommandError(BROKEN % {"slug": slug, "number": broken})
        self.stdout.write(f"{slug}: {head.number} lines, unbroken; last link {head.link}")
