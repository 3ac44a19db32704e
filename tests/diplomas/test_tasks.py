import time

import pytest
from django.urls import reverse
from kombu import pools

from defense.celery import app
from diplomas import tasks
from diplomas.file_kinds import FILE_KINDS
from diplomas.models import FileJob, RenderJob
from diplomas.services import making
from tests.diplomas.people import event_with_team, issue, states
from tests.factories import DAY, MembershipFactory

QUICK_SECONDS = 2


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def broker_away():
    """The queue is a Redis at an address where nobody listens."""
    before = app.conf.broker_url, app.conf.broker_transport_options
    limits = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 1}
    use_broker("redis://127.0.0.1:1/0", limits)
    yield
    use_broker(*before)


def use_broker(url, options):
    app.conf.update(broker_url=url, broker_transport_options=options)
    pools.reset()
    app._after_fork()


@pytest.mark.django_db
def test_a_ring_makes_everything_that_is_queued():
    event = event_with_team(3)
    issue(event)

    tasks.render()

    assert states(event) == ["done"] * 3


@pytest.mark.django_db
def test_a_ring_with_nothing_to_do_does_nothing():
    tasks.render()

    assert RenderJob.objects.count() == 0


@pytest.mark.django_db
def test_a_second_ring_changes_nothing():
    event = event_with_team(1)
    issue(event)
    tasks.render()
    before = RenderJob.objects.values().get()

    tasks.render()

    assert RenderJob.objects.values().get() == before


@pytest.mark.django_db
def test_a_ring_that_has_worked_long_enough_leaves_the_rest(settings):
    event = event_with_team(3)
    issue(event)
    settings.RENDER_LEASE_SECONDS = 0

    tasks.render()

    assert states(event).count("done") == 1


@pytest.mark.django_db
def test_a_ring_makes_the_files_that_were_asked_for():
    event = event_with_team(2)
    issue(event)
    for kind in ("print", "teams"):
        making.ask_for_file(event, FILE_KINDS[kind], at=DAY)

    tasks.make_files()
    before = set(FileJob.objects.values_list("state", flat=True))
    tasks.render()
    tasks.make_files()

    assert before == {"queued"}
    assert set(FileJob.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.django_db
def test_a_ring_that_has_worked_long_enough_leaves_the_next_file_to_another(monkeypatch):
    event = event_with_team(1)
    issue(event)
    tasks.render()
    for kind in ("print", "teams"):
        making.ask_for_file(event, FILE_KINDS[kind], at=DAY)
    monkeypatch.setattr(tasks, "LONGEST_SECONDS", 0)

    tasks.make_files()

    assert sorted(FileJob.objects.values_list("state", flat=True)) == ["done", "queued"]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_delays_the_work_and_fails_no_request(client, broker_away):
    event = event_with_team(3)
    client.force_login(MembershipFactory(event=event).user)
    began = time.monotonic()

    response = client.post(reverse("organizer:diplomas_issue", args=[event.slug]), {"agreed": "3"})

    assert time.monotonic() - began < QUICK_SECONDS
    assert (response.status_code, response.url) == (302, f"/organize/{event.slug}/diplomas/")
    assert states(event) == ["queued"] * 3


@pytest.mark.django_db(transaction=True)
def test_the_control_of_the_test_above_the_broker_really_is_away(broker_away):
    with pytest.raises(Exception, match="refused"):
        tasks.render.apply_async()
