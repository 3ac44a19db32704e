"""The life of a score sheet, as the service keeps it."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from events.errors import PassNotFound
from events.models import AuditEntry, Event, Rubric
from events.services.passes import revoke_pass
from experts.errors import (
    CardOfRehearsal,
    ExpertIsRecused,
    OperationReused,
    RehearsalIsOn,
    RubricChanged,
    ScoringIsClosed,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
)
from experts.models import Interest, ScoreSheet, SheetRevision
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.interests import decide_interest
from experts.services.score_sheets import current_sheet, save_sheet
from experts.sheets import Assignment, SheetAnswer, SheetOperation
from tests.cast import Cast, gather
from tests.experts.hall import pass_of
from tests.factories import DAY, InterestFactory

LATER = DAY + timedelta(minutes=5)


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def operation(**fields) -> SheetOperation:
    points = {"research": Decimal(8), "answers": Decimal(9)}
    whole = {
        "op_id": uuid4(),
        "device_id": uuid4(),
        "sequence": 1,
        "base_rev": 0,
        "client_ts": 0,
        "rubric_version": 1,
        "is_final": True,
        "points": points,
        "comment": "",
    }
    return SheetOperation(**{**whole, **fields})


def save(cast: Cast, sent: SheetOperation, *, seat=None, held=None, at=DAY):
    seat = seat or cast.emil
    held = held or pass_of(seat)
    return save_sheet(Assignment(seat.pk, cast.defense.pk), operation=sent, held=held, at=at)


def test_the_first_mark_is_a_revision_and_locks_the_rule(cast):
    answer = save(cast, operation())

    cast.event.refresh_from_db()
    revision = SheetRevision.objects.get()
    assert (answer.status, answer.rev, answer.state) == ("applied", 1, "submitted")
    assert answer.total == Decimal("84.0")
    assert revision.points == {"research": "8", "answers": "9"}
    assert cast.event.rule_locked_at == DAY
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["score_sheet.saved"]


def test_a_retry_gets_the_first_answer_and_changes_nothing(cast):
    sent = operation()
    first = save(cast, sent)
    save(cast, operation(base_rev=1, points={"research": Decimal(1), "answers": Decimal(1)}))

    again = save(cast, sent, at=LATER)

    assert again == replace(first, status="duplicate")
    assert SheetRevision.objects.count() == 2
    assert current_sheet(Assignment(cast.emil.pk, cast.defense.pk)).points == {
        "research": 1,
        "answers": 1,
    }


def test_the_same_operation_with_another_body_is_refused(cast):
    sent = operation()
    save(cast, sent)

    with pytest.raises(OperationReused):
        save(cast, replace(sent, comment="other"))

    assert SheetRevision.objects.count() == 1


def test_the_same_operation_on_another_seat_is_refused(cast):
    sent = operation()
    save(cast, sent)

    with pytest.raises(OperationReused):
        save(cast, sent, seat=cast.clara)


def test_a_second_device_with_other_values_is_told_the_servers(cast):
    save(cast, operation())

    with pytest.raises(SheetConflict) as refusal:
        save(cast, operation(points={"research": Decimal(2), "answers": Decimal(2)}))

    assert refusal.value.current.rev == 1
    assert refusal.value.current.points == {"research": 8, "answers": 9}
    assert SheetRevision.objects.count() == 1


# What a tablet, another device or a page that was loaded anew may say of the same sheet.
REPEATS = [
    {},
    {"base_rev": 1},
    {"base_rev": 7},
    {"is_final": False},  # submitted stays submitted
    {"device_id": uuid4(), "sequence": 9, "client_ts": 5},
    {"points": {"answers": Decimal("9.00"), "research": Decimal("8.0")}},
]


@pytest.mark.parametrize("change", REPEATS)
def test_a_sheet_that_says_nothing_new_is_a_duplicate_whatever_its_id(cast, change):
    first = save(cast, operation())

    answer = save(cast, replace(operation(), **change), at=LATER)

    assert answer == replace(first, status="duplicate")
    assert SheetRevision.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"comment": "new"}, {"points": {"research": Decimal(8), "answers": Decimal(8)}}]
)
def test_a_sheet_that_says_something_new_is_applied(cast, change):
    """The negative control."""
    save(cast, operation())

    assert save(cast, replace(operation(base_rev=1), **change)).status == "applied"


def test_a_draft_that_is_submitted_says_something_new(cast):
    save(cast, operation(is_final=False))

    answer = save(cast, operation(base_rev=1))

    assert (answer.status, answer.state) == ("applied", "submitted")


def test_a_repeat_is_told_nothing_where_its_card_may_not_score(cast):
    save(cast, operation())
    tie = InterestFactory(seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.OTHER)
    decide_interest(tie.pk, outcome="recuse", reason="A relative.", actor=cast.olga, at=DAY)

    with pytest.raises(ExpertIsRecused):
        save(cast, operation())


def test_a_repeat_under_other_criteria_is_told_of_them(cast):
    save(cast, operation())
    Rubric.objects.filter(event=cast.event).update(version=2)

    with pytest.raises(RubricChanged):
        save(cast, operation())


def test_a_repeat_after_the_close_is_told_that_it_is_stored(cast):
    first = save(cast, operation())
    close_scoring(cast.event.pk, actor=cast.olga, at=LATER)

    assert save(cast, operation()) == replace(first, status="duplicate")


@pytest.mark.parametrize(
    ("points", "places"),
    [
        ({"research": Decimal(11), "answers": Decimal(9)}, ["points.research"]),
        ({"research": Decimal("7.5"), "answers": Decimal(9)}, ["points.research"]),
        ({"research": Decimal(0), "answers": Decimal(9)}, ["points.research"]),
        ({"research": Decimal(8), "answers": Decimal(9), "charm": Decimal(9)}, ["points.charm"]),
        ({"research": Decimal(8)}, ["points.answers"]),
    ],
)
def test_points_that_cannot_be_are_named(cast, points, places):
    with pytest.raises(SheetInvalid) as refusal:
        save(cast, operation(points=points))

    assert [fault.place for fault in refusal.value.faults] == places
    assert ScoreSheet.objects.count() == 0


def test_a_draft_may_lack_points_and_has_no_total(cast):
    answer = save(cast, operation(is_final=False, points={"research": Decimal(8)}))

    assert (answer.state, answer.total) == ("draft", None)


def test_a_submitted_sheet_is_never_a_draft_again(cast):
    save(cast, operation())

    answer = save(cast, operation(base_rev=1, is_final=False, comment="and a word"))

    assert answer.state == "submitted"


def test_a_recused_expert_has_no_sheet(cast):
    with pytest.raises(ExpertIsRecused):
        save(cast, operation(), seat=cast.rita)

    assert ScoreSheet.objects.count() == 0


def test_an_undecided_supervisor_match_counts_as_recused(cast):
    InterestFactory(seat=cast.emil, project=cast.defense.project)

    with pytest.raises(ExpertIsRecused):
        save(cast, operation())


def test_another_undecided_interest_does_not_recuse(cast):
    InterestFactory(seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.EMPLOYER)

    assert save(cast, operation()).status == "applied"


def test_a_closed_scoring_takes_nothing_and_answers_retries(cast):
    sent = operation()
    first = save(cast, sent)
    close_scoring(cast.event.pk, actor=cast.olga, at=LATER)

    with pytest.raises(ScoringIsClosed):
        save(cast, operation(base_rev=1, comment="late"))

    assert save(cast, sent) == replace(first, status="duplicate")
    assert SheetRevision.objects.count() == 1


def test_a_reopened_scoring_takes_revisions_again(cast):
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    reopen_scoring(cast.event.pk, reason="A tablet was late.", actor=cast.olga, at=LATER)

    assert save(cast, operation()).status == "applied"


def test_another_version_of_the_rubric_is_refused(cast):
    with pytest.raises(RubricChanged):
        save(cast, operation(rubric_version=2))


def test_a_card_that_was_withdrawn_meanwhile_saves_nothing(cast):
    held = pass_of(cast.emil)
    revoke_pass(held, actor="test", at=DAY)

    with pytest.raises(PassNotFound):
        save(cast, operation(), held=held)

    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize(
    ("is_rehearsal", "error"), [(True, RehearsalIsOn), (False, CardOfRehearsal)]
)
def test_points_of_the_day_and_of_a_rehearsal_do_not_mix(cast, is_rehearsal, error):
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=is_rehearsal)

    with pytest.raises(error):
        save(cast, operation(), held=pass_of(cast.emil, is_rehearsal=not is_rehearsal))

    assert save(cast, operation(), held=pass_of(cast.emil, is_rehearsal=is_rehearsal)).rev == 1


def test_nobody_writes_on_anothers_sheet(cast):
    with pytest.raises(SheetNotFound):
        save_sheet(
            Assignment(cast.emil.pk, cast.defense.pk),
            operation=operation(),
            held=pass_of(cast.clara),
            at=DAY,
        )


def test_a_defense_of_another_event_is_not_found(cast):
    with pytest.raises(SheetNotFound):
        save_sheet(
            Assignment(cast.emil.pk, cast.other_defense.pk),
            operation=operation(),
            held=pass_of(cast.emil),
            at=DAY,
        )


def test_a_late_recusal_sets_the_sheet_aside_and_a_dismissal_brings_it_back(cast):
    save(cast, operation())
    interest = InterestFactory(
        seat=cast.emil, project=cast.defense.project, kind=Interest.Kind.OTHER
    )

    decide_interest(interest.pk, outcome="recuse", reason="A relative.", actor=cast.olga, at=LATER)
    aside = ScoreSheet.objects.get().state
    with pytest.raises(ExpertIsRecused):
        save(cast, operation(base_rev=1))
    decide_interest(interest.pk, outcome="dismiss", reason="A namesake.", actor=cast.olga, at=LATER)

    assert aside == ScoreSheet.State.SET_ASIDE
    assert ScoreSheet.objects.get().state == ScoreSheet.State.SUBMITTED


def test_a_save_costs_the_same_however_many_score(cast, django_assert_num_queries):
    save(cast, operation(), seat=cast.clara)
    sent, held = operation(), pass_of(cast.emil)

    with django_assert_num_queries(10):
        save(cast, sent, held=held)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_retry_of_whatever_was_accepted_is_a_duplicate_however_they_interleave(cast, seed):
    """Saves that say something new, that say the same again, that come too late, and their retries."""
    dice = random.Random(seed)
    accepted: list[tuple[SheetOperation, SheetAnswer]] = []
    rev = repeats = 0
    for _step in range(40):
        if accepted and dice.random() < 0.4:
            sent, first = dice.choice(accepted)
            assert save(cast, sent) == replace(first, status="duplicate")
            continue
        points = {"research": Decimal(dice.choice((7, 8))), "answers": Decimal(9)}
        sent = operation(base_rev=dice.randint(max(rev - 1, 0), rev), points=points)
        try:
            answer = save(cast, sent)
        except SheetConflict:
            continue
        rev, repeats = answer.rev, repeats + (answer.status == "duplicate")
        accepted.append((sent, answer))

    assert min(rev, repeats) > 3
