"""Real processes for tests: started with a log file, awaited without fixed sleeps, ended by pid."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
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

    def kill(self) -> None:
        """End the whole process group at once, as a power cut would."""
        os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=10)
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
    is_so: Callable[[], bool], what: str, *, seconds: float = 30, every: float = 0.05
) -> None:
    """Ask again and again until it is so; fail with `what` when it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for this: {what}")
        time.sleep(every)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
