"""What stands behind the places: every method beside the event's rule, the experts, their agreement, each criterion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from events.models import Criterion
from experts.agreement import Agreement, agreement
from experts.methods import Method, Outcome, column, is_ordered_by_borda, outcome
from experts.models import Seat
from experts.reports.cells import CellState
from experts.reports.grid import Grid, Saved
from experts.reports.results import Standings, numbered_totals, standings
from experts.scoring import ScoreTable, corrected_means
from experts.sheets import Assignment


@dataclass(frozen=True)
class ExpertLine:
    """An expert with what they gave; `severity` is how far below the panel, None where it cannot be told."""

    seat: int
    name: str
    totals: tuple[Fraction, ...]
    severity: Fraction | None
    is_uncompared: bool

    @property
    def has_no_spread(self) -> bool:
        return len(self.totals) > 1 and len(set(self.totals)) == 1


@dataclass(frozen=True)
class CriterionMeans:
    """The plain mean of the points that each team was given for one criterion, by the team's number."""

    name: str
    maximum: Decimal
    means: Mapping[int, Fraction]


@dataclass(frozen=True)
class WithoutExpert:
    """The places by the event's rule if one expert's sheets did not count; for the eyes of the panel alone."""

    seat: int
    name: str
    places: Mapping[int, int | None]


class Stands(StrEnum):
    """What stands in the cell of a recusal that is undone to try."""

    SET_ASIDE = "set_aside"  # the sheet that was given before
    LOWEST = "lowest"  # of what the expert gave to others
    EXPECTED = "expected"  # from the others and the expert's strictness
    HIGHEST = "highest"


@dataclass(frozen=True)
class Undone:
    """The places by the event's rule if one recused expert had given one team this total."""

    stands: Stands
    total: Fraction
    places: Mapping[int, int | None]


@dataclass(frozen=True)
class Recusal:
    """A pair that may be undone to try; `tried` is empty but for the one that is looked at."""

    seat: int
    number: int
    name: str
    tried: tuple[Undone, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Teams are named by their numbers, and stand in the order of the event's rule.

    While the scoring is open no expert stands here and none is left out: it would say what they gave.
    """

    standings: Standings
    outcomes: Mapping[Method, Outcome[int]]
    experts: tuple[ExpertLine, ...]
    agreement: Agreement
    criteria: tuple[CriterionMeans, ...]
    without: WithoutExpert | None
    recusals: tuple[Recusal, ...] = ()

    @property
    def undone(self) -> Recusal | None:
        return next((each for each in self.recusals if each.tried), None)

    @property
    def is_kemeny_borda(self) -> bool:
        return is_ordered_by_borda(self.outcomes[Method.KEMENY].places.values())


Pair = tuple[int, int]  # a seat, and a team by its number


def comparison(grid: Grid, *, without: int | None = None, undo: Pair | None = None) -> Comparison:
    """As many queries as `standings`; `without` is the seat of the expert who is left out to try, `undo` a recusal."""
    table = numbered_totals(grid)
    is_open = grid.event.is_scoring_open
    seats = {} if is_open else {seat.pk: seat for seat in grid.scoring}
    left_out = seats.get(without) if without is not None else None
    return Comparison(
        standings=standings(grid.event, grid),
        outcomes={method: outcome(table, method) for method in Method},
        experts=tuple(_experts(table, seats.values())),
        agreement=agreement(table),
        criteria=tuple(_criterion(grid, each) for each in grid.criteria),
        without=_without(grid, table, left_out) if left_out else None,
        recusals=tuple(_recusals(grid, table, seats.values(), undo)),
    )


def _experts(table: ScoreTable[int, int], seats: Iterable[Seat]) -> Iterable[ExpertLine]:
    corrected = corrected_means(table)
    for seat in seats:
        yield ExpertLine(
            seat=seat.pk,
            name=seat.person.name,
            totals=tuple(column(table, seat.pk).values()),
            severity=corrected.severities.get(seat.pk),
            is_uncompared=seat.pk in corrected.uncompared,
        )


def _without(grid: Grid, table: ScoreTable[int, int], seat: Seat) -> WithoutExpert:
    others = [expert for expert in table.experts if expert != seat.pk]
    kept = {cell: total for cell, total in table.totals.items() if cell[1] != seat.pk}
    found = outcome(ScoreTable(table.teams, others, kept), Method(grid.event.scoring_rule))
    return WithoutExpert(seat.pk, seat.person.name, found.places)


def _recusals(
    grid: Grid, table: ScoreTable[int, int], seats: Iterable[Seat], undo: Pair | None
) -> Iterable[Recusal]:
    for defense in grid.defenses:
        number = defense.project.number
        for seat in seats:
            if grid.out.get((seat.pk, defense.project_id)) != CellState.RECUSED:
                continue
            is_tried = (seat.pk, number) == undo
            given = grid.saved.get(Assignment(seat.pk, defense.pk))
            tried = tuple(_undone(grid, table, (number, seat.pk), given)) if is_tried else ()
            yield Recusal(seat.pk, number, seat.person.name, tried)


def _undone(
    grid: Grid, table: ScoreTable[int, int], cell: Pair, given: Saved | None
) -> Iterable[Undone]:
    method = Method(grid.event.scoring_rule)
    for stands, total in _in_its_place(grid, table, cell, given).items():
        filled = ScoreTable(table.teams, table.experts, {**table.totals, cell: total})
        yield Undone(stands, total, outcome(filled, method).places)


def _in_its_place(
    grid: Grid, table: ScoreTable[int, int], cell: Pair, given: Saved | None
) -> Mapping[Stands, Fraction]:
    """A whole sheet that was set aside; else what the expert might have given, judged by the other sheets."""
    if given and given.points and given.points.keys() == {each.key for each in grid.criteria}:
        return {Stands.SET_ASIDE: given.total(grid.weights)}
    expected = corrected_means(table).expected.get(cell)
    others = column(table, cell[1]).values()
    if expected is None or not others:
        return {}
    return {Stands.LOWEST: min(others), Stands.EXPECTED: expected, Stands.HIGHEST: max(others)}


def _criterion(grid: Grid, criterion: Criterion) -> CriterionMeans:
    numbers = {defense.pk: defense.project.number for defense in grid.defenses}
    points: dict[int, list[Fraction]] = {}
    for cell in grid.eligible:
        saved = grid.saved.get(cell)
        if saved and saved.counts and saved.points:
            given = points.setdefault(numbers[cell.defense], [])
            given.append(Fraction(saved.points[criterion.key]))
    means = {number: sum(given, Fraction(0)) / len(given) for number, given in points.items()}
    return CriterionMeans(str(criterion.name), criterion.maximum, means)
