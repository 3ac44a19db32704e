"""Wide reads of what is defended, as frozen dataclasses in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from events.models import Delegation, Event, Fact, RunItem, SpeechFact
from events.models.run_of_show import RunItemQuerySet
from events.revisions import in_list
from events.search import is_found
from events.timetable import planned_hours, still_ahead
from projects.models import (
    Defense,
    Draw,
    Finding,
    Project,
    Recommendation,
    RespondentGroup,
    Survey,
    SwotEntry,
    TeamMember,
)
from projects.models.project import ProjectQuerySet

TEAMS_A_PAGE = 20
EVIDENCE = (
    "survey__respondentgroup_set",
    "finding_set",
    "swotentry_set",
    "recommendation_set",
)
HEADINGS = {
    Finding.Kind.OBJECT: _("Object of the study"),
    Finding.Kind.BASIS: _("What it rests on"),
    Finding.Kind.THEME: _("Themes of the questionnaire"),
    Finding.Kind.FINDING: _("Findings"),
    Finding.Kind.CASE: _("Cases"),
    Finding.Kind.STUDENT: _("Model of the student"),
    Finding.Kind.TEACHER: _("Model of the teacher"),
    Finding.Kind.ASPECT: _("Interesting aspects"),
    Finding.Kind.SWOT: _("SWOT analysis"),
    Finding.Kind.PARTNER: _("Partners"),
    Finding.Kind.PRESENTED: _("Also presented"),
    Finding.Kind.QUESTIONS: _("Questions of the experts"),
    Finding.Kind.REMARK: _("Remarks"),
    SwotEntry.Quadrant.STRENGTH: _("Strengths"),
    SwotEntry.Quadrant.WEAKNESS: _("Weaknesses"),
    SwotEntry.Quadrant.OPPORTUNITY: _("Opportunities"),
    SwotEntry.Quadrant.THREAT: _("Threats"),
}
FACT_HEADINGS = {
    Fact.Topic.COURSE: _("The course"),
    Fact.Topic.EVENT: _("The event"),
    Fact.Topic.GUESTS: _("Guests"),
    Fact.Topic.THANKS: _("Thanks"),
    Fact.Topic.PANEL: _("The panel"),
    Fact.Topic.NOTES: _("Notes"),
}


@dataclass(frozen=True)
class KindOfFinding:
    """The findings of one kind, in the order of the source."""

    heading: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Figure:
    """A percentage without idle zeros, and the statement it belongs to."""

    percent: Decimal
    finding: Finding


@dataclass(frozen=True)
class Quadrant:
    heading: str
    entries: Sequence[SwotEntry]


@dataclass(frozen=True)
class Evidence:
    """What a project found out. A percentage stands apart, with its base."""

    survey: Survey | None
    groups: Sequence[RespondentGroup]
    group_sum: int
    figures: Sequence[Figure]
    kinds: Sequence[KindOfFinding]
    swot: Sequence[Quadrant]
    recommendations: Sequence[Recommendation]

    @property
    def is_empty(self) -> bool:
        return not (self.survey or self.figures or self.kinds or self.swot or self.recommendations)

    @property
    def has_stated_total(self) -> bool:
        return bool(self.survey and (self.survey.base or self.survey.base_over))


@dataclass(frozen=True)
class Team:
    project: Project
    members: Sequence[TeamMember]
    evidence: Evidence


@dataclass(frozen=True)
class TeamsBoard:
    """A page of an event's teams, and the gap between who is named and who was stated in all of them."""

    projects: Sequence[Project]
    keys: Page[int]
    teams: Sequence[Team]
    found_count: int
    named_count: int
    stated_count: int

    @property
    def unnamed_count(self) -> int:
        return max(self.stated_count - self.named_count, 0)

    @property
    def unlisted_numbers(self) -> list[int]:
        return [project.number for project in self.projects if not project.members_listed]


@dataclass(frozen=True)
class ProjectPage:
    """One project for guests, and its neighbours."""

    team: Team
    previous: Project | None
    following: Project | None


@dataclass(frozen=True)
class RunLine:
    """A line of the run of show, with what was said in it, the project it is the defense of, its planned hour.

    `before` and `after` are the lines that it may be put beside, of those that are still ahead.
    """

    item: RunItem
    project: Project | None
    facts: Sequence[SpeechFact]
    planned: time | None
    key: str = ""
    before: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        if self.project:
            return f"{self.project.number}. {self.project.topic}"
        return str(self.item.title) or str(self.item.get_kind_display())


@dataclass(frozen=True)
class FactGroup:
    topic: str
    heading: str
    facts: Sequence[Fact]

    @property
    def is_labelled(self) -> bool:
        return all(str(fact.label) for fact in self.facts)


@dataclass(frozen=True)
class RunOfShow:
    """The day from its opening to its ceremony, the draws, and what else is known of the event.

    Whoever only watches is told neither the questions of a draw, which teams are still to be asked,
    nor the organizers' notes.
    """

    is_whole: bool
    lines: Sequence[RunLine]
    draws: Sequence[Draw]
    facts: Sequence[FactGroup]
    delegations: Sequence[Delegation]
    undefended: Sequence[int] = ()  # the numbers of the projects that have no line

    @property
    def on_stage(self) -> RunLine | None:
        return next((line for line in self.lines if line.item.is_on_stage), None)

    @property
    def next_up(self) -> RunLine | None:
        """The first line to come after all that have begun; the first to come of any if there is none."""
        begun = max((i for i, line in enumerate(self.lines) if line.item.started_at), default=-1)
        later_first = [*self.lines[begun + 1 :], *self.lines[:begun]]
        return next((line for line in later_first if line.item.is_to_come), None)


def unnamed_of(event: Event, named: int) -> int:
    """How many of the trainees that were stated have no name yet."""
    return max(event.trainees_stated - named, 0)


def teams_board(event: Event, sought: str = "", page: str | None = None) -> TeamsBoard:
    """The teams with those of their members whom one looks for; all of both while nobody is sought.

    Eight queries, however many teams.
    """
    counted = Project.objects.of_event(event).annotate(named=Count("teammember"))
    projects: dict[int, Any] = {project.pk: project for project in counted.order_by("number")}
    named = {pk: project.named for pk, project in projects.items()}
    found = _found(event, sought) if sought else None
    keys = [pk for pk in projects if found is None or pk in found]
    shown = Paginator(keys, TEAMS_A_PAGE).get_page(page)
    return TeamsBoard(
        projects=list(projects.values()),
        keys=shown,
        teams=[_team(each, found) for each in _whole(event).filter(pk__in=shown.object_list)],
        found_count=sum(named.values() if found is None else map(len, found.values())),
        named_count=sum(named.values()),
        stated_count=event.trainees_stated,
    )


def _whole(event: Event) -> ProjectQuerySet:
    """Projects with their teams and all that they found out."""
    projects = Project.objects.of_event(event).with_team().select_related("survey")
    return projects.order_by("number").prefetch_related(*EVIDENCE)


def _found(event: Event, sought: str) -> dict[int, set[int]]:
    """The places in each team of those whom one looks for; read without their rows, which are many."""
    said = ("name", "position", "organisation", "city")
    members = TeamMember.objects.of_event(event).order_by()
    found: dict[int, set[int]] = {}
    for team, pk, *texts in members.values_list("project", "pk", *(f"person__{at}" for at in said)):
        if is_found(sought, *texts):
            found.setdefault(team, set()).add(pk)
    return found


def project_page(event: Event, number: int) -> ProjectPage:
    """The project with this number and those before and after it; 404 without one. Ten queries."""
    projects = Project.objects.of_event(event)
    project = _whole(event).filter(number=number).first()
    if project is None:
        raise Http404
    beside = projects.only("number", "topic")
    return ProjectPage(
        team=_team(project),
        previous=beside.filter(number__lt=number).order_by("-number").first(),
        following=beside.filter(number__gt=number).order_by("number").first(),
    )


def _team(project: Project, found: Mapping[int, Collection[int]] | None = None) -> Team:
    members = sorted(project.teammember_set.all(), key=lambda member: member.order)
    if found is not None:
        members = [member for member in members if member.pk in found[project.pk]]
    return Team(project=project, members=members, evidence=_evidence(project))


def _evidence(project: Project) -> Evidence:
    survey: Survey | None = getattr(project, "survey", None)
    groups = list(survey.respondentgroup_set.all()) if survey else []
    findings = list(project.finding_set.all())
    return Evidence(
        survey=survey,
        groups=groups,
        group_sum=sum(group.count for group in groups),
        figures=_figures(findings),
        kinds=_by_kind([finding for finding in findings if finding.percent is None]),
        swot=_quadrants(project.swotentry_set.all()),
        recommendations=list(project.recommendation_set.all()),
    )


def _figures(findings: Iterable[Finding]) -> list[Figure]:
    return [
        Figure(percent=_shortest(finding.percent), finding=finding)
        for finding in findings
        if finding.percent is not None
    ]


def _shortest(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _by_kind(findings: Iterable[Finding]) -> list[KindOfFinding]:
    """Grouped by kind, the kinds in the order in which the source comes to them."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    return [
        KindOfFinding(heading=str(HEADINGS[Finding.Kind(kind)]), findings=of_kind)
        for kind, of_kind in by_kind.items()
    ]


def _quadrants(entries: Iterable[SwotEntry]) -> list[Quadrant]:
    found = list(entries)
    quadrants = (
        Quadrant(
            heading=str(HEADINGS[quadrant]),
            entries=[entry for entry in found if entry.quadrant == quadrant],
        )
        for quadrant in SwotEntry.Quadrant
    )
    return [quadrant for quadrant in quadrants if quadrant.entries]


def run_of_show(event: Event, *, is_whole: bool) -> RunOfShow:
    """Eight queries, however many lines. `is_whole` is for those who run the day."""
    projects = Project.objects.of_event(event).select_related("defense").with_supervisors()
    held = {defense.run_item_id: each for each in projects if (defense := _defense_of(each))}
    items = list(_lines_of(event))
    draws = Draw.objects.filter(room__event=event)
    facts = Fact.objects.filter(event=event).order_by("order")
    return RunOfShow(
        is_whole=is_whole,
        lines=_run_lines(items, held),
        draws=list(draws.prefetch_related("quizquestion_set") if is_whole else draws),
        facts=_fact_groups(facts if is_whole else facts.exclude(topic=Fact.Topic.NOTES)),
        delegations=list(Delegation.objects.filter(event=event)),
        undefended=sorted(each.number for each in projects if not _defense_of(each)),
    )


def _defense_of(project: Project) -> Defense | None:
    return getattr(project, "defense", None)


def _lines_of(event: Event) -> RunItemQuerySet:
    items = RunItem.objects.of_event(event).in_order()
    return items.select_related("person").prefetch_related("speechfact_set")


def _run_lines(items: Sequence[RunItem], projects: Mapping[int, Project]) -> list[RunLine]:
    hours = planned_hours((item.planned_at, item.planned_minutes) for item in items)
    beside = {each.row.pk: each for each in in_list(still_ahead(items), lambda item: item.pk)}
    return [
        RunLine(
            item=item,
            project=projects.get(item.pk),
            facts=list(item.speechfact_set.all()),
            planned=hour,
            key=str(item.pk),
            before=beside[item.pk].before if item.pk in beside else "",
            after=beside[item.pk].after if item.pk in beside else "",
        )
        for item, hour in zip(items, hours, strict=True)
    ]


def _fact_groups(facts: Iterable[Fact]) -> list[FactGroup]:
    found = list(facts)
    groups = (
        FactGroup(
            topic=topic,
            heading=str(heading),
            facts=[fact for fact in found if fact.topic == topic],
        )
        for topic, heading in FACT_HEADINGS.items()
    )
    return [group for group in groups if group.facts]
