"""The slips as they are printed: with the number of the seat, which people say and a key of a person does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Event
from experts.models import Seat
from experts.reports.evidence import evidence
from experts.slips import Slip, slips_of


@dataclass(frozen=True)
class PrintedSlip:
    """`seat` is empty for who has lost it, and names the rooms of who sits in several."""

    slip: Slip
    seat: str


def printed_slips(event: Event) -> Sequence[PrintedSlip]:
    seats: dict[str, list[Seat]] = {}
    for seat in Seat.objects.of_event(event).in_order().select_related("person", "panel__room"):
        seats.setdefault(seat.person.key, []).append(seat)
    return [
        PrintedSlip(each, _named(seats.get(each.person, []))) for each in slips_of(evidence(event))
    ]


def _named(seats: Sequence[Seat]) -> str:
    alone, among = _("Expert %(number)s"), _("Expert %(number)s (%(room)s)")
    said = among if len(seats) > 1 else alone
    return ", ".join(said % {"number": each.order, "room": each.panel.room} for each in seats)
