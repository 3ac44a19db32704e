"""Who may get a document of a kind, team by team, for an organizer to choose among."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomas.awards import SealedAward, sealed_awards, teams_given
from diplomas.forms import AwardForm, ChosenPeopleForm
from diplomas.members import Member, unfinished_of_no_team
from diplomas.models import Diploma
from diplomas.recipients import awaits_the_seal, recipients_of
from diplomas.reports import DiplomaRow, Issued, Served, row_of
from diplomas.services.issuing import Wordings
from diplomas.snapshots import languages_on
from events.entry_forms import LANGUAGE_NAMES
from events.models import Event
from events.numerals import is_whole
from projects.models import Project

Kind = Diploma.Kind
KIND_NAMES: Final[Mapping[str, str | Promise]] = {
    Kind.DIPLOMA: gettext_lazy("Diplomas"),
    Kind.CERTIFICATE: gettext_lazy("Certificates"),
    Kind.SUPERVISOR: gettext_lazy("Letters of thanks to supervisors"),
    Kind.EXPERT: gettext_lazy("Letters of thanks to experts"),
    Kind.AWARD: gettext_lazy("Awards of the day"),
}
PERSON, TEAM, EVERYBODY = "person", "team", "everybody"
A_PAGE: Final = 100
"""People, unless a single team has more."""


@dataclass(frozen=True)
class Tab:
    """A kind in the line of kinds; `count` is how many of it are valid or being made."""

    kind: str
    name: str | Promise
    count: int
    is_here: bool


@dataclass(frozen=True)
class Line:
    """`languages` are those of the document, or those in which it would be printed now.

    `others` are further awards, each with its own.
    """

    row: DiplomaRow
    form: ChosenPeopleForm
    languages: str = ""
    others: Sequence[tuple[DiplomaRow, str]] = ()


@dataclass(frozen=True)
class Group:
    """A team, with the box for all of it; the experts are one group without a number."""

    number: int | None
    topic: str
    form: ChosenPeopleForm | None
    lines: Sequence[Line]


@dataclass(frozen=True)
class Awarding:
    """What the awards are for: `given` by the sealed protocol, one of its `sealed`, or words of their own."""

    sealed: Sequence[SealedAward] = ()
    given: SealedAward | None = None
    awaits_the_seal: bool = False

    @property
    def told_apart(self) -> str:
        return self.given.told_apart if self.given else ""


@dataclass(frozen=True)
class Choosing:
    """A page of them; `everybody` is the box for all pages, where there are several."""

    kind: str
    groups: Sequence[Group]
    page: Page[Any]
    everybody: ChosenPeopleForm | None
    failed_count: int
    tabs: Sequence[Tab]
    award: AwardForm | None = None
    has_languages: bool = False
    awarding: Awarding = field(default_factory=Awarding)

    @property
    def name(self) -> str | Promise:
        return KIND_NAMES[self.kind]

    @property
    def is_of_diplomas(self) -> bool:
        """Where it is said who completed the course."""
        return self.kind == Kind.DIPLOMA

    @property
    def is_of_awards(self) -> bool:
        return self.kind == Kind.AWARD


def choosing(
    event: Event,
    kind: str,
    number: str | None = None,
    *,
    sent: QueryDict | None = None,
    award: AwardForm | None = None,
    given: SealedAward | None = None,
) -> Choosing:
    """Six queries, one more for diplomas, and one where trainees choose. `sent` keeps what was ticked on a page that is refused.

    Of awards four more; `given` is the one of the sealed protocol that is looked at.
    """
    served = Served.of_event(event, kind, given.told_apart if given else "")
    if award is None and kind == Kind.AWARD and given is None:
        award = AwardForm(own=event.languages[0])
    listed = _listed(event, served)
    page = Paginator(_pages(listed), 1).get_page(number)
    teams = [team for shown in page.object_list for team in shown]
    languages = LanguagesOfKind.of_event(event, kind)
    groups = [_group(served, team, members, sent, languages) for team, members in teams]
    return Choosing(
        kind,
        groups,
        page,
        _everybody(len(listed), sent) if page.has_other_pages() else None,
        sum(each.kind == kind and each.has_failed for each in served.issued),
        tabs_of(served),
        award,
        has_languages=languages.are_chosen or _differ(groups),
        awarding=awarding_in(event, given) if kind == Kind.AWARD else Awarding(),
    )


def awarding_in(event: Event, given: SealedAward | None) -> Awarding:
    return Awarding(sealed_awards(event), given, awaits_the_seal(event))


def award_given(event: Event, number: str | None) -> SealedAward | None:
    """The one with this number among the sealed ones. Raises LookupError where it is none of them."""
    if not number:
        return None
    found = (each for each in sealed_awards(event) if str(each.pk) == number)
    if (given := next(found, None)) is None:
        raise LookupError
    return given


@dataclass(frozen=True)
class LanguagesOfKind:
    """In which languages documents of a kind are printed; `chosen` by the keys of people."""

    kind: str
    wordings: Wordings
    chosen: Mapping[int, str]

    @classmethod
    def of_event(cls, event: Event, kind: str) -> Self:
        wordings = Wordings(event)
        return cls(kind, wordings, wordings.chosen(kind))

    @property
    def are_chosen(self) -> bool:
        return bool(self.wordings.to_choose(self.kind))

    def of(self, row: DiplomaRow) -> str:
        names = (str(LANGUAGE_NAMES[each]) for each in self._printed(row))
        return ", ".join(names)

    def _printed(self, row: DiplomaRow) -> list[str]:
        """One that failed takes the words anew when it is tried again, unless it is in the place of another one."""
        made = row.diploma
        if made is None or made.state == Diploma.State.SUPERSEDED:
            return self.wordings.languages_of(self.kind, self.chosen.get(row.person, ""))
        if made.has_failed and made.revision == 1:
            return self.wordings.languages_of(self.kind, made.snapshot.get("language", ""))
        return languages_on(made.snapshot)


def _differ(groups: Sequence[Group]) -> bool:
    return len({line.languages for group in groups for line in group.lines}) > 1


def _everybody(count: int, sent: QueryDict | None) -> ChosenPeopleForm:
    said = _("Everybody, on all pages: %(count)s") % {"count": count}
    return ChosenPeopleForm(EVERYBODY, 1, said, sent)


def _pages(listed: Sequence[Member]) -> list[list[tuple[int | None, list[Member]]]]:
    """Whole teams, as many as make a page."""
    by_team: dict[int | None, list[Member]] = {}
    for member in listed:
        by_team.setdefault(member.team, []).append(member)
    pages: list[list[tuple[int | None, list[Member]]]] = []
    room = 0
    for team, members in by_team.items():
        if len(members) > room:
            pages.append([])
            room = A_PAGE
        pages[-1].append((team, members))
        room -= len(members)
    return pages


def tabs_of(served: Served) -> list[Tab]:
    """Every kind, with how many have one."""
    return [
        Tab(kind, KIND_NAMES[kind], _current_count(served, kind), kind == served.kind)
        for kind in Kind
    ]


def _current_count(served: Served, kind: str) -> int:
    return sum(each.is_current for each in served.latest(kind))


def _listed(event: Event, served: Served) -> list[Member]:
    """With those of no team any more of whom it may be taken back that they did not complete the course."""
    others = unfinished_of_no_team(event) if served.kind == Kind.DIPLOMA else []
    return [*served.members, *others]


def _group(
    served: Served,
    team: int | None,
    members: Sequence[Member],
    sent: QueryDict | None,
    languages: LanguagesOfKind,
) -> Group:
    project = served.teams[team] if team else None
    number = project.number if project else None
    lines = []
    for each in members:
        own = [row_of(each, number, one, ()) for one in _documents_of(served, each.person)]
        (row, printed), *others = [(one, languages.of(one)) for one in own]
        form = ChosenPeopleForm(PERSON, row.person, row.name, sent)
        lines.append(Line(row, form, printed, others))
    whole = ChosenPeopleForm(TEAM, number, _whole(number), sent) if number else None
    return Group(number, str(project.topic) if project else "", whole, lines)


def _documents_of(served: Served, person: int) -> Sequence[Issued | None]:
    """The latest one, or none; every award where none of them is meant."""
    if served.kind == Kind.AWARD and not served.same.award and person in served.awards:
        return served.awards[person]
    return [served.diplomas.get(person)]


def _whole(number: int) -> str:
    return _("Team %(number)s, everybody") % {"number": number}


def chosen_people(event: Event, kind: str, sent: QueryDict, award: str = "") -> set[int]:
    """The keys of those who were ticked: by themselves, with their team, or with all of the event."""
    people = {int(each) for each in sent.getlist(PERSON) if is_whole(each)}
    numbers = {int(each) for each in sent.getlist(TEAM) if is_whole(each)}
    served = Served.of_event(event, kind, award)
    listed = _listed(event, served)
    if EVERYBODY in sent:
        return {member.person for member in listed}
    return {
        member.person
        for member in listed
        if member.person in people or (member.team and served.teams[member.team].number in numbers)
    }


def out_of_reach(event: Event, people: set[int], award: str) -> str:
    """Numbers of the teams to which alone the panel gave this award, if any of these people is on another one."""
    reached = {each.person_id for each in recipients_of(event, Kind.AWARD, award=award)}
    if people <= reached:
        return ""
    given = Project.objects.filter(pk__in=teams_given(event, award)).order_by("number")
    return ", ".join(str(each.number) for each in given)


def kind_or_none(kind: str) -> Kind | None:
    return Kind(kind) if kind in Kind.values else None


def served_by(event: Event, kind: str, people: set[int], award: str = "") -> set[int]:
    """Those of these people to whom one would be issued."""
    served = Served.of_event(event, kind, award)
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
