from argparse import ArgumentParser
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from defense.event_file import LARGEST, BadEventFile, read_event_file
from defense.event_file.envelope import EventFile
from defense.event_file.loading import Outcome, load_event
from events.answering import answering_database
from events.models import Event, Membership, User
from events.pdf.errors import RenderingUnavailable
from events.rules import people_notes
from events.services.members import add_member

ACTOR = "command:load_event"
HEADINGS = {
    Event.Phase.DRAFT: "Missing until the event can open:",
    Event.Phase.OPEN: "Missing, although the event is open:",
    Event.Phase.LIVE: "Missing, although the event is live:",
    Event.Phase.CLOSED: "Missing, although the event is over:",
    Event.Phase.ARCHIVED: "Missing, although the event is over:",
}


class Command(BaseCommand):
    help = "Loads an event file, or the difference to what is loaded already, whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an event file (docs/event-file.md)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--reason", default="", help="why, to be read with the results after a first close"
        )
        parser.add_argument("--owner", metavar="EMAIL", help="the account that organizes the event")

    def handle(
        self, *, file: Path, dry_run: bool, owner: str | None, reason: str, **options: Any
    ) -> None:
        data = bytes_of(file)
        with answering_database():
            account = account_of(owner) if owner else None
            outcome = self.load(data, dry_run=dry_run, reason=reason)
            if account and not dry_run:
                self.add_owner(account, outcome.event)
        self.report(outcome)

    def add_owner(self, account: User, event: Event) -> None:
        """Another owner of the event; the members it has stay."""
        if add_member(event, account, role=Membership.Role.OWNER, actor=ACTOR):
            self.stdout.write(f"+ owner: {account.email}")

    def load(self, data: bytes, *, dry_run: bool, reason: str) -> Outcome:
        try:
            file = read_event_file(data)
            self.report_notes(data, file)
            return load_event(file, actor=ACTOR, at=timezone.now(), dry_run=dry_run, reason=reason)
        except BadEventFile as refusal:
            for flaw in refusal.errors:
                self.stderr.write(str(flaw))
            raise CommandError("Nothing was loaded.") from None
        except RenderingUnavailable as error:
            # Whether a name can be printed is measured on the fonts.
            raise CommandError(f"{error} Nothing was loaded.") from error

    def report(self, outcome: Outcome) -> None:
        for change in outcome.changes:
            self.stdout.write(str(change))
        counts = ", ".join(f"{count} {kind}" for kind, count in outcome.counts.items())
        self.stdout.write(counts)
        self.report_gaps(outcome)
        if outcome.is_dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")

    def report_notes(self, data: bytes, file: EventFile) -> None:
        if data.startswith(BOM_UTF8):
            self.stdout.write("the file: It starts with a byte order mark, which was left out.")
        for note in people_notes(file.people):
            self.stdout.write(f"! {note}")

    def report_gaps(self, outcome: Outcome) -> None:
        if not outcome.gaps:
            return
        self.stdout.write(HEADINGS[Event.Phase(outcome.event.phase)])
        for gap in outcome.gaps:
            self.stdout.write(f"? {gap}")
        if outcome.is_new:
            self.stdout.write("It stays a draft.")


def account_of(email: str) -> User:
    account = User.objects.filter(email__iexact=email).first()
    if account is None:
        raise CommandError(
            f"There is no account “{email}”. Make one with: manage.py createsuperuser"
        )
    return account


def bytes_of(file: Path) -> bytes:
    """The file's bytes; of a file that is too large, enough to be refused for it."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise CommandError(f"There is no file {file}.") from None
    except OSError as error:
        raise CommandError(f"The file {file} cannot be read: {error.strerror}.") from None
