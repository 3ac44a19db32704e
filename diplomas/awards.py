"""What awards of the day are for: told apart by their words, and those that the sealed protocol gave.

Languages of an event come and go, so no single one tells awards apart.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db.models import Exists
from django.utils.translation import get_language

from events.models import Event
from events.texts import one_line
from experts.models import Award, Protocol
from experts.reports.awards import words_of

BETWEEN: Final = "\n"  # stands in no words of one line


@dataclass(frozen=True)
class SealedAward:
    """One that the panel gave, to one team or several, with its words in the languages of the event."""

    pk: int
    words: Mapping[str, str]
    told_apart: str
    teams: Mapping[int, int]
    """Their keys, with their numbers."""

    @property
    def name(self) -> str:
        return self.words.get(get_language() or "") or next(iter(self.words.values()))

    @property
    def numbers(self) -> str:
        return ", ".join(str(each) for each in self.teams.values())


def told_apart(award: Mapping[str, str] | None) -> str:
    """By its words in all languages that it has, whatever the case of their letters; empty for no award."""
    words = {one_line(each).casefold() for each in (award or {}).values()}
    return BETWEEN.join(sorted(words - {""}))


def are_alike(one: str, other: str) -> bool:
    """Whether the words of both are the same in any language."""
    return not set(one.split(BETWEEN)).isdisjoint(other.split(BETWEEN))


@dataclass(frozen=True)
class SameAward:
    """Which documents are for the same as one that `award` tells apart: those alike in any language.

    `others` are those that the panel gave beside it: one of them is another one, whatever is alike.
    """

    award: str = ""
    others: frozenset[str] = frozenset()

    @classmethod
    def of_event(cls, event: Event, award: str) -> Self:
        """One query, for awards alone."""
        sealed = {each.told_apart for each in sealed_awards(event)} if award else set()
        return cls(award, frozenset(sealed - {award} if award in sealed else ()))

    def holds(self, snapshot: Mapping[str, Any]) -> bool:
        said = told_apart(snapshot.get("award"))
        return said == self.award or (said not in self.others and are_alike(said, self.award))


def sealed_awards(event: Event) -> list[SealedAward]:
    """None before the seal: until then nothing follows from what the panel gave. One query."""
    is_sealed = Exists(Protocol.objects.of_event(event).sealed())
    same: dict[str, list[Award]] = defaultdict(list)
    for each in Award.objects.of_event(event).in_order().filter(is_sealed):
        same[told_apart(words_in_event(event, each))].append(each)
    return [_sealed(event, told, awards) for told, awards in same.items()]


def words_in_event(event: Event, award: Award) -> dict[str, str]:
    named = words_of(award.kind, award.names)
    return {language: named[language] for language in event.languages}


def _sealed(event: Event, told: str, awards: Sequence[Award]) -> SealedAward:
    teams = {each.project_id: each.project.number for each in awards}
    return SealedAward(awards[0].pk, words_in_event(event, awards[0]), told, teams)


def teams_given(event: Event, award: str) -> set[int]:
    """Keys of the teams to which the panel gave an award of these words; none where it gave none."""
    return _teams_of(_named(sealed_awards(event), award))


def teams_awarded(event: Event, award: str = "") -> set[int] | None:
    """Keys of the teams to which the panel gave this award; any of its awards, if it gave none of these words.

    None where the panel gave none, or has not sealed: then the organizers choose among all teams.
    """
    sealed = sealed_awards(event)
    return _teams_of(_named(sealed, award) or sealed) or None


def _named(sealed: Sequence[SealedAward], award: str) -> list[SealedAward]:
    """The one of all these words, else those of any of them."""
    whole = [each for each in sealed if each.told_apart == award]
    return whole or [each for each in sealed if are_alike(each.told_apart, award)]


def _teams_of(sealed: Sequence[SealedAward]) -> set[int]:
    return {team for each in sealed for team in each.teams}
