from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from diplomas.models import Diploma
from diplomas.services import jobs
from events.models import Person
from tests.diplomas.people import event_with_team, issue, states


@pytest.fixture
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("issue_diplomas", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_unknown_event_is_a_sentence():
    with pytest.raises(CommandError, match="There is no event “nowhere”"):
        run("nowhere")


@pytest.mark.django_db
def test_without_a_worker_the_command_makes_them_itself(own_files):
    event = event_with_team(3)

    said = run(event.slug, "--render-here")

    assert said == "3 diplomas issued.\n3 of 3 diplomas are ready\n"
    assert states(event) == ["done"] * 3


@pytest.mark.django_db
def test_running_it_again_does_nothing(own_files):
    event = event_with_team(2)
    run(event.slug, "--render-here")
    before = list(Diploma.objects.values())

    said = run(event.slug, "--render-here")

    assert said == "0 diplomas issued.\n"
    assert list(Diploma.objects.values()) == before


@pytest.mark.django_db
def test_other_events_wait_for_their_own_turn(own_files):
    event, other = event_with_team(1), event_with_team(1)
    issue(other)

    run(event.slug, "--render-here")

    assert states(other) == ["queued"]


@pytest.mark.django_db
def test_not_waiting_leaves_the_rows_queued():
    event = event_with_team(2)

    said = run(event.slug, "--no-wait")

    assert said == "2 diplomas issued.\n"
    assert states(event) == ["queued", "queued"]


@pytest.mark.django_db
def test_when_nobody_takes_the_work_the_command_says_so():
    event = event_with_team(1)

    with pytest.raises(CommandError, match="--render-here"):
        run(event.slug, "--patience", "0")

    assert states(event) == ["queued"]


@pytest.mark.django_db
def test_the_failed_are_told_by_name_and_the_command_fails(own_files):
    event = event_with_team(2)
    Person.objects.filter(name="Әлия Үлгі 2").update(name="Ә" * 90)
    out = StringIO()

    with pytest.raises(CommandError, match=r"1 of the diplomas could not be made\."):
        call_command("issue_diplomas", event.slug, "--render-here", stdout=out, stderr=out)

    assert f"№ 2019/002 {'Ә' * 90}: The name does not fit" in out.getvalue()
    assert states(event) == ["done", "failed"]


def work_until(is_enough: Event) -> None:
    """As a worker does, at another connection."""
    try:
        while not is_enough.wait(0.05):
            if claimed := jobs.claim():
                jobs.render_claimed(claimed)
    finally:
        connection.close()


@pytest.mark.once("a real worker of either broker makes diplomas: test_killed_worker")
@pytest.mark.django_db(transaction=True)
def test_the_command_waits_for_the_workers(own_files):
    event, is_enough = event_with_team(3), Event()
    worker = Thread(target=work_until, args=[is_enough])
    worker.start()
    try:
        said = run(event.slug)
    finally:
        is_enough.set()
        worker.join()

    assert said.startswith("3 diplomas issued.\n")
    assert said.endswith("3 of 3 diplomas are ready\n")
    assert states(event) == ["done"] * 3
