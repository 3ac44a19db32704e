"""What awards of the day are for: told apart by their words, and those that the sealed protocol gave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists
from django.utils.translation import get_language

from diplomas.texts import in_language
from events.models import Event
from events.texts import one_line
from experts.models import Award, Protocol
from experts.reports.awards import words_of


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


def told_apart(event: Event, award: Mapping[str, str] | None) -> str:
    """By what it is for in the main language of the event, whatever the case of its letters; empty for no award."""
    return one_line(in_language(dict(award), event.languages[0])).casefold() if award else ""


def sealed_awards(event: Event) -> list[SealedAward]:
    """None before the seal: until then nothing follows from what the panel gave. One query."""
    is_sealed = Exists(Protocol.objects.of_event(event).sealed())
    alike: dict[str, list[Award]] = defaultdict(list)
    for each in Award.objects.of_event(event).in_order().filter(is_sealed):
        alike[told_apart(event, words_in_event(event, each))].append(each)
    return [_sealed(event, same, awards) for same, awards in alike.items()]


def words_in_event(event: Event, award: Award) -> dict[str, str]:
    named = words_of(award.kind, award.names)
    return {language: named[language] for language in event.languages}


def _sealed(event: Event, same: str, awards: Sequence[Award]) -> SealedAward:
    teams = {each.project_id: each.project.number for each in awards}
    return SealedAward(awards[0].pk, words_in_event(event, awards[0]), same, teams)


def teams_given(event: Event, award: str) -> set[int]:
    """Keys of the teams to which the panel gave an award of these words; none where it gave none."""
    same = (each for each in sealed_awards(event) if each.told_apart == award)
    return {team for each in same for team in each.teams}


def teams_awarded(event: Event, award: str = "") -> set[int] | None:
    """Keys of the teams to which the panel gave this award; any of its awards, if it gave none of these words.

    None where the panel gave none, or has not sealed: then the organizers choose among all teams.
    """
    sealed = sealed_awards(event)
    same = [each for each in sealed if each.told_apart == award]
    return {team for each in same or sealed for team in each.teams} or None
