"""A tie is decided by the chair, of the chair by the deputy, never by whom it concerns: service and database."""

import pytest
from django.db import IntegrityError, transaction

from events.models import AuditEntry, Event
from experts.errors import (
    DecidedInRehearsal,
    DecidedMeanwhile,
    NotYoursToDecide,
    ReasonMissing,
    ResultStands,
    SamePerson,
)
from experts.models import Interest, ScoreSheet, Seat
from experts.reports import panel_board
from experts.services.deciding import decide_from_seat
from experts.services.interests import decide_interest, declare_interest
from experts.services.leaving import seat_has_spoken
from tests.cast import Cast, gather
from tests.experts.hall import fill, give
from tests.factories import (
    DAY,
    InterestFactory,
    PanelFactory,
    ProjectFactory,
    RoomFactory,
    SeatFactory,
)

OTHER = Interest.Kind.OTHER


@pytest.fixture
def cast(db) -> Cast:
    """Clara is in the chair, Emil her deputy, Rita a member."""
    found = gather()
    Seat.objects.filter(pk=found.emil.pk).update(role=Seat.Role.DEPUTY)
    return found


def tie(cast: Cast, seat: Seat) -> Interest:
    return InterestFactory(seat=seat, project=cast.defense.project, kind=OTHER)


def decide(interest: Interest, seat: Seat, outcome: str = "disclose", reason: str = "We asked."):
    return decide_from_seat(interest.pk, seat_id=seat.pk, outcome=outcome, reason=reason, at=DAY)


def is_refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_the_chair_decides_on_others_and_the_deputy_on_the_chair(cast):
    decided = decide(tie(cast, cast.emil), cast.clara)
    of_the_chair = decide(tie(cast, cast.clara), cast.emil)

    stored = Interest.objects.get(pk=decided.pk)
    assert (stored.outcome, stored.reason) == ("disclose", "We asked.")
    assert (stored.decided_from, stored.decided_by, stored.decider) == (cast.clara, None, "Clara")
    assert of_the_chair.decided_from == cast.emil
    lines = AuditEntry.objects.filter(verb="interest.decided").order_by("number")
    assert [line.actor for line in lines] == [
        f"person:{cast.clara.person_id}",
        f"person:{cast.emil.person_id}",
    ]


@pytest.mark.parametrize(
    ("concerned", "decider"),
    [("clara", "clara"), ("emil", "emil"), ("rita", "emil"), ("emil", "rita"), ("clara", "rita")],
)
def test_nobody_else_decides(cast, concerned, decider):
    interest = tie(cast, getattr(cast, concerned))

    with pytest.raises(NotYoursToDecide):
        decide(interest, getattr(cast, decider))

    assert Interest.objects.get(pk=interest.pk).outcome == ""
    assert not AuditEntry.objects.exists()


def own_tie(cast: Cast, seat: Seat, outcome: str) -> Interest:
    return InterestFactory(
        seat=seat, project=cast.defense.project, kind=Interest.Kind.PARTNER, outcome=outcome
    )


@pytest.mark.parametrize("outcome", ["", "recuse"])
def test_who_is_tied_to_the_project_decides_nothing_about_it(cast, outcome):
    """The deputy does, and for a deputy who is tied as well the organizers do."""
    interest = tie(cast, cast.rita)
    elsewhere = InterestFactory(
        seat=cast.rita, project=ProjectFactory(event=cast.event), kind=OTHER
    )
    own_tie(cast, cast.clara, outcome)

    with pytest.raises(NotYoursToDecide):
        decide(interest, cast.clara)
    with pytest.raises(NotYoursToDecide):
        decide(elsewhere, cast.emil)
    assert decide(elsewhere, cast.clara).decided_from == cast.clara
    assert decide(interest, cast.emil).decided_from == cast.emil

    second = own_tie(cast, cast.rita, "")
    own_tie(cast, cast.emil, outcome)
    for seat in (cast.clara, cast.emil):
        with pytest.raises(NotYoursToDecide):
            decide(second, seat)
    decided = decide_interest(
        second.pk, outcome="recuse", reason="Family.", actor=cast.olga, at=DAY
    )
    assert decided.decided_by == cast.olga


@pytest.mark.parametrize("outcome", ["disclose", "dismiss"])
def test_a_tie_that_was_found_harmless_leaves_the_chair_deciding(cast, outcome):
    interest = tie(cast, cast.rita)
    own_tie(cast, cast.clara, outcome)

    with pytest.raises(NotYoursToDecide):
        decide(interest, cast.emil)
    assert decide(interest, cast.clara).decided_from == cast.clara


def test_the_tie_may_be_one_of_another_seat_of_the_same_person(cast):
    room = RoomFactory(event=cast.event, is_default=False)
    second = SeatFactory(panel=PanelFactory(room=room), person=cast.clara.person)
    interest = tie(cast, cast.rita)
    own_tie(cast, second, "recuse")

    with pytest.raises(NotYoursToDecide):
        decide(interest, cast.clara)
    assert is_refused(
        lambda: Interest.objects.filter(pk=interest.pk).update(
            decided_from=cast.clara, outcome="disclose", reason="Far."
        )
    )


def test_the_database_refuses_a_decision_of_who_is_tied_and_leaves_earlier_ones(cast):
    before = decide(tie(cast, cast.rita), cast.clara)
    tied = own_tie(cast, cast.clara, "")
    later = Interest.objects.filter(pk=own_tie(cast, cast.rita, "").pk)
    decision = {"decided_from": cast.clara, "outcome": "disclose", "reason": "Far."}

    assert is_refused(lambda: later.update(**decision))
    assert is_refused(
        lambda: InterestFactory(
            seat=cast.emil, project=cast.defense.project, kind=OTHER, **decision
        )
    )
    earlier = Interest.objects.filter(pk=before.pk)
    assert not is_refused(lambda: earlier.update(evidence="As was said."))
    assert is_refused(lambda: earlier.update(outcome="recuse"))
    Interest.objects.filter(pk=tied.pk).update(outcome="dismiss")
    assert not is_refused(lambda: later.update(**decision))


def test_the_chair_of_another_event_or_room_decides_nothing(cast):
    other = SeatFactory(
        panel=PanelFactory(room=RoomFactory(event=cast.event, is_default=False)),
        role=Seat.Role.CHAIR,
    )
    Seat.objects.filter(pk=cast.ella.pk).update(role=Seat.Role.CHAIR)
    interest = tie(cast, cast.emil)

    for seat in (other, cast.ella):
        with pytest.raises(NotYoursToDecide):
            decide(interest, seat)


def test_what_somebody_decided_meanwhile_stays(cast):
    interest = tie(cast, cast.emil)
    decide_interest(interest.pk, outcome="recuse", reason="No.", actor=cast.olga, at=DAY)

    with pytest.raises(DecidedMeanwhile) as refusal:
        decide(interest, cast.clara)

    assert str(cast.olga) in str(refusal.value)
    assert Interest.objects.get(pk=interest.pk).decided_by == cast.olga


def test_an_organizer_decides_anew_after_the_chair_and_stands_as_who_did(cast):
    interest = tie(cast, cast.emil)
    decide(interest, cast.clara)

    decide_interest(interest.pk, outcome="recuse", reason="No.", actor=cast.olga, at=DAY)

    stored = Interest.objects.get(pk=interest.pk)
    assert (stored.decided_by, stored.decided_from) == (cast.olga, None)


def test_it_asks_for_a_reason_and_for_an_open_scoring_of_the_day(cast):
    interest = tie(cast, cast.emil)
    with pytest.raises(ReasonMissing):
        decide(interest, cast.clara, reason=" ")
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)
    with pytest.raises(ResultStands):
        decide(interest, cast.clara)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None, is_rehearsal=True)
    with pytest.raises(DecidedInRehearsal):
        decide(interest, cast.clara)
    assert Interest.objects.get(pk=interest.pk).outcome == ""


def test_who_is_in_the_project_in_person_is_let_pass_by_nobody(cast):
    supervisor = cast.defense.project.supervisor_set.get().person
    seat = SeatFactory(panel=cast.emil.panel, person=supervisor, order=20)
    interest = InterestFactory(seat=seat, project=cast.defense.project, kind="supervisor")

    with pytest.raises(SamePerson):
        decide(interest, cast.clara, outcome="dismiss")


def test_a_recusal_after_the_sheet_sets_it_aside_and_lifting_it_gives_it_back(cast):
    sheet = give(cast.rita, fill(1, 1).defenses[1], {"whole": "8"})  # another room's, untouched
    own = give(cast.emil, cast.defense, {"research": "8", "answers": "7"})
    declared = declare_interest(
        cast.emil, cast.defense.project, kind=OTHER, reason="My cousin.", at=DAY
    )

    decide(declared, cast.clara, outcome="recuse")
    own.refresh_from_db()
    aside = own.state
    decide_interest(declared.pk, outcome="disclose", reason="Far.", actor=cast.olga, at=DAY)

    own.refresh_from_db()
    sheet.refresh_from_db()
    assert (aside, own.state) == (ScoreSheet.State.SET_ASIDE, ScoreSheet.State.SUBMITTED)
    assert (sheet.state, own.revision) == (ScoreSheet.State.SUBMITTED, 1)


def test_the_database_refuses_a_decision_of_whom_it_concerns_from_any_seat(cast):
    room = RoomFactory(event=cast.event, is_default=False)
    second = SeatFactory(panel=PanelFactory(room=room), person=cast.emil.person)
    interest = tie(cast, cast.emil)
    rows = Interest.objects.filter(pk=interest.pk)

    assert is_refused(lambda: rows.update(decided_from=cast.emil))
    assert is_refused(lambda: rows.update(decided_from=second))
    assert is_refused(
        lambda: InterestFactory(
            seat=cast.emil, project=cast.defense.project, kind="partner", decided_from=cast.emil
        )
    )
    assert not is_refused(lambda: rows.update(decided_from=cast.clara))


def test_the_board_says_who_decided_and_the_seat_stays(cast):
    decide(tie(cast, cast.emil), cast.clara)

    [line] = [each for each in panel_board(cast.event).decided if each.decided_by]
    assert line.decided_by == "Clara"
    assert set(seat_has_spoken([cast.clara, cast.emil])) == {cast.clara.pk}
