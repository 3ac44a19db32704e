"""A diploma that was given stays what it was, whoever holds the connection; each with the guard off."""

import pytest

from diplomas.models import Diploma
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY, DiplomaFactory, PersonFactory

pytestmark = pytest.mark.django_db

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
