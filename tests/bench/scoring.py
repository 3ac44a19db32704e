"""How saves are answered while a hall scores: 12, 100 and 500 tablets that save every two seconds.

A web process as `script/server` starts it, on SQLite and, under `script/with-services`, on PostgreSQL. With
the checkout of an earlier version beside it the two take turns, so that a busy machine slows both. At the
end of each turn the database is asked whether it holds what was acknowledged: each operation once, the last one last.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg

from tests.pictures.program import Program
from tests.processes import ROOT, _run, wait_until

TABLETS: Final = (12, 100, 500)
TEAMS: Final = 7
MOST_OF_A_PANEL: Final = 100  # so 500 tablets score in five halls at once
HEAD: Final = (
    f"{'engine':12}{'version':9}{'tablets':>8}{'p50 ms':>8}{'p95 ms':>8}{'worst':>8}"
    f"{'stored p95':>12}{'worst':>8}{'saves':>7}{'waits':>7}{'errors':>8}{'wrong':>7}\n"
)


class Contender(Program):
    """A version of the program on one engine, with a hall for each size."""

    def __init__(self, version: str, engine: str, root: Path, home: Path, database: str) -> None:
        home.mkdir()
        super().__init__(root, home)
        self.version, self.engine = version, engine
        self.env["DATABASE_URL"] = database
        self.halls: dict[int, list[dict[str, Any]]] = {}

    def open(self, sizes: Sequence[int]) -> None:
        self.manage("migrate")
        for size in sizes:
            panels = [
                min(MOST_OF_A_PANEL, size - begun) for begun in range(0, size, MOST_OF_A_PANEL)
            ]
            self.halls[size] = [
                tablet
                for number, experts in enumerate(panels)
                for tablet in self.enrolled(f"hall-{size}-{number}", experts)
            ]
        self.serve()

    def enrolled(self, slug: str, experts: int) -> list[dict[str, Any]]:
        file = self.home / "event.json"
        file.write_text(json.dumps(event_of(slug, experts)), encoding="utf-8")
        self.manage("load_event", str(file))
        tablets: list[dict[str, Any]] = self.ask("enrol", slug)
        return tablets

    def serve(self) -> None:
        """The web process alone, as Procfile says."""
        env = {**self.env, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        command = [str(self.root / "script" / "process"), "web"]
        self.web = _run(command, log=self.home / "web.log", env=env, cwd=self.root)
        wait_until(self.answers, "the server answers", every=0.2)

    def ask(self, *arguments: str, told: object = None) -> Any:
        """What `enrolment.py` prints, run with this version's code."""
        command = [sys.executable, str(ROOT / "tests/bench/enrolment.py"), *arguments]
        env = {**os.environ, **self.env, "PYTHONPATH": str(self.root)}
        return printed(command, env=env, cwd=self.root, told=told)

    def turn(self, size: int, seconds: float) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.bench.tablets", self.url, str(seconds)]
        seen: dict[str, Any] = printed(command, env=os.environ, cwd=ROOT, told=self.halls[size])
        seen["wrong"] = self.ask("check", told=seen["acknowledged"])
        self.halls[size] = [
            {**each, "defenses": each["defenses"][1:]} for each in self.halls[size]
        ]  # the next turn begins with sheets that nobody has written on
        return seen


def printed(command: Sequence[str], *, env: Mapping[str, str], cwd: Path, told: object) -> Any:
    done = subprocess.run(
        command,
        env=env,
        cwd=cwd,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout)


@dataclass(frozen=True)
class Line:
    """Of one contender and size, all turns together."""

    contender: Contender
    tablets: int
    turns: Sequence[Mapping[str, Any]]

    def __str__(self) -> str:
        answers = [each * 1000 for turn in self.turns for each in turn["answers"]]
        stored = [each * 1000 for turn in self.turns for each in turn["stored"]]
        return (
            f"{self.contender.engine:12}{self.contender.version:9}{self.tablets:>8}"
            f"{statistics.median(answers):>8.0f}{p95(answers):>8.0f}{max(answers):>8.0f}"
            f"{p95(stored):>12.0f}{max(stored):>8.0f}{len(stored):>7}"
            f"{self.count('503'):>7}{self.errors():>8}{self.wrong():>7}\n"
        )

    def count(self, status: str) -> int:
        found = (turn["statuses"].items() for turn in self.turns)
        return sum(count for each in found for said, count in each if said.startswith(status))

    def errors(self) -> int:
        """Whatever is neither stored nor told when to come again."""
        return self.count("") - self.count("200") - self.count("503")

    def wrong(self) -> int:
        return sum(len(turn["wrong"]) for turn in self.turns)


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def bench_scoring(
    before: Path | None, *, turns: int, seconds: float, sizes: Sequence[int] = TABLETS
) -> None:
    """Print a line for each engine, version and number of tablets; end with 1 if anything is lost."""
    wrong = 0
    with contenders(before, sizes) as all_of_them:
        sys.stdout.write(HEAD)
        for size in sizes:
            seen: dict[Contender, list[Any]] = {each: [] for each in all_of_them}
            for _ in range(turns):
                for each in all_of_them:
                    seen[each].append(each.turn(size, seconds))
            lines = [Line(each, size, seen[each]) for each in all_of_them]
            sys.stdout.write("".join(map(str, lines)))
            sys.stdout.flush()
            wrong += sum(line.wrong() for line in lines)
    sys.exit(int(wrong > 0))


@contextmanager
def contenders(before: Path | None, sizes: Sequence[int]) -> Iterator[list[Contender]]:
    versions = {"before": before, "now": ROOT} if before else {"now": ROOT}
    with tempfile.TemporaryDirectory(prefix="qorgau-scoring-") as folder, ExitStack() as ended:
        found = []
        for version, root in versions.items():
            for engine, database in databases(version).items():
                home = Path(folder) / f"{engine}-{version}"
                each = Contender(version, engine, root or ROOT, home, database)
                ended.callback(each.end)
                each.open(sizes)
                found.append(each)
        yield found


def databases(version: str) -> dict[str, str]:
    """An address for each engine; that of SQLite is the program's own."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if server is None:
        return {"SQLite": ""}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE scoring_{version}")
    address = urlsplit(server)._replace(path=f"/scoring_{version}").geturl()
    return {"SQLite": "", "PostgreSQL": address}


def event_of(slug: str, tablets: int) -> dict[str, Any]:
    """Made-up people who have nothing in common."""
    experts = [f"expert-{number}" for number in range(tablets)]
    members = [f"member-{number}" for number in range(TEAMS)]
    names = dict.fromkeys(experts, "Aman {}") | dict.fromkeys(members, "Zere {}")
    return {
        "format": "qorgau-event",
        "version": 1,
        "event": {
            "slug": slug,
            "title": f"{tablets} tablets",
            "course": "Management",
            "organiser": "Institute",
            "place": "Hall",
            "city": "Shymkent",
            "starts_on": "2019-11-30",
            "ends_on": "2019-11-30",
            "time_zone": "Asia/Almaty",
            "languages": ["en", "kk", "ru"],
        },
        "rubric": "default",
        "diploma": "default",
        "people": [
            {"key": key, "name": name.format(word_of(number))}
            for number, (key, name) in enumerate(names.items())
        ],
        "panel": [
            {"person": key, "role": "member" if number else "chair"}
            for number, key in enumerate(experts)
        ],
        "run": [{"kind": "defense", "project": number} for number in range(1, TEAMS + 1)],
        "projects": [
            {
                "number": number,
                "topic": f"Topic {number}",
                "supervisor": {"person": key},
                "members_listed": True,
                "members": [],
            }
            for number, key in enumerate(members, start=1)
        ],
    }


def word_of(number: int) -> str:
    """A name of its own for each number, in letters."""
    return "".join(
        "bdgkmnprst"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:04}"
    ).title()
