"""Who decides on what the chain left equal, who must be out of the room meanwhile, and from whom a team is hidden."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from events.models import Event
from experts.models import Protocol, Seat
from experts.reports.decision import Decided, Rest, decided_once
from experts.reports.grid import Grid
from experts.reports.leading import Leaders, Led, PassedOver


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

    Nobody has it over teams of several rooms, nor where the rule leaves them to a vote of the panel (`is_by_panel`).
    `must_vote`: it has not voted yet, and can. `decides_equal` has the voice on equal votes.
    """

    rest: Rest
    caster: Seat | None
    decides_equal: Seat | None
    is_by_panel: bool
    must_vote: bool
    is_voted_on: bool
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
    casting: "Casting"
    is_sealed: bool

    def hidden_from(self, person: int) -> frozenset[int]:
        """The teams of which this person learns nothing, being recused or having an open tie."""
        return self.hidden.get(person, frozenset())

    def question_on(self, projects: Iterable[int]) -> Question | None:
        numbers = tuple(sorted(self.decided.numbers(projects)))
        return next((each for each in self.questions if each.rest.teams == numbers), None)


@dataclass(frozen=True)
class Casting:
    """Who has the casting vote on teams of one room, equal or not; nobody over several rooms."""

    leaders: Leaders
    rooms: Mapping[int, int]  # by project

    def is_across_rooms(self, projects: Collection[int]) -> bool:
        return len(self._rooms(projects)) > 1

    def on(self, projects: Collection[int]) -> Led:
        rooms = self._rooms(projects)
        return self.leaders.of(rooms.pop(), projects) if len(rooms) == 1 else Led(None, ())

    def has_voters(self, projects: Collection[int]) -> bool:
        """Whether somebody of the panel is tied to none of these."""
        rooms, tied = self._rooms(projects), self.leaders.tied_to(projects)
        here = (each for each in self.leaders.seats if each.panel.room_id in rooms)
        return any(each.is_scoring and each.person_id not in tied for each in here)

    def _rooms(self, projects: Collection[int]) -> set[int]:
        return {self.rooms[project] for project in projects if project in self.rooms}


def deliberation(grid: Grid) -> Deliberation:
    """One query besides those of `decided`."""
    found = decided_once(grid)
    rooms = {each.project_id: each.run_item.room_id for each in grid.defenses}
    casting = Casting(grid.leaders, rooms)
    recused = tuple(_recused(grid))
    ties_by = Event.TiesBy(grid.event.ties_by)
    return Deliberation(
        decided=found,
        questions=tuple(_question(rest, found, casting, recused, ties_by) for rest in found.rests),
        recused=recused,
        absent=frozenset(seat.pk for seat in grid.seats if grid.leaders.heard.none_by(seat)),
        hidden=hidden_teams(grid),
        casting=casting,
        is_sealed=Protocol.objects.is_sealed(grid.event),
    )


def _recused(grid: Grid) -> Iterator[Recused]:
    apart = grid.apart
    for defense in sorted(grid.defenses, key=lambda each: each.project.number):
        for seat in grid.seats:
            pair = (seat.pk, defense.project_id)
            if pair in apart.recused and seat.panel.room_id == defense.run_item.room_id:
                number = defense.project.number
                since = apart.outside.get(pair)
                yield Recused(seat, defense.project_id, number, since, pair in apart.absent)


def _question(
    rest: Rest,
    found: Decided,
    casting: Casting,
    recused: Iterable[Recused],
    ties_by: Event.TiesBy,
) -> Question:
    tied = [found.projects[number] for number in rest.teams]
    led, is_across = casting.on(tied), casting.is_across_rooms(tied)
    is_by_panel = ties_by == Event.TiesBy.PANEL and not is_across
    votes = [each for each in found.panel if each.teams == tuple(sorted(tied))]
    is_voted_on = any(not each.is_told or (each.is_left_equal and led.seat) for each in votes)
    return Question(
        rest=rest,
        caster=None if is_by_panel else led.seat,
        decides_equal=led.seat,
        is_by_panel=is_by_panel,
        must_vote=is_by_panel and rest.is_open and not votes and casting.has_voters(tied),
        is_voted_on=is_voted_on,
        passed_over=led.passed_over,
        is_across_rooms=is_across,
        recused=tuple(each for each in recused if each.number in rest.teams),
    )


def hidden_teams(grid: Grid) -> dict[int, frozenset[int]]:
    """By person, the numbers of the teams that they are recused from or have an open tie to."""
    numbers = {each.project_id: each.project.number for each in grid.defenses}
    hidden: defaultdict[int, set[int]] = defaultdict(set)
    for person, project in grid.apart.tied:
        if project in numbers:
            hidden[person].add(numbers[project])
    return {person: frozenset(teams) for person, teams in hidden.items()}
