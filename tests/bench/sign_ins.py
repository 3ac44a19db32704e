"""What forty strangers who sign in cost an expert who saves: with the bound on hashing, and without.

Both programs run side by side on the same files, and take turns, so that whatever else the machine
does meets both. The goal: a save's p95 at most three times the quiet one, and less than 400 MB.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from defense.rehearsal.players import Expert
from tests.pictures.program import Program, throw_away_program
from tests.processes import ROOT

CLIENTS: Final = 40
WITHOUT: Final = {"DJANGO_SETTINGS_MODULE": "tests.bench.unbounded"}
SECONDS: Final = 10.0
BETWEEN_SAVES_SECONDS: Final = 0.05
PATIENCE_SECONDS: Final = 300
SHEET: Final = re.compile(r"/api/v1/sheets/(\d+)-(\d+)")


@dataclass
class Contender:
    """One of the two programs, its expert, and what was measured, in milliseconds."""

    name: str
    program: Program
    tablet: "Tablet"
    quiet: list[float] = field(default_factory=list)
    flooded: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)


class Tablet(Expert):
    """An expert who changes one sheet again and again."""

    def begin(self) -> None:
        self.client.timeout = PATIENCE_SECONDS
        self.refused = 0
        self.defense_id = self.defenses()[0]
        page = self.get(f"/expert/defenses/{self.defense_id}/").text
        found = SHEET.search(page)
        assert found is not None
        self.address = found.group()
        self.keys = re.findall(r'name="points-([\w-]+)"', page)

    def saved_in(self, points: int) -> float:
        """One save, in milliseconds; only it is timed."""
        seen = self.seen()
        operation = self.operation(dict.fromkeys(self.keys, Decimal(points)), seen)
        headers = {"X-CSRFToken": self.csrf(), "Referer": str(self.client.base_url)}
        started = time.perf_counter()
        response = self.client.put(self.address, json=operation, headers=headers)
        took = (time.perf_counter() - started) * 1000
        self.refused += self.expect(response, 200, 503).status_code == 503
        return took

    def seen(self) -> dict[str, Any]:
        """The sheet as it is; asked again while the server is too busy to say."""
        while (response := self.client.get(self.address)).status_code == 503:
            time.sleep(BETWEEN_SAVES_SECONDS)
        return dict(self.expect(response, 200).json())

    def save_for(self, seconds: float) -> list[float]:
        times: list[float] = []
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            times.append(self.saved_in(5 + len(times) % 5))
            time.sleep(BETWEEN_SAVES_SECONDS)
        return times


def bench_sign_ins(rounds: int) -> None:
    with throw_away_program() as bounded, throw_away_program() as unbounded:
        card = bounded.load().experts[0].partition("#")[2]
        shutil.copytree(bounded.home, unbounded.home, dirs_exist_ok=True)
        unbounded.env.update(WITHOUT)
        contenders = [enter("after", bounded, card), enter("before", unbounded, card)]
        for _ in range(rounds):
            for each in contenders:
                take_turn(each)
        sys.stdout.write(table(contenders))


def enter(name: str, program: Program, card: str) -> Contender:
    program.serve()
    program.end_worker()
    tablet = Tablet(program.url, "expert", 0)
    tablet.enter(card)
    tablet.begin()
    return Contender(name, program, tablet)


def take_turn(each: Contender) -> None:
    each.quiet += each.tablet.save_for(SECONDS / 2)
    command = [sys.executable, "-m", "tests.bench.flood"]
    command += [each.program.url, str(SECONDS), str(CLIENTS)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as strangers:
        each.flooded += each.tablet.save_for(SECONDS)
        said, _ = strangers.communicate(timeout=60)
    each.answers.update(json.loads(said))


def table(contenders: list[Contender]) -> str:
    rows = [
        f"{'hashing':10}{'saves':>7}{'503':>5}{'quiet p50':>11}{'p95':>7}{'flood p50':>11}{'p95':>8}{'ratio':>7}"
        f"{'peak MB':>9}  answers"
    ]
    for each in contenders:
        quiet, flooded = percentiles(each.quiet), percentiles(each.flooded)
        answers = ", ".join(f"{count} x {status}" for status, count in sorted(each.answers.items()))
        rows.append(
            f"{each.name:10}{len(each.flooded):>7}{each.tablet.refused:>5}{quiet[0]:>11.0f}{quiet[1]:>7.0f}"
            f"{flooded[0]:>11.0f}{flooded[1]:>8.0f}{flooded[1] / quiet[1]:>6.1f}x"
            f"{peak_megabytes(each.program):>9.0f}  {answers}"
        )
    return "\n".join(rows) + "\n"


def percentiles(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def peak_megabytes(program: Program) -> float:
    assert program.web is not None
    status = Path(f"/proc/{program.web.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    assert found is not None
    return int(found.group(1)) / 1024
