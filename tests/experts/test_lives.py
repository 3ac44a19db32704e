"""The life of a sheet in any order of what can happen, and that each of five faults would be seen.

`TEST_LIVES=500 python -m pytest tests/experts/test_lives.py` plays more of them after each opening.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from uuid import uuid4

import pytest
from django.db import connection

from events.models import Event
from experts.services import score_sheets
from tests.cast import gather
from tests.experts import lives
from tests.experts.lives import OPENINGS, lives_of
from tests.experts.test_guards import take_guards_off
from tests.lives import play

pytestmark = pytest.mark.django_db

ON_SQLITE, ON_POSTGRESQL, UNTIL_A_FAULT_SHOWS = 8, 2, 20  # after each opening
STEPS = 14


def words_of(examples: int, openings: Sequence[str]) -> Counter[str]:
    """How often each word was answered."""
    cast, words = gather(), Counter[str]()
    for opening in openings:
        play(lives_of(cast, opening, words), lives=examples, steps=STEPS)
    return words


def test_whatever_happens_a_sheet_says_what_its_expert_was_told():
    few = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL
    lives = int(os.environ.get("TEST_LIVES", few))
    words = words_of(lives, OPENINGS)

    assert {"applied", "duplicate", "conflict", "locked", "recused", "signed_out"} <= set(words)


def lock_in_the_view_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Event, "is_scoring_open", True)
    take_guards_off("experts_sheetrevision")


def retry_that_applies_twice(patch: pytest.MonkeyPatch) -> None:
    looked, append = score_sheets._stored_and_current, score_sheets.append_revision
    patch.setattr(score_sheets, "_stored_and_current", lambda *asked: (None, looked(*asked)[1]))
    patch.setattr(score_sheets, "_is_repeat", lambda *_: False)
    patch.setattr(
        score_sheets,
        "append_revision",
        lambda sheet, operation, *rest: append(
            sheet, lives.replace(operation, op_id=uuid4()), *rest
        ),
    )


def stale_revision_accepted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(score_sheets, "_is_stale", lambda *_: False)


def recused_save_accepted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(score_sheets, "_check_card", lambda *_: None)
    take_guards_off("experts_sheetrevision")
    take_guards_off("experts_scoresheet")


def any_200_taken_for_proof(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lives.lives_are, "is_proof", staticmethod(lambda answer: answer.status == 200))


# Where each is planted, and what says that it is there.
FAULTS: dict[Callable[[pytest.MonkeyPatch], None], tuple[str, str]] = {
    lock_in_the_view_alone: ("closed", "nothing is applied after the close"),
    retry_that_applies_twice: ("lost", "a retry|what was acknowledged is lost"),
    stale_revision_accepted: ("two tablets", "over what the tablet did not know"),
    recused_save_accepted: ("recused", "nothing is applied while recused"),
    any_200_taken_for_proof: ("portal", "a tablet dropped what is not stored"),
}


@pytest.mark.once("the machine is under test, not an engine")
@pytest.mark.parametrize("plant", FAULTS)
def test_each_fault_would_be_seen(plant, monkeypatch):
    opening, said = FAULTS[plant]
    plant(monkeypatch)

    with pytest.raises(AssertionError, match=said):
        words_of(UNTIL_A_FAULT_SHOWS, [opening])
