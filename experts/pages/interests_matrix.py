"""Experts before teams on one sheet of paper: who is tied to which, what was decided, and who decided it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Event
from experts.models import Interest, Seat
from projects.models import Project


class Tied(Enum):
    """What stands in a cell, the weightiest first: its sign and what the legend says of it."""

    RECUSED = pgettext_lazy("sign of a matrix", "R"), gettext_lazy("recused: does not score")
    TO_CONFIRM = (
        pgettext_lazy("sign of a matrix", "R?"),
        gettext_lazy("to be decided: does not score until then"),
    )
    OPEN = "?", gettext_lazy("to be decided: scores until then")
    DISCLOSED = pgettext_lazy("sign of a matrix", "D"), gettext_lazy("disclosed: scores")
    DISMISSED = "–", gettext_lazy("dismissed: scores")

    @classmethod
    def of(cls, interest: Interest) -> Self:
        if interest.outcome == Interest.Outcome.UNDECIDED:
            return cls.TO_CONFIRM if interest.is_recusing else cls.OPEN
        states = {
            Interest.Outcome.RECUSE: cls.RECUSED,
            Interest.Outcome.DISCLOSE: cls.DISCLOSED,
        }
        return states.get(Interest.Outcome(interest.outcome), cls.DISMISSED)

    @property
    def sign(self) -> str:
        return str(self.value[0])

    @property
    def meaning(self) -> str:
        return str(self.value[1])

    @property
    def state(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class TieCell:
    """A pair; `note` is the number of the line below that says who decided."""

    number: int
    tied: Tied | None = None
    note: int | None = None


@dataclass(frozen=True)
class TieRow:
    order: int
    name: str
    role: str
    cells: tuple[TieCell, ...]


@dataclass(frozen=True)
class InterestsMatrix:
    """`notes` say who decided and when, numbered from one as the cells refer to them."""

    projects: tuple[tuple[int, str], ...]
    rows: tuple[TieRow, ...]
    notes: tuple[str, ...]

    @property
    def legend(self) -> list[Tied]:
        return list(Tied)

    @property
    def is_wide(self) -> bool:
        return len(self.projects) > 16


def interests_matrix(event: Event) -> InterestsMatrix:
    """Every seat before every project. Three queries."""
    projects = list(Project.objects.of_event(event).order_by("number"))
    seats = Seat.objects.of_event(event).order_by("panel__room", "order").select_related("person")
    pairs: dict[tuple[int, int], list[Interest]] = defaultdict(list)
    found = Interest.objects.of_event(event).select_related("decided_by", "decided_from__person")
    for each in found.order_by("pk"):
        pairs[each.seat_id, each.project_id].append(each)
    notes: dict[str, int] = {}
    rows = tuple(_row(seat, projects, pairs, notes) for seat in seats)
    named = tuple((each.number, str(each.topic)) for each in projects)
    return InterestsMatrix(named, rows, tuple(notes))


def _row(
    seat: Seat,
    projects: Sequence[Project],
    pairs: dict[tuple[int, int], list[Interest]],
    notes: dict[str, int],
) -> TieRow:
    return TieRow(
        order=seat.order,
        name=seat.person.name,
        role="" if seat.role == Seat.Role.MEMBER else str(seat.get_role_display()),
        cells=tuple(
            _cell(project.number, pairs.get((seat.pk, project.pk), ()), notes)
            for project in projects
        ),
    )


def _cell(number: int, interests: Iterable[Interest], notes: dict[str, int]) -> TieCell:
    """Of several ties of a pair the weightiest counts, and its decision is the one that is noted."""
    order = list(Tied)
    ranked = sorted(interests, key=lambda each: order.index(Tied.of(each)))
    if not ranked:
        return TieCell(number)
    said = _who_decided(ranked[0])
    note = notes.setdefault(said, len(notes) + 1) if said else None
    return TieCell(number, Tied.of(ranked[0]), note)


def _who_decided(interest: Interest) -> str:
    """Empty while nobody has."""
    if interest.outcome == Interest.Outcome.UNDECIDED:
        return ""
    if not interest.reason and not interest.decider:
        return _("the program: the same name or the same person")
    who = interest.decider or _("an account that was removed")
    if interest.decided_at is None:
        return who
    day = date_format(timezone.localtime(interest.decided_at), "SHORT_DATE_FORMAT")
    return f"{who}, {day}"
