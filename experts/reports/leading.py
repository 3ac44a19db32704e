"""Who leads what the panel does after the close, and who has no part in it."""

from collections.abc import Collection
from dataclasses import dataclass

from events.models import Event
from experts.models import Interest, Panel, Seat

LEADING = (Seat.Role.CHAIR, Seat.Role.DEPUTY)


@dataclass(frozen=True)
class Leaders:
    """Chairs and deputies of an event, and who is tied to which projects, by person."""

    seats: tuple[Seat, ...]
    tied: frozenset[tuple[int, int]]

    def of(self, panel: int, projects: Collection[int]) -> Seat | None:
        """The chair, or the deputy where the chair is tied to one of the projects; nobody where both are."""
        in_turn = sorted(
            (each for each in self.seats if each.panel_id == panel),
            key=lambda each: LEADING.index(Seat.Role(each.role)),
        )
        return next((each for each in in_turn if not self._is_tied(each, projects)), None)

    def _is_tied(self, seat: Seat, projects: Collection[int]) -> bool:
        return any((seat.person_id, project) in self.tied for project in projects)


def leaders_of(event: Event) -> Leaders:
    """Two queries."""
    seats = Seat.objects.of_event(event).filter(role__in=LEADING).select_related("person")
    return Leaders(tuple(seats), tied_pairs(event))


def leader_of(panel: Panel, projects: Collection[int]) -> Seat | None:
    return leaders_of(panel.room.event).of(panel.pk, projects)


def people_tied_to(projects: Collection[int]) -> set[int]:
    """Who has no part in what concerns one of these projects: recused from it, or with an open tie."""
    found = Interest.objects.standing_between().filter(project__in=projects).order_by()
    return set(found.values_list("seat__person", flat=True))


def tied_pairs(event: Event) -> frozenset[tuple[int, int]]:
    """Who is tied to which project, recused or with an open tie, by person. One query."""
    ties = Interest.objects.of_event(event).standing_between().order_by()
    return frozenset(ties.values_list("seat__person", "project"))
