from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from events.models import Event
from experts.firmness import Firmness, firmness
from experts.methods import Method, Outcome, is_ordered_by_borda, outcome
from experts.models import Seat
from experts.reports.cells import CellState, Out
from experts.reports.grid import Grid
from experts.scoring import (
    Corrected,
    ScoreTable,
    order_differs,
    places,
    raw_means,
)
from experts.tie_breaks import DecidedBy
from projects.models import Defense

PLACES_THAT_COUNT = 3  # first, second and third are announced


@dataclass(frozen=True)
class Without:
    """An expert of the room who does not score a team, and why."""

    expert: str
    state: CellState


@dataclass(frozen=True)
class TeamStanding:
    """A team's row of the results; `totals` are what experts gave it, the lowest first.

    `value` is what the event's rule makes of them, if it makes a figure.
    A shared place that counts is undecided: a tie is not a win. `needed_count` is how many sheets a result needs
    at least, or the whole panel where it is smaller.
    """

    number: int
    topic: str
    supervisors: tuple[str, ...]
    supervisor: str  # all of them in one text
    eligible_count: int
    needed_count: int
    nobody_may_score: bool
    totals: tuple[Fraction, ...]
    without: tuple[Without, ...]
    value: Fraction | None
    raw_mean: Fraction | None
    corrected_mean: Fraction | None
    raw_place: int | None
    corrected_place: int | None
    place: int | None
    is_shared: bool
    is_undecided: bool
    differs: bool
    decided_by: DecidedBy | None

    @property
    def received_count(self) -> int:
        return len(self.totals)

    @property
    def stands_on_too_few(self) -> bool:
        """A mean of fewer sheets than a result needs, as the event demands it."""
        return 0 < self.received_count < self.needed_count


@dataclass(frozen=True)
class HeldTotal:
    """A team and an expert whose expected total was held on the scale."""

    number: int
    expert: str


@dataclass(frozen=True)
class ExpectedTotal:
    """What stands in the corrected mean for an expert who does not score a team, with how strict they are.

    `severity` is None for an expert with a sheet for one team only.
    """

    number: int
    expert: str
    severity: Fraction | None
    total: Fraction


@dataclass(frozen=True)
class Absent:
    """An expert who was not there, and for which teams; nothing was due, and nothing counts."""

    expert: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Standings:
    """The teams by the place that the event's rule gives them, those without a place last.

    `is_connected` is False when no expert links some teams to the others: then no correction is
    possible. `is_ordered_by_borda`: Kemeny's order of so many teams would take too long to find.
    `uncompared` are experts with a sheet for one team only. `version` is None until the first points.
    `names_withheld`: while the scoring is open, nothing says what a named expert gave or is expected to
    give, so `held` and `expected` are empty.
    """

    rule: Method
    version: int | None
    teams: tuple[TeamStanding, ...]
    expected_count: int
    received_count: int
    is_connected: bool
    is_ordered_by_borda: bool
    uncompared: tuple[str, ...]
    names_withheld: bool
    held: tuple[HeldTotal, ...]
    expected: tuple[ExpectedTotal, ...] = ()
    absent: tuple[Absent, ...] = ()

    @property
    def follows_correction(self) -> bool:
        return self.rule == Method.CORRECTED_MEAN

    @property
    def shows_correction(self) -> bool:
        """Whether it is the rule, or stands beside the plain mean, and could be made."""
        shown = self.rule in {Method.CORRECTED_MEAN, Method.RAW_MEAN}
        return shown and self.is_connected

    @property
    def missing_count(self) -> int:
        return self.expected_count - self.received_count

    @property
    def is_ordered(self) -> bool:
        """Whether there is an order at all: one team alone has none."""
        return sum(team.place is not None for team in self.teams) > 1

    @property
    def undecided(self) -> tuple[TeamStanding, ...]:
        return tuple(team for team in self.teams if team.is_undecided)

    @property
    def differing(self) -> tuple[TeamStanding, ...]:
        return tuple(team for team in self.teams if team.differs)


def standings(event: Event, grid: Grid | None = None) -> Standings:
    """Means and places from the submitted sheets, both methods side by side. Five queries."""
    grid = grid or Grid(event)
    seats = {seat.pk: seat for seat in grid.scoring}
    table, corrected = grid.totals, grid.corrected
    teams = _teams(grid, table, corrected)
    rule = Method(event.scoring_rule)
    return Standings(
        rule=rule,
        version=event.rule_version,
        teams=tuple(sorted(teams, key=lambda team: (team.place is None, team.place, team.number))),
        expected_count=len(grid.eligible),
        received_count=len(table.totals),
        is_connected=corrected.connected,
        is_ordered_by_borda=rule == Method.KEMENY
        and is_ordered_by_borda(team.place for team in teams),
        uncompared=tuple(seats[pk].person.name for pk in seats if pk in corrected.uncompared),
        names_withheld=(is_open := event.is_scoring_open),
        held=() if is_open else tuple(_held(grid, corrected)),
        expected=() if is_open else tuple(_expected(grid, corrected)),
        absent=tuple(_absent(grid.defenses, seats.values(), grid.out)),
    )


def firmness_of(grid: Grid, table: Standings) -> dict[int, Firmness]:
    """By the numbers of the teams; empty where it is not worked out."""
    places_held = {team.number: team.place for team in table.teams}
    return firmness(numbered_totals(grid), table.rule, places_held)


def numbered_totals(grid: Grid) -> ScoreTable[int, int]:
    """The totals of the grid, with the teams by their numbers."""
    table = grid.totals
    numbers = {defense.pk: defense.project.number for defense in grid.defenses}
    totals = {(numbers[team], seat): total for (team, seat), total in table.totals.items()}
    return ScoreTable([numbers[team] for team in table.teams], table.experts, totals)


def _held(grid: Grid, corrected: Corrected[int, int]) -> Iterator[HeldTotal]:
    for defense in grid.defenses:
        for seat in grid.scoring:
            if (defense.pk, seat.pk) in corrected.held:
                yield HeldTotal(defense.project.number, seat.person.name)


def _expected(grid: Grid, corrected: Corrected[int, int]) -> Iterator[ExpectedTotal]:
    for defense in grid.defenses:
        for seat in _without(grid, defense):
            total = corrected.expected.get((defense.pk, seat.pk))
            if total is not None:
                is_told = seat.pk not in corrected.uncompared
                severity = corrected.severities[seat.pk] if is_told else None
                name = seat.person.name
                yield ExpectedTotal(defense.project.number, name, severity, total)


def _without(grid: Grid, defense: Defense) -> dict[Seat, CellState]:
    """Who scores in the room and not this team, in the panel's order."""
    room, project = defense.run_item.room_id, defense.project_id
    states = {seat: grid.out.get((seat.pk, project)) for seat in grid.scoring}
    return {
        seat: state
        for seat, state in states.items()
        if state is not None and seat.panel.room_id == room
    }


def _absent(defenses: Iterable[Defense], seats: Iterable[Seat], out: Out) -> Iterator[Absent]:
    by_number = sorted((defense.project.number, defense.project_id) for defense in defenses)
    for seat in seats:
        numbers = [n for n, pk in by_number if out.get((seat.pk, pk)) == CellState.ABSENT]
        if numbers:
            yield Absent(seat.person.name, tuple(numbers))


def _teams(
    grid: Grid,
    table: ScoreTable[int, int],
    corrected: Corrected[int, int],
) -> list[TeamStanding]:
    rule, least = Method(grid.event.scoring_rule), grid.event.least_sheets
    raw = raw_means(table)
    raw_places, corrected_places = places(raw), places(corrected.means)
    known: Mapping[Method, Outcome[int]] = {
        Method.RAW_MEAN: Outcome(raw, raw_places),
        Method.CORRECTED_MEAN: Outcome(corrected.means, corrected_places),
    }
    leading = known.get(rule) or outcome(table, rule)
    beside = corrected_places if rule == Method.RAW_MEAN else raw_places
    differing = order_differs(leading.places, beside)
    holders = Counter(leading.places.values())
    expected = Counter(cell.defense for cell in grid.eligible)
    panels = Counter(seat.panel.room_id for seat in grid.scoring)
    return [
        TeamStanding(
            number=defense.project.number,
            topic=str(defense.project.topic),
            supervisors=supervisors,
            supervisor=", ".join(supervisors),
            eligible_count=expected[defense.pk],
            needed_count=min(least, panels[defense.run_item.room_id]),
            nobody_may_score=not expected[defense.pk],
            totals=_row(table, defense.pk),
            without=tuple(
                Without(seat.person.name, state) for seat, state in _without(grid, defense).items()
            ),
            value=leading.values[defense.pk],
            raw_mean=raw[defense.pk],
            corrected_mean=corrected.means[defense.pk],
            raw_place=raw_places[defense.pk],
            corrected_place=corrected_places[defense.pk],
            place=(place := leading.places[defense.pk]),
            is_shared=(is_shared := place is not None and holders[place] > 1),
            is_undecided=is_shared and place is not None and place <= PLACES_THAT_COUNT,
            differs=defense.pk in differing,
            decided_by=_decided_by(place, is_shared=is_shared),
        )
        for defense, supervisors in grid.supervised.items()
    ]


def _decided_by(place: int | None, *, is_shared: bool) -> DecidedBy | None:
    if place is None:
        return None
    return DecidedBy.SHARED if is_shared else DecidedBy.RULE


def _row(table: ScoreTable[int, int], team: int) -> tuple[Fraction, ...]:
    return tuple(sorted(table.row(team).values()))
