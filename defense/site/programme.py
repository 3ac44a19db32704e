import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Delegation, Event, RunItem
from events.timetable import planned_hours
from experts.models import Interest, Seat
from projects.models import Defense, Project

# “80 principals of schools” is stated with its number, which stands above the words on the page.
LEADING_COUNT = re.compile(r"^\d[\d\s]*")


@dataclass(frozen=True)
class ProgrammeProject:
    """`member_count` and `respondents` are None where the source states nothing."""

    number: int
    topic: str
    supervisors: tuple[str, ...]
    member_count: int | None
    respondents: int | None
    respondents_over: int | None


@dataclass(frozen=True)
class ProgrammeItem:
    order: int
    kind: str
    title: str
    person: str
    role: str
    planned: time | None
    started_at: datetime | None
    ended_at: datetime | None
    is_live: bool
    is_skipped: bool
    project: ProgrammeProject | None

    @property
    def is_defense(self) -> bool:
        return self.kind == RunItem.Kind.DEFENSE

    @property
    def is_to_come(self) -> bool:
        return not (self.started_at or self.is_skipped)


@dataclass(frozen=True)
class ProgrammeSeat:
    name: str
    initials: str
    role: str
    is_chair: bool
    about: str
    affiliation: str
    stands_aside_for: tuple[int, ...]


@dataclass(frozen=True)
class Programme:
    """What guests may see of the day: a part that is not published is empty."""

    items: tuple[ProgrammeItem, ...]
    projects: tuple[ProgrammeProject, ...]
    seats: tuple[ProgrammeSeat, ...]
    project_count: int
    trainee_count: int
    trainee_words: str
    expert_count: int
    delegation_count: int
    has_results: bool

    @property
    def on_now(self) -> ProgrammeItem | None:
        """What is on, or comes next; nothing when the last line is over."""
        live = next((item for item in self.items if item.is_live), None)
        return live or next((item for item in self.items[self._begun :] if item.is_to_come), None)

    @property
    def on_now_words(self) -> str:
        if self.on_now and self.on_now.is_live:
            return _("On stage")
        return _("Next") if self._begun else _("First")

    @property
    def _begun(self) -> int:
        """The place after the last line that has begun."""
        return max((at for at, item in enumerate(self.items, 1) if item.started_at), default=0)


def programme(event: Event) -> Programme:
    """The published parts of the day, with no more than what guests may know. Six queries."""
    shows_teams = event.shows(Event.Publishable.TEAMS)
    shows_panel = event.shows(Event.Publishable.PANEL)
    shows_programme = event.shows(Event.Publishable.PROGRAMME)
    projects = _programme_projects(event) if shows_teams else {}
    seats = _programme_seats(event, names_projects=shows_teams) if shows_panel else ()
    delegations = Delegation.objects.filter(event=event).count() if shows_programme else 0
    return Programme(
        items=_programme_items(event, projects) if shows_programme else (),
        projects=tuple(projects.values()),
        seats=seats,
        project_count=len(projects),
        trainee_count=event.trainees_stated if shows_teams else 0,
        trainee_words=LEADING_COUNT.sub("", str(event.trainees_wording)),
        expert_count=len(seats),
        delegation_count=delegations,
        has_results=event.shows(Event.Publishable.RESULTS) or event.shows(Event.Publishable.AWARDS),
    )


def description_of(event: Event) -> str:
    """One sentence or two for whoever has not opened the page: what every guest may know."""
    said = [capfirst(str(event.subtitle)), f"{event.place}, {event.days}"]
    return ". ".join(part.rstrip(".") for part in said if part) + "."


def _programme_projects(event: Event) -> dict[int, ProgrammeProject]:
    """By the run item where the project is defended; by minus its id while it has none."""
    found = Project.objects.of_event(event).with_supervisors().select_related("survey", "defense")
    return {
        _run_item_of(project): _programme_project(project)
        for project in found.annotate(member_count=Count("teammember")).order_by("number")
    }


def _run_item_of(project: Project) -> int:
    defense: Defense | None = getattr(project, "defense", None)
    return defense.run_item_id if defense else -project.pk


def _programme_project(project: Project) -> ProgrammeProject:
    survey = getattr(project, "survey", None)
    return ProgrammeProject(
        number=project.number,
        topic=str(project.topic),
        supervisors=project.public_supervisors,
        member_count=getattr(project, "member_count", 0) or None,
        respondents=survey.base if survey else None,
        respondents_over=survey.base_over if survey else None,
    )


def _programme_items(
    event: Event, projects: Mapping[int, ProgrammeProject]
) -> tuple[ProgrammeItem, ...]:
    items = list(RunItem.objects.of_event(event).in_order().select_related("person"))
    hours = planned_hours((item.planned_at, item.planned_minutes) for item in items)
    return tuple(
        ProgrammeItem(
            order=item.order,
            kind=item.kind,
            title=str(item.title) or item.get_kind_display(),
            person=item.person.public_name if item.person else "",
            role=str(item.role_text) if item.person and item.person.is_named else "",
            planned=hour,
            started_at=item.started_at,
            ended_at=item.ended_at,
            is_live=item.is_on_stage,
            is_skipped=item.skipped_at is not None,
            project=projects.get(item.pk),
        )
        for item, hour in zip(items, hours, strict=True)
    )


def _programme_seats(event: Event, *, names_projects: bool) -> tuple[ProgrammeSeat, ...]:
    """Only decided recusals are told to guests: an open match of names is a question, not a fact."""
    decided = Interest.objects.of_event(event).filter(outcome=Interest.Outcome.RECUSE)
    aside: dict[int, set[int]] = {}
    for seat_id, number in decided.values_list("seat", "project__number") if names_projects else ():
        aside.setdefault(seat_id, set()).add(number)
    seats = Seat.objects.of_event(event).scoring().select_related("person")
    return tuple(
        ProgrammeSeat(
            name=seat.person.public_name,
            initials=seat.person.initials,
            role=seat.get_role_display() if seat.role != Seat.Role.MEMBER else "",
            is_chair=seat.role == Seat.Role.CHAIR,
            about=str(seat.role_text) if seat.person.is_named else "",
            affiliation=str(seat.affiliation) if seat.person.is_named else "",
            stands_aside_for=tuple(sorted(aside.get(seat.pk, ()))),
        )
        for seat in seats.order_by("panel__room", "order")
    )
