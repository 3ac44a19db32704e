"""The slips as they are printed: with the number of the seat, which people say and a key of a person does not."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Event
from experts.models import Seat
from experts.reports.evidence import evidence
from experts.slips import Slip, slips_of


@dataclass(frozen=True)
class PrintedSlip:
    """`number` is None for who has lost the seat."""

    slip: Slip
    number: int | None


def printed_slips(event: Event) -> Sequence[PrintedSlip]:
    seats = Seat.objects.of_event(event).values_list("person__key", "order")
    numbers = dict(seats)
    return [PrintedSlip(each, numbers.get(each.person)) for each in slips_of(evidence(event))]
