"""A diploma that was given stays what it was, whoever holds the connection; each with the guard off."""

from datetime import timedelta
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction

from diplomas.models import Diploma, Ending, Handover
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY, DiplomaFactory, EventFactory, PersonFactory, RenderJobFactory

pytestmark = pytest.mark.django_db

MIGRATION = import_module("diplomas.migrations.0009_endings_of_before")
WHY = {"revoked_at": DAY, "revoke_reason": "So"}
READY = {"state": "ready", "file_hash": "a" * 64, "ready_at": DAY}


def test_a_given_diploma_stays_and_would_not_without_its_guards():
    diploma = DiplomaFactory(**READY)
    revoked = DiplomaFactory(person__event=diploma.event, **(READY | {"state": "revoked"}))
    given, over = (Diploma.objects.filter(pk=each.pk) for each in (diploma, revoked))
    other = PersonFactory(event=diploma.event)
    acts = {
        "words": lambda: given.update(snapshot={"name": "Somebody Else"}),
        "file": lambda: given.update(file_hash="b" * 64),
        "person": lambda: given.update(person=other),
        "code": lambda: given.update(code="ANOTHER"),
        "valid again": lambda: over.update(state="ready"),
        "deleted": lambda: over.delete(),
    }

    assert [name for name, act in acts.items() if not is_refused(act)] == []

    take_guards_off("diplomas_diploma")
    assert [name for name, act in acts.items() if is_refused(act)] == []


def test_what_is_not_printed_yet_may_be_worded_anew():
    diploma = DiplomaFactory()

    Diploma.objects.filter(pk=diploma.pk).update(snapshot={"name": "Spelled Right"})

    assert Diploma.objects.get().snapshot == {"name": "Spelled Right"}


def one_of_each(*states: str) -> list[Diploma]:
    """Diplomas of one event, each of a person of its own, brought to a state on the way that is allowed."""
    event = EventFactory()
    made = [DiplomaFactory(person__event=event) for _ in states]
    for diploma, state in zip(made, states, strict=True):
        row = Diploma.objects.filter(pk=diploma.pk)
        if state != "pending":
            row.update(**READY)
        if state == "revoked":
            row.update(state=state, **WHY)
        diploma.refresh_from_db()
    return made


def replaced() -> tuple[Diploma, Diploma]:
    """One that was replaced, and by which; no ending is kept yet."""
    [old] = one_of_each("ready")
    Diploma.objects.filter(pk=old.pk).update(state="superseded")
    new = DiplomaFactory(person=old.person, revision=2)
    Diploma.objects.filter(pk=old.pk).update(superseded_by=new)
    return old, new


def test_a_diploma_goes_one_way_and_would_not_without_its_guards():
    waits, valid, other, revoked = one_of_each("pending", "ready", "ready", "revoked")
    old, _new = replaced()
    waiting, given, over, gone = (
        Diploma.objects.filter(pk=each.pk) for each in (waits, valid, revoked, old)
    )
    acts = {
        "revoked while it is made": lambda: waiting.update(state="revoked", **WHY),
        "replaced while it is made": lambda: waiting.update(state="superseded"),
        "made again": lambda: given.update(state="pending"),
        "revoked for nothing": lambda: given.update(state="revoked", revoked_at=DAY),
        "revoked at no time": lambda: given.update(state="revoked", revoke_reason="So"),
        "why a valid one was revoked": lambda: given.update(**WHY),
        "a valid one that was replaced": lambda: given.update(superseded_by=other),
        "another reason": lambda: over.update(revoke_reason="Another"),
        "another day": lambda: over.update(revoked_at=DAY + timedelta(days=1)),
        "revoked after it was replaced": lambda: gone.update(state="revoked", **WHY),
        "replaced after it was revoked": lambda: over.update(state="superseded"),
        "replaced by another": lambda: gone.update(superseded_by=other),
        "replaced by none": lambda: gone.update(superseded_by=None),
        "number": lambda: given.update(number="2018/999"),
        "place": lambda: given.update(sequence=999),
        "revision": lambda: given.update(revision=9),
    }

    assert [name for name, act in acts.items() if not is_refused(act)] == []

    take_guards_off("diplomas_diploma")
    assert [name for name, act in acts.items() if is_refused(act)] == []


def test_one_that_waits_is_revoked_only_once_it_has_failed():
    queued, running, failed = one_of_each("pending", "pending", "pending")
    for diploma, state in ((queued, "queued"), (running, "running"), (failed, "failed")):
        RenderJobFactory(diploma=diploma, state=state)
    queued, running, failed = (
        Diploma.objects.filter(pk=each.pk) for each in (queued, running, failed)
    )

    assert is_refused(lambda: queued.update(state="revoked", **WHY))
    assert is_refused(lambda: running.update(state="revoked", **WHY))
    assert is_refused(lambda: failed.update(state="revoked", revoked_at=DAY))
    assert is_refused(lambda: failed.update(state="superseded"))
    assert failed.update(state="revoked", **WHY) == 1
    assert is_refused(lambda: failed.update(state="pending"))
    assert is_refused(lambda: failed.update(state="ready", file_hash="a" * 64))

    take_guards_off("diplomas_diploma")
    assert not is_refused(lambda: queued.update(state="revoked", **WHY))


def test_an_ending_agrees_with_its_diploma_and_stays_and_would_not_without_its_guards():
    valid, revoked, spare = one_of_each("ready", "revoked", "revoked")
    old, new = replaced()
    kept = Ending.objects.create(diploma=spare, kind="revoked", reason="So", at=DAY)

    def end(diploma: Diploma, **said: object) -> Ending:
        with transaction.atomic():
            return Ending.objects.create(diploma=diploma, **{"at": DAY, **said}).delete()

    acts = {
        "of a valid one": lambda: end(valid, kind="revoked", reason="So"),
        "for another reason": lambda: end(revoked, kind="revoked", reason="Another"),
        "of another moment": lambda: end(
            revoked, kind="revoked", reason="So", at=DAY + timedelta(days=1)
        ),
        "by another successor": lambda: end(old, kind="corrected", successor=valid),
        "a revoked one that was replaced": lambda: end(revoked, kind="corrected", successor=new),
        "a replaced one that was revoked": lambda: end(old, kind="revoked", reason="So"),
        "reworded": lambda: Ending.objects.filter(pk=kept.pk).update(reason="Another"),
        "deleted": lambda: Ending.objects.filter(pk=kept.pk).delete(),
    }

    assert [name for name, act in acts.items() if not is_refused(act)] == []

    take_guards_off("diplomas_ending")
    assert [name for name, act in acts.items() if is_refused(act)] == []


def test_what_an_ending_lacks_is_refused_by_its_columns():
    """With the guards off: they would refuse it as well."""
    old, new = replaced()
    [revoked] = one_of_each("revoked")
    take_guards_off("diplomas_ending")
    lacking: list[dict[str, object]] = [
        {"diploma": old, "kind": "corrected"},
        {"diploma": revoked, "kind": "revoked", "reason": "So", "successor": new},
        {"diploma": revoked, "kind": "revoked"},
    ]

    refused = [is_refused(partial(Ending.objects.create, at=DAY, **each)) for each in lacking]

    assert refused == [True, True, True]


def test_what_was_corrected_before_endings_were_kept_has_one():
    old, new = replaced()
    one_of_each("ready")

    MIGRATION.keep_endings(apps, None)

    ending = Ending.objects.get()
    assert (ending.diploma, ending.kind, ending.successor) == (old, "corrected", new)
    assert (ending.at, ending.by, ending.differences) == (new.issued_at, None, [])


def test_one_note_of_the_handing_over_follows_another_and_stays_and_would_not_without_its_guards():
    waits, valid, given, revoked = one_of_each("pending", "ready", "ready", "revoked")
    kept = Handover.objects.create(diploma=given, number=1, kind="in_person", at=DAY)

    def note(diploma: Diploma, **said: object) -> None:
        with transaction.atomic():
            Handover.objects.create(diploma=diploma, at=DAY, **said).delete()

    acts = {
        "before it is made": lambda: note(waits, number=1, kind="in_person"),
        "after it was revoked": lambda: note(revoked, number=1, kind="absent"),
        "with a gap": lambda: note(valid, number=2, kind="in_person"),
        "nothing taken back": lambda: note(valid, number=1, kind="taken_back"),
        "twice": lambda: note(given, number=2, kind="in_person"),
        "absent after it was received": lambda: note(given, number=2, kind="absent"),
        "changed": lambda: Handover.objects.filter(pk=kept.pk).update(kind="absent"),
        "deleted": lambda: Handover.objects.filter(pk=kept.pk).delete(),
    }

    assert [name for name, act in acts.items() if not is_refused(act)] == []

    take_guards_off("diplomas_handover")
    assert [name for name, act in acts.items() if is_refused(act)] == []


def test_what_a_note_of_the_handing_over_lacks_is_refused_by_its_columns():
    """With the guards off: they would refuse some of it as well."""
    [given] = one_of_each("ready")
    Handover.objects.create(diploma=given, number=1, kind="absent", at=DAY)
    take_guards_off("diplomas_handover")
    lacking: list[dict[str, object]] = [
        {"number": 2, "kind": "proxy"},
        {"number": 2, "kind": "in_person", "proxy": "Somebody"},
        {"number": 2, "kind": "lost"},
        {"number": 1, "kind": "in_person"},
    ]

    refused = [
        is_refused(partial(Handover.objects.create, diploma=given, at=DAY, **each))
        for each in lacking
    ]

    assert refused == [True] * 4
