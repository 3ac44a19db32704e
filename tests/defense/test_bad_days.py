"""Each bad day ends, or goes on, with one sentence that says what to do, never with a traceback."""

import http.client
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from defense import urls
from defense.management.commands import prepare
from defense.running import fonts, health
from defense.running.outage import OutageInOneLine
from events.pdf.errors import RenderingUnavailable
from tests.conftest import start_server
from tests.processes import ROOT, free_port


def run(*arguments: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A command of this project with an environment of its own: nothing of the test run's."""
    return subprocess.run(
        arguments,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "QORGAU_HOME": str(home), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def manage(*arguments: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "manage.py", *arguments, home=home, **env)


@pytest.fixture(scope="module")
def started_twice(tmp_path_factory):
    """A home that two starts at once prepared from nothing, and how they ended."""
    home = tmp_path_factory.mktemp("home")
    with ThreadPoolExecutor() as both:
        ends = both.map(lambda _: manage("prepare", "--without-demo", home=home), range(2))
        return home, list(ends)


@pytest.mark.xdist_group("one home")
def test_two_starts_at_once_prepare_one_after_the_other_and_for_the_owner_alone(started_twice):
    home, ends = started_twice

    assert [end.returncode for end in ends] == [0, 0]
    assert sorted(end.stdout for end in ends)[0] == ""
    made = [home / "qorgau.sqlite3", home / "secret_key", home / "files"]
    assert [path.stat().st_mode & 0o077 for path in made] == [0, 0, 0]


def test_a_home_that_was_never_prepared_is_said_in_one_line(tmp_path):
    result = manage("verify_audit", "shymkent-2019", home=tmp_path)

    assert (result.returncode, result.stderr) == (
        1,
        "CommandError: The database is not prepared for this version yet. Run: manage.py prepare\n",
    )


@pytest.mark.parametrize("given", ["", "the key of the log, kept for ever and a day"])
def test_the_log_has_the_key_of_its_own_setting_or_the_secret_one(tmp_path, given):
    tell = "from django.conf import settings; print(settings.AUDIT_KEY)"
    secret = "the secret key of this very test, long enough"

    told = manage(
        "shell", "-v0", "-c", tell, home=tmp_path, SECRET_KEY=secret, QORGAU_AUDIT_KEY=given
    )

    assert told.stdout.strip() == (given or secret)


def test_a_busy_port_stops_the_start_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("script/server", home=tmp_path / "home", PORT=str(port))

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == (
        f"Port {port} is in use: stop the other program, or set PORT to another number.\n"
    )
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", ""])
def test_a_port_that_is_none_is_refused_or_the_default(tmp_path, port):
    result = run(
        "bash", "-c", 'source script/lib.sh; port_is_free "$PORT"', home=tmp_path, PORT=port
    )

    assert (result.returncode, result.stderr) == (
        1,
        f"PORT must be a whole number from 1 to 65535, not “{port}”.\n",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("QORGAU_SITE", "x", "QORGAU_SITE is not a setting of this program."),
        ("QORGAU_DEBUG", "perhaps", "QORGAU_DEBUG must be true or false, not “perhaps”."),
        ("PORT", "http", "PORT must be a whole number from 1 to 65535, not “http”."),
        ("DATABASE_URL", "oracle://host/x", "DATABASE_URL must look like"),
        ("REDIS_URL", "amqp://host", "REDIS_URL must look like"),
        ("EMAIL_URL", "imap://host", "EMAIL_URL must look like"),
        ("SECRET_KEY", "short", "SECRET_KEY must be at least 32 characters long."),
        ("SECRET_KEY", "changeme" * 8, "SECRET_KEY could be guessed:"),
        ("QORGAU_FILES_ROOT", "/dev/null/files", "the folder /dev/null/files cannot be made"),
        ("QORGAU_HOME", "/dev/null", "the folder /dev/null"),
    ],
)
def test_a_bad_setting_stops_every_command_with_one_line(tmp_path, name, value, sentence):
    result = manage("check", **{"home": tmp_path, name: value})

    assert result.returncode == 1
    assert result.stderr.startswith(f"Qorgau cannot start: {sentence}")
    assert result.stderr.count("\n") == 1


def test_debugging_for_everybody_stops_every_command_with_one_line(tmp_path):
    site = "https://defense.example.org"

    result = manage("check", home=tmp_path, QORGAU_DEBUG="true", QORGAU_SITE_URL=site)

    assert result.returncode == 1
    assert result.stderr.startswith("Qorgau cannot start: QORGAU_DEBUG is for this machine alone")
    assert result.stderr.count("\n") == 1


def test_a_missing_font_stops_the_start_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(
        prepare, "build_fonts", lambda target: fonts.build_fonts(target, folders=[])
    )

    with pytest.raises(CommandError) as refusal:
        call_command("prepare")

    assert str(refusal.value) == (
        "The font Vollkorn SemiBold is missing: install the Debian package fonts-vollkorn."
    )


def test_a_missing_library_stops_the_start(monkeypatch):
    def without_the_library() -> None:
        raise RenderingUnavailable("The library harfbuzz-subset is missing: install it.")

    monkeypatch.setattr(prepare, "self_check", without_the_library)

    with pytest.raises(CommandError, match="harfbuzz-subset is missing"):
        call_command("prepare")


@pytest.mark.xdist_group("one home")
@pytest.mark.servers
@pytest.mark.parametrize("scheme", ["postgres", "sqlite"])
def test_a_database_that_is_away_stops_the_start_with_one_line(tmp_path, started_twice, scheme):
    home, _ends = started_twice  # its files are made already
    address = {
        "postgres": f"postgres://qorgau:secret@127.0.0.1:{free_port()}/qorgau",
        "sqlite": f"sqlite:///{tmp_path}/no/such/folder/qorgau.sqlite3",
    }[scheme]

    result = manage("prepare", home=home, DATABASE_URL=address)

    assert result.returncode == 1
    assert result.stderr.startswith("CommandError: The database does not answer (")
    assert result.stderr.endswith("). Start it, or correct DATABASE_URL.\n")
    assert result.stderr.count("\n") == 1
    assert "secret" not in result.stderr


def raise_outage(request=None):
    raise OperationalError("the connection is lost")


def raise_mistake(request):
    raise ZeroDivisionError("a mistake")


class FailsOutsideOfViews:
    """As the sessions do, when they are saved on the way out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        raise_outage()


urlpatterns = [
    path("outage/", raise_outage),
    path("api/outage/", raise_outage),
    path("mistake/", raise_mistake),
    path("", include("defense.urls")),
]
handler500 = "defense.running.views.server_error"


@pytest.fixture
def broken(client):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        yield client


def test_an_outage_in_a_view_answers_503(broken):
    response = broken.get("/outage/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "The database does not answer." in response.content.decode()


def test_an_outage_in_the_interface_answers_503_as_json(broken):
    response = broken.put("/api/outage/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json() == {
        "status": "away",
        "detail": "The server cannot reach its database. Nothing was saved; try again soon.",
    }


def test_an_outage_in_a_middleware_answers_503(broken):
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.FailsOutsideOfViews"]):
        response = broken.get("/health/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")


async def ask_asynchronously(client, address):
    return await client.get(address)


def test_an_outage_answers_503_over_asgi(async_client):
    async_client.raise_request_exception = False
    with override_settings(
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.FailsOutsideOfViews"],
    ):
        response = async_to_sync(ask_asynchronously)(async_client, "/health/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_the_projects_own_addresses_answer_outages_so():
    assert urls.handler500 == "defense.running.views.server_error"


def test_a_mistake_of_the_program_stays_a_500_without_its_text(broken):
    response = broken.get("/mistake/")

    assert response.status_code == 500
    assert "a mistake" not in response.content.decode()


def test_the_log_holds_one_sentence_for_an_outage(broken, caplog):
    broken.get("/outage/")

    record = caplog.records[-1]
    OutageInOneLine().filter(record)
    assert record.getMessage() == (
        "Service Unavailable: outage/ (the database does not answer: the connection is lost)"
    )
    assert record.exc_info is None


@pytest.mark.django_db
def test_a_redis_that_is_away_degrades_and_serves(client):
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0"):
        health.note_worker()
        response = client.get("/health/")

    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert (response.json()["queue"], response.json()["worker"]) == ("away", "unknown")


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_server_without_its_broker_still_answers(process_env, served_statics, tmp_path):
    away = f"redis://127.0.0.1:{free_port()}/0"

    server = start_server(tmp_path / "log", {**process_env, "REDIS_URL": away})

    try:
        assert "Traceback" not in server.output()
    finally:
        server.end()


@pytest.mark.servers
def test_a_server_whose_database_goes_away_answers_503(process_env, served_statics, tmp_path):
    port = free_port()
    env = {**process_env, "DATABASE_URL": f"postgres://qorgau@127.0.0.1:{port}/qorgau"}
    server = start_server(tmp_path / "log", env, healthy=False)
    web = http.client.HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=60)

    web.request("GET", "/health/")
    health_answer = web.getresponse()
    health_body = health_answer.read().decode()
    web.request("GET", "/", headers={"Cookie": "sessionid=" + "a" * 32})
    page = web.getresponse()
    page.read()
    web.close()
    server.end()

    assert health_answer.status == 503
    assert '"database": "away"' in health_body
    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert "Traceback" not in server.output()


@pytest.mark.django_db
def test_preparing_twice_changes_nothing(capsys, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"  # every client of this worker would read them all
    call_command("prepare", "--without-demo")
    capsys.readouterr()

    call_command("prepare", "--without-demo")

    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_the_cache_of_failed_logins_is_in_the_database():
    assert "defense_cache" in connection.introspection.table_names()
