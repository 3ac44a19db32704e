"""A throw-away program: web and worker of a checkout, with a folder and a port of their own."""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.processes import ROOT, Running, free_port, start, wait_until

BARE_EVENT = Path(__file__).parent / "bare_event.json"
COMMAND_SECONDS = 600
START_SECONDS = 120


@dataclass(frozen=True)
class Logins:
    """What demo-logins.txt holds: cards as the addresses that their QR codes hold."""

    slug: str
    email: str
    password: str
    experts: list[str]
    trainees: list[str]


class Program:
    def __init__(self, root: Path, home: Path) -> None:
        port = free_port()
        self.root, self.home = root.resolve(), home
        self.url = f"http://127.0.0.1:{port}"
        self.env = {
            "QORGAU_HOME": str(home),
            "QORGAU_SITE_URL": self.url,
            "PORT": str(port),
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }
        self.web: Running | None = None
        self.worker: Running | None = None

    def manage(self, *arguments: str) -> str:
        """Run one of the program's commands; what it prints."""
        log = self.home / f"{arguments[0]}.log"
        command = start(["manage.py", *arguments], log=log, env=self.env, cwd=self.root)
        try:
            status = command.process.wait(COMMAND_SECONDS)
        finally:
            command.end()
        if status:
            sys.exit(f"manage.py {' '.join(arguments)} failed:\n{command.output()}")
        return command.output()

    def serve(self) -> None:
        """Start web and worker as Procfile does."""
        web = ["-m", "uvicorn", "defense.asgi:application", "--port", self.env["PORT"]]
        web += ["--no-access-log", "--log-level", "warning"]
        self.web = start(web, log=self.home / "web.log", env=self.env, cwd=self.root)
        self.start_worker()
        wait_until(self.answers, "the server answers", seconds=START_SECONDS, every=0.5)

    def start_worker(self) -> None:
        worker = ["-m", "celery", "--quiet", "-A", "defense", "worker", "--queues", "qorgau"]
        worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        worker += ["--loglevel", "WARNING"]
        self.worker = start(worker, log=self.home / "worker.log", env=self.env, cwd=self.root)

    def answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/health/", timeout=5) as response:
                return bool(response.status == 200)
        except (URLError, TimeoutError):
            return False

    def end_worker(self) -> None:
        if self.worker is not None:
            self.worker.end()

    def end(self) -> None:
        self.end_worker()
        if self.web is not None:
            self.web.end()

    def load(self) -> Logins:
        """The demo event, and a second one of which little is known; the keys to the first."""
        self.manage("prepare")
        logins = read_logins((self.home / "demo-logins.txt").read_text(encoding="utf-8"))
        self.manage("load_event", str(BARE_EVENT), "--owner", logins.email)
        return logins

    def rehearse(self, slug: str) -> list[str]:
        """Play the day through this server; the codes of its diplomas."""
        report = self.home / "rehearsal"
        self.manage("rehearse", slug, "--url", self.url, "--report", str(report))
        played = json.loads((report / "results.json").read_text(encoding="utf-8"))
        return [diploma["code"] for diploma in played["diplomas"]]

    def lose_database(self) -> None:
        """From now on nothing opens: a folder stands where the file was."""
        for file in self.home.glob("qorgau.sqlite3*"):
            file.rename(file.with_name(f"lost-{file.name}"))
        (self.home / "qorgau.sqlite3").mkdir()


def read_logins(text: str) -> Logins:
    found = re.search(r"/organize/([\w-]+)/\s+(\S+@\S+)\s+(\S+)", text)
    if found is None:
        raise ValueError("demo-logins.txt does not name the organizer.")
    slug, email, password = found.groups()
    experts, _, trainees = text.partition("\nTrainees")
    card = r"(/pass/#\S+)"
    return Logins(slug, email, password, re.findall(card, experts), re.findall(card, trainees))


@contextmanager
def throw_away_program(root: Path = ROOT) -> Iterator[Program]:
    with tempfile.TemporaryDirectory(prefix="qorgau-pictures-") as home:
        program = Program(root, Path(home))
        try:
            yield program
        finally:
            program.end()
