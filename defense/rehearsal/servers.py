"""A server of the rehearsal's own, with its worker, for when none is running."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from django.conf import settings

START_SECONDS = 60
STOP_SECONDS = 10


class ServerDidNotStart(Exception):
    def __init__(self, log: Path) -> None:
        super().__init__(f"The server for the rehearsal did not start: see {log}.")


@contextmanager
def own_server(log: Path) -> Iterator[str]:
    """Start web and worker on a free port of this machine; ended when the rehearsal ends.

    What they say goes into the log. Raises ServerDidNotStart.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORT": str(port),
        "WEB_HOST": "127.0.0.1",
        "WORKER_OPTIONS": "",
    }
    started: list[subprocess.Popen[bytes]] = []
    with log.open("wb") as output:
        try:
            for process in ("web", "worker"):
                started.append(
                    subprocess.Popen(  # noqa: S603 - our own program
                        [settings.BASE_DIR / "script" / "process", process],
                        env=environment,
                        cwd=settings.BASE_DIR,
                        stdout=output,
                        stderr=subprocess.STDOUT,
                    )
                )
            if not answers(url, started[0]):
                raise ServerDidNotStart(log)
            yield url
        finally:
            stop(started)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str, web: subprocess.Popen[bytes]) -> bool:
    """Whether the server is up before it is time to give up."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            if httpx.get(f"{url}/health/", timeout=5).status_code == 200:
                return True
        except httpx.TransportError:
            time.sleep(0.1)
    return False


def stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        process.terminate()
    for process in started:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
