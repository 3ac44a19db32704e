"""Who leads what the panel does after the close, and who has no part in it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from events.models import Event
from experts.models import Interest, Panel, Presence, Seat
from projects.models import Defense

LEADING = (Seat.Role.CHAIR, Seat.Role.DEPUTY)
Pairs = frozenset[tuple[int, int]]


class PassedOver(StrEnum):
    """Why this person does not lead."""

    TIED = "tied"
    ABSENT = "absent"


@dataclass(frozen=True)
class Heard:
    """The projects that were defended, by room, and who was absent from which, by seat and project."""

    projects: Mapping[int, Collection[int]]
    absent: Pairs

    @classmethod
    def of(cls, rooms: Iterable[tuple[int, int]], absent: Pairs) -> "Heard":
        """`rooms` are the room and the project of each defense."""
        projects: defaultdict[int, list[int]] = defaultdict(list)
        for room, project in rooms:
            projects[room].append(project)
        return cls(projects, absent)

    def none_by(self, seat: Seat) -> bool:
        """Absent from all that was defended in their room."""
        of_room = self.projects.get(seat.panel.room_id, ())
        return bool(of_room) and all((seat.pk, project) in self.absent for project in of_room)


@dataclass(frozen=True)
class Led:
    """Who leads, and who would but for a reason."""

    seat: Seat | None
    passed_over: tuple[tuple[Seat, PassedOver], ...]


@dataclass(frozen=True)
class Leaders:
    """Who may lead, and who is tied to which projects, by person.

    `seats` are in the order of the panels: chairs and deputies, and with them the others where who votes is asked as well.
    """

    seats: tuple[Seat, ...]
    tied: Pairs
    heard: Heard

    def of(self, room: int, projects: Collection[int]) -> Led:
        """The chair, then the deputies: the first who is tied to none of the projects and was absent from none.

        What concerns no project is led by whoever was not absent from all.
        """
        passed: list[tuple[Seat, PassedOver]] = []
        for seat in self._in_turn(room):
            why = self._passed_over(seat, projects)
            if why is None:
                return Led(seat, tuple(passed))
            passed.append((seat, why))
        return Led(None, tuple(passed))

    def of_all(self, room: int) -> Seat | None:
        """For what concerns every team: the first who is tied to none and was not absent from all of the room."""
        tied = {person for person, _project in self.tied}
        free = (each for each in self._in_turn(room) if each.person_id not in tied)
        return next((each for each in free if not self.heard.none_by(each)), None)

    def tied_to(self, projects: Collection[int]) -> set[int]:
        """The people."""
        return {person for person, project in self.tied if project in projects}

    def _in_turn(self, room: int) -> list[Seat]:
        here = [each for each in self.seats if each.panel.room_id == room and each.role in LEADING]
        return sorted(here, key=lambda each: LEADING.index(Seat.Role(each.role)))

    def _passed_over(self, seat: Seat, projects: Collection[int]) -> PassedOver | None:
        if any((seat.person_id, project) in self.tied for project in projects):
            return PassedOver.TIED
        missed = any((seat.pk, project) in self.heard.absent for project in projects)
        if missed or (not projects and self.heard.none_by(seat)):
            return PassedOver.ABSENT
        return None


def leaders_of(event: Event) -> Leaders:
    """Four queries."""
    seats = Seat.objects.of_event(event).filter(role__in=LEADING).in_order()
    defenses = Defense.objects.of_event(event).order_by()
    rooms = defenses.values_list("run_item__room", "project")
    heard = Heard.of(rooms, absent_pairs(event))
    return Leaders(tuple(seats.select_related("person", "panel")), tied_pairs(event), heard)


def leader_of(panel: Panel, projects: Collection[int]) -> Seat | None:
    return leaders_of(panel.room.event).of(panel.room_id, projects).seat


def people_tied_to(projects: Collection[int]) -> set[int]:
    """Who has no part in what concerns one of these projects: recused from it, or with an open tie."""
    found = Interest.objects.standing_between().filter(project__in=projects).order_by()
    return set(found.values_list("seat__person", flat=True))


def tied_pairs(event: Event) -> Pairs:
    """Who is tied to which project, recused or with an open tie, by person. One query."""
    ties = Interest.objects.of_event(event).standing_between().order_by()
    return frozenset(ties.values_list("seat__person", "project"))


def absent_pairs(event: Event) -> Pairs:
    """Who was absent from which defense, by seat and project, whether their sheet counts or not. One query."""
    noted = Presence.objects.of_event(event).filter(kind=Presence.Kind.ABSENT).order_by()
    return frozenset(noted.values_list("seat", "defense__project"))
