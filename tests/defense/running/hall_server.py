"""A server for the tablets of a hall, on this machine alone."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from events.hall_network import settings_for
from tests.conftest import has_ended
from tests.processes import Running, free_port, start_process, wait_until


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def started(name: str, port: int, log: Path, env: dict[str, str]) -> Running:
    process = start_process(name, log=log, env=env)
    wait_until(lambda: has_ended(process) or listens(port), f"{name} listens")
    assert not has_ended(process), process.output()
    return process


@contextmanager
def hall_server(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Web and trust page as script/server --lan starts them, and their ports."""
    port, trust_port = free_port(), free_port()
    env = {
        **settings_for(tmp_path, port, ["127.0.0.1"], datetime.now(UTC)),
        "QORGAU_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "defense.settings",
        "PORT": str(port),
        "TRUST_PORT": str(trust_port),
    }
    web = started("web", port, tmp_path / "web.log", env)
    trust = started("trust", trust_port, tmp_path / "trust.log", env)
    try:
        yield port, trust_port
    finally:
        trust.end()
        web.end()
