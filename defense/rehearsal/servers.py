"""A server of the rehearsal's own, with its worker, for when none is running."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.conf import settings

from defense.rehearsal.players import RehearsalFailed

START_SECONDS = 60
STOP_SECONDS = 10


@contextmanager
def own_server() -> Iterator[str]:
    """Start web and worker on a free port of this machine; ended when the rehearsal ends."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PORT": str(port)}
    web = [sys.executable, "-m", "uvicorn", "defense.asgi:application"]
    web += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log"]
    worker = [sys.executable, "-m", "celery", "-A", "defense", "worker", "--queues", "qorgau"]
    worker += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in (web, worker):
            started.append(
                subprocess.Popen(  # noqa: S603 - our own program
                    command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
                )
            )
        wait_for(url, started[0])
        yield url
    finally:
        stop(started)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            if httpx.get(f"{url}/health/", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RehearsalFailed("The server for the rehearsal did not start.")


def stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
