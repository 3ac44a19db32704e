"""Who gets a letter of a purpose, and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from diplomas.known import known_to_holders
from diplomas.models import Diploma
from diplomas.texts import languages_of_names
from events.models import Event, Letter, Person
from events.models.asked_names import stands_confirmed, with_answers
from events.services.mail import AWAY, REFUSED, UNMADE
from projects.models import TeamMember


class State(TextChoices):
    """In the order in which it needs somebody."""

    FAILED = "failed", pgettext_lazy("state of a letter", "not sent")
    NO_ADDRESS = "no-address", pgettext_lazy("state of a letter", "no address")
    UNWRITTEN = "unwritten", pgettext_lazy("state of a letter", "to be written")
    WAITING = "waiting", pgettext_lazy("state of a letter", "on its way")
    SENT = "sent", pgettext_lazy("state of a letter", "sent")


TONES: Final = {State.FAILED: "stop", State.NO_ADDRESS: "warn", State.SENT: "ok"}
REASONS: Final[dict[str, str | Promise]] = {
    REFUSED: gettext_lazy("The mail server refused the address. Look at it once more."),
    AWAY: gettext_lazy("The mail server did not answer for a day."),
    UNMADE: gettext_lazy("No mail can be made of the letter. Look at the address once more."),
}


class Recipient(NamedTuple):
    """`codes` are of the documents that are told; `has_page` whoever has a page of their own."""

    person: int
    key: str
    name: str
    printed_names: Mapping[str, str]
    address: str
    has_page: bool
    codes: tuple[str, ...] = ()


class Sent(NamedTuple):
    """What is kept of a letter."""

    address: str
    error: str
    is_sent: bool
    is_perhaps_double: bool
    told: Collection[str]


@dataclass(frozen=True)
class MailRow:
    to: Recipient
    letter: Sent | None

    @property
    def state(self) -> State:
        """One that went to another address was not written to this one, and one that does not tell of each document is not enough."""
        if not self.to.address:
            return State.NO_ADDRESS
        if self.letter is None or self.letter.address != self.to.address:
            return State.UNWRITTEN
        if not set(self.to.codes) <= set(self.letter.told):
            return State.UNWRITTEN
        if self.letter.error:
            return State.FAILED
        return State.SENT if self.letter.is_sent else State.WAITING

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def has_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def is_sent(self) -> bool:
        return self.state == State.SENT

    @property
    def is_perhaps_double(self) -> bool:
        return self.letter is not None and self.is_sent and self.letter.is_perhaps_double

    @property
    def reason(self) -> str | Promise:
        return REASONS.get(self.letter.error, "") if self.letter and self.has_failed else ""


@dataclass(frozen=True)
class MailBoard:
    """Those who need somebody come first, and else in the order of the teams."""

    purpose: str
    rows: Sequence[MailRow]

    @cached_property
    def _counts(self) -> Counter[State]:
        return Counter(row.state for row in self.rows)

    @property
    def counts(self) -> list[tuple[State, int]]:
        return [(state, self._counts[state]) for state in State]

    @property
    def unwritten_count(self) -> int:
        return self._counts[State.UNWRITTEN]

    @property
    def failed_count(self) -> int:
        return self._counts[State.FAILED]

    @property
    def is_working(self) -> bool:
        return bool(self._counts[State.WAITING])

    def longest(self) -> Recipient | None:
        """Whose letter is the longest to look at."""
        return max((row.to for row in self.rows), key=lambda to: len(to.name), default=None)


def mail_board(event: Event, purpose: str) -> MailBoard:
    """Four queries at most, whatever the number of people."""
    letters = Letter.objects.of_event(event).filter(purpose=purpose)
    columns = ("person", "address", "error", "sent_at", "is_perhaps_double", "told")
    sent = {
        person: Sent(address, error, sent_at is not None, is_double, told)
        for person, address, error, sent_at, is_double, told in letters.values_list(*columns)
    }
    rows = [MailRow(to, sent.get(to.person)) for to in _RECIPIENTS[purpose](event)]
    in_order = list(State)
    return MailBoard(purpose, sorted(rows, key=lambda row: in_order.index(row.state)))


def _of_names(event: Event) -> Iterator[Recipient]:
    """Members of teams who are to get a diploma, and neither confirmed their names nor ask for others."""
    languages = languages_of_names(event)
    holders = Diploma.objects.of_event(event).of_kind(Diploma.Kind.DIPLOMA)
    holders = holders.exclude(state=Diploma.State.SUPERSEDED).filter(is_rehearsal=False)
    members = Person.objects.of_event(event).filter(teammember__isnull=False, unfinished=None)
    members = members.exclude(pk__in=holders.values("person"))
    ordered = members.order_by("teammember__project__number", "teammember__order")
    for each in with_answers(ordered):
        if not _has_answered(each, languages):
            yield _recipient(each, has_page=True)


def _has_answered(person: Any, languages: Sequence[str]) -> bool:
    """Of somebody with their answers."""
    return bool(person.asks_since) or stands_confirmed(person, person.confirmed_names, languages)


def _of_documents(event: Event) -> Iterator[Recipient]:
    """Whoever has a document that is valid, with all of them that may be told of."""
    valid = Diploma.objects.of_event(event).ready().filter(is_rehearsal=False)
    valid = known_to_holders(valid, event)
    codes: dict[int, list[str]] = defaultdict(list)
    for person, code in valid.order_by("sequence").values_list("person", "code"):
        codes[person].append(code)
    members = set(TeamMember.objects.of_event(event).values_list("person", flat=True))
    people = Person.objects.of_event(event).in_bulk(list(codes))
    for person, own in codes.items():
        to = _recipient(people[person], has_page=person in members)
        yield to._replace(codes=tuple(own))


def _recipient(person: Person, *, has_page: bool) -> Recipient:
    names = (person.pk, person.key, person.name, person.printed_names)
    return Recipient(*names, person.email, has_page)


_RECIPIENTS: Final[Mapping[str, Callable[[Event], Iterator[Recipient]]]] = {
    Letter.Purpose.NAME: _of_names,
    Letter.Purpose.DOCUMENT: _of_documents,
}
