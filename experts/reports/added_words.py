"""Words that experts added after the close: while they may, and what stands of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.models import Event
from experts.errors import ScoringIsOpen, WordsAreOver, WordsWaitForTheSeal
from experts.models import AddedWords, Protocol, Seat
from experts.sheets import Assignment

Standing = Mapping[Assignment, AddedWords]


@dataclass(frozen=True)
class Finishing:
    """What added words go to now: the record, or beside the sealed `protocol`, until then."""

    protocol: Protocol | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class OwnWords:
    """What stands of one expert: for the record, and after the seal; `last` is the number of the last version."""

    recorded: Standing
    after: Standing
    last: Mapping[Assignment, int]


def finishing_of(event: Event, at: datetime) -> Finishing:
    """One query. Raises ScoringIsOpen, WordsWaitForTheSeal, WordsAreOver."""
    if event.is_scoring_open:
        raise ScoringIsOpen
    protocol = Protocol.objects.of_event(event).standing().defer("record").first()
    if protocol is None:
        return Finishing()
    if protocol.sealed_at is None:
        raise WordsWaitForTheSeal
    until = protocol.sealed_at + timedelta(days=event.words_days or 0)
    if at >= until:
        raise WordsAreOver
    return Finishing(protocol, until)


def own_words(seats: Iterable[Seat]) -> OwnWords:
    """One query."""
    rows = AddedWords.objects.filter(sheet__seat__in=seats).order_by("number")
    found = list(rows.select_related("sheet"))
    return OwnWords(
        recorded=_standing(each for each in found if each.protocol_id is None),
        after=_standing(each for each in found if each.protocol_id),
        last={each.sheet.assignment: each.number for each in found},
    )


def words_for_the_record(event: Event) -> Standing:
    """One query."""
    return _standing(AddedWords.objects.of_event(event).filter(protocol=None).with_who_and_whom())


def words_after_the_seal(event: Event) -> Standing:
    """One query. Each with its seat and team, in the order of the first words; what was taken back has no text."""
    return _last(AddedWords.objects.of_event(event).exclude(protocol=None).with_who_and_whom())


def _standing(rows: Iterable[AddedWords]) -> Standing:
    return {sheet: words for sheet, words in _last(rows).items() if words.text}


def _last(rows: Iterable[AddedWords]) -> Standing:
    return {each.sheet.assignment: each for each in rows}
