"""A large event is loaded while an expert saves: how long it takes, and how long the expert waits.

60 experts and 600 members, every person with an employer. Another connection asks for the write lock
of the SQLite file every few milliseconds, as an expert's save does; the longest that it waits is how
long the loading held the lock. With the checkout of an earlier version beside it the two take turns, so
that a busy machine slows both. Each loading is of a new event, and then of the same one as a dry run.
At the end as many names are compared that were made up to be read in as many ways as can be.
"""

import json
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from experts.conflicts import matching_names
from tests.pictures.program import Program

EXPERTS: Final = 60
TEAMS: Final = 60
MEMBERS_OF_A_TEAM: Final = 10
GOAL_SECONDS: Final = 5.0
GOAL_LOCK: Final = 1.0
GOAL_DRY_RUN: Final = 0.1
POLL_SECONDS: Final = 0.002
GIVEN: Final = (
    "Сауле Асель Айгүл Гүлнар Қайрат Ерлан Марат Қуаныш Жанна Динара Әсел Юлия Сергей Пётр Өмірбек "
    "Бақытжан Шынар Данияр Ghalym Yerbol Zhanar Aizhan Kairat Samat"
)
FAMILIES: Final = (
    "Ахмет Оспан Сәрсен Нұрлан Төлеген Байжан Ибраһим Жұмабай Щербак Хасан Ғабит Karim Solov Ismail"
)
ENDINGS: Final = "ов ова бек ұлы қызы"
AMBIGUOUS: Final = ("ёәөгўһ", "cjxwyo", "cәoгёaх", "аcеoрxу")
WORDS_OF_A_NAME: Final = 6
EMPLOYERS: Final = (
    "school No. {n}",
    "№ {n} мектеп-гимназия",
    "State University of Region {n}",
    "Lyceum {letters} LLP",
)


def bench_load(root: Path, before: Path | None, turns: int) -> None:
    """Print medians and worst waits; end with 1 if this version misses a goal."""
    checkouts = {"before": before, "now": root} if before else {"now": root}
    seen: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in checkouts}
    with tempfile.TemporaryDirectory() as folder:
        programs = {
            name: prepared(path, Path(folder) / name) for name, path in checkouts.items() if path
        }
        for turn in range(turns):
            for name, program in programs.items():
                seen[name].append(measured(program, large_event(f"large-{turn}")))
    _print(seen)
    ambiguous = seconds_to_compare(ambiguous_names())
    sys.stdout.write(f"names of {WORDS_OF_A_NAME} ambiguous words compared: {ambiguous:.2f} s\n")
    load, lock, _dry, dry_lock = map(max, zip(*seen["now"], strict=True))
    is_missed = max(load, ambiguous) > GOAL_SECONDS or lock > GOAL_LOCK or dry_lock > GOAL_DRY_RUN
    sys.exit(int(is_missed))


def ambiguous_names() -> list[str]:
    """Words of nothing but letters that are read, or seen, in several ways."""
    draw = random.Random(AMBIGUOUS[0])
    names = (
        ["".join(draw.choices(letters, k=8)).capitalize() for _ in range(WORDS_OF_A_NAME)]
        for letters in draw.choices(AMBIGUOUS, k=EXPERTS + TEAMS * MEMBERS_OF_A_TEAM)
    )
    return [" ".join(words) for words in names]


def seconds_to_compare(names: list[str]) -> float:
    """Of this process alone, which a busy machine slows less."""
    started = time.process_time()
    matching_names(names[:EXPERTS], names[EXPERTS:])
    return time.process_time() - started


def prepared(root: Path, home: Path) -> Program:
    home.mkdir()
    program = Program(root, home)
    program.manage("migrate")
    return program


def measured(program: Program, event: dict[str, Any]) -> tuple[float, float, float, float]:
    """Seconds and the longest wait of a saving expert: of a loading, then of a dry run of it changed."""
    file = program.home / "event.json"
    file.write_text(json.dumps(event, ensure_ascii=False), encoding="utf-8")
    load = timed(program, str(file))
    event["people"] = [person | {"city": "Шымкент"} for person in event["people"]]
    file.write_text(json.dumps(event, ensure_ascii=False), encoding="utf-8")
    return *load, *timed(program, str(file), "--dry-run")


def timed(program: Program, *arguments: str) -> tuple[float, float]:
    with longest_wait(program.home / "qorgau.sqlite3") as waits:
        started = time.perf_counter()
        program.manage("load_event", *arguments)
        seconds = time.perf_counter() - started
    return seconds, max(waits)


@contextmanager
def longest_wait(database: Path) -> Iterator[list[float]]:
    """Ask for the write lock again and again; how long each took to be given."""
    waits, is_over = [0.0], threading.Event()

    def ask() -> None:
        connection = sqlite3.connect(database, timeout=0, isolation_level=None)
        while not is_over.is_set():
            waits.append(seconds_until_locked(connection))
            time.sleep(POLL_SECONDS)
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield waits
    finally:
        is_over.set()
        asking.join()


def seconds_until_locked(connection: sqlite3.Connection) -> float:
    started = time.perf_counter()
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            time.sleep(POLL_SECONDS)
        else:
            connection.execute("ROLLBACK")
            return time.perf_counter() - started


def large_event(
    slug: str, experts_count: int = EXPERTS, teams_count: int = TEAMS
) -> dict[str, Any]:
    """Made-up people, the same in every run."""
    draw = random.Random(slug)
    experts = [f"expert-{i}" for i in range(experts_count)]
    teams = [[f"member-{i}-{j}" for j in range(MEMBERS_OF_A_TEAM)] for i in range(teams_count)]
    people = [_person(key, draw) for key in [*experts, *(key for team in teams for key in team)]]
    return {
        "format": "qorgau-event",
        "version": 1,
        "event": {
            "slug": slug,
            "title": "A large event",
            "course": "Management",
            "organiser": "Institute",
            "place": "Hall",
            "city": "Shymkent",
            "starts_on": "2019-11-30",
            "ends_on": "2019-11-30",
            "time_zone": "Asia/Almaty",
            "languages": ["en", "kk", "ru"],
        },
        "published": ["programme", "teams", "panel"],
        "rubric": "default",
        "diploma": "default",
        "people": people,
        "panel": [
            {"person": key, "role": "member" if i else "chair"} for i, key in enumerate(experts)
        ],
        "run": [{"kind": "defense", "project": number} for number in range(1, teams_count + 1)],
        "projects": [
            {
                "number": number,
                "topic": f"Topic {number}",
                "supervisor": {"person": draw.choice([team[0], *experts])},
                "members_listed": True,
                "members": [{"person": key} for key in team[1:]],
            }
            for number, team in enumerate(teams, start=1)
        ],
    }


def _person(key: str, draw: random.Random) -> dict[str, Any]:
    given, family, ending = (draw.choice(each.split()) for each in (GIVEN, FAMILIES, ENDINGS))
    letters = "".join(draw.choices("ABCDEFGH", k=4))
    employer = draw.choice(EMPLOYERS).format(n=draw.randrange(1, 400), letters=letters)
    name = f"{given} {family}{draw.choice(['', 'ге', 'ба'])}{ending}"
    return {"key": key, "name": name, "organisation": employer}


def _print(seen: dict[str, list[tuple[float, float, float, float]]]) -> None:
    heads = ("load s", "lock s", "dry run s", "its lock s")
    rows = [f"{EXPERTS} experts, {TEAMS * MEMBERS_OF_A_TEAM} people in {TEAMS} teams"]
    rows.append(f"{'':16}" + "".join(f"{head:>12}" for head in heads))
    for name, turns in seen.items():
        columns = list(zip(*turns, strict=True))
        medians = [statistics.median(column) for column in columns]
        rows.append(f"{name + ', median':16}" + "".join(f"{each:>12.2f}" for each in medians))
        rows.append(f"{name + ', worst':16}" + "".join(f"{max(each):>12.2f}" for each in columns))
    goals = (f"{GOAL_SECONDS:.2f}", f"{GOAL_LOCK:.2f}", "", f"{GOAL_DRY_RUN:.2f}")
    rows.append(f"{'goal, at most':16}" + "".join(f"{goal:>12}" for goal in goals))
    sys.stdout.write("\n".join(rows) + "\n")
