"""A visitor's address and scheme are taken from a proxy that was named, and from nobody else."""

import asyncio
import os
import subprocess
import sys

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from defense.running.proxies import NONE_NAMED, NamedProxies, check_proxies

SAID = [
    (b"x-forwarded-for", b"192.0.2.7"),
    (b"x-forwarded-proto", b"https"),
    (b"x-real-ip", b"192.0.2.7"),
    (b"forwarded", b"for=192.0.2.7"),
    (b"accept", b"*/*"),
]


def seen(peer: str, proxies: list[str], said=SAID, kind=NamedProxies):
    """What the program sees of a request: the visitor, the scheme, the names of the headers."""
    scopes = []

    async def application(scope, receive, send):
        scopes.append(scope)

    scope = {"type": "http", "scheme": "http", "client": (peer, 1234), "headers": [*said]}
    asyncio.run(kind(application, proxies)(scope, None, None))
    [found] = scopes
    return found["client"][0], found["scheme"], [name for name, _ in found["headers"]]


@pytest.mark.parametrize("peer", ["127.0.0.1", "198.51.100.9", "::1", "/run/web.sock"])
def test_nobody_is_believed_who_was_not_named(peer):
    assert seen(peer, ["10.0.0.1"]) == (peer, "http", [b"accept"])
    assert seen(peer, []) == (peer, "http", [b"accept"])


@pytest.mark.parametrize("peer", ["10.0.0.1", "10.1.2.3", "::ffff:10.0.0.1"])
def test_a_named_proxy_is_believed_however_its_address_is_written(peer):
    visitor, scheme, headers = seen(peer, ["10.0.0.0/8"])

    assert (visitor, scheme, len(headers)) == ("192.0.2.7", "https", 5)


def test_what_a_visitor_told_the_proxy_of_itself_is_not_believed():
    said = [(b"x-forwarded-for", b"192.0.2.1, 203.0.113.5")]

    assert seen("10.0.0.1", ["10.0.0.1"], said)[0] == "203.0.113.5"


def test_uvicorn_as_it_comes_believes_every_process_of_the_machine():
    """The negative control: its own default names 127.0.0.1."""
    by_default = seen("127.0.0.1", ["127.0.0.1"], kind=ProxyHeadersMiddleware)

    assert by_default[:2] == ("192.0.2.7", "https")


def test_the_default_of_this_program_names_nobody(settings):
    assert settings.PROXIES == []


@pytest.mark.parametrize(
    ("https", "proxies", "told"),
    [
        (True, [], ["defense.W001"]),
        (True, ["127.0.0.1"], []),
        (False, [], []),
    ],
)
def test_a_proxy_that_nobody_named_is_told(settings, https, proxies, told):
    settings.HTTPS, settings.PROXIES = https, proxies

    assert [each.id for each in check_proxies()] == told


@pytest.mark.parametrize(("proxies", "times"), [("", 1), ("127.0.0.1", 0)])
def test_the_web_process_says_it_at_its_start(tmp_path, proxies, times):
    site = {"QORGAU_SITE_URL": "https://defense.example.org", "QORGAU_PROXIES": proxies}
    home = {"QORGAU_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "defense.settings"}

    started = subprocess.run(
        [sys.executable, "-c", "import defense.asgi"],
        env={**os.environ, **site, **home},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert started.stderr.count(NONE_NAMED) == times
