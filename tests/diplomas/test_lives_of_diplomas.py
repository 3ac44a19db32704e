"""Whatever happens to the diplomas of an event, in any order; and that each of these faults would be seen."""

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from diplomas.models import Diploma
from diplomas.services import duplicating, issuing, jobs, replacing
from tests.diplomas.lives import lives_of
from tests.diplomas.people import event_with_team, issue
from tests.experts.test_guards import take_guards_off
from tests.lives import play

pytestmark = pytest.mark.django_db

ON_SQLITE, ON_POSTGRESQL, UNTIL_A_FAULT_SHOWS = 100, 10, 200
STEPS = 8


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def done_in(examples: int) -> Counter[str]:
    """In a savepoint of its own each: two have their diplomas when a life begins."""
    event = event_with_team(2)
    issue(event)
    for claimed in jobs.claim():
        jobs.finish(claimed, claimed.snapshot["code"].encode())
    machine = lives_of(event)
    play(machine, lives=examples, steps=STEPS)
    return machine.done


def test_whatever_happens_a_diploma_is_given_once_and_answers_for_ever():
    few = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL

    done = done_in(few)

    met = {
        "issued",
        "certified",
        "corrected",
        "revoked",
        "duplicated",
        "refused",
        "made",
        "failed",
        "swept",
    }
    assert met <= {word for word, count in done.items() if count} or few < ON_SQLITE


def number_left_out(patch: pytest.MonkeyPatch) -> None:
    take = issuing.take_numbers
    patch.setattr(issuing, "take_numbers", lambda event, count: take(event, count + 1)[:count])


def words_taken_anew_when_another_is_made(patch: pytest.MonkeyPatch) -> None:
    take_guards_off("diplomas_diploma")
    finish = jobs.finish

    def finish_and_reword(claimed: jobs.Claimed, page: bytes) -> bool:
        for each in Diploma.objects.ready():
            each.snapshot["name"] = "Another"
            each.save()
        return finish(claimed, page)

    patch.setattr(jobs, "finish", finish_and_reword)


def replaced_and_nobody_knows_how(patch: pytest.MonkeyPatch) -> None:
    class Forgetful:
        objects = SimpleNamespace(bulk_create=lambda endings: [*endings][:0])

        def __new__(cls, **_fields: object) -> Any:
            return None

    patch.setattr(replacing, "Ending", Forgetful)


def duplicate_beside_the_lost_one(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(replacing, "end_diplomas", lambda *_args, **_fields: None)
    for table in ("diplomas_diploma", "diplomas_ending"):
        take_guards_off(table)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_current_diploma_of_a_kind")


def unmarked_duplicate(patch: pytest.MonkeyPatch) -> None:
    as_duplicate = duplicating.as_duplicate
    patch.setattr(
        duplicating, "as_duplicate", lambda *said: as_duplicate(*said) | {"duplicate": ""}
    )


FAULTS: dict[Callable[[pytest.MonkeyPatch], None], str] = {
    number_left_out: "the register left a number out",
    words_taken_anew_when_another_is_made: "words or a file changed",
    replaced_and_nobody_knows_how: "one ended and nobody knows how",
    duplicate_beside_the_lost_one: "somebody has two",
    unmarked_duplicate: "a code names another successor",
}


@pytest.mark.once("the machine is under test, not an engine")
@pytest.mark.parametrize("plant", FAULTS)
def test_each_fault_would_be_seen(plant, monkeypatch):
    plant(monkeypatch)

    with pytest.raises(AssertionError, match=FAULTS[plant]):
        done_in(UNTIL_A_FAULT_SHOWS)
