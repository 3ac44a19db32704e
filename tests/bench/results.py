"""What the pages of the results cost: queries, milliseconds on a quiet core, and how long firmness takes.

Last comes the time from the last sheet to the sealed protocol in three languages (closing.py).
Panels of the model event and of a large one, with sheets that are missing here and there; every look but the
first finds the firmness remembered.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Final

import django

SIZES: Final = ((12, 7), (40, 200))  # experts, teams
MOST_QUERIES: Final = 12
PAGES: Final = ("results", "methods")
MOST_FIRMNESS_MS: Final = 500  # of a page that somebody waits for


def bench_results(turns: int) -> None:
    """Print a line for each page and size; end with 1 if one takes too many queries, or firmness or the closing too long."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TEST_RUN_FOLDER": home, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        django.setup()
        missed = _measured(turns) | _is_firmness_slow() | _is_closing_slow()
    sys.exit(int(missed))


def _measured(turns: int) -> bool:
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings first
    from django.db import transaction  # noqa: PLC0415 - needs the settings first

    call_command("migrate", verbosity=0)
    sys.stdout.write(
        f"{'page':<10}{'experts':>8}{'teams':>7}{'queries':>9}{'first ms':>10}{'ms':>8}\n"
    )
    missed = False
    for experts, teams in SIZES:
        with transaction.atomic():
            for page, count, first, later in _looks(experts, teams, turns):
                missed |= count > MOST_QUERIES
                told = f"{page:<10}{experts:>8}{teams:>7}{count:>9}{first:>10.0f}{later:>8.0f}\n"
                sys.stdout.write(told)
            transaction.set_rollback(True)
    return missed


def _is_closing_slow() -> bool:
    """With Python looking for garbage as seldom as in the server and its workers."""
    from django.db import transaction  # noqa: PLC0415 - needs the settings first

    from defense.running.garbage import look_seldom  # noqa: PLC0415 - needs the settings first
    from tests.bench.closing import GOALS, bench_closing  # noqa: PLC0415 - needs the settings first

    look_seldom()
    slow = False
    for experts, teams in GOALS:
        with transaction.atomic():
            slow |= bench_closing(experts, teams)
            transaction.set_rollback(True)
    return slow


def _is_firmness_slow() -> bool:
    """By itself, before a table without gaps, with few, and with half of it missing."""
    from experts import firmness  # noqa: PLC0415 - needs the settings first

    slow = False
    for experts, teams in ((12, 7), (firmness.MOST_EXPERTS, firmness.MOST_TEAMS)):
        for share in (0.0, 0.05, 0.5):
            took = _firmness_ms(experts, teams, share)
            slow |= took > MOST_FIRMNESS_MS
            sys.stdout.write(
                f"firmness  {experts:>8}{teams:>7}{share:>9.0%} empty{took:>8.0f} ms\n"
            )
    return slow


def _firmness_ms(experts: int, teams: int, share: float) -> float:
    from experts.firmness import firmness  # noqa: PLC0415 - needs the settings first
    from experts.methods import Method, outcome  # noqa: PLC0415 - needs the settings first
    from experts.scoring import ScoreTable  # noqa: PLC0415 - needs the settings first

    random = Random(2019)
    cells = {
        (i, j): Fraction(random.randrange(30, 100))
        for i in range(teams)
        for j in range(experts)
        if random.random() >= share
    }
    table = ScoreTable(range(teams), range(experts), cells)
    places = outcome(table, Method.CORRECTED_MEAN).places
    began = time.process_time()
    firmness(table, Method.CORRECTED_MEAN, places)
    return (time.process_time() - began) * 1000


def _looks(experts: int, teams: int, turns: int) -> Iterator[tuple[str, int, float, float]]:
    from django.db import connection  # noqa: PLC0415 - needs the settings first
    from django.test import Client  # noqa: PLC0415 - needs the settings first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - needs the settings first
    from django.urls import reverse  # noqa: PLC0415 - needs the settings first

    from tests.cast import as_organizer  # noqa: PLC0415 - needs the settings first
    from tests.experts.hall import fill, score  # noqa: PLC0415 - needs the settings first
    from tests.factories import MembershipFactory  # noqa: PLC0415 - needs the settings first

    hall, random = fill(experts, teams), Random(2019)
    pairs = [(expert, team) for expert in hall.seats for team in hall.defenses]
    out = random.sample(pairs, len(pairs) // 20)
    score(hall, lambda j, i: 1 + (i * 7 + j * 3 + random.randrange(4)) % 10, except_for=out)
    owner = MembershipFactory(event=hall.event).user
    client = as_organizer(Client(SERVER_NAME="127.0.0.1"), owner)
    for page in PAGES:
        address, times = reverse(f"organizer:{page}", args=[hall.event.slug]), []
        for _turn in range(turns + 1):
            began = time.process_time()
            client.get(address)
            times.append((time.process_time() - began) * 1000)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
            count = len(queries)
        yield page, count, times[0], statistics.median(times[1:])
