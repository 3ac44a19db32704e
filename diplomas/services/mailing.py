"""Letters to the people of an event: written here, one of a purpose to each, and sent by a worker.

The row of the event is the lock, so whoever presses twice writes once. How a link opens the page of its holder is in
`docs/decisions/0014`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from diplomas.errors import NothingIsSent
from diplomas.letters import Text, Written, letter_of
from diplomas.mailing import MailBoard, Recipient, State, mail_board
from diplomas.models import ChosenLanguage
from diplomas.services.issuing import locked_event, verify_url
from diplomas.texts import languages_of_names
from events.codes import CARD_LETTERS, random_letters
from events.covered import lines_of
from events.models import AuditEntry, Event, Letter, Pass, User
from events.models.mail import LINK_LASTS
from events.models.passes import hash_of
from events.services.asked_names import NamesOverdue
from events.services.passes import passes_behind_letters

WRITTEN: Final = "letters.written"


@transaction.atomic
def write_to_people(
    event_id: int,
    purpose: str,
    *,
    again: Collection[int] | None = None,
    state: State = State.FAILED,
    actor: User | str,
    at: datetime,
) -> int:
    """To everybody of the purpose who has an address and was not written to; returns to how many.

    With `again` to those of them whose letter could not be sent, or is in another state that is told: its link ends. Raises NothingIsSent.
    """
    event = locked_event(event_id)
    refuse_what_is_not_sent(event, purpose)
    people = _wanted(mail_board(event, purpose), again, state)
    if not people:
        return 0
    owners = [each.person for each in people if each.has_page]
    passes, made = passes_behind_letters(owners, at=at)
    Letter.objects.filter(person__in=[each.person for each in people], purpose=purpose).delete()
    drafts = Drafts.of_event(event, purpose, at=at)
    Letter.objects.bulk_create(drafts.letter_to(each, passes.get(each.person)) for each in people)
    details = {"purpose": purpose, "count": len(people), **lines_of(*made)}
    AuditEntry.write(event, actor, WRITTEN, event, details)
    return len(people)


def refuse_what_is_not_sent(event: Event, purpose: str) -> None:
    """Raises NothingIsSent, NamesOverdue."""
    if event.is_rehearsal:
        raise NothingIsSent
    if purpose == Letter.Purpose.NAME and event.phase == Event.Phase.ARCHIVED:
        raise NamesOverdue


@dataclass(frozen=True)
class Drafts:
    """Letters of one purpose, written at one moment: in the language that somebody chose for their documents, else in all."""

    event: Event
    purpose: str
    languages: Sequence[str]
    chosen: Mapping[int, str]
    until: date

    @classmethod
    def of_event(cls, event: Event, purpose: str, *, at: datetime) -> Self:
        with timezone.override(event.time_zone):
            until = timezone.localdate(at + LINK_LASTS)
        said = ChosenLanguage.objects.filter(person__event=event).values_list("person", "language")
        return cls(event, purpose, languages_of_names(event), dict(said), until)

    def letter_to(self, to: Recipient, opens: Pass | None) -> Letter:
        token = random_letters(CARD_LETTERS) if opens else ""
        text = self.text_to(to, token)
        return Letter(
            person_id=to.person,
            purpose=self.purpose,
            address=to.address,
            subject=text.subject,
            text=text.text,
            opens=opens,
            token_hash=hash_of(token) if token else "",
            told=list(to.codes),
        )

    def text_to(self, to: Recipient, token: str = "") -> Text:
        """Without a token as it is looked at, with the address of the page that asks for a card."""
        entrance = f"{settings.SITE_URL}{reverse('public:pass_open')}"
        written = Written(
            name=to.name,
            printed_names=to.printed_names,
            link=f"{entrance}#{token}".rstrip("#") if to.has_page else "",
            until=self.until,
            addresses=[verify_url(code) for code in to.codes],
        )
        return letter_of(self.event, self.purpose, self._languages_of(to), written)

    def _languages_of(self, to: Recipient) -> Sequence[str]:
        chosen = self.chosen.get(to.person, "")
        return [chosen] if chosen in self.languages else self.languages


def _wanted(board: MailBoard, again: Collection[int] | None, state: State) -> Sequence[Recipient]:
    if again is None:
        return [row.to for row in board.rows if row.state == State.UNWRITTEN]
    return [row.to for row in board.rows if row.state == state and row.to.person in again]
