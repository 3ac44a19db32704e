"""Who decides on what the chain left equal, who must be out of the room meanwhile, and from whom a team is hidden."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events.models import Event
from experts.models import Interest, Presence, Protocol, Seat, StepOut
from experts.reports.decision import Decided, Rest, decided
from experts.reports.grid import Grid


class PassedOver(StrEnum):
    """Why the casting vote is not this person's."""

    TIED = "tied"
    ABSENT = "absent"


@dataclass(frozen=True)
class Recused:
    """An expert of the room who is recused from a team, and since when they are out, if they are.

    Who was absent from its defense is not waited for.
    """

    seat: Seat
    project: int
    number: int
    out_since: datetime | None
    is_absent: bool

    @property
    def is_in_the_room(self) -> bool:
        return self.out_since is None and not self.is_absent


@dataclass(frozen=True)
class Question:
    """Teams that the chain left equal: who has the casting vote on them, and who had it but for a reason.

    Nobody has it over teams of several rooms.
    """

    rest: Rest
    caster: Seat | None
    passed_over: tuple[tuple[Seat, PassedOver], ...]
    is_across_rooms: bool
    recused: tuple[Recused, ...]

    @property
    def in_the_room(self) -> tuple[Recused, ...]:
        return tuple(each for each in self.recused if each.is_in_the_room)


@dataclass(frozen=True)
class Deliberation:
    """`recused` are all of the event, in the order of the teams and of the panel."""

    decided: Decided
    questions: tuple[Question, ...]
    recused: tuple[Recused, ...]
    absent: frozenset[int]  # seats that were at no defense of their room
    hidden: Mapping[int, frozenset[int]]  # by person, the numbers of the teams
    is_sealed: bool

    def hidden_from(self, person: int) -> frozenset[int]:
        """The teams of which this person learns nothing, being recused or having an open tie."""
        return self.hidden.get(person, frozenset())

    def question_on(self, projects: Iterable[int]) -> Question | None:
        numbers = tuple(sorted(self.decided.numbers(projects)))
        return next((each for each in self.questions if each.rest.teams == numbers), None)


def deliberation(grid: Grid) -> Deliberation:
    """Four queries besides those of `decided`."""
    found = decided(grid)
    ties = _ties(grid)
    absent = _absent(grid)
    recused = tuple(_recused(grid, ties, absent, outside(grid.event)))
    return Deliberation(
        decided=found,
        questions=tuple(_question(rest, grid, ties, absent, recused) for rest in found.rests),
        recused=recused,
        absent=_all_day(grid, absent),
        hidden=_hidden(grid, ties),
        is_sealed=Protocol.objects.of_event(grid.event).sealed().exists(),
    )


@dataclass(frozen=True)
class _Ties:
    """What stands between people and projects; `recusing` by seat, `standing` by person."""

    standing: frozenset[tuple[int, int]]
    recusing: frozenset[tuple[int, int]]


def _ties(grid: Grid) -> _Ties:
    rows = Interest.objects.of_event(grid.event).standing_between().select_related("seat")
    found = list(rows.order_by())
    return _Ties(
        standing=frozenset((each.seat.person_id, each.project_id) for each in found),
        recusing=frozenset((each.seat_id, each.project_id) for each in found if each.is_recusing),
    )


def _absent(grid: Grid) -> frozenset[tuple[int, int]]:
    """By seat and project; whether their sheet was let count is another matter."""
    noted = Presence.objects.of_event(grid.event).filter(kind=Presence.Kind.ABSENT).order_by()
    return frozenset(noted.values_list("seat", "defense__project"))


def _all_day(grid: Grid, absent: frozenset[tuple[int, int]]) -> frozenset[int]:
    heard: defaultdict[int, list[int]] = defaultdict(list)
    for defense in grid.defenses:
        heard[defense.run_item.room_id].append(defense.project_id)
    return frozenset(
        seat.pk
        for seat in grid.seats
        if (projects := heard[seat.panel.room_id])
        and all((seat.pk, project) in absent for project in projects)
    )


def outside(event: Event) -> dict[tuple[int, int], datetime]:
    """Who is out of the room now, by seat and project, and since when."""
    rows = StepOut.objects.of_event(event).out_now().order_by()
    return {
        (seat, project): at for seat, project, at in rows.values_list("seat", "project", "out_at")
    }


def _recused(
    grid: Grid,
    ties: _Ties,
    absent: frozenset[tuple[int, int]],
    out: Mapping[tuple[int, int], datetime],
) -> Iterator[Recused]:
    for defense in sorted(grid.defenses, key=lambda each: each.project.number):
        for seat in grid.seats:
            pair = (seat.pk, defense.project_id)
            if pair in ties.recusing and seat.panel.room_id == defense.run_item.room_id:
                number = defense.project.number
                yield Recused(seat, defense.project_id, number, out.get(pair), pair in absent)


def _question(
    rest: Rest,
    grid: Grid,
    ties: _Ties,
    absent: frozenset[tuple[int, int]],
    recused: Iterable[Recused],
) -> Question:
    tied = {
        each.project_id: each.run_item.room_id
        for each in grid.defenses
        if each.project.number in rest.teams
    }
    rooms = set(tied.values())
    caster, passed = None, []
    for seat in _casting_seats(grid.seats, rooms) if len(rooms) == 1 else ():
        if any((seat.person_id, project) in ties.standing for project in tied):
            passed.append((seat, PassedOver.TIED))
        elif any((seat.pk, project) in absent for project in tied):
            passed.append((seat, PassedOver.ABSENT))
        else:
            caster = seat
            break
    return Question(
        rest=rest,
        caster=caster,
        passed_over=tuple(passed),
        is_across_rooms=len(rooms) > 1,
        recused=tuple(each for each in recused if each.number in rest.teams),
    )


def _casting_seats(seats: Iterable[Seat], rooms: set[int]) -> Iterator[Seat]:
    """The chair, then the deputies in the order of the panel."""
    here = [seat for seat in seats if seat.panel.room_id in rooms]
    for role in (Seat.Role.CHAIR, Seat.Role.DEPUTY):
        yield from (seat for seat in here if seat.role == role)


def _hidden(grid: Grid, ties: _Ties) -> dict[int, frozenset[int]]:
    numbers = {each.project_id: each.project.number for each in grid.defenses}
    hidden: defaultdict[int, set[int]] = defaultdict(set)
    for person, project in ties.standing:
        if project in numbers:
            hidden[person].add(numbers[project])
    return {person: frozenset(teams) for person, teams in hidden.items()}
