"""This app's section of the event file: projects with their teams and evidence, the draw, in and out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from events.columns import entry_of, values_of
from events.entries import RunItemEntry
from events.journal import Journal
from events.matching import Brought, Table, Wanted, bring, delete, in_order, replace, title_of
from events.models import Event, Person, Room, RunItem
from events.services.leaving import Question
from events.texts import column, plain, stored, told_always
from projects import entries
from projects.models import (
    Defense,
    Draw,
    Finding,
    Project,
    QuizQuestion,
    Recommendation,
    RespondentGroup,
    Supervisor,
    Survey,
    SwotEntry,
    TeamMember,
)
from projects.recognition import Known, recognised

Entries = Sequence[entries.ProjectEntry]
Numbered = Mapping[int, Project]


def load_projects(
    event: Event,
    projects: Entries,
    people: Mapping[str, Person],
    *,
    reasons: Question[Project],
    holding: Collection[int],
    journal: Journal,
) -> Brought[Project]:
    """Projects are recognised by their key, or by their people: no sheet goes to another team.

    A project keeps its key when the file gives none. A team of which somebody must stay (`holding`) is not an unlisted one, whatever the file says.
    """

    def fitted(project: Project, values: dict[str, Any]) -> dict[str, Any]:
        is_listed = values["members_listed"] or project.pk in holding
        return {**values, "members_listed": is_listed, "key": values["key"] or project.key}

    table = Table(
        Project,
        keys_of=lambda project: (project.pk,),
        place_of=lambda project: f"projects.{project.number}",
        title_of=lambda project: title_of(project.topic),
        order="number",
        reasons=reasons,
        fitted=fitted,
    )
    entries_of = by_number(projects)
    held = list(Project.objects.of_event(event).with_team())
    found = recognised([*map(_known, held)], [_told(entry, people) for entry in entries_of])
    wanted = [
        _wanted_project(event, entry, None if index is None else held[index])
        for entry, index in zip(entries_of, found, strict=True)
    ]
    return bring(table, held, wanted, journal)


def _known(project: Project) -> Known:
    return Known(
        key=project.key,
        members=frozenset(member.person_id for member in project.teammember_set.all()),
        supervisors=frozenset(each.person_id for each in project.supervisors),
        topic=column(project.topic),
        number=project.number,
    )


def _told(entry: entries.ProjectEntry, people: Mapping[str, Person]) -> Known:
    return Known(
        key=entry.key or "",
        members=frozenset(people[member.person].pk for member in entry.members),
        supervisors=frozenset(people[each.person].pk for each in entry.all_supervisors()),
        topic=stored(entry.topic),
        number=entry.number,
    )


def by_number(projects: Entries) -> list[entries.ProjectEntry]:
    return sorted(projects, key=lambda entry: entry.number)


def _wanted_project(event: Event, entry: entries.ProjectEntry, held: Project | None) -> Wanted:
    return Wanted(
        place=f"projects.{entry.number}",
        title=title_of(entry.topic),
        values={
            **values_of(entry, Project),
            "event": event,
        },
        keys=(held and held.pk,),
    )


def load_defenses(
    event: Event,
    lines: Sequence[RunItemEntry],
    run: Brought[RunItem],
    projects: Numbered,
    journal: Journal,
) -> None:
    """Which project each line of the run of show is the defense of."""
    stay, numbers = {item.pk for item in run.kept}, _numbers(projects)
    reason = _("its line stays")
    table = Table(
        Defense,
        keys_of=lambda defense: (defense.project_id,),
        place_of=lambda defense: f"projects.{numbers[defense.project_id]}.defense",
        title_of=lambda defense: "",
        reasons=lambda left: {each.pk: reason for each in left if each.run_item_id in stay},
    )
    wanted = [
        Wanted(
            place=f"projects.{line.project}.defense",
            title="",
            values={"project": projects[line.project], "run_item": item},
            keys=(projects[line.project].pk,),
        )
        for line, item in zip(lines, run.rows, strict=True)
        if line.project
    ]
    held = Defense.objects.of_event(event).filter(project__in=projects.values())
    found = list(held.select_related("run_item"))
    delete(bring(table, found, wanted, journal).gone)


def _numbers(projects: Numbered) -> dict[int, int]:
    """By the ids of the projects, whose rows need not be joined for it."""
    return {project.pk: number for number, project in projects.items()}


def load_supervisors(
    entries_of: Entries,
    found: Brought[Project],
    people: Mapping[str, Person],
    journal: Journal,
) -> Brought[Supervisor]:
    """Supervisors of the file's projects are recognised as people, each within a project."""
    projects = {project.number: project for project in found.rows}
    table = Table(
        Supervisor,
        keys_of=lambda supervisor: ((supervisor.project_id, supervisor.person_id),),
        place_of=lambda each: f"projects.{each.project.number}.supervisors.{each.person.key}",
        title_of=lambda supervisor: supervisor.person.name,
        order="order",
        within=("project",),
    )
    wanted = [
        Wanted(
            place=f"projects.{entry.number}.supervisors.{supervisor.person}",
            title=people[supervisor.person].name,
            values={
                **values_of(supervisor, Supervisor),
                "project": projects[entry.number],
                "person": people[supervisor.person],
            },
            keys=((projects[entry.number].pk, people[supervisor.person].pk),),
            list_place=f"projects.{entry.number}.supervisors",
        )
        for entry in by_number(entries_of)
        for supervisor in entry.all_supervisors()
    ]
    held = [each for project in found.old for each in project.supervisors]
    return bring(table, held, wanted, journal)


def load_teams(
    entries_of: Entries,
    found: Brought[Project],
    people: Mapping[str, Person],
    *,
    reasons: Question[TeamMember],
    journal: Journal,
) -> Brought[TeamMember]:
    """Members are recognised as people, so that a change of team is a move."""
    projects = {project.number: project for project in found.rows}
    table = Table(
        TeamMember,
        keys_of=lambda member: (member.person_id,),
        place_of=lambda member: f"members.{member.person.key}",
        title_of=lambda member: member.person.name,
        order="order",
        within=("project",),
        reasons=reasons,
    )
    wanted = [
        Wanted(
            place=f"members.{member.person}",
            title=f"{people[member.person].name} · {entry.number}",
            values={
                "project": projects[entry.number],
                "person": people[member.person],
                "role": stored(member.role),
            },
            keys=(people[member.person].pk,),
            list_place=f"projects.{entry.number}.members",
        )
        for entry in by_number(entries_of)
        for member in entry.members
    ]
    before = (*found.old, *found.kept, *found.gone)
    held = [each for project in before for each in project.teammember_set.all()]
    return bring(table, held, wanted, journal)


def load_evidence(entries_of: Entries, projects: Numbered, journal: Journal) -> None:
    """Surveys with their groups, findings, SWOT and recommendations. Kept projects keep theirs."""
    _load_surveys(entries_of, projects, journal)
    _load_list(entries_of, projects, Finding, "findings", _finding_values, journal)
    for model, name in ((SwotEntry, "swot"), (Recommendation, "recommendations")):
        _load_list(entries_of, projects, model, name, partial(values_of, model=model), journal)


def _load_surveys(entries_of: Entries, projects: Numbered, journal: Journal) -> None:
    numbers = _numbers(projects)
    table = Table(
        Survey,
        keys_of=lambda survey: (survey.project_id,),
        place_of=lambda survey: f"projects.{numbers[survey.project_id]}.survey",
        title_of=lambda survey: title_of(survey.method),
    )
    asked = [(entry, entry.survey) for entry in by_number(entries_of) if entry.survey]
    wanted = [
        Wanted(
            place=f"projects.{entry.number}.survey",
            title=title_of(survey.method),
            values={"project": projects[entry.number], **values_of(survey, Survey)},
            keys=(projects[entry.number].pk,),
        )
        for entry, survey in asked
    ]
    held = Survey.objects.filter(project__in=projects.values())
    brought = bring(table, list(held), wanted, journal)
    delete(brought.gone)
    groups = {
        f"projects.{entry.number}.survey.groups": in_order(
            RespondentGroup(survey=row, **values_of(group, RespondentGroup))
            for group in survey.groups
        )
        for (entry, survey), row in zip(asked, brought.rows, strict=True)
    }
    places = {row.pk: place for place, row in zip(groups, brought.rows, strict=True)}
    replace(
        RespondentGroup.objects.filter(survey__in=brought.rows),
        groups,
        place_of=lambda group: places[group.survey_id],
        journal=journal,
    )


def _load_list(
    entries_of: Entries,
    projects: Numbered,
    model: Any,
    name: str,
    row_values: Callable[[Any], dict[str, Any]],
    journal: Journal,
) -> None:
    """One of a project's lists of texts."""
    wanted = {
        f"projects.{entry.number}.{name}": in_order(
            model(project=projects[entry.number], **row_values(each))
            for each in getattr(entry, name)
        )
        for entry in by_number(entries_of)
    }
    numbers = _numbers(projects)
    replace(
        model.objects.filter(project__in=projects.values()).order_by("project_id", "order"),
        wanted,
        place_of=lambda row: f"projects.{numbers[row.project_id]}.{name}",
        journal=journal,
    )


def _finding_values(entry: entries.FindingEntry) -> dict[str, Any]:
    return {**values_of(entry, Finding), "check_text": entry.check or ""}


def load_draw(room: Room, entry: entries.DrawEntry | None, journal: Journal) -> None:
    table = Table(
        Draw,
        keys_of=lambda draw: (draw.room_id,),
        place_of=lambda draw: "draw",
        title_of=lambda draw: title_of(draw.method),
    )
    wanted = [] if entry is None else [_wanted_draw(room, entry)]
    brought = bring(table, list(Draw.objects.filter(room=room)), wanted, journal)
    delete(brought.gone)
    if entry is None:
        return
    [draw] = brought.rows
    rows = (QuizQuestion(draw=draw, **values_of(each, QuizQuestion)) for each in entry.questions)
    replace(
        QuizQuestion.objects.filter(draw=draw),
        {"draw.questions": in_order(rows)},
        place_of=lambda row: "draw.questions",
        journal=journal,
    )


def _wanted_draw(room: Room, entry: entries.DrawEntry) -> Wanted:
    return Wanted(
        place="draw",
        title=title_of(entry.method),
        values={
            **values_of(entry, Draw),
            "room": room,
            "notes": [plain(note) for note in entry.notes],
        },
        keys=(room.pk,),
    )


def defended_numbers(event: Event) -> dict[int, int]:
    """The number of the project that each run item is the defense of."""
    defenses = Defense.objects.of_event(event)
    return dict(defenses.values_list("run_item", "project__number"))


def dump_draw(event: Event) -> entries.DrawEntry | None:
    draws = Draw.objects.filter(room__event=event, room__is_default=True)
    draw = draws.prefetch_related("quizquestion_set").first()
    if draw is None:
        return None
    questions = draw.quizquestion_set.all()
    return entry_of(
        entries.DrawEntry,
        draw,
        notes=tuple(map(told_always, draw.notes)),
        questions=tuple(entry_of(entries.QuizQuestionEntry, each) for each in questions),
    )


def dump_projects(event: Event) -> tuple[entries.ProjectEntry, ...]:
    projects = Project.objects.of_event(event).with_team().select_related("survey")
    lists = ("survey__respondentgroup_set", "finding_set", "swotentry_set", "recommendation_set")
    return tuple(map(dump_project, projects.prefetch_related(*lists).order_by("number")))


def dump_project(project: Project) -> entries.ProjectEntry:
    survey: Survey | None = getattr(project, "survey", None)
    swot = sorted(project.swotentry_set.all(), key=lambda row: row.order)
    recommendations = project.recommendation_set.all()
    supervisors = tuple(map(_supervisor, project.supervisors))
    is_alone = len(supervisors) == 1
    return entry_of(
        entries.ProjectEntry,
        project,
        supervisor=supervisors[0] if is_alone else None,
        supervisors=() if is_alone else supervisors,
        members=tuple(
            entry_of(entries.MemberEntry, member, person=member.person.key)
            for member in project.teammember_set.all()
        ),
        survey=None if survey is None else _survey(survey),
        findings=tuple(
            entry_of(entries.FindingEntry, finding, check=finding.check_text or None)
            for finding in project.finding_set.all()
        ),
        swot=tuple(entry_of(entries.SwotEntry, each) for each in swot),
        recommendations=tuple(
            entry_of(entries.RecommendationEntry, each) for each in recommendations
        ),
    )


def _supervisor(supervisor: Supervisor) -> entries.SupervisorEntry:
    return entry_of(entries.SupervisorEntry, supervisor, person=supervisor.person.key)


def _survey(survey: Survey) -> entries.SurveyEntry:
    groups = survey.respondentgroup_set.all()
    return entry_of(
        entries.SurveyEntry,
        survey,
        groups=tuple(entry_of(entries.RespondentGroupEntry, group) for group in groups),
    )
