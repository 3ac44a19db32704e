"""Interests: what comparing finds, what declaring and deciding change, and what becomes of sheets."""

import pytest

from events.models import AuditEntry, Event
from experts.errors import (
    InterestAlreadyKnown,
    OutcomeNotPossible,
    ReasonMissing,
    ReasonRefused,
    ResultStands,
)
from experts.models import Interest, ScoreSheet
from experts.services.interests import decide_interest, declare_interest, detect_interests
from projects.models import Supervisor
from tests.cast import Cast, gather
from tests.factories import (
    DAY,
    InterestFactory,
    PersonFactory,
    ProjectFactory,
    RecusalFactory,
    ScoreSheetFactory,
    SheetRevisionFactory,
    SupervisorFactory,
    TeamMemberFactory,
)

SUPERVISOR, EMPLOYER, OTHER = (
    Interest.Kind.SUPERVISOR,
    Interest.Kind.EMPLOYER,
    Interest.Kind.OTHER,
)


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def saved_sheet(cast: Cast, *, is_final: bool = True) -> ScoreSheet:
    state = ScoreSheet.State.SUBMITTED if is_final else ScoreSheet.State.DRAFT
    sheet = ScoreSheetFactory(seat=cast.emil, defense=cast.defense, state=state)
    SheetRevisionFactory(sheet=sheet, is_final=is_final)
    return sheet


def state_of(sheet: ScoreSheet) -> str:
    return ScoreSheet.objects.get(pk=sheet.pk).state


def supervised_by(cast: Cast, name: str):
    supervisor = PersonFactory(event=cast.event, name=name)
    return ProjectFactory(event=cast.event, number=2, supervisor=supervisor)


def supervise(project, person) -> None:
    """In the place of whoever did: a supervisor's row keeps its person."""
    Supervisor.objects.filter(project=project).delete()
    SupervisorFactory(project=project, person=person)


def rename(seat, name: str) -> None:
    seat.person.name = name
    seat.person.save()


def test_a_supervisor_of_the_same_spelling_is_recused_at_once(cast):
    rename(cast.emil, "Emil Sadykov")
    project = supervised_by(cast, "Sadykov Emil")

    found = detect_interests(cast.event, at=DAY)

    assert [(i.seat, i.project, i.kind, i.outcome, i.is_certain) for i in found] == [
        (cast.emil, project, SUPERVISOR, Interest.Outcome.RECUSE, True)
    ]


def test_a_likely_supervisor_waits_and_counts_as_recused(cast):
    rename(cast.emil, "Asel Arynkyzy")
    supervised_by(cast, "Asel Aryn")

    (found,) = detect_interests(cast.event, at=DAY)

    assert (found.kind, found.outcome, found.is_certain) == (SUPERVISOR, "", False)
    assert list(Interest.objects.awaiting_confirmation()) == [found]
    assert found.is_recusing


def test_a_common_employer_waits_and_does_not_recuse(cast):
    cast.emil.affiliation = "Nazarbayev Intellectual Schools JSC"
    cast.emil.save()
    project = supervised_by(cast, "Somebody Else")
    TeamMemberFactory(
        project=project,
        person=PersonFactory(
            event=cast.event,
            name="Balkan",
            organisation="Nazarbayev Intellectual School JSC of Shymkent",
        ),
    )

    (found,) = detect_interests(cast.event, at=DAY)

    assert (found.seat, found.kind, found.outcome) == (cast.emil, EMPLOYER, "")
    assert "Balkan" in found.evidence
    assert not found.is_recusing


def test_comparing_again_asks_nothing_twice_and_leaves_what_was_decided(cast):
    rename(cast.emil, "Emil Sadykov")
    supervised_by(cast, "Emil Sadykov")
    (found,) = detect_interests(cast.event, at=DAY)
    decide_interest(found.pk, outcome="dismiss", reason="A namesake.", actor=cast.olga, at=DAY)

    again = detect_interests(cast.event, at=DAY)

    assert again == []
    assert Interest.objects.get(pk=found.pk).outcome == Interest.Outcome.DISMISS


def test_a_dismissal_speaks_of_one_supervisor_and_not_of_the_next(cast):
    rename(cast.emil, "Asel Arynkyzy")
    project = supervised_by(cast, "Asel Aryn")
    (found,) = detect_interests(cast.event, at=DAY)
    decide_interest(found.pk, outcome="dismiss", reason="A namesake.", actor=cast.olga, at=DAY)
    supervise(project, cast.emil.person)

    again = detect_interests(cast.event, at=DAY)

    assert [(each.pk, each.outcome, each.reason) for each in again] == [
        (found.pk, Interest.Outcome.RECUSE, "")
    ]
    assert Interest.objects.get(pk=found.pk).is_recusing


def test_a_supervisor_found_late_has_the_sheet_set_aside(cast):
    rename(cast.emil, "Emil Sadykov")
    sheet = saved_sheet(cast)
    namesake = PersonFactory(event=cast.event, name="Sadykov Emil")
    supervise(cast.defense.project, namesake)

    detect_interests(cast.event, at=DAY)

    assert state_of(sheet) == ScoreSheet.State.SET_ASIDE


def test_a_declared_supervision_recuses_at_once(cast):
    sheet = saved_sheet(cast)

    interest = declare_interest(
        cast.emil, cast.defense.project, kind=SUPERVISOR, reason=" I lead it. ", at=DAY
    )

    assert (interest.source, interest.evidence) == (Interest.Source.BY_EXPERT, "I lead it.")
    assert interest.is_recusing
    assert state_of(sheet) == ScoreSheet.State.SET_ASIDE


def test_another_declared_tie_leaves_the_sheet_as_it_is(cast):
    sheet = saved_sheet(cast)

    declare_interest(cast.emil, cast.defense.project, kind=OTHER, reason="A neighbour.", at=DAY)

    assert state_of(sheet) == ScoreSheet.State.SUBMITTED


def test_an_interest_is_declared_once(cast):
    with pytest.raises(InterestAlreadyKnown):
        declare_interest(
            cast.rita, cast.defense.project, kind=SUPERVISOR, reason="I lead it.", at=DAY
        )


@pytest.mark.parametrize("is_final", [True, False])
def test_lifting_the_recusal_gives_the_sheet_back_as_it_was(cast, is_final):
    sheet = saved_sheet(cast, is_final=is_final)
    before = sheet.state
    interest = InterestFactory(seat=cast.emil, project=cast.defense.project, kind=OTHER)
    decide_interest(interest.pk, outcome="recuse", reason="A relative.", actor=cast.olga, at=DAY)
    aside = state_of(sheet)

    decide_interest(interest.pk, outcome="disclose", reason="Distant.", actor=cast.olga, at=DAY)

    assert (aside, state_of(sheet)) == (ScoreSheet.State.SET_ASIDE, before)


def test_a_second_recusal_keeps_the_sheet_aside(cast):
    sheet = saved_sheet(cast)
    first = InterestFactory(seat=cast.emil, project=cast.defense.project, kind=OTHER)
    decide_interest(first.pk, outcome="recuse", reason="A relative.", actor=cast.olga, at=DAY)
    RecusalFactory(seat=cast.emil, project=cast.defense.project)

    decide_interest(first.pk, outcome="dismiss", reason="A mistake.", actor=cast.olga, at=DAY)

    assert state_of(sheet) == ScoreSheet.State.SET_ASIDE


def test_a_decision_says_who_when_and_why(cast):
    decided = decide_interest(
        cast.recusal.pk, outcome="disclose", reason=" Said in public. ", actor=cast.olga, at=DAY
    )

    entry = AuditEntry.objects.latest("number")
    stored = Interest.objects.get(pk=cast.recusal.pk)
    assert (stored.outcome, stored.reason) == ("disclose", "Said in public.")
    assert (stored.decided_by, stored.decided_at) == (cast.olga, DAY)
    assert (entry.verb, entry.actor) == ("interest.decided", f"user:{cast.olga.pk}")
    assert entry.details["reason"] == decided.reason


@pytest.mark.parametrize(
    ("outcome", "reason", "error"),
    [
        ("recuse", "  ", ReasonMissing),
        ("recuse", "я" * 501, ReasonRefused),
        ("", "Back to the start.", OutcomeNotPossible),
        ("forgive", "No such outcome.", OutcomeNotPossible),
    ],
)
def test_a_decision_that_cannot_be_changes_nothing(cast, outcome, reason, error):
    with pytest.raises(error):
        decide_interest(cast.recusal.pk, outcome=outcome, reason=reason, actor=cast.olga, at=DAY)

    assert Interest.objects.get(pk=cast.recusal.pk).outcome == Interest.Outcome.RECUSE
    assert AuditEntry.objects.count() == 0


def test_a_reason_of_500_letters_is_taken(cast):
    decide_interest(cast.recusal.pk, outcome="recuse", reason="я" * 500, actor=cast.olga, at=DAY)

    assert len(Interest.objects.get(pk=cast.recusal.pk).reason) == 500


@pytest.mark.parametrize("outcome", ["recuse", "disclose", "dismiss"])
def test_no_interest_is_decided_while_the_scoring_is_closed(cast, outcome):
    interest = Interest.objects.get(seat=cast.rita)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)

    with pytest.raises(ResultStands):
        decide_interest(interest.pk, outcome=outcome, reason="found", actor="test", at=DAY)

    assert Interest.objects.get(pk=interest.pk).outcome == interest.outcome
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None)
    assert decide_interest(interest.pk, outcome=outcome, reason="found", actor="test", at=DAY)
