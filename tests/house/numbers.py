"""The house by numbers: `script/house` prints them, test_numbers.py holds the limits."""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

import grimp

from tests.house.stylesheets import in_two_sheets, sheets

ROOT: Final = Path(__file__).resolve().parents[2]
UP_THE_STAIRS: Final = ("events", "projects", "experts", "diplomas", "defense")
ROOMS: Final = (*UP_THE_STAIRS, "templates", "static")
ENDINGS: Final = {".py", ".html", ".txt", ".css", ".js"}
LONGEST_FILE: Final = 400
LONGEST_TEMPLATE_LINE: Final = 160
LARGEST_SHARE_OF_DEFENSE: Final = 30
MOST_PLACES_PRINTED: Final = 12

Graph = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Limit:
    """A rule of the house and whatever breaks it."""

    name: str
    broken_by: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        return not self.broken_by


@dataclass(frozen=True)
class Room:
    name: str
    lines: int
    share: int
    largest: str


def limits() -> list[Limit]:
    graph = imports()
    share = round(100 * lines_of("defense") / sum(map(lines_of, UP_THE_STAIRS)))
    return [
        Limit("no import goes up the stairs", tuple(upward(graph))),
        Limit("no circle of modules", tuple(_as_a_line(circle(graph)))),
        Limit("every module has a layer", tuple(without_a_place(graph, contracts()))),
        Limit(
            f"defense is at most {LARGEST_SHARE_OF_DEFENSE} % of the Python source",
            (f"{share} %",) if share > LARGEST_SHARE_OF_DEFENSE else (),
        ),
        Limit(
            f"no file is over {LONGEST_FILE} lines",
            tuple(over(LONGEST_FILE, (file for room in ROOMS for file in files_of(room)))),
        ),
        Limit(
            f"no line of a template is over {LONGEST_TEMPLATE_LINE} characters",
            tuple(long_lines(files_of("templates"))),
        ),
        Limit(
            "no class is defined in two style sheets",
            tuple(
                f"{name}: {', '.join(sorted(places))}"
                for name, places in sorted(in_two_sheets(sheets()).items())
            ),
        ),
    ]


def rooms() -> list[Room]:
    total = sum(map(lines_of, ROOMS))
    return [
        Room(name, lines_of(name), round(100 * lines_of(name) / total), largest_of(name))
        for name in ROOMS
    ]


@cache
def files_of(room: str) -> tuple[Path, ...]:
    """What people write and read in a room; migrations are written once and left alone."""
    found = (path for path in (ROOT / room).rglob("*") if path.suffix in ENDINGS)
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def lines_of(room: str) -> int:
    return sum(map(line_count, files_of(room)))


def largest_of(room: str) -> str:
    largest = max(files_of(room), key=line_count)
    return f"{largest.relative_to(ROOT)} {line_count(largest)}"


def over(limit: int, files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        if line_count(path) > limit:
            yield f"{path.relative_to(ROOT)} {line_count(path)}"


def long_lines(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > LONGEST_TEMPLATE_LINE:
                yield f"{path.relative_to(ROOT)}:{number} {len(line)}"


@cache
def imports(packages: tuple[str, ...] = UP_THE_STAIRS) -> Graph:
    """Who imports whom, imports for type checking and inside functions included."""
    graph = grimp.build_graph(*packages, cache_dir=None)
    return {
        module: frozenset(graph.find_modules_directly_imported_by(module))
        for module in sorted(graph.modules)
        if ".migrations" not in module
    }


def upward(graph: Graph) -> Iterator[str]:
    for module, imported in graph.items():
        for other in sorted(imported):
            if UP_THE_STAIRS.index(other.split(".")[0]) > UP_THE_STAIRS.index(module.split(".")[0]):
                yield f"{module} -> {other}"


def circle(graph: Graph) -> list[str]:
    """One circle, from the first module back to it, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _as_a_line(found: list[str]) -> Iterator[str]:
    if found:
        yield " -> ".join(found)


def contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def without_a_place(graph: Graph, contracts: Iterable[Mapping[str, Any]]) -> list[str]:
    """The parts of a package that no contract of layers names."""
    placed = {
        f"{container}.{name.strip('() ')}"
        for contract in contracts
        for container in contract.get("containers", ())
        for layer in contract["layers"]
        for name in layer.replace("|", ":").split(":")
    }
    parts = {".".join(module.split(".")[:2]) for module in graph if "." in module}
    return sorted(parts - placed)


def report() -> Iterator[str]:
    yield f"{'room':<10} {'lines':>6} {'share':>6}  largest file"
    for room in rooms():
        yield f"{room.name:<10} {room.lines:>6} {room.share:>4} %  {room.largest}"
    yield ""
    for limit in limits():
        yield f"{'kept' if limit.is_kept else 'BROKEN':<7} {limit.name}"
        yield from (f"        {place}" for place in limit.broken_by[:MOST_PLACES_PRINTED])
        if (more := len(limit.broken_by) - MOST_PLACES_PRINTED) > 0:
            yield f"        and {more} more"
    long_tests = list(over(LONGEST_FILE, files_of("tests")))
    yield f"\nNot counted: {len(long_tests)} files of tests over {LONGEST_FILE} lines"
    yield from (f"        {place}" for place in long_tests)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report())
    sys.exit(not all(limit.is_kept for limit in limits()))
