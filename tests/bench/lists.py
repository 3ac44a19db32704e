"""What each list of the workspace costs at 2,000 people and 100 teams: queries, and milliseconds on a quiet core.

The milliseconds as the server looks for garbage, and beside them as Python does by itself, in turns.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from typing import Final

import django

PEOPLE: Final = 2_000
TEAMS: Final = 100
MOST_QUERIES: Final = 12
MOST_MS: Final = 300


def bench_lists(turns: int) -> None:
    """Print a line for each page; end with 1 if one misses a goal."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TEST_RUN_FOLDER": home, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        django.setup()
        missed = _measured(turns)
    sys.exit(int(missed))


def _measured(turns: int) -> bool:
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings first
    from django.db import connection  # noqa: PLC0415 - needs the settings first
    from django.test import Client  # noqa: PLC0415 - needs the settings first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - needs the settings first

    from defense.running.garbage import look_seldom  # noqa: PLC0415 - needs the settings first
    from tests.cast import as_organizer  # noqa: PLC0415 - needs the settings first
    from tests.large import LISTS, large_event  # noqa: PLC0415 - needs the settings first

    call_command("migrate", verbosity=0)
    large = large_event(people=PEOPLE, teams=TEAMS)
    client = as_organizer(Client(SERVER_NAME="127.0.0.1"), large.owner)
    missed = False
    sys.stdout.write(f"{'page':<14}{'queries':>8}{'ms':>8}{'often':>8}{'kB':>8}\n")
    for page in LISTS:
        address, times, often = large.address(page), [], []
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            size = len(client.get(address).content)
            count = len(queries)  # a request forgets those of the request before
        for _turn in range(turns):
            for look, spent in ((look_seldom, times), (look_often, often)):
                look()
                began = time.process_time()
                client.get(address)
                spent.append((time.process_time() - began) * 1000)
        ms = statistics.median(times)
        is_missed = count > MOST_QUERIES or ms > MOST_MS
        missed |= is_missed
        mark = "  missed" if is_missed else ""
        sys.stdout.write(
            f"{page:<14}{count:>8}{ms:>8.0f}{statistics.median(often):>8.0f}{size / 1000:>8.0f}{mark}\n"
        )
    return missed


def look_often() -> None:
    """As Python does by itself."""
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
