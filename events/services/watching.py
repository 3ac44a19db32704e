"""What a tablet says of itself while its page is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from events.models import Enrolment, Pass

SELDOM: Final = timedelta(seconds=10)
"""A tablet that says more often writes no more."""


@dataclass(frozen=True)
class SaidOfItself:
    version: str
    unsent: int
    clock_ms: int | None
    battery_percent: int | None


def note_tablet(held: Pass, said: SaidOfItself, *, at: datetime) -> bool:
    """Keep it, at most every ten seconds and in one statement; tells whether it was kept. It stands in no log."""
    due = Q(last_seen_at=None) | Q(last_seen_at__lte=at - SELDOM)
    tablets = Enrolment.objects.open().filter(due, card=held)
    return bool(
        tablets.update(
            last_seen_at=at,
            page_version=said.version,
            unsent_count=said.unsent,
            clock_ms=said.clock_ms,
            battery_percent=said.battery_percent,
        )
    )
