"""What script/test says at its end, from what pytest wrote down on each engine.

python -m tests.summary SQLite.xml PostgreSQL.xml
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

SLOWEST = 20


@dataclass(frozen=True)
class Case:
    name: str
    engine: str
    lane: str
    seconds: float
    outcome: str


def cases(path: Path) -> list[Case]:
    return [
        Case(
            name=f"{element.get('classname', '').replace('.', '/')}.py::{element.get('name')}",
            engine=path.stem,
            lane=lane_in(element),
            seconds=float(element.get("time", 0)),
            outcome=outcome_of(element),
        )
        for element in ElementTree.parse(path).getroot().iter("testcase")
    ]


def lane_in(element: ElementTree.Element) -> str:
    lane = element.find("properties/property[@name='lane']")
    return "" if lane is None else lane.get("value", "")


def outcome_of(element: ElementTree.Element) -> str:
    """A test that failed and whose teardown failed too is one failed test."""
    if element.find("failure") is not None or element.find("error") is not None:
        return "failed"
    return "passed" if element.find("skipped") is None else "skipped"


def slowest(found: Sequence[Case]) -> list[str]:
    most = sorted(found, key=lambda case: case.seconds, reverse=True)[:SLOWEST]
    return [f"{each.seconds:6.1f} s  {each.engine:10}  {each.lane:4}  {each.name}" for each in most]


def slowest_files(found: Sequence[Case]) -> list[str]:
    """The sum of their tests on all engines, and how many these are."""
    seconds, tests = Counter[str](), Counter[str]()
    for case in found:
        file = case.name.partition("::")[0]
        seconds[file] += case.seconds
        tests[file] += 1
    most = seconds.most_common(SLOWEST)
    return [f"{sum_:6.1f} s  {tests[file]:4} tests  {file}" for file, sum_ in most]


def counts(found: Sequence[Case]) -> str:
    of = Counter(case.outcome for case in found)
    return f"{of['passed']} passed, {of['failed']} failed, {of['skipped']} skipped"


def main(paths: Sequence[str]) -> None:
    found = [case for path in paths for case in cases(Path(path))]
    lines = [
        "The slowest tests, with their engine and lane:",
        *slowest(found),
        "",
        "The slowest files, both engines together:",
        *slowest_files(found),
        "",
        counts(found),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
