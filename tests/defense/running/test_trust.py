"""A server of the hall on this machine: reached by who trusts its authority, and by nobody else."""

import http.client
import io
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from defense.running.hall_sign import show
from events.certificates import AUTHORITY_DAYS, server_files
from events.hall_network import folder_of
from tests.defense.running.hall_server import hall_server

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = pytest.mark.once("certificates, and no database")


@pytest.fixture
def hall(tmp_path):
    with hall_server(tmp_path) as ports:
        yield *ports, tmp_path


def ask(port: int, path: str, **headers: str) -> tuple[int, str, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as server:
        server.request("GET", path, headers=headers)
        answer = server.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()


def ask_securely(port: int, trusting: ssl.SSLContext) -> http.client.HTTPResponse:
    server = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=60)
    with closing(server):
        server.request("GET", "/health/")
        answer = server.getresponse()
        answer.read()
    return answer


def test_a_tablet_takes_the_certificate_and_then_reaches_the_server(hall):
    port, trust_port, home = hall

    status, kind, content = ask(trust_port, "/qorgau.crt")
    answer = ask_securely(port, ssl.create_default_context(cadata=content))

    assert (status, kind) == (200, "application/x-x509-ca-cert")
    assert answer.status in (200, 503)  # this home was never prepared
    assert "Strict-Transport-Security" not in answer.headers
    assert x509.load_der_x509_certificate(content).subject.rfc4514_string().startswith("CN=Qorgau")
    with pytest.raises(ssl.SSLCertVerificationError):
        ask_securely(port, ssl.create_default_context())

    page = ask(trust_port, "/", **{"Accept-Language": "en"})
    assert page[:2] == (200, "text/html; charset=utf-8")
    assert f"https://127.0.0.1:{port}".encode() in page[2]
    assert b"Certificate Trust Settings" in page[2]
    assert b"made anew" not in page[2]
    assert b'lang="kk"' in ask(trust_port, "/", **{"Accept-Language": "kk-KZ,ru"})[2]
    assert ask(trust_port, "/page.css")[0] == 200
    keys = [path.name for path in folder_of(home).iterdir()]
    assert {"authority.pem", "server.key"} < set(keys)
    for name in (*keys, "authority.pem", "../tls/server.key", "%2e%2e/tls/server.key", "tls/"):
        assert ask(trust_port, f"/{name}")[0] == 404


def test_a_certificate_made_anew_is_said_on_the_page(tmp_path):
    long_ago = datetime.now(UTC) - timedelta(days=AUTHORITY_DAYS)
    server_files(folder_of(tmp_path), ["127.0.0.1"], long_ago)
    with hall_server(tmp_path) as (port, trust_port):
        _status, _kind, content = ask(trust_port, "/qorgau.crt")
        answer = ask_securely(port, ssl.create_default_context(cadata=content))
        page = ask(trust_port, "/", **{"Accept-Language": "en"})[2].decode()

    assert answer.status in (200, 503)
    assert "The certificate was made anew on" in page


def test_the_terminal_says_that_tablets_must_trust_it_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("QORGAU_HOME", str(tmp_path))
    monkeypatch.setenv("QORGAU_SITE_URL", "https://192.168.1.20:8000")
    monkeypatch.setenv("TRUST_PORT", "8080")
    said = []
    for at in (FIRST, FIRST + timedelta(days=AUTHORITY_DAYS)):
        server_files(folder_of(tmp_path), ["127.0.0.1"], at)
        out = io.StringIO()
        show(out)
        said.append(out.getvalue())

    sentence = "Made anew on 2031-02-28"
    assert [sentence in each for each in said] == [False, True]
