"""Who has no plain part in which project: tied to it, absent, out of the room, or with a sheet set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.db.models import F, Value

from events.models import Event
from experts.models import Interest, Presence, Seat, SetAside, StepOut
from experts.models.panel import InterestQuerySet
from experts.models.presence import PresenceQuerySet
from experts.reports.cells import CellState, Out
from experts.reports.leading import Pairs


class How(StrEnum):
    RECUSED = "recused"
    TIED = "tied"  # recused or with an open tie
    ABSENT = "absent"  # whether their sheet counts or not
    NOT_COUNTED = "not_counted"  # absent, and their sheet does not
    SET_ASIDE = "set_aside"
    OUTSIDE = "outside"


# Of several the first says why no sheet is expected.
OUT: Final = {
    How.RECUSED: CellState.RECUSED,
    How.NOT_COUNTED: CellState.ABSENT,
    How.SET_ASIDE: CellState.SET_ASIDE,
}
NEVER: Final = Value(None, output_field=models.DateTimeField())


@dataclass(frozen=True)
class Stands:
    seat: int
    person: int
    project: int
    how: str
    since: datetime | None


@dataclass(frozen=True)
class Apart:
    rows: tuple[Stands, ...]

    @cached_property
    def out(self) -> Out:
        """Who scores which project not at all, by seat and project."""
        return {
            (each.seat, each.project): state
            for how, state in reversed(OUT.items())
            for each in self.rows
            if each.how == how
        }

    @cached_property
    def recused(self) -> Pairs:
        return self._by_seat(How.RECUSED)

    @cached_property
    def absent(self) -> Pairs:
        return self._by_seat(How.ABSENT)

    @cached_property
    def tied(self) -> Pairs:
        """By person."""
        return frozenset((each.person, each.project) for each in self.rows if each.how == How.TIED)

    @cached_property
    def outside(self) -> Mapping[tuple[int, int], datetime]:
        """Who is out of the room now, and since when."""
        return {(each.seat, each.project): each.since for each in self.rows if each.since}

    def _by_seat(self, how: How) -> Pairs:
        return frozenset((each.seat, each.project) for each in self.rows if each.how == how)


def apart_of(event: Event) -> Apart:
    """One query."""
    return _read(
        StepOut.objects.of_event(event).out_now(),
        Interest.objects.of_event(event),
        Presence.objects.of_event(event),
        SetAside.objects.filter(sheet__defense__project__event=event),
    )


def apart_from_seat(seat: Seat) -> Apart:
    """One query."""
    return _read(
        StepOut.objects.none(),
        Interest.objects.filter(seat=seat),
        Presence.objects.of_seat(seat),
        SetAside.objects.filter(sheet__seat=seat),
    )


def _read(
    outside: models.QuerySet[StepOut],
    interests: InterestQuerySet,
    noted: PresenceQuerySet,
    aside: models.QuerySet[SetAside],
) -> Apart:
    """The moments come first, by which the database knows of what type the column is."""
    absent = noted.filter(kind=Presence.Kind.ABSENT)
    first, *others = (
        _rows(outside, How.OUTSIDE, "seat", "project", since=F("out_at")),
        _rows(interests.recusing(), How.RECUSED, "seat", "project"),
        _rows(interests.standing_between(), How.TIED, "seat", "project"),
        _rows(absent, How.ABSENT, "seat", "defense__project"),
        _rows(noted.keeping_out(), How.NOT_COUNTED, "seat", "defense__project"),
        _rows(aside, How.SET_ASIDE, "sheet__seat", "sheet__defense__project"),
    )
    return Apart(tuple(Stands(*row) for row in first.union(*others)))


def _rows(
    found: models.QuerySet[Any],
    how: How,
    seat: str,
    project: str,
    since: F | Value = NEVER,
) -> models.QuerySet[Any]:
    told = Value(str(how), output_field=models.CharField())
    return found.order_by().values_list(seat, f"{seat}__person", project, told, since)
