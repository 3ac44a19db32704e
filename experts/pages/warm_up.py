"""The warm-up sheet, and how far apart the panel was on it, without names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Final
from uuid import UUID, uuid4

from events.models import Criterion, Event, Person
from experts.models import Seat, WarmUp
from experts.pages.tablet import Holder, shown
from experts.sheets import plain

LEAST_FOR_SPREAD: Final = 3  # with two an expert would read the other's points


@dataclass(frozen=True)
class Spread:
    """Of one criterion: the least, the middle and the most that was given."""

    lowest: Decimal
    middle: Decimal
    highest: Decimal


def spread_of(given: Sequence[Mapping[str, Decimal]], key: str) -> Spread | None:
    """None while fewer than three gave points to the criterion."""
    found = [each[key] for each in given if key in each]
    if len(found) < LEAST_FOR_SPREAD:
        return None
    return Spread(min(found), median(found), max(found))


@dataclass(frozen=True)
class WarmUpRow:
    key: str
    name: str
    lowest: str
    highest: str
    step: str
    scale: str
    given: str
    spread: str


@dataclass(frozen=True)
class WarmUpPage:
    """`saved_at` says that this tablet saved; the spread is told to who has saved."""

    holder: Holder
    rows: Sequence[WarmUpRow]
    op_id: UUID
    saved_at: datetime | None
    is_open: bool
    refusal: str


def warm_up_page(
    person: Person,
    seat: Seat | None,
    criteria: Sequence[Criterion],
    *,
    is_open: bool,
    posted: Mapping[str, str] | None = None,
    refusal: str = "",
) -> WarmUpPage:
    """One query: the warm-up sheets of the panel."""
    saved = list(WarmUp.objects.filter(seat__panel=seat.panel_id)) if seat else []
    own = next((each for each in saved if seat and each.seat_id == seat.pk), None)
    given = [each.decimals() for each in saved] if own else []
    texts = posted if posted is not None else (dict(own.points) if own else {})
    return WarmUpPage(
        holder=Holder.of(person, seat),
        rows=[_row(each, texts.get(each.key, ""), given) for each in criteria],
        op_id=uuid4(),
        saved_at=own.saved_at if own else None,
        is_open=is_open,
        refusal=refusal,
    )


def _row(criterion: Criterion, text: str, given: Sequence[Mapping[str, Decimal]]) -> WarmUpRow:
    scale = (criterion.minimum, criterion.maximum, criterion.step)
    lowest, highest, step = map(plain, scale)
    return WarmUpRow(
        key=criterion.key,
        name=str(criterion.name),
        lowest=lowest,
        highest=highest,
        step=step,
        scale=f"{shown(criterion.minimum)}–{shown(criterion.maximum)}",
        given=text,
        spread=_in_words(spread_of(given, criterion.key)),
    )


def _in_words(found: Spread | None) -> str:
    if found is None:
        return ""
    return " · ".join(map(shown, (found.lowest, found.middle, found.highest)))


@dataclass(frozen=True)
class WarmedUp:
    """Which tablets of the scoring seats proved that they save."""

    saved: int
    total: int
    missing: Sequence[str]


def warmed_up(event: Event) -> WarmedUp:
    """One query."""
    seats = Seat.objects.of_event(event).scoring().select_related("person", "warmup")
    in_order = list(seats.order_by("panel", "order"))
    missing = [seat.person.name for seat in in_order if not hasattr(seat, "warmup")]
    return WarmedUp(len(in_order) - len(missing), len(in_order), missing)
