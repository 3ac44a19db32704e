"""What the pages of the results cost: queries, milliseconds on a quiet core, and how long firmness takes.

The line `seal` is the time from the close to the record sealed by two, without its papers.
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
from typing import Any, Final

import django

SIZES: Final = ((12, 7), (40, 200))  # experts, teams
MOST_QUERIES: Final = 12
PAGES: Final = ("results", "methods")
MOST_FIRMNESS_MS: Final = 500  # of a page that somebody waits for


def bench_results(turns: int) -> None:
    """Print a line for each page and size; end with 1 if one takes too many queries, or firmness too long."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TEST_RUN_FOLDER": home, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        django.setup()
        missed = _measured(turns) | _is_firmness_slow()
        _papers()
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


def _papers() -> None:
    """The protocol in three languages, from its record to the last byte; seconds of one core."""
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings first
    from django.db import transaction  # noqa: PLC0415 - needs the settings first

    from experts.protocol_pdf.minutes import Stamp  # noqa: PLC0415 - needs the settings first
    from experts.protocol_pdf.printing import protocol_pdf  # noqa: PLC0415 - needs the settings first

    call_command("migrate", verbosity=0)
    for experts, teams in SIZES:
        with transaction.atomic():
            record = _record(experts, teams)
            transaction.set_rollback(True)
        stamp = Stamp(1, "a" * 64, is_sealed=True)
        began = time.process_time()
        size = sum(len(protocol_pdf(record, stamp, each)) for each in ("kk", "ru", "en"))
        took = time.process_time() - began
        sys.stdout.write(
            f"protocol  {experts:>8}{teams:>7}{took:>12.1f} s, three languages, {size / 1e6:.1f} MB\n"
        )


def _record(experts: int, teams: int) -> dict[str, Any]:
    from events.models import Event  # noqa: PLC0415 - needs the settings first
    from experts.reports.record import record_of  # noqa: PLC0415 - needs the settings first
    from tests.experts.hall import close, fill, score  # noqa: PLC0415 - needs the settings first
    from tests.factories import DAY  # noqa: PLC0415 - needs the settings first

    hall, random = fill(experts, teams), Random(2019)
    score(hall, lambda j, i: 1 + (i * 7 + j * 3 + random.randrange(4)) % 10)
    close(hall)
    return record_of(Event.objects.get(pk=hall.event.pk), DAY)


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
    yield "seal", 0, _sealing_ms(hall), 0.0


def _sealing_ms(hall: Any) -> float:
    """From the close of the scoring to the record sealed by two; places that are left equal stay shared."""
    from django.utils import timezone  # noqa: PLC0415 - needs the settings first

    from events.models import Event  # noqa: PLC0415 - needs the settings first
    from experts.models import CastingVote, Seat  # noqa: PLC0415 - needs the settings first
    from experts.reports.decision import decided  # noqa: PLC0415 - needs the settings first
    from experts.reports.grid import Grid  # noqa: PLC0415 - needs the settings first
    from experts.services.closing import close_scoring  # noqa: PLC0415 - needs the settings first
    from experts.services.sealing import (  # noqa: PLC0415 - needs the settings first
        Signer,
        prepare_protocol,
        seal_protocol,
    )
    from tests.factories import UserFactory  # noqa: PLC0415 - needs the settings first

    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    at, event, sara = timezone.now(), hall.event, UserFactory()
    chair = Seat.objects.get(pk=hall.seats[1].pk)
    began = time.process_time()
    close_scoring(event.pk, actor="bench", at=at)
    found = decided(Grid(Event.objects.get(pk=event.pk)))
    for rest in found.rests:
        teams = ",".join(str(each) for each in sorted(found.projects[n] for n in rest.teams))
        CastingVote.objects.create(event=event, seat=chair, teams=teams, reason="Shared.", at=at)
    protocol = prepare_protocol(event.pk, actor=sara, at=at)
    for who, device in ((chair, "c" * 64), (sara, "d" * 64)):
        seal_protocol(event.pk, protocol.sha256, signer=Signer(who, device), at=at)
    return (time.process_time() - began) * 1000
