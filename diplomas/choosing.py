"""Who may get a document of a kind, team by team, for an organizer to choose among."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomas.forms import AwardForm, ChosenPeopleForm
from diplomas.models import Diploma
from diplomas.reports import DiplomaRow, Member, Served, row_of, unfinished_of_no_team
from events.models import Event
from events.numerals import is_whole

Kind = Diploma.Kind
KIND_NAMES: Final[Mapping[str, str | Promise]] = {
    Kind.DIPLOMA: gettext_lazy("Diplomas"),
    Kind.CERTIFICATE: gettext_lazy("Certificates"),
    Kind.SUPERVISOR: gettext_lazy("Letters of thanks to supervisors"),
    Kind.EXPERT: gettext_lazy("Letters of thanks to experts"),
    Kind.AWARD: gettext_lazy("Awards of the day"),
}
PERSON, TEAM = "person", "team"


@dataclass(frozen=True)
class Tab:
    """A kind in the line of kinds; `count` is how many of it are valid or being made."""

    kind: str
    name: str | Promise
    count: int
    is_here: bool


@dataclass(frozen=True)
class Line:
    row: DiplomaRow
    form: ChosenPeopleForm


@dataclass(frozen=True)
class Group:
    """A team, with the box for all of it; the experts, or those of no team any more, are one without a number."""

    number: int | None
    topic: str
    form: ChosenPeopleForm | None
    lines: Sequence[Line]


@dataclass(frozen=True)
class Choosing:
    kind: str
    groups: Sequence[Group]
    tabs: Sequence[Tab]
    award: AwardForm | None = None

    @property
    def name(self) -> str | Promise:
        return KIND_NAMES[self.kind]

    @property
    def failed_count(self) -> int:
        return sum(line.row.has_failed for group in self.groups for line in group.lines)

    @property
    def is_of_diplomas(self) -> bool:
        """Where it is said who completed the course."""
        return self.kind == Kind.DIPLOMA


def choosing(
    event: Event, kind: str, *, sent: QueryDict | None = None, award: AwardForm | None = None
) -> Choosing:
    """Five queries, whatever the number of people, and one more for diplomas. `sent` keeps what was ticked on a page that is refused."""
    served = Served.of_event(event, kind)
    if award is None and kind == Kind.AWARD:
        award = AwardForm(own=event.languages[0])
    return Choosing(kind, list(_groups(event, served, sent)), tabs_of(served), award)


def tabs_of(served: Served) -> list[Tab]:
    """Every kind, with how many have one."""
    return [
        Tab(kind, KIND_NAMES[kind], _current_count(served, kind), kind == served.kind)
        for kind in Kind
    ]


def _current_count(served: Served, kind: str) -> int:
    return sum(each.is_ready or each.is_pending for each in served.latest(kind).values())


def _listed(event: Event, served: Served) -> list[Member]:
    """With those of no team any more of whom it may be taken back that they did not complete the course."""
    others = unfinished_of_no_team(event) if served.kind == Kind.DIPLOMA else []
    return [*served.members, *others]


def _groups(event: Event, served: Served, sent: QueryDict | None) -> Iterator[Group]:
    by_team: dict[int | None, list[Line]] = {}
    for member in _listed(event, served):
        number = served.teams[member.team].number if member.team else None
        row = row_of(member, number, served.diplomas.get(member.person), ())
        form = ChosenPeopleForm(PERSON, member.person, row.name, sent)
        by_team.setdefault(member.team, []).append(Line(row, form))
    for team, lines in by_team.items():
        project = served.teams[team] if team else None
        number = project.number if project else None
        whole = ChosenPeopleForm(TEAM, number, _whole(number), sent) if number else None
        yield Group(number, str(project.topic) if project else "", whole, lines)


def _whole(number: int) -> str:
    return _("Team %(number)s, everybody") % {"number": number}


def chosen_people(event: Event, kind: str, sent: QueryDict) -> set[int]:
    """The keys of those who were ticked, by themselves or with their team."""
    people = {int(each) for each in sent.getlist(PERSON) if is_whole(each)}
    numbers = {int(each) for each in sent.getlist(TEAM) if is_whole(each)}
    served = Served.of_event(event, kind)
    return {
        member.person
        for member in _listed(event, served)
        if member.person in people or (member.team and served.teams[member.team].number in numbers)
    }


def kind_or_none(kind: str) -> Kind | None:
    return Kind(kind) if kind in Kind.values else None


def served_by(event: Event, kind: str, people: set[int]) -> set[int]:
    """Those of these people to whom one would be issued."""
    served = Served.of_event(event, kind)
    return {
        member.person
        for member in served.members
        if member.person in people
        and _is_free(served, member.person)
        and not (kind == Kind.DIPLOMA and member.unfinished)
    }


def _is_free(served: Served, person: int) -> bool:
    latest = served.diplomas.get(person)
    return latest is None or latest.state == Diploma.State.SUPERSEDED
