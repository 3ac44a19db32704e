"""Where an expert finishes the words to the teams once the scoring is closed."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from events.errors import DomainError
from events.models import Event, Person
from experts.forms import AddedWordsForm
from experts.models import AddedWords, ScoreSheet, Seat
from experts.pages.saving import readers_in_words
from experts.pages.tablet import Holder, TeamLine
from experts.reports import MyDefense, my_defenses
from experts.reports.added_words import (
    Finishing,
    OwnWords,
    finishing_of,
    own_words,
)
from experts.sheets import Assignment, Readers, Sheet

Refused = Mapping[int, AddedWordsForm]  # by defense
NONE: Final[Refused] = {}


@dataclass(frozen=True)
class WordsCard:
    """One team: the comment as it was submitted, and what was added; `form` where more may be."""

    team: TeamLine
    comment: str
    read_by: str
    added: str
    after: str
    form: AddedWordsForm | None

    @property
    def says_nothing(self) -> bool:
        return not (self.comment or self.added or self.after)


@dataclass(frozen=True)
class WordsPage:
    """`closed` says why nothing is added now; `until` is when the days after the seal end."""

    holder: Holder
    closed: str
    is_after_the_seal: bool
    until: datetime | None
    cards: Sequence[WordsCard]


@dataclass(frozen=True)
class _Now:
    event: Event
    finishing: Finishing | None
    words: OwnWords
    counting: AbstractSet[Assignment]
    refused: Refused


def words_page(
    person: Person, seats: Sequence[Seat], at: datetime, refused: Refused = NONE
) -> WordsPage:
    """Of the own sheets that count; nobody else's words stand here."""
    event = person.event
    finishing, closed = _finishing(event, at)
    counting = {each.assignment for each in ScoreSheet.objects.counting().filter(seat__in=seats)}
    now = _Now(event, finishing, own_words(seats), counting, refused)
    return WordsPage(
        holder=Holder.of(person, next(iter(seats), None)),
        closed=closed,
        is_after_the_seal=finishing is not None and finishing.protocol is not None,
        until=finishing.until if finishing else None,
        cards=[card for seat in seats for card in _cards(seat, now)],
    )


def added_words_form(event: Event, at: datetime, data: Any) -> AddedWordsForm:
    """What was posted. Raises ScoringIsOpen, WordsWaitForTheSeal, WordsAreOver."""
    return AddedWordsForm(data, readers=_readers(event, finishing_of(event, at)))


def told(stands: AddedWords | None) -> str:
    """What became of words that were brought, None for none at all."""
    if stands is None:
        return _("You added nothing.")
    return _("Your words are kept.") if stands.text else _("Taken back.")


def _finishing(event: Event, at: datetime) -> tuple[Finishing | None, str]:
    try:
        return finishing_of(event, at), ""
    except DomainError as reason:
        return None, str(reason)


def _cards(seat: Seat, now: _Now) -> Iterator[WordsCard]:
    for mine in my_defenses(seat):
        if mine.sheet is not None and Assignment(seat.pk, mine.id) in now.counting:
            yield _card(seat, mine, mine.sheet, now)


def _card(seat: Seat, mine: MyDefense, sheet: Sheet, now: _Now) -> WordsCard:
    where = Assignment(seat.pk, mine.id)
    recorded, after = now.words.recorded.get(where), now.words.after.get(where)
    return WordsCard(
        team=TeamLine.of(mine),
        comment=sheet.comment,
        read_by=readers_in_words(now.event.words_by)[sheet.readers],
        added=recorded.text if recorded else "",
        after=after.text if after else "",
        form=now.refused.get(mine.id) or _form(where, now),
    )


def _form(where: Assignment, now: _Now) -> AddedWordsForm | None:
    """With what stands; one team's form has ids of its own."""
    if now.finishing is None:
        return None
    standing = (now.words.after if now.finishing.protocol else now.words.recorded).get(where)
    initial: dict[str, Any] = {"seen": now.words.last.get(where, 0)}
    if standing:
        initial |= {"text": standing.text, "readers": standing.readers}
    return AddedWordsForm(
        readers=_readers(now.event, now.finishing),
        initial=initial,
        auto_id=f"id_{where.defense}_%s",
    )


def _readers(event: Event, finishing: Finishing) -> dict[str, str]:
    """After the seal the words are for the team alone."""
    if finishing.protocol:
        return {}
    words = readers_in_words(event.words_by)
    return {str(each): words[each] for each in (Readers.PROTOCOL, Readers.TEAM)}
