"""Real processes for tests: started with a log file, awaited without fixed sleeps, ended by pid."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[bytes]
    log: Path
    url: str = ""

    @property
    def pid(self) -> int:
        return self.process.pid

    def children(self) -> list[int]:
        """A worker's processes that do the work; each has a group of its own."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split()]

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        children = self.children()
        os.killpg(self.pid, signal.SIGKILL)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def start(
    arguments: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    url: str = "",
    cwd: Path = ROOT,
) -> Running:
    """Run a module or file of this project, or of another checkout: ["-m", "uvicorn", …]."""
    return _run([sys.executable, *arguments], log=log, env=env, url=url, cwd=cwd)


def start_process(name: str, *, log: Path, env: Mapping[str, str], url: str = "") -> Running:
    """Run a process of the Procfile with the Python of the tests."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return _run(
        [str(ROOT / "script" / "process"), name], log=log, env={"PATH": path, **env}, url=url
    )


def _run(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    url: str = "",
    cwd: Path = ROOT,
) -> Running:
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(process, log, url)


def wait_until(
    is_so: Callable[[], bool], what: str, *, seconds: float = 120, every: float = 0.02
) -> None:
    """Ask again and again until it is so; fail with `what` when it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for this: {what}")
        time.sleep(every)


def free_port() -> int:
    """Below the ports that the system lends to outgoing connections: one of them would be taken by
    chance while its server starts, or answer where a test wants nobody to."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
