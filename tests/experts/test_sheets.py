"""The shape of a sheet and of what is stored of it, without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from experts.scoring import CriterionWeight
from experts.sheets import Assignment, Outcome, Readers, Sheet, SheetAnswer, SheetOperation, plain

WEIGHTS = [
    CriterionWeight("research", Decimal(60), Decimal(10)),
    CriterionWeight("answers", Decimal(40), Decimal(10)),
]
OPERATION = SheetOperation(
    op_id=UUID(int=1),
    device_id=UUID(int=2),
    sequence=3,
    base_rev=4,
    client_ts=5,
    rubric_version=6,
    is_final=True,
    points={"a": Decimal("7.50"), "b": Decimal("-0")},
    comment="Жақсы",
)
AT = datetime(2019, 11, 30, 10, 0, tzinfo=UTC)


def test_an_assignment_is_read_as_it_is_written():
    assert Assignment.parse(str(Assignment(seat=12, defense=34))) == Assignment(12, 34)
    assert str(Assignment(12, 34)) == "12-34"


@pytest.mark.parametrize("text", ["", "12", "12-", "-34", "a-b", "1-2-3", f"{'9' * 19}-1", "١-٢"])
def test_what_is_no_assignment_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        Assignment.parse(text)


def test_the_hash_of_an_operation_is_the_one_that_old_revisions_hold():
    """Else the retry of an operation stored by an earlier version would count as another body."""
    old = "791904645abccbe705204bd487707ec4003897456e3949658ecb1b91d302dbf8"

    assert OPERATION.body_hash(Assignment(12, 34)) == old


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"points": {"b": Decimal(0), "a": Decimal("7.5")}}, True),
        ({"points": {"a": Decimal("7.5")}}, False),
        ({"comment": "Жақсы."}, False),
        ({"readers": Readers.TEAM}, False),
        ({"readers": Readers.ME}, False),
        ({"is_final": False}, False),
    ],
)
def test_bodies_that_say_the_same_have_the_same_hash(change, is_same):
    sheet = Assignment(12, 34)

    assert (replace(OPERATION, **change).body_hash(sheet) == OPERATION.body_hash(sheet)) == is_same


def test_the_same_body_on_another_sheet_is_another():
    assert OPERATION.body_hash(Assignment(12, 34)) != OPERATION.body_hash(Assignment(34, 12))


@pytest.mark.parametrize("total", [None, Decimal("84.0")])
def test_a_stored_answer_is_given_again_as_a_duplicate(total):
    first = SheetAnswer(Outcome.APPLIED, 1, "submitted", total, AT)

    stored = first.to_store()

    assert stored == {
        "rev": 1,
        "state": "submitted",
        "total": None if total is None else "84.0",
        "saved_at": "2019-11-30T10:00:00+00:00",
    }
    assert SheetAnswer.again(stored) == replace(first, status=Outcome.DUPLICATE)


def test_a_sheet_that_was_never_saved_says_so():
    assert Sheet(weights=WEIGHTS).as_json() == {
        "rev": 0,
        "state": "not_started",
        "final": False,
        "points": {},
        "comment": "",
        "readers": "protocol",
        "total": None,
        "saved_at": None,
    }


def test_a_draft_has_a_total_of_what_was_given_and_no_final_one():
    sheet = Sheet(points={"research": Decimal("7.50")}, weights=WEIGHTS)

    assert (sheet.total, sheet.out_of, sheet.final_total) == (Decimal(45), Decimal(60), None)
    assert sheet.as_json()["points"] == {"research": "7.5"}


def test_the_total_of_a_whole_sheet_is_rounded_for_display_only():
    points = {"research": Decimal("7.25"), "answers": Decimal("7.75")}
    sheet = Sheet(points=points, weights=[*WEIGHTS[:1], replace(WEIGHTS[1], maximum=Decimal(9))])

    assert sheet.final_total == Decimal("77.9")
    assert sheet.total != sheet.final_total


@pytest.mark.parametrize(
    ("points", "text"), [("7.50", "7.5"), ("1e1", "10"), ("-0.0", "0"), ("100", "100")]
)
def test_points_are_written_in_one_way(points, text):
    assert plain(Decimal(points)) == text
