import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from defense.running.bootstrap import build_bootstrap
from defense.running.catalogs import compile_catalogs
from defense.running.fonts import build_fonts
from defense.running.garbage import look_seldom
from defense.running.hashing import STRANGERS
from defense.running.health import WORKER_FILE, WORKER_KEY, worker_state
from diplomas.access import ANSWERS, GUESSES, PICTURES
from events.installation import installation_mark
from tests.kept_tables import are_filled
from tests.lanes import BOTH, ONCE, keep_to_lane, say_lanes
from tests.processes import Running, free_port, start, start_process, wait_until

# How long an example takes says how busy the machine is. The same examples come every time.
hypothesis_settings.register_profile(
    "unhurried", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A request in Kazakh leaves its language to the thread, and would leave it to the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def room_for_strangers() -> None:
    """The sign-ins of one test leave room for those of the next."""
    STRANGERS.fill()


@pytest.fixture(autouse=True)
def no_guesses_yet() -> None:
    """All tests come from one address."""
    GUESSES.fill()
    ANSWERS.fill()
    PICTURES.fill()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lane", choices=[BOTH, ONCE], help="run one lane alone (tests/lanes.py)")


def pytest_configure(config: pytest.Config) -> None:
    """The controller compiles the translations once, before any worker of xdist reads them."""
    if not hasattr(config, "workerinput"):
        compile_catalogs(settings.BASE_DIR / "locale", settings.LOCALE_PATHS[0])


def pytest_collection_finish() -> None:
    look_seldom()


@pytest.hookimpl(trylast=True)  # after the folders have put their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever uses a real process carries the mark, so that `-m "not servers"` is quick."""
    for item in items:
        if {"running_server", "running_worker"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.servers)
    say_lanes(items)
    if lane := config.getoption("lane"):
        keep_to_lane(lane, config, items)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A part of the suite may hold nothing of the lane that is asked for."""
    if session.config.getoption("lane") and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A process asks only once which installation it is: here before any test counts queries."""
    are_filled()
    with django_db_blocker.unblock():
        installation_mark()


@contextmanager
def once_per_run(name: str) -> Iterator[bool]:
    """Hold a lock between the workers of both engines; true for the first that comes."""
    done = settings.TEST_SHARED_FOLDER / f"{name}.done"
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


@pytest.fixture(scope="session")
def served_statics() -> None:
    """Hashed static files, collected once for all servers of the run."""
    with once_per_run("statics") as is_first:
        if is_first:
            build_fonts(settings.TEST_SHARED_FOLDER / "fonts")
            build_bootstrap(settings.TEST_SHARED_FOLDER / "vendor")
            collecting = start(
                ["manage.py", "collectstatic", "--no-input", "--verbosity=0"],
                log=settings.TEST_SHARED_FOLDER / "collectstatic.log",
                env={"DJANGO_SETTINGS_MODULE": "tests.settings_served"},
            )
            assert collecting.process.wait(timeout=600) == 0, collecting.output()


@pytest.fixture(scope="session")
def process_env(django_db_setup: None) -> dict[str, str]:
    """The environment of a process that shares this worker's test database, files and queue."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else database["HOST"]
        secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        url = f"postgres://{database['USER']}{secret}@{host}/{database['NAME']}"
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings_served",
        "TEST_RUN_FOLDER": os.environ["TEST_RUN_FOLDER"],
    }


@pytest.fixture(scope="session")
def running_server(
    process_env: dict[str, str], served_statics: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A real web process on this worker's test database: `running_server.url`.

    Tests that use it need `django_db(transaction=True)`, or it sees none of their rows.
    """
    server = start_server(tmp_path_factory.mktemp("server") / "log", process_env)
    yield server
    server.end()


@pytest.fixture
def running_worker(process_env: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    """A real Celery worker on this worker's queue and test database."""
    worker = start_worker(tmp_path / "worker.log", process_env)
    yield worker
    worker.end()


def start_server(log: Path, env: dict[str, str], *, healthy: bool = True) -> Running:
    """Start a web process and wait until it is healthy, or, without `healthy`, until it listens."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = start_process(
        "web",
        log=log,
        env={**env, "PORT": str(port), "QORGAU_SITE_URL": url},
        url=url,
    )
    is_up = partial(answers, f"{url}/health/") if healthy else partial(listens, port)
    wait_until(lambda: has_ended(server) or is_up(), "the server answers")
    assert not has_ended(server), server.output()
    return server


def start_worker(log: Path, env: dict[str, str]) -> Running:
    forget_workers()
    worker = start_process("worker", log=log, env={**env, "WORKER_OPTIONS": "--concurrency 2"})
    wait_until(lambda: has_ended(worker) or worker_state() == "up", "the worker is ready")
    assert not has_ended(worker), worker.output()
    return worker


def forget_workers() -> None:
    if settings.REDIS_URL:
        with redis.from_url(settings.REDIS_URL) as client:
            client.delete(WORKER_KEY)
    else:
        (settings.BROKER_FOLDER / WORKER_FILE).unlink(missing_ok=True)


def has_ended(running: Running) -> bool:
    return running.process.poll() is not None


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
