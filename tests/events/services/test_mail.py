"""Letters wait for a worker, are sent once, and never keep a page waiting."""

import socket
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from events import tasks
from events.models import Letter
from events.services import mail as post
from tests.factories import UserFactory
from tests.processes import free_port

pytestmark = pytest.mark.django_db


def write(device="", **user):
    return post.write_letter(UserFactory(**user), subject="A link", text="in it", device=device)


def written_ago(letter, **ago):
    Letter.objects.filter(pk=letter.pk).update(written_at=timezone.now() - timedelta(**ago))


def test_a_letter_is_sent_once_and_forgets_what_it_said():
    write(email="olga@example.org")

    assert (post.send_letters(), post.send_letters()) == (1, 0)
    assert [(each.to, each.subject, each.body) for each in mail.outbox] == [
        (["olga@example.org"], "A link", "in it")
    ]
    assert Letter.objects.get().text == ""


def test_a_letter_in_the_hands_of_one_worker_is_not_sent_by_another():
    write()
    post.claim()

    assert post.send_letters() == 0


def test_a_letter_of_a_killed_worker_is_sent_again_under_the_same_id_and_says_so():
    write()
    first = post.message_id(post.claim())
    Letter.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert post.send_letters() == 1

    [sent] = mail.outbox
    assert sent.message()["Message-ID"] == first
    assert Letter.objects.get().is_perhaps_double


def test_a_letter_that_surely_was_not_sent_is_not_said_to_be_sent_twice(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    write()
    assert post.send_letters() == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert post.send_letters() == 1
    assert not Letter.objects.get().is_perhaps_double


@contextmanager
def mail_server(settings, first_answer):
    """Takes the letters of two visitors; the first it answers as told, or with no answer it hangs up."""
    answers, taken = iter([first_answer, b"250 taken"]), []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        serving = Thread(
            target=lambda: [talk(listening.accept()[0], each, taken) for each in answers],
            daemon=True,
        )
        serving.start()
        yield taken
        serving.join(10)


def talk(visitor, answer, taken):
    with visitor, visitor.makefile("rwb", buffering=0) as lines:
        lines.write(b"220 here\r\n")
        while command := lines.readline().strip().upper():
            if command == b"DATA":
                lines.write(b"354 go on\r\n")
                taken.append(b"".join(iter(lines.readline, b".\r\n")))
                if answer is None:
                    break
                lines.write(answer + b"\r\n")
            else:
                lines.write(b"250 well\r\n")


@pytest.mark.parametrize(("first_answer", "is_double"), [(None, True), (b"451 later", False)])
def test_a_letter_is_said_to_be_sent_twice_where_its_server_may_have_taken_it(
    settings, first_answer, is_double
):
    write()
    with mail_server(settings, first_answer) as taken:
        assert post.send_letters() == 0
        Letter.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert post.send_letters() == 1

    assert len(taken) == 2
    assert Letter.objects.get().is_perhaps_double == is_double


def test_a_server_that_does_not_answer_holds_a_worker_no_longer_than_the_time_limit(settings):
    assert settings.EMAIL_TIMEOUT == 10
    write()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.1

        assert post.send_letters() == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert post.send_letters() == 1
    assert not Letter.objects.get().is_perhaps_double


def test_a_letter_that_could_not_be_sent_for_an_hour_is_not_sent_any_more():
    written_ago(write(), minutes=61)

    assert post.send_letters() == 0


def test_what_has_ended_is_removed_and_nothing_else():
    written_ago(write(email="yesterday@example.org"), hours=25)
    write(email="today@example.org")
    for key, days in (("ended", -1), ("goes on", 1)):
        ends_at = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, expire_date=ends_at)

    tasks.tidy()

    assert [letter.address for letter in Letter.objects.all()] == ["today@example.org"]
    assert [session.session_key for session in Session.objects.all()] == ["goes on"]


def test_a_worker_looks_for_letters_from_the_moment_it_is_ready(monkeypatch):
    sent, again = [], []
    monkeypatch.setattr(tasks, "send", sent.append)
    timer = SimpleNamespace(call_repeatedly=lambda seconds, *call: again.append((seconds, *call)))

    tasks.look_from_now_on(SimpleNamespace(timer=timer))

    assert sent == [tasks.send_letters, tasks.tidy]
    assert [(seconds, task) for seconds, _, (task,) in again] == [
        (15, tasks.send_letters),
        (3600, tasks.tidy),
    ]
