"""Who may be given a document: somebody in a team, a supervisor, an expert."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from diplomas.models import Diploma, Unfinished
from diplomas.recipients import members_for
from events.models import Event
from events.models.people import name_printed
from experts.models import Seat
from projects.models import Supervisor

# The columns of `Member`.
PRINTED: Final = (
    *("person__name", "person__printed_names"),
    *("person__position", "person__organisation", "person__key"),
)
MEMBER: Final = ("person", "project", *PRINTED, "person__unfinished")


class Member(NamedTuple):
    """Somebody in a team, with the words of theirs that a diploma prints; or who is thanked.

    `others` are further projects of a supervisor; an expert has none at all. `unfinished` is no key but for who
    did not complete the course.
    """

    person: int
    team: int | None
    name: str
    printed_names: Mapping[str, str]
    position: Any
    organisation: Any
    key: str = ""
    unfinished: int | None = None
    others: tuple[int, ...] = ()

    @property
    def projects(self) -> tuple[int, ...]:
        return () if self.team is None else (self.team, *self.others)

    def printed_name(self, language: str | None = None) -> str:
        return name_printed(self.name, self.printed_names, language)


def members_of(event: Event, kind: str, award: str = "") -> list[Member]:
    """In the order of `recipients_of`. One query, and one more for awards."""
    match Diploma.Kind(kind):
        case Diploma.Kind.SUPERVISOR:
            rows = Supervisor.objects.filter(project__event=event)
            ordered = rows.order_by("project__number", "order")
            return _once(Member(*row) for row in ordered.values_list("person", "project", *PRINTED))
        case Diploma.Kind.EXPERT:
            seats = Seat.objects.of_event(event).order_by("panel", "order")
            told = seats.values_list("person", *PRINTED)
            return _once(Member(person, None, *words) for person, *words in told)
    places = members_for(event, kind, award).in_order()
    return [Member(*row) for row in places.values_list(*MEMBER)]


def unfinished_of_no_team(event: Event) -> list[Member]:
    """Who left their team after it was noted that they did not complete the course. One query."""
    noted = Unfinished.objects.of_event(event).filter(person__teammember=None)
    told = noted.order_by("person__name").values_list("person", *PRINTED, "pk")
    return [Member(person, None, *words) for person, *words in told]


def _once(members: Iterable[Member]) -> list[Member]:
    """Each person once, with all their projects."""
    found: dict[int, Member] = {}
    for each in members:
        known = found.setdefault(each.person, each)
        if known is not each and each.team is not None:
            found[each.person] = known._replace(others=(*known.others, each.team))
    return list(found.values())
