"""A picture goes with the choice to share it, whatever the worker does at that moment."""

import threading
from pathlib import Path

import pytest
from django.db import connection

from diplomas.files import PICTURES
from diplomas.models import Sharing
from diplomas.services.sharing import end_sharing, remove_unused
from events.models import Pass
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY, PassFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sharing(settings, tmp_path) -> Sharing:
    settings.FILES_ROOT = tmp_path
    event = event_with_team(1)
    [diploma] = issue(event)
    make_ready(event)
    return Sharing.objects.create(diploma=diploma, since=DAY)


def pictures(root: Path) -> list[str]:
    return [path.stem for path in root.rglob("*.jpg")]


def test_a_picture_that_is_named_as_its_choice_is_taken_back_goes_with_it(sharing, tmp_path):
    held: Pass = PassFactory(person=sharing.diploma.person, kind=Pass.Kind.TRAINEE)
    worker = threading.Thread(target=name_the_picture, args=[sharing.pk])

    def draws_between(execute, sql, params, many, context):
        if sql.startswith("DELETE") and worker.ident is None:
            worker.start()
            worker.join(timeout=1)  # where the row is held, it waits for this transaction
        return execute(sql, params, many, context)

    with connection.execute_wrapper(draws_between):
        end_sharing(held, sharing.diploma.code)
    worker.join(timeout=60)

    assert not worker.is_alive()
    assert not Sharing.objects.exists()
    assert pictures(tmp_path) == []


def name_the_picture(pk: int) -> None:
    """What a worker does once it has drawn."""
    drawn = PICTURES.save(b"a picture")
    Sharing.objects.filter(pk=pk).update(picture_hash=drawn)
    remove_unused(drawn)
    connection.close()
