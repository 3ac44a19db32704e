from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from events.answering import answering_database, event_named
from events.models import AuditEntry, AuditHead
from experts.reports.differences import verdict

BROKEN: Final = (
    "The audit log of %(slug)s is broken at line %(number)d: a line there was changed, removed or put in, "
    "or the log was written with another QORGAU_AUDIT_KEY."
)
EMPTIED: Final = (
    "The audit log of %(slug)s has no line. Every event came with one: the log was emptied."
)
UNLISTED: Final = "%(count)d rows came before lines named them, and are not covered until manage.py prepare lists them."
OTHERWISE: Final = "The audit log of %(slug)s is unbroken, and these rows are not what it says:"
UNHASHED: Final = (
    "%(count)d revisions were saved before hashes were kept: what they hold is not covered."
)


class Command(BaseCommand):
    help = (
        "Checks that every line of an event's audit log follows from the one before it and that points, "
        "weights, rule, closing and every row that decides are what the lines say, and prints the last link: the same "
        "as one noted earlier for the same number of lines, or the log was rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    @answering_database()
    def handle(self, *, slug: str, **options: Any) -> None:
        event = event_named(slug)
        with transaction.atomic():
            broken = AuditEntry.first_broken(event)
            head = AuditHead.objects.get(event=event)  # still held
            found = verdict(event) if broken is None else None
        if found is None:
            is_empty = not AuditEntry.objects.filter(event=event).exists()
            said = EMPTIED if is_empty else BROKEN
            raise CommandError(said % {"slug": slug, "number": broken})
        if found.differences:
            raise CommandError("\n".join([OTHERWISE % {"slug": slug}, *found.differences]))
        self.stdout.write(f"{slug}: {head.number} lines, unbroken; last link {head.link}")
        if found.unhashed_count:
            self.stdout.write(UNHASHED % {"count": found.unhashed_count})
        if found.unlisted_count:
            self.stdout.write(UNLISTED % {"count": found.unlisted_count})
