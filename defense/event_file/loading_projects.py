"""What is defended: projects, teams, evidence, and the draw of their order."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from defense.event_file import schema
from defense.event_file.differences import shown
from defense.event_file.loading_context import Loading, column, title_of
from defense.event_file.rows import Table, Wanted, bring
from defense.event_file.wording import plain, stored
from diplomas.models import Diploma
from experts.models import ScoreSheet
from projects.models import (
    Draw,
    Finding,
    Project,
    QuizQuestion,
    Recommendation,
    RespondentGroup,
    Survey,
    SwotEntry,
    TeamMember,
)

M = TypeVar("M", bound=Model)


def load_projects(loading: Loading) -> None:
    """Projects are recognised by their topic, then by their number: renumbering moves no sheet.

    A team of which somebody must stay is not an unlisted one, whatever the file says.
    """
    staying = set() if loading.is_new else _projects_of_diploma_holders(loading)

    def fitted(project: Project, values: dict[str, Any]) -> dict[str, Any]:
        is_listed = values["members_listed"] or project.pk in staying
        return {**values, "members_listed": is_listed}

    table = Table(
        Project,
        keys_of=lambda project: _project_keys(column(project.topic), project.number),
        place_of=lambda project: f"projects.{project.number}",
        title_of=lambda project: title_of(project.topic),
        order="number",
        reasons=lambda left: _why_projects_stay(left, staying),
        fitted=fitted,
    )
    held = list(Project.objects.of_event(loading.event).select_related("supervisor"))
    wanted = [_wanted_project(loading, entry) for entry in _by_number(loading)]
    brought = bring(table, held, wanted, loading.journal)
    loading.projects = {project.number: project for project in brought.rows}
    loading.kept_projects = {project.pk: project for project in brought.kept}
    loading.delete_later(brought.gone)


def _by_number(loading: Loading) -> list[schema.Project]:
    return sorted(loading.file.projects, key=lambda entry: entry.number)


def _wanted_project(loading: Loading, entry: schema.Project) -> Wanted:
    supervisor = entry.supervisor
    return Wanted(
        place=f"projects.{entry.number}",
        title=title_of(entry.topic),
        values={
            "event": loading.event,
            "topic": stored(entry.topic),
            "abstract": stored(entry.abstract),
            "supervisor": loading.people[supervisor.person],
            "supervisor_title": stored(supervisor.title),
            "supervisor_wording": supervisor.wording or "",
            "members_listed": entry.members_listed,
            "note": entry.note or "",
        },
        keys=_project_keys(stored(entry.topic), entry.number),
    )


def _project_keys(topic: str, number: int) -> tuple[Hashable, ...]:
    return (topic, number), topic, number


def _projects_of_diploma_holders(loading: Loading) -> set[int]:
    """Projects of members who have a diploma and no team in the file."""
    in_file = {member.person for entry in loading.file.projects for member in entry.members}
    members = TeamMember.objects.of_event(loading.event).filter(person__diploma__isnull=False)
    found = members.values_list("project", "person__key").distinct()
    return {project for project, key in found if key not in in_file}


def _why_projects_stay(left: Sequence[Project], staying: set[int]) -> dict[int, str]:
    holders = _("members of its team have diplomas")
    reasons = {project.pk: holders for project in left if project.pk in staying}
    scored = ScoreSheet.objects.filter(defense__project__in=left)
    has_sheets = _("it has score sheets")
    return reasons | dict.fromkeys(scored.values_list("defense__project", flat=True), has_sheets)


def load_teams(loading: Loading) -> None:
    """Members are recognised as people, so that a change of team is a move."""
    table = Table(
        TeamMember,
        keys_of=lambda member: (member.person_id,),
        place_of=lambda member: f"members.{member.person.key}",
        title_of=lambda member: member.person.name,
        order="order",
        within=("project",),
        reasons=lambda left: _why_members_stay(loading, left),
    )
    held = TeamMember.objects.of_event(loading.event).select_related("person", "project")
    brought = bring(table, list(held), list(_wanted_members(loading)), loading.journal)
    loading.delete_later(brought.gone)


def _wanted_members(loading: Loading) -> Iterator[Wanted]:
    for entry in _by_number(loading):
        for member in entry.members:
            person = loading.people[member.person]
            yield Wanted(
                place=f"members.{member.person}",
                title=f"{person.name} · {entry.number}",
                values={
                    "project": loading.projects[entry.number],
                    "person": person,
                    "role": stored(member.role),
                },
                keys=(person.pk,),
                list_place=f"projects.{entry.number}.members",
            )


def _why_members_stay(loading: Loading, left: Sequence[TeamMember]) -> dict[int, str]:
    people = [member.person_id for member in left]
    holders = set(Diploma.objects.filter(person__in=people).values_list("person", flat=True))
    kept = loading.kept_projects
    reasons = {member.pk: _("its project stays") for member in left if member.project_id in kept}
    has_diploma = _("has a diploma")
    return reasons | {member.pk: has_diploma for member in left if member.person_id in holders}


def load_evidence(loading: Loading) -> None:
    """Surveys with their groups, findings, SWOT and recommendations. Kept projects keep theirs."""
    surveys = _load_surveys(loading)
    _load_groups(loading, surveys)
    _load_lists(loading)


def _load_surveys(loading: Loading) -> dict[int, Survey]:
    table = Table(
        Survey,
        keys_of=lambda survey: (survey.project_id,),
        place_of=lambda survey: f"projects.{survey.project.number}.survey",
        title_of=lambda survey: title_of(survey.method),
    )
    wanted = [
        Wanted(
            place=f"projects.{entry.number}.survey",
            title=title_of(entry.survey.method),
            values={
                "project": loading.projects[entry.number],
                "method": stored(entry.survey.method),
                "base": entry.survey.base,
                "base_over": entry.survey.base_over,
                "base_text": entry.survey.base_text or "",
                "schools": entry.survey.schools,
                "note": entry.survey.note or "",
            },
            keys=(loading.projects[entry.number].pk,),
        )
        for entry in _by_number(loading)
        if entry.survey
    ]
    held = Survey.objects.filter(project__in=_of_file(loading)).select_related("project")
    brought = bring(table, list(held), wanted, loading.journal)
    loading.delete_later(brought.gone)
    return {survey.project_id: survey for survey in brought.rows}


def _load_groups(loading: Loading, surveys: dict[int, Survey]) -> None:
    table = Table(
        RespondentGroup,
        keys_of=lambda group: ((group.survey_id, column(group.label)), group.survey_id),
        place_of=lambda group: (
            f"projects.{group.survey.project.number}.survey.groups[{group.order - 1}]"
        ),
        title_of=lambda group: title_of(group.label),
        order="order",
        within=("survey",),
    )
    held = RespondentGroup.objects.filter(survey__in=surveys.values())
    wanted = list(_wanted_groups(loading, surveys))
    brought = bring(table, list(held.select_related("survey__project")), wanted, loading.journal)
    loading.delete_later(brought.gone)


def _wanted_groups(loading: Loading, surveys: dict[int, Survey]) -> Iterator[Wanted]:
    for entry in _by_number(loading):
        for index, group in enumerate(entry.survey.groups if entry.survey else ()):
            survey = surveys[loading.projects[entry.number].pk]
            place = f"projects.{entry.number}.survey.groups"
            yield Wanted(
                place=f"{place}[{index}]",
                title=f"{title_of(group.label)}: {group.count}",
                values={"survey": survey, "label": stored(group.label), "count": group.count},
                keys=((survey.pk, stored(group.label)), survey.pk),
                list_place=place,
            )


def _load_lists(loading: Loading) -> None:
    _load_list(
        loading,
        Finding,
        "findings",
        lambda entry: {
            "kind": entry.kind,
            "text": stored(entry.text),
            "percent": entry.percent,
            "base": entry.base,
            "check_text": entry.check or "",
        },
        lambda row: (row.kind, column(row.text)),
    )
    _load_list(
        loading,
        SwotEntry,
        "swot",
        lambda entry: {"quadrant": entry.quadrant, "text": stored(entry.text)},
        lambda row: (row.quadrant, column(row.text)),
    )
    _load_list(
        loading,
        Recommendation,
        "recommendations",
        lambda entry: {"addressee": stored(entry.addressee), "text": stored(entry.text)},
        lambda row: (column(row.addressee), column(row.text)),
    )


def _load_list(
    loading: Loading,
    model: type[M],
    name: str,
    values_of: Callable[[Any], dict[str, Any]],
    kind_and_text: Callable[[Any], tuple[str, str]],
) -> None:
    """One of a project's lists of texts, in which a row is known by its kind and text."""

    def keys_of(row: Any) -> tuple[Hashable, ...]:
        return _text_keys(row.project_id, *kind_and_text(row))

    def place_of(row: Any) -> str:
        return f"projects.{row.project.number}.{name}[{row.order - 1}]"

    table = Table(
        model,
        keys_of=keys_of,
        place_of=place_of,
        title_of=lambda row: title_of(getattr(row, "text")),  # noqa: B009 one of three models
        order="order",
        within=("project",),
    )
    held = model._default_manager.filter(project__in=_of_file(loading)).select_related("project")
    wanted = list(_wanted_texts(loading, name, values_of))
    loading.delete_later(bring(table, list(held), wanted, loading.journal).gone)


def _wanted_texts(
    loading: Loading, name: str, values_of: Callable[[Any], dict[str, Any]]
) -> Iterator[Wanted]:
    for entry in _by_number(loading):
        project = loading.projects[entry.number]
        for index, text in enumerate(getattr(entry, name)):
            values = values_of(text)
            kind, *_rest = values.values()
            yield Wanted(
                place=f"projects.{entry.number}.{name}[{index}]",
                title=title_of(text.text),
                values={"project": project, **values},
                keys=_text_keys(project.pk, kind, values["text"]),
                list_place=f"projects.{entry.number}.{name}",
            )


def _text_keys(project_id: int, kind: str, text: str) -> tuple[Hashable, ...]:
    return (project_id, kind, text), (project_id, text), (project_id, kind), project_id


def _of_file(loading: Loading) -> list[Project]:
    return list(loading.projects.values())


def load_draw(loading: Loading) -> None:
    table = Table(
        Draw,
        keys_of=lambda draw: (draw.room_id,),
        place_of=lambda draw: "draw",
        title_of=lambda draw: title_of(draw.method),
    )
    entry = loading.file.draw
    wanted = [] if entry is None else [_wanted_draw(loading, entry)]
    held = list(Draw.objects.filter(room=loading.room))
    brought = bring(table, held, wanted, loading.journal)
    loading.delete_later(brought.gone)
    if entry is not None:
        _load_questions(loading, brought.rows[0], entry.questions)


def _wanted_draw(loading: Loading, entry: schema.Draw) -> Wanted:
    return Wanted(
        place="draw",
        title=title_of(entry.method),
        values={
            "room": loading.room,
            "method": stored(entry.method),
            "rule_stated": entry.rule_stated,
            "notes": [plain(note) for note in entry.notes],
        },
        keys=(loading.room.pk,),
    )


def _load_questions(loading: Loading, draw: Draw, entries: Sequence[schema.QuizQuestion]) -> None:
    table = Table(
        QuizQuestion,
        keys_of=lambda row: _quiz_keys(column(row.question), column(row.answer)),
        place_of=lambda row: f"draw.questions[{row.order - 1}]",
        title_of=lambda row: title_of(row.question),
        order="order",
    )
    wanted = [
        Wanted(
            place=f"draw.questions[{index}]",
            title=f"{title_of(entry.question)} {shown(entry.answer)}",
            values={
                "draw": draw,
                "question": stored(entry.question),
                "answer": stored(entry.answer),
            },
            keys=_quiz_keys(stored(entry.question), stored(entry.answer)),
            list_place="draw.questions",
        )
        for index, entry in enumerate(entries)
    ]
    held = list(QuizQuestion.objects.filter(draw=draw))
    loading.delete_later(bring(table, held, wanted, loading.journal).gone)


def _quiz_keys(question: str, answer: str) -> tuple[Hashable, ...]:
    return (question, answer), question, True
