"""Who of the panel has declared: for the organizers, and for whoever writes the protocol."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.models import Event
from experts.models import Seat


@dataclass(frozen=True)
class Declared:
    """One scoring seat; without `at` it has not declared."""

    order: int
    name: str
    at: datetime | None
    language: str
    text: str


@dataclass(frozen=True)
class Declarations:
    """What the scoring seats of an event declared, in the order of the panel."""

    is_asked: bool
    lines: Sequence[Declared]

    @property
    def made(self) -> int:
        return sum(each.at is not None for each in self.lines)

    @property
    def missing(self) -> list[str]:
        return [each.name for each in self.lines if each.at is None]


def declarations_of(event: Event) -> Declarations:
    """One query; none where the event asks for no declaration."""
    if not event.asks_declaration:
        return Declarations(False, ())
    seats = Seat.objects.of_event(event).scoring().select_related("person", "declaration")
    return Declarations(True, [_declared(seat) for seat in seats.order_by("panel", "order")])


def _declared(seat: Seat) -> Declared:
    made = getattr(seat, "declaration", None)
    if made is None:
        return Declared(seat.order, seat.person.name, None, "", "")
    return Declared(seat.order, seat.person.name, made.at, made.language, made.text)
