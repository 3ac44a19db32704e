"""An event of the database as the tree that `writing.py` writes."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from defense.event_file import schema
from defense.event_file.loading_day import TOPICS
from defense.event_file.schema import Language, SeatRole
from defense.event_file.values import Translated
from defense.event_file.wording import told, told_always
from diplomas.models import Design
from events.models import Delegation, Event, Fact, Person, Rubric, RunItem
from experts.models import Interest, Seat
from projects.models import Draw, Project, Survey, TeamMember


def dump_event(event: Event) -> schema.EventFile:
    """Everything the file can hold of the event, with its default room and without its results."""
    rubric = Rubric.objects.filter(event=event).prefetch_related("criterion_set").first()
    design = Design.objects.filter(event=event).first()
    return schema.EventFile(
        source=_source(event.source),
        event=_event(event),
        published=tuple(event.published),
        rubric="default" if rubric is None or rubric.is_default else _rubric(rubric),
        diploma="default" if design is None or design.is_default else _diploma(design),
        facts=_facts(event),
        delegations=tuple(map(_delegation, Delegation.objects.filter(event=event))),
        people=tuple(map(_person, Person.objects.of_event(event).order_by("pk"))),
        panel=tuple(map(_seat, _seats(event))),
        draw=_draw(event),
        run=_run(event),
        projects=_projects(event),
        disclosures=_disclosures(event),
    )


def _source(source: dict[str, Any]) -> schema.Source | None:
    return schema.Source(**source) if source else None


def _event(event: Event) -> schema.EventInfo:
    return schema.EventInfo(
        slug=event.slug,
        title=told_always(event.title),
        subtitle=told(event.subtitle),
        kind=told(event.kind),
        programme=told_always(event.programme),
        organiser=told_always(event.organiser),
        place=told_always(event.place),
        city=told_always(event.city),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        time_zone=event.time_zone,
        languages=tuple(event.languages),
        trainees_stated=_trainees_stated(event),
        trainees_wording=told(event.trainees_wording),
    )


def _trainees_stated(event: Event) -> int | None:
    """Never fewer than are named: who stayed against the last file may have made them more."""
    if not event.trainees_stated:
        return None
    return max(event.trainees_stated, TeamMember.objects.of_event(event).count())


def _rubric(rubric: Rubric) -> schema.Rubric:
    criteria = [
        schema.Criterion(
            key=criterion.key,
            name=told_always(criterion.name),
            weight=criterion.weight,
            minimum=criterion.minimum,
            maximum=criterion.maximum,
            step=criterion.step,
            levels=_levels(criterion.levels),
        )
        for criterion in rubric.criterion_set.all()
    ]
    return schema.Rubric(criteria=tuple(criteria))


def _levels(levels: dict[str, Any]) -> tuple[schema.Level, ...]:
    described = sorted((Decimal(points), text) for points, text in levels.items())
    return tuple(schema.Level(points=points, text=told_always(text)) for points, text in described)


def _diploma(design: Design) -> schema.DiplomaTexts:
    signatories = [
        schema.Signatory(role=told_always(entry["role"]), name=entry["name"] or None)
        for entry in design.signatories
    ]
    return schema.DiplomaTexts(
        language=cast(Language, design.language),
        title=told_always(design.title),
        lead=told_always(design.lead),
        before_topic=told(design.before_topic),
        after_topic=told(design.after_topic),
        signatories=tuple(signatories),
    )


def _facts(event: Event) -> schema.Facts:
    by_topic: dict[str, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(event=event):
        by_topic[fact.topic].append(fact)
    lists = {name: tuple(map(_FACTS[name], by_topic[topic])) for name, topic in TOPICS.items()}
    return schema.Facts(**lists)


def _fact(fact: Fact) -> schema.Fact:
    return schema.Fact(label=told(fact.label), text=told_always(fact.text))


def _labelled_fact(fact: Fact) -> schema.LabelledFact:
    return schema.LabelledFact(label=told_always(fact.label), text=told_always(fact.text))


def _text(fact: Fact) -> Any:
    return told_always(fact.text)


_FACTS: dict[str, Any] = {
    "event": _fact,
    "programme": _labelled_fact,
    "guests": _fact,
    "thanks": _text,
    "panel": _fact,
    "notes": _fact,
}


def _delegation(delegation: Delegation) -> schema.Delegation:
    return schema.Delegation(
        city=told_always(delegation.city),
        size=delegation.size,
        contact=delegation.contact or None,
    )


def _person(person: Person) -> schema.Person:
    return schema.Person(
        key=person.key,
        name=person.name,
        family_name=person.family_name or None,
        given_name=person.given_name or None,
        patronymic=person.patronymic or None,
        printed_names=Translated(**person.printed_names) if person.printed_names else None,
        position=told(person.position),
        organisation=told(person.organisation),
        school_kind=person.school_kind or None,
        school_number=person.school_number,
        city=told(person.city),
        source_text=person.source_text or None,
        note=person.note or None,
    )


def _seats(event: Event) -> Iterable[Seat]:
    seats = Seat.objects.of_event(event).filter(panel__room__is_default=True)
    return seats.select_related("person").order_by("order")


def _seat(seat: Seat) -> schema.Seat:
    return schema.Seat(
        person=seat.person.key,
        role=cast(SeatRole, seat.role),
        role_text=told(seat.role_text),
        affiliation=told(seat.affiliation),
        note=seat.note or None,
    )


def _draw(event: Event) -> schema.Draw | None:
    draws = Draw.objects.filter(room__event=event, room__is_default=True)
    draw = draws.prefetch_related("quizquestion_set").first()
    if draw is None:
        return None
    questions = [
        schema.QuizQuestion(question=told_always(row.question), answer=told_always(row.answer))
        for row in draw.quizquestion_set.all()
    ]
    return schema.Draw(
        method=told_always(draw.method),
        rule_stated=draw.rule_stated,
        notes=tuple(map(told_always, draw.notes)),
        questions=tuple(questions),
    )


def _run(event: Event) -> tuple[schema.RunItem, ...]:
    items = RunItem.objects.of_event(event).filter(room__is_default=True).order_by("order")
    items = items.select_related("person", "defense__project").prefetch_related("speechfact_set")
    return tuple(map(_run_item, items))


def _run_item(item: RunItem) -> schema.RunItem:
    is_defense = item.kind == RunItem.Kind.DEFENSE
    return schema.RunItem(
        kind=cast(Any, item.kind),
        title=told(item.title),
        project=item.defense.project.number if is_defense else None,
        person=item.person.key if item.person else None,
        role_text=told(item.role_text),
        planned_minutes=item.planned_minutes,
        note=told(item.note),
        facts=tuple(told_always(fact.text) for fact in item.speechfact_set.all()),
    )


def _projects(event: Event) -> tuple[schema.Project, ...]:
    projects = Project.objects.of_event(event).with_team().select_related("survey")
    lists = ("survey__respondentgroup_set", "finding_set", "swotentry_set", "recommendation_set")
    return tuple(map(_project, projects.prefetch_related(*lists).order_by("number")))


def _project(project: Project) -> schema.Project:
    survey = getattr(project, "survey", None)
    swot = sorted(project.swotentry_set.all(), key=lambda entry: entry.order)
    return schema.Project(
        number=project.number,
        topic=told_always(project.topic),
        abstract=told(project.abstract),
        supervisor=schema.Supervisor(
            person=project.supervisor.key,
            title=told(project.supervisor_title),
            wording=project.supervisor_wording or None,
        ),
        members_listed=project.members_listed,
        members=tuple(
            schema.Member(person=member.person.key, role=told(member.role))
            for member in project.teammember_set.all()
        ),
        survey=None if survey is None else _survey(survey),
        findings=tuple(
            schema.Finding(
                kind=cast(Any, finding.kind),
                text=told_always(finding.text),
                percent=finding.percent,
                base=finding.base,
                check=finding.check_text or None,
            )
            for finding in project.finding_set.all()
        ),
        swot=tuple(
            schema.SwotEntry(quadrant=cast(Any, entry.quadrant), text=told_always(entry.text))
            for entry in swot
        ),
        recommendations=tuple(
            schema.Recommendation(text=told_always(row.text), addressee=told(row.addressee))
            for row in project.recommendation_set.all()
        ),
        note=project.note or None,
    )


def _survey(survey: Survey) -> schema.Survey:
    groups = [
        schema.RespondentGroup(label=told_always(group.label), count=group.count)
        for group in survey.respondentgroup_set.all()
    ]
    return schema.Survey(
        method=told(survey.method),
        base=survey.base,
        base_over=survey.base_over,
        base_text=survey.base_text or None,
        schools=survey.schools,
        groups=tuple(groups),
        note=survey.note or None,
    )


def _disclosures(event: Event) -> tuple[schema.Disclosure, ...]:
    """Declared ties, put together where kind, reason and projects are the same."""
    ties = Interest.objects.of_event(event).filter(source=Interest.Source.DECLARED)
    ties = ties.exclude(kind=Interest.Kind.SUPERVISOR).select_related("seat__person", "project")
    numbers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for tie in ties.order_by("pk"):
        numbers[tie.kind, tie.evidence, tie.seat.person.key].append(tie.project.number)
    experts: dict[tuple[str, str, tuple[int, ...]], list[str]] = defaultdict(list)
    for (kind, reason, expert), projects in numbers.items():
        experts[kind, reason, tuple(sorted(projects))].append(expert)
    return tuple(
        schema.Disclosure(
            kind=cast(Any, kind), experts=tuple(keys), projects=projects, reason=reason
        )
        for (kind, reason, projects), keys in experts.items()
    )
