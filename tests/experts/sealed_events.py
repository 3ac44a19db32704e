"""An event whose made-up record is sealed, so that what is public of it can be looked at."""

import random
from collections.abc import Mapping
from typing import Any

from events.models import Event, Person
from experts.methods import Method
from experts.models import Protocol, Seat
from experts.reports.record import canonical, hash_of_record
from tests.experts.made_up_records import made_up_record, points_by_chance
from tests.experts.protocols import sealed_by
from tests.factories import DAY, UserFactory

Record = Mapping[str, Any]
AWARD = {"kk": "Үздік зерттеу", "ru": "Лучшее исследование", "en": "Best research"}


def record_by_chance(rule: Method = Method.CORRECTED_MEAN, seed: int = 3) -> dict[str, Any]:
    """Three teams, four experts, some gaps and one award."""
    chance = random.Random(seed)
    points = points_by_chance(chance, teams=3, experts=4, gaps=0.2)
    record = made_up_record(points, rule, teams=3, experts=4, chance=chance)
    return {**record, "awards": [{"team": 2, "kind": "research", "name": AWARD}]}


def sealed_with(event: Event, seat: Seat, record: Record | None = None) -> Protocol:
    """The scoring is closed, and two people have sealed this record."""
    Event.objects.filter(pk=event.pk).update(scoring_closed_at=DAY)
    event.refresh_from_db()
    text = canonical(record or record_by_chance())
    protocol = Protocol.objects.create(
        event=event,
        is_rehearsal=event.is_rehearsal,
        number=1,
        record=text,
        sha256=hash_of_record(text),
        audit_number=1,
        audit_link="b" * 64,
        prepared_at=DAY,
        prepared_by=UserFactory(),
    )
    return sealed_by(protocol, seat)


def show(event: Event, *things: str) -> None:
    """As the service does, without its questions."""
    shown = [*event.published_of_the_day, *things]
    Event.objects.filter(pk=event.pk).update(published=shown)
    event.refresh_from_db()


def call_experts_as_in_the_record(*seats: Seat) -> None:
    """The people of the seats get the keys that the record has."""
    for number, seat in enumerate(seats, start=1):
        Person.objects.filter(pk=seat.person_id).update(key=f"expert-{number}")
