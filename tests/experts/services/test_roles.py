"""Every role in a project against every seat: found on each change, held by the database."""

import pytest
from django.db import transaction

from events.models import AuditEntry, Person
from experts.comparing import RoleMatch
from experts.errors import SamePerson
from experts.models import Interest, ScoreSheet, Seat
from experts.services.interests import decide_interest, detect_interests, recuse_in_person
from projects.models import Supervisor, TeamMember
from tests.cast import Cast, gather
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import (
    DAY,
    InterestFactory,
    PersonFactory,
    ScoreSheetFactory,
    SeatFactory,
    SheetRevisionFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

SUPERVISOR, MEMBER = Interest.ROLES
FACTORIES = {SUPERVISOR: SupervisorFactory, MEMBER: TeamMemberFactory}
NAMES = {
    # the name in the project, what becomes of the expert Emil Sadykov
    "the same spelling": ("Sadykov EMIL", "recuse", True),
    "of a mixed script": ("Emil S\u0430dykov", "recuse", True),
    "heard alike": ("Эмиль Садыков", "", False),
    "another name": ("Emma Sadykova", None, None),
}


@pytest.fixture
def cast(db) -> Cast:
    cast = gather()
    cast.emil.person.name = "Emil Sadykov"
    cast.emil.person.save()
    return cast


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_role_is_compared_by_name(cast, kind, name):
    called, outcome, is_certain = NAMES[name]
    person = PersonFactory(event=cast.event, name=called)
    FACTORIES[kind](project=cast.defense.project, person=person, order=9)

    found = detect_interests(cast.event, at=DAY)

    expected = [(cast.emil, kind, outcome, is_certain)] if outcome is not None else []
    assert [(i.seat, i.kind, i.outcome, i.is_certain) for i in found] == expected
    assert Interest.objects.recusing().filter(seat=cast.emil).exists() == bool(expected)
    assert detect_interests(cast.event, at=DAY) == []


@pytest.mark.parametrize("kind", FACTORIES)
def test_the_same_person_is_recused_whatever_the_seat_and_for_good(cast, kind):
    Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.RESERVE)
    FACTORIES[kind](project=cast.defense.project, person=cast.emil.person, order=9)

    [found] = detect_interests(cast.event, at=DAY)

    assert (found.kind, found.outcome, found.is_of) == (kind, "recuse", "Emil Sadykov")
    for outcome in ("disclose", "dismiss"):
        with pytest.raises(SamePerson):
            decide_interest(found.pk, outcome=outcome, reason="A friend.", actor="t", at=DAY)
    assert Interest.objects.get(pk=found.pk).is_recusing


def test_one_namesake_of_several_who_is_let_pass_does_not_excuse_the_next(cast):
    project = cast.defense.project
    SupervisorFactory(project=project, person=PersonFactory(event=cast.event, name="Эмиль Садыков"))
    [found] = detect_interests(cast.event, at=DAY)
    decide_interest(found.pk, outcome="dismiss", reason="A namesake.", actor="test", at=DAY)
    SupervisorFactory(project=project, person=PersonFactory(event=cast.event, name="Emil Sadykov"))

    [again] = detect_interests(cast.event, at=DAY)

    assert (again.pk, again.outcome) == (found.pk, "recuse")
    assert "Эмиль Садыков; Emil Sadykov" in again.evidence


def test_an_open_question_names_everybody_who_is_alike_by_now(cast):
    project = cast.defense.project
    SupervisorFactory(project=project, person=PersonFactory(event=cast.event, name="Эмиль Садыков"))
    [found] = detect_interests(cast.event, at=DAY)
    other = PersonFactory(event=cast.event, name="Эмил Садықов")
    SupervisorFactory(project=project, person=other)

    assert detect_interests(cast.event, at=DAY) == []

    found.refresh_from_db()
    assert (found.outcome, found.is_of) == ("", "Эмиль Садыков; Эмил Садықов")


def test_an_expert_who_comes_into_a_team_is_recused_first(cast):
    sheet = ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    SheetRevisionFactory(sheet=sheet)

    person = cast.emil.person
    role = RoleMatch(cast.emil, cast.defense.project, MEMBER, (person,), is_certain=True)
    recuse_in_person(cast.event, [role], at=DAY)
    TeamMemberFactory(project=cast.defense.project, person=cast.emil.person, order=9)

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SET_ASIDE
    assert recuse_in_person(cast.event, [role], at=DAY) == []
    assert AuditEntry.objects.filter(verb="interest.recorded").count() == 1


def guarded_acts(cast: Cast) -> dict[str, tuple[str, object]]:
    """What would let somebody who is in a project give it points, and the table whose guard refuses."""
    project, person = cast.defense.project, cast.emil.person
    sheet = ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    inside = Seat.objects.create(panel=cast.emil.panel, person=cast.tia.person, order=90)
    aside = ScoreSheetFactory(seat=inside, defense=cast.defense, state="set_aside")
    other = SupervisorFactory(project=project)
    member = TeamMemberFactory(project=project, order=80)
    Seat.objects.filter(pk=cast.clara.pk).update(role="member")
    namesake = PersonFactory(event=cast.event, name=person.name)
    newcomer = SeatFactory(panel=cast.emil.panel, order=95)
    moved = TeamMemberFactory(project__event=cast.event, person=cast.clara.person)
    ScoreSheetFactory(seat=cast.clara, defense=cast.defense)
    called = TeamMemberFactory(project__event=cast.event, person=namesake)

    def change(row, **values):
        return lambda: type(row).objects.filter(pk=row.pk).update(**values)

    return {
        "a sheet counts": ("experts_scoresheet", change(aside, state="submitted")),
        "a supervisor comes": (
            "projects_supervisor",
            lambda: Supervisor.objects.create(project=project, person=person, order=91),
        ),
        "a supervisor changes": ("projects_supervisor", change(other, person=person)),
        "a member comes": (
            "projects_teammember",
            lambda: TeamMember.objects.create(project=project, person=person, order=91),
        ),
        "a member changes": ("projects_teammember", change(member, person=person)),
        "a seat changes": ("experts_seat", change(sheet.seat, person=member.person)),
        "a member moves": ("projects_teammember", change(moved, project=project, order=92)),
        "a namesake supervises": (
            "projects_supervisor",
            lambda: Supervisor.objects.create(project=project, person=namesake, order=93),
        ),
        "a namesake moves": ("projects_teammember", change(called, project=project, order=94)),
        "a sheet of who is called so since": (
            "experts_scoresheet",
            lambda: renamed_and_saved(newcomer, member),
        ),
        "an open match with a member": (
            "experts_interest",
            lambda: InterestFactory(seat=cast.emil, project=project, kind=MEMBER),
        ),
    }


def renamed_and_saved(seat: Seat, member: TeamMember) -> ScoreSheet:
    """As by somebody who writes into the table of people after everybody was compared."""
    Person.objects.filter(pk=seat.person_id).update(name=member.person.name)
    return ScoreSheetFactory(seat=seat, defense=member.project.defense)


ACTS = [
    "a sheet counts",
    "a supervisor comes",
    "a supervisor changes",
    "a member comes",
    "a member changes",
    "a seat changes",
    "a member moves",
    "a namesake supervises",
    "a namesake moves",
    "a sheet of who is called so since",
    "an open match with a member",
]


def test_the_database_refuses_each_and_takes_it_when_its_guard_is_off(cast):
    acts = guarded_acts(cast)
    assert list(acts) == ACTS

    refused = [name for name, (_table, act) in acts.items() if is_refused(act)]

    assert refused == ACTS
    taken = []
    for name, (table, act) in acts.items():
        with transaction.atomic():
            take_guards_off(table)
            if not is_refused(act):
                taken.append(name)
            transaction.set_rollback(True)
    assert taken == ACTS


def test_a_new_sheet_of_who_is_in_the_team_is_refused(cast):
    TeamMemberFactory(project=cast.defense.project, person=cast.emil.person, order=9)

    assert is_refused(lambda: ScoreSheetFactory(seat=cast.emil, defense=cast.defense))
