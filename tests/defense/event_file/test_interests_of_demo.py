"""The ties of the real panel to the real projects, as DOMAIN states them: 79 of 84 cells remain."""

import pytest

from defense.event_file import BadEventFile
from events.models import AuditEntry, Event
from experts.models import Interest, ScoreSheet, Seat
from experts.reports import standings
from experts.services.interests import decide_interest, declare_interest
from projects.models import Defense, Project
from tests.defense.event_file.database import every_row, lines_of, load, loaded, the_event
from tests.defense.event_file.documents import add, drop, put, supervised
from tests.factories import DAY, ScoreSheetFactory, SheetRevisionFactory, UserFactory

pytestmark = pytest.mark.django_db

SUPERVISOR = Interest.Kind.SUPERVISOR
LIKELY = "asel-arynkyzy"


@pytest.fixture(autouse=True)
def demo() -> Event:
    return loaded()


def tie(expert: str, number: int, kind: str = SUPERVISOR) -> Interest:
    return Interest.objects.get(seat__person__key=expert, project__number=number, kind=kind)


def decide(interest: Interest, outcome: str) -> Interest:
    return decide_interest(
        interest.pk, outcome=outcome, reason="asked her", actor=UserFactory(), at=DAY
    )


def test_four_supervisors_are_recused_and_the_fifth_waits_for_a_word():
    found = Interest.objects.filter(kind=SUPERVISOR).order_by("project__number")

    assert [
        (each.seat.person.key, each.project.number, each.outcome, each.is_certain)
        for each in found.select_related("seat__person", "project")
    ] == [
        ("albina-salimbaeva", 2, "recuse", True),
        ("gulmira-kurganbaeva", 3, "recuse", True),
        ("asel-arynkyzy", 4, "", False),
        ("almagul-kanagatova", 5, "recuse", True),
        ("aiymgul-tleuzhanova", 7, "recuse", True),
    ]


def test_the_one_who_waits_counts_as_recused():
    assert list(Interest.objects.awaiting_confirmation()) == [tie(LIKELY, 4)]
    assert tie(LIKELY, 4).is_recusing
    assert Interest.objects.recusing().count() == 5


def test_79_sheets_are_expected():
    results = standings(the_event())

    eligible = {team.number: team.eligible_count for team in results.teams}
    assert [eligible[number] for number in range(1, 8)] == [12, 11, 11, 11, 11, 12, 11]
    assert results.expected_count == 79


def test_every_institutional_tie_is_declared_once_and_undecided():
    declared = Interest.objects.filter(source=Interest.Source.DECLARED)

    assert declared.count() == 2 + 1 + 1 + 7 + 7 + 4 * 7
    assert set(declared.values_list("outcome", flat=True)) == {""}
    assert not declared.filter(kind=SUPERVISOR).exists()


def test_an_employer_found_and_declared_is_one_tie_and_the_declaration_counts():
    ties = Interest.objects.filter(kind=Interest.Kind.EMPLOYER).order_by("project__number")

    assert [(t.seat.person.key, t.project.number, t.source) for t in ties] == [
        ("dinara-aitbaeva", 1, "declared"),
        ("dinara-aitbaeva", 4, "declared"),
    ]


def test_an_employer_that_is_no_longer_declared_is_found_by_the_program():
    load(drop("disclosures[0]"))

    found = tie("dinara-aitbaeva", 1, Interest.Kind.EMPLOYER)
    assert found.source == Interest.Source.DETECTED
    assert "Balkan Kasimov" in found.evidence
    assert load(drop("disclosures[0]")).changes == ()


def test_an_employer_found_first_and_declared_later_stays_one_row():
    load(drop("disclosures[0]"))
    found = tie("dinara-aitbaeva", 1, Interest.Kind.EMPLOYER)

    load()

    declared = tie("dinara-aitbaeva", 1, Interest.Kind.EMPLOYER)
    assert (declared.pk, declared.source) == (found.pk, Interest.Source.DECLARED)


@pytest.mark.parametrize("outcome", [Interest.Outcome.DISMISS, Interest.Outcome.RECUSE])
def test_loading_again_does_not_overturn_a_decision(outcome):
    decided = decide(tie(LIKELY, 4), outcome)
    declared = decide(tie("kanat-baybolov", 5, Interest.Kind.PARTNER), Interest.Outcome.DISCLOSE)
    before = every_row()

    outcome_of_load = load()

    assert outcome_of_load.changes == ()
    assert every_row() == before
    assert {decided.decided_by_id, declared.decided_by_id}.isdisjoint({None})


def test_a_decided_tie_stays_when_the_file_withdraws_it():
    declared = decide(tie("kanat-baybolov", 5, Interest.Kind.PARTNER), Interest.Outcome.RECUSE)

    outcome = load(drop("disclosures[1]"))

    [line] = lines_of(outcome)
    assert line.startswith("= interests.kanat-baybolov.5.partner: recused:")
    assert line.endswith("(somebody has decided on it)")
    declared.refresh_from_db()
    assert declared.is_recusing


def test_a_tie_an_expert_declared_stays():
    seat = Seat.objects.get(person__key="alina-hamadinova")
    project = Project.objects.get(number=1)
    declare_interest(seat, project, kind=Interest.Kind.OTHER, reason="A friend", at=DAY)

    outcome = load()

    assert lines_of(outcome) == [
        "= interests.alina-hamadinova.1.other: to be decided: A friend (declared in the program)"
    ]
    assert not outcome.has_changed
    assert AuditEntry.objects.filter(verb="event.loaded").count() == 1


def test_a_match_that_is_none_any_more_is_taken_back():
    stranger = put("projects[3].supervisor.person", "saule-bayserkeeva")

    lines = lines_of(load(stranger))

    assert (
        "- interests.asel-arynkyzy.4.supervisor: to be decided: Asel Arynkyzy · Asel Aryn" in lines
    )
    assert Interest.objects.awaiting_confirmation().count() == 0
    assert standings(the_event()).expected_count == 80


def test_a_match_that_somebody_decided_stays_with_another_supervisor():
    decide(tie(LIKELY, 4), Interest.Outcome.RECUSE)

    load(put("projects[3].supervisor.person", "saule-bayserkeeva"))

    assert tie(LIKELY, 4).is_recusing


def test_a_new_supervisor_from_the_panel_is_recused_and_the_sheet_set_aside():
    defense = Defense.objects.get(project__number=1)
    sheet = ScoreSheetFactory(
        seat=Seat.objects.get(person__key="alina-hamadinova"), defense=defense
    )
    SheetRevisionFactory(sheet=sheet)

    outcome = load(put("projects[0].supervisor.person", "alina-hamadinova"))

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SET_ASIDE
    assert (
        "+ interests.alina-hamadinova.1.supervisor: recused: Alina Hamadinova · Alina Hamadinova"
        in lines_of(outcome)
    )

    load()

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SUBMITTED
    assert not Interest.objects.filter(seat=sheet.seat, project=defense.project).exists()
    assert AuditEntry.objects.filter(verb="interest.decided").count() == 1


def test_a_supervisor_who_comes_back_is_recused_again():
    defense = Defense.objects.get(project__number=1)
    seat = Seat.objects.get(person__key="alina-hamadinova")
    SheetRevisionFactory(sheet=ScoreSheetFactory(seat=seat, defense=defense))
    supervises = put("projects[0].supervisor.person", "alina-hamadinova")
    load(supervises)
    load()

    load(supervises)

    assert tie("alina-hamadinova", 1).is_recusing
    assert ScoreSheet.objects.get(seat=seat).state == ScoreSheet.State.SET_ASIDE


def test_a_dismissed_namesake_does_not_excuse_the_expert_who_becomes_the_supervisor():
    decide(tie(LIKELY, 4), Interest.Outcome.DISMISS)

    outcome = load(put("projects[3].supervisor.person", LIKELY))

    found = tie(LIKELY, 4)
    assert (found.is_recusing, found.is_certain, found.reason) == (True, True, "")
    assert (
        "+ interests.asel-arynkyzy.4.supervisor: recused: Asel Arynkyzy · Asel Arynkyzy"
        in lines_of(outcome)
    )


def test_a_new_expert_is_compared_with_the_projects():
    outcome = load(add("panel", {"person": "yerbol-ismailov"}))

    assert lines_of(outcome) == [
        "+ panel.yerbol-ismailov: Yerbol Ismailov",
        "+ interests.yerbol-ismailov.1.supervisor: recused: Yerbol Ismailov · Yerbol Ismailov",
    ]


def given(expert: str, number: int) -> ScoreSheet:
    seat = Seat.objects.get(person__key=expert)
    sheet = ScoreSheetFactory(seat=seat, defense=Defense.objects.get(project__number=number))
    SheetRevisionFactory(sheet=sheet)
    return sheet


ROLES = {
    "a member": (add("projects[6].members", {"person": "alina-hamadinova"}), "7.member"),
    "a second supervisor": (
        supervised(6, "aiymgul-tleuzhanova", "alina-hamadinova"),
        "7.supervisor",
    ),
}


@pytest.mark.parametrize("role", ROLES)
def test_an_expert_who_comes_into_a_project_is_recused_and_the_sheet_set_aside(role):
    change, place = ROLES[role]
    sheet = given("alina-hamadinova", 7)

    outcome = load(change)

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SET_ASIDE
    said = "recused: Alina Hamadinova · Alina Hamadinova"
    assert f"+ interests.alina-hamadinova.{place}: {said}" in lines_of(outcome)
    assert load(change).changes == ()

    load()

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SUBMITTED
    assert not Interest.objects.filter(seat=sheet.seat, project__number=7, kind="member").exists()


def test_after_the_close_the_file_is_refused_where_the_expert_stands():
    sheet = given("alina-hamadinova", 7)
    Event.objects.update(scoring_closed_at=DAY)

    with pytest.raises(BadEventFile) as refusal:
        load(ROLES["a member"][0])

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SUBMITTED
    assert [flaw.place for flaw in refusal.value.errors] == ["projects[6].members[10].person"]


def test_every_later_change_of_people_and_panel_is_compared():
    """A name put right, and a new seat: a member of a team is found as a supervisor is."""
    outcome = load(
        put("people[0].name", "Balkan Kasimov"),
        add("panel", {"person": "roza-zhanabaeva", "role": "reserve"}),
    )

    found = [line for line in lines_of(outcome) if line.startswith("+ interests")]
    first = Seat.objects.get(person__name="Balkan Kasimov").person.key
    assert sorted(found) == [
        f"+ interests.{first}.1.member: recused: Balkan Kasimov · Balkan Kasimov",
        "+ interests.roza-zhanabaeva.5.member: recused: Roza Zhanabaeva · Roza Zhanabaeva",
    ]
