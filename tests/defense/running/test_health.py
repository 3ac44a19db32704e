import os
import time

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from defense.running import health
from defense.running.outage import is_outage
from tests.conftest import forget_workers

UP = {"database": "up", "files": "up", "queue": "up", "worker": "up", "fonts": "up"}


def state(**parts):
    return health.Health(**{**UP, **parts})


@pytest.mark.parametrize(
    ("parts", "status", "can_serve"),
    [
        ({}, "up", True),
        ({"database": "away"}, "down", False),
        ({"files": "unwritable"}, "down", False),
        ({"files": "full"}, "down", False),
        ({"files": "away"}, "degraded", True),
        ({"queue": "away", "worker": "unknown"}, "degraded", True),
        ({"worker": "silent"}, "degraded", True),
        ({"fonts": "missing"}, "degraded", True),
    ],
)
def test_only_the_database_and_the_folder_of_files_stop_serving(parts, status, can_serve):
    found = state(**parts)

    assert (found.status, found.can_serve) == (status, can_serve)


@pytest.mark.django_db
def test_health_says_that_all_is_up(client):
    health.note_worker()

    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "up", **UP}


@pytest.mark.django_db
def test_health_says_that_no_worker_was_heard(client):
    forget_workers()

    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "degraded", **UP, "worker": "silent"}


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="Redis forgets the sign of life by itself")
def test_a_worker_is_silent_when_its_sign_of_life_is_old():
    health.note_worker()
    long_ago = time.time() - health.WORKER_SILENT_AFTER_SECONDS - 1
    os.utime(settings.BROKER_FOLDER / health.WORKER_FILE, (long_ago, long_ago))

    assert health.worker_state() == "silent"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_health_is_only_read(client, method):
    assert getattr(client, method)("/health/").status_code == 405


def test_a_folder_that_is_gone_is_unwritable(tmp_path):
    assert health.folder_state(tmp_path / "gone") == "unwritable"


@pytest.mark.django_db
def test_a_mistake_in_a_query_is_no_outage():
    with pytest.raises(Exception) as mistake:  # noqa: PT011 - its class differs between engines
        connection.cursor().execute("SELECT 1 FROM no_such_table")

    assert not is_outage(mistake.value)


def test_a_lost_connection_is_an_outage():
    assert is_outage(OperationalError("the connection is lost"))
