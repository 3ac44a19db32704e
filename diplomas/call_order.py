"""In which order people are called: where each stands by team, by the alphabet, or as somebody moved them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diplomas.file_kinds import AS_MOVED, BY_ALPHABET, BY_TEAM
from diplomas.models import CallOrder, Diploma
from diplomas.texts import design_of
from events.alphabet import in_alphabet
from events.models import Event
from events.models.people import name_printed
from events.search import is_found
from projects.models import TeamMember

LABELS: Final[dict[str, str | Promise]] = {
    BY_TEAM: _("By team"),
    BY_ALPHABET: _("By name, in the Kazakh alphabet"),
    AS_MOVED: _("As you arrange it"),
}


class Place(NamedTuple):
    """Of a person in the order of the teams."""

    at: int
    team: int
    topic: str


@dataclass(frozen=True)
class Calling:
    """The order that is chosen, the places by team, and the people as they were moved."""

    order: str
    places: Mapping[int, Place]
    people: Sequence[int]
    language: str
    names: Mapping[int, str]
    """Of members of teams, in this language: a document may say another."""

    @classmethod
    def of_event(cls, event: Event) -> Calling:
        """Three queries; the language is that of the diplomas."""
        kept = CallOrder.objects.filter(event=event).values_list("order", "people").first()
        order, people = kept or (BY_TEAM, [])
        language = design_of(event).language
        places, names = _places(event, language)
        return cls(order, places, people, language, names)

    @property
    def is_arranged(self) -> bool:
        return bool(self.people)

    @cached_property
    def _moved(self) -> dict[int, int]:
        return {person: at for at, person in enumerate(self.people)}

    def key(self, person: int, name: str, order: str = "") -> tuple[Any, ...]:
        """To sort by; of those who are told apart by nothing else the earlier one in the register comes first."""
        order = order or self.order
        if order == BY_ALPHABET:
            return (in_alphabet(self.names.get(person, name)),)
        by_team = self._by_team(person)
        if order == AS_MOVED:
            return (self._moved.get(person, len(self.people)), by_team)
        return (by_team,)

    def _by_team(self, person: int) -> int:
        """Whoever is on no team comes last."""
        place = self.places.get(person)
        return place.at if place else len(self.places)


class Called(NamedTuple):
    """Somebody who is called; `team` is None for whoever is on none, `names` are theirs in all languages."""

    person: int
    name: str
    team: int | None
    names: Collection[str] = ()


@dataclass(frozen=True)
class CallBoard:
    """Everybody who has a document or may get a diploma, in the order of the call."""

    calling: Calling
    rows: Sequence[Called]
    sought: str = ""

    @property
    def is_moved(self) -> bool:
        return self.calling.order == AS_MOVED

    @property
    def orders(self) -> list[tuple[str, str | Promise, bool]]:
        return [(order, label, order == self.calling.order) for order, label in LABELS.items()]

    def is_shown(self, row: Called) -> bool:
        """Also by a name that a document of another language prints."""
        return is_found(self.sought, row.name, *row.names)


def call_board(event: Event, sought: str = "") -> CallBoard:
    """Five queries, whatever the number of people."""
    calling = Calling.of_event(event)
    return CallBoard(calling, called(event, calling), sought)


def called(event: Event, calling: Calling) -> list[Called]:
    """Members of teams, and whoever else has a document that stands."""
    columns = ("person", "person__name", "person__printed_names")
    members = TeamMember.objects.of_event(event).in_order().values_list(*columns)
    current = Diploma.objects.of_event(event).current().filter(is_rehearsal=event.is_rehearsal)
    others = current.order_by("sequence").values_list(*columns)
    people = {person: (name, printed) for person, name, printed in (*members, *others)}
    rows = [
        Called(
            person,
            name_printed(name, printed, calling.language),
            calling.places[person].team if person in calling.places else None,
            [name, *printed.values()],
        )
        for person, (name, printed) in people.items()
    ]
    return sorted(rows, key=lambda row: calling.key(row.person, row.name))


def _places(event: Event, language: str) -> tuple[dict[int, Place], dict[int, str]]:
    """Also the names of those who stand there."""
    columns = (
        "person",
        "project__number",
        "project__topic",
        "person__name",
        "person__printed_names",
    )
    found = TeamMember.objects.of_event(event).in_order().values_list(*columns)
    places, names = {}, {}
    for at, (person, team, topic, name, printed) in enumerate(found):
        places[person] = Place(at, team, topic.localize(language))
        names[person] = name_printed(name, printed, language)
    return places, names
