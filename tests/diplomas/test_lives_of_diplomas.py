"""Whatever happens to the diplomas of an event, in any order; and that each of these faults would be seen."""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from defense.workspace import leaving
from diplomas import awards, register
from diplomas.models import Diploma
from diplomas.services import (
    duplicating,
    issuing,
    issuing_anew,
    issuing_documents,
    jobs,
    replacing,
    rewording,
)
from events.files import hash_of
from events.models import Event, Person
from tests.diplomas.lives import OPENINGS, lives_of
from tests.diplomas.people import event_with_team, issue
from tests.diplomas.services.test_document_languages import worded
from tests.experts.test_guards import take_guards_off
from tests.lives import play

pytestmark = pytest.mark.django_db

ON_SQLITE, ON_POSTGRESQL, UNTIL_A_FAULT_SHOWS = 2, 1, 25  # after each opening
STEPS = 8


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def done_in(examples: int, openings: Sequence[str]) -> Counter[str]:
    """In a savepoint of its own each: two have their diplomas when a life begins."""
    event = event_with_team(2, languages=["kk", "ru", "en"])
    for kind in (Diploma.Kind.DIPLOMA, Diploma.Kind.AWARD):
        worded(event, "none", kind)
    issue(event)
    for claimed in jobs.claim():
        jobs.finish(claimed, claimed.snapshot["code"].encode())
    done: Counter[str] = Counter()
    for opening in openings:
        play(lives_of(event, opening, done), lives=examples, steps=STEPS)
    return done


def test_whatever_happens_a_diploma_is_given_once_and_answers_for_ever():
    few = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL

    done = done_in(few, OPENINGS)

    met = {
        "issued",
        "certified",
        "awarded",
        "corrected",
        "revoked",
        "duplicated",
        "issued_anew",
        "in_person",
        "proxy",
        "absent",
        "taken_back",
        "merged",
        "kept_apart",
        "reworded",
        "chosen",
        "refused",
        "made",
        "failed",
        "swept",
    }
    assert met <= {word for word, count in done.items() if count}


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


def paper_handed_on_when_two_records_become_one(patch: pytest.MonkeyPatch) -> None:
    take_guards_off("diplomas_diploma")
    make_one = leaving.make_one

    def hand_on(event: Event, kept: Person, gone: Person, **act: Any) -> None:
        theirs = Diploma.objects.filter(person=gone)
        if not Diploma.objects.filter(person=kept).exists():
            theirs.update(person=kept)
        make_one(event, kept, gone, **act)

    patch.setattr(leaving, "make_one", hand_on)


def file_that_is_not_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(jobs, "FILES", SimpleNamespace(save=hash_of))


def given_anew_to_whoever_asks_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(issuing_anew, "_has_another", lambda *_said: False)
    take_guards_off("diplomas_diploma")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_current_diploma_of_a_kind")


def register_without_what_was_revoked(patch: pytest.MonkeyPatch) -> None:
    lines_of = register.register_of
    patch.setattr(
        register,
        "register_of",
        lambda event: [
            line for line in lines_of(event) if not any("Revoked" in note for note in line.notes)
        ],
    )


def register_silent_of_ends(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(register, "_end", lambda _ending: "")


def register_that_names_no_proxy(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(register, "_received_by", lambda _received: "in person")


def corrected_in_the_languages_of_now(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(issuing.Wordings, "following", issuing.Wordings.of)


def second_award_for_the_same(patch: pytest.MonkeyPatch) -> None:
    words, given = issuing.told_apart, itertools.count()

    def never_the_same(*said: Any) -> str:
        return f"{words(*said)} {next(given)}" if words(*said) else ""

    patch.setattr(issuing, "told_apart", never_the_same)
    patch.setattr(awards.SameAward, "holds", lambda same, _snapshot: not same.award)


def told_apart_by_the_first_language(patch: pytest.MonkeyPatch) -> None:
    """As it is when the award is given."""

    def first(award: Mapping[str, str] | None) -> str:
        return next(iter((award or {}).values()), "")

    for module in (awards, issuing, issuing_anew, issuing_documents, rewording):
        patch.setattr(module, "told_apart", first)


# Where each is planted, and what says that it is there.
FAULTS: dict[Callable[[pytest.MonkeyPatch], None], tuple[str, str]] = {
    number_left_out: ("corrected", "the register left a number out"),
    words_taken_anew_when_another_is_made: ("duplicated", "words or a file changed"),
    replaced_and_nobody_knows_how: ("corrected", "one ended and nobody knows how"),
    duplicate_beside_the_lost_one: ("duplicated", "somebody has two"),
    unmarked_duplicate: ("duplicated", "a code names another successor"),
    paper_handed_on_when_two_records_become_one: ("kept apart", "a number or a holder changed"),
    file_that_is_not_kept: ("duplicated", "a file is not there"),
    given_anew_to_whoever_asks_again: ("issued anew", "somebody has two"),
    register_without_what_was_revoked: ("issued anew", "the register has other lines"),
    register_silent_of_ends: ("corrected", "the register says another end"),
    register_that_names_no_proxy: ("absent", "the register says another receiver"),
    corrected_in_the_languages_of_now: ("in languages", "languages changed"),
    second_award_for_the_same: ("speaking otherwise", "somebody has two"),
    told_apart_by_the_first_language: ("speaking otherwise", "somebody has two"),
}


@pytest.mark.once("the machine is under test, not an engine")
@pytest.mark.parametrize("plant", FAULTS)
def test_each_fault_would_be_seen(plant, monkeypatch):
    opening, said = FAULTS[plant]
    plant(monkeypatch)

    with pytest.raises(AssertionError, match=said):
        done_in(UNTIL_A_FAULT_SHOWS, [opening])
