"""What strangers may spend of the machine by sending passwords."""

import asyncio
import math
import threading

import pytest
from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.test import Client
from django.urls import reverse

from defense.desk import gate
from defense.desk.devices import KNOWN_COOKIE, signed
from defense.running import hashing
from tests.factories import UserFactory

PASSWORD = "a long enough one"
OF_PRODUCTION = ["defense.running.hashing.BoundedArgon2"]


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed, by whatever hasher."""
    hashes = []
    hasher = type(get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *args: hashes.append(1) or encode(*args))
    return hashes


def sign_in(email, client=None, password="wrong"):
    form = {"login": email, "password": password}
    return (client or Client()).post(reverse("account_login"), form)


def answers_to_strangers(count):
    return [sign_in(f"nobody{number}@example.org").status_code for number in range(count)]


@pytest.mark.django_db
def test_strangers_together_have_one_bucket(hashed, monkeypatch):
    size = hashing.STRANGERS.size
    monkeypatch.setattr(hashing.STRANGERS, "seconds_each", math.inf)

    answers = answers_to_strangers(size + 5)
    refused = sign_in("nobody@example.org")

    assert answers == [200] * size + [503] * 5
    assert len(hashed) == size
    assert refused["Retry-After"] == str(hashing.RETRY_AFTER_SECONDS)
    assert "signing in" in refused.content.decode()


@pytest.mark.django_db
def test_without_the_bucket_every_stranger_costs_a_hash(hashed, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(hashing.STRANGERS, "take", lambda at: True)

    count = hashing.STRANGERS.size + 5

    assert answers_to_strangers(count) == [200] * count
    assert len(hashed) == count


@pytest.mark.django_db
def test_a_known_device_needs_no_room_among_strangers(monkeypatch):
    organizer, laptop = UserFactory(password=PASSWORD), Client()
    sign_in(organizer.email, laptop, PASSWORD)
    laptop.post(reverse("account_logout"))
    monkeypatch.setattr(hashing.STRANGERS, "take", lambda at: False)

    assert sign_in(organizer.email, laptop, PASSWORD).status_code == 302
    assert sign_in(organizer.email, password=PASSWORD).status_code == 503


def test_a_password_is_hashed_as_owasp_says(settings):
    settings.PASSWORD_HASHERS = OF_PRODUCTION

    encoded = make_password(PASSWORD)

    assert "$m=19456,t=2,p=1$" in encoded
    assert check_password(PASSWORD, encoded)


@pytest.mark.parametrize(("places", "is_refused"), [(2, True), (3, False)])
def test_two_are_hashed_at_once_and_the_third_is_refused(settings, monkeypatch, places, is_refused):
    """With a third place it is not refused: the negative control."""
    settings.PASSWORD_HASHERS = OF_PRODUCTION
    monkeypatch.setattr(hashing, "_slots", threading.BoundedSemaphore(places))

    with hashing.one_of_few(), hashing.one_of_few(), hashing.without_waiting():
        try:
            make_password(PASSWORD)
        except hashing.HashingBusy:
            found = True
        else:
            found = False

    assert found == is_refused


def test_who_is_no_stranger_waits_for_a_place():
    held, entered = threading.Event(), threading.Event()

    def hold():
        with hashing.one_of_few():
            held.set()
            entered.wait(0.05)

    holder = threading.Thread(target=hold)
    with hashing.one_of_few():
        holder.start()
        held.wait()
        with hashing.one_of_few():
            entered.set()
    holder.join()

    assert entered.is_set()


def through_the_gate(monkeypatch, *, room, cookie="", method="POST", path="/accounts/login/"):
    """The status and headers of one request; Django's own answer is 204."""
    monkeypatch.setattr(gate, "HOLD_SECONDS", 0)
    monkeypatch.setattr(hashing.STRANGERS, "is_empty", lambda at: not room)
    headers = [(b"cookie", f"{KNOWN_COOKIE}={cookie}".encode()), (b"accept-language", b"ru")]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    sent = []

    async def django(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def send(message):
        sent.append(message)

    asyncio.run(gate.Gate(django)(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"])


def test_the_gate_refuses_strangers_alone_and_only_while_there_is_no_room(monkeypatch):
    known = signed("laptop", "olga@example.org")
    table = [
        ({"room": True}, 204),
        ({"room": False}, 503),
        ({"room": False, "cookie": known}, 204),
        ({"room": False, "cookie": known[:-1]}, 503),
        ({"room": False, "cookie": "laptop"}, 503),
        ({"room": False, "method": "GET"}, 204),
        ({"room": False, "path": "/pass/"}, 204),
    ]

    found = [through_the_gate(monkeypatch, **case)[0] for case, _ in table]

    assert found == [status for _, status in table]


def test_strangers_come_through_the_gate_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(hashing.STRANGERS, "is_empty", lambda at: False)
    scope = {"type": "http", "method": "POST", "path": "/accounts/login/", "headers": []}
    inside, most = 0, 0

    async def django(scope, receive, send):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    async def crowd():
        entrance = gate.Gate(django)
        await asyncio.gather(*(entrance(scope, None, None) for _ in range(40)))

    asyncio.run(crowd())

    assert (most, inside) == (hashing.AT_ONCE, 0)


def test_the_gate_says_when_to_come_back(monkeypatch):
    _, headers = through_the_gate(monkeypatch, room=False)

    assert headers[b"retry-after"] == str(hashing.RETRY_AFTER_SECONDS).encode()
    assert headers[b"cache-control"] == b"no-store"
