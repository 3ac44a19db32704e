"""Every printed figure is the one that a plain computation with fractions gives, on each page and paper alike."""

import json
import random
from collections.abc import Mapping
from fractions import Fraction
from math import floor

import pytest
from django.urls import reverse

from events.models import Event
from experts.methods import Method
from experts.pages.public_results import public_results
from experts.pages.results import results_page
from experts.protocol_pdf import tables
from experts.protocol_pdf.minutes import teams_of
from experts.protocol_pdf.team_sheets import sheet_of
from experts.reports import Grid
from experts.reports.decision import decided
from experts.reports.published import sealed_of
from experts.reports.record import record_of
from tests.cast import as_organizer
from tests.experts.hall import Hall, close, fill, give
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY, CriterionFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once("figures are of no engine")]

EXPERTS, TEAMS = 5, 4
SCALES = {
    "whole": (70, 10),
    "part": (30, 7),
}  # weight and maximum: sevenths print no whole decimals
Points = Mapping[tuple[int, int], Mapping[str, Fraction]]  # by team and expert


def played(rule: Method, seed: int) -> tuple[Hall, Points]:
    """Points by chance; the first expert scores everybody, the others are recused from some."""
    chance = random.Random(seed)
    hall = fill(EXPERTS, TEAMS)
    criteria = hall.event.rubric.criterion_set
    criteria.update(weight=70)
    CriterionFactory(rubric=hall.event.rubric, order=2, key="part", weight=30, maximum=7)
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule=rule)
    given = {}
    for expert in hall.seats:
        for team in hall.defenses:
            if expert > 1 and team > 1 and chance.random() < 0.3:
                hall.recuse(expert, team)
                continue
            points = {key: str(chance.randint(1, most)) for key, (_, most) in SCALES.items()}
            give(hall.seats[expert], hall.defenses[team], points)
            given[team, expert] = {key: Fraction(each) for key, each in points.items()}
    close(hall)
    hall.event.refresh_from_db()
    return hall, given


def mean(figures: list[Fraction]) -> Fraction:
    return sum(figures, Fraction(0)) / len(figures)


def total_of(points: Mapping[str, Fraction]) -> Fraction:
    return sum((weight * points[key] / most for key, (weight, most) in SCALES.items()), Fraction(0))


def corrected(totals: Mapping[tuple[int, int], Fraction]) -> dict[int, Fraction]:
    """The equations of least squares as they stand: a row and a column have the sums that were given."""
    names = [*(("team", i) for i in range(1, TEAMS + 1)), *(("expert", j) for j in range(1, 6))]
    lines = []
    for name in names[:-1]:
        cells = [(i, j) for i, j in totals if name in {("team", i), ("expert", j)}]
        of = [sum((n == ("team", i)) + (n == ("expert", j)) for i, j in cells) for n in names]
        lines.append([*map(Fraction, of), sum((totals[cell] for cell in cells), Fraction(0))])
    lines.append([Fraction(kind == "expert") for kind, _number in names] + [Fraction(0)])
    found = dict(zip(names, solved(lines), strict=True))
    return {
        i: mean(
            [
                totals.get((i, j), min(max(found["team", i] + found["expert", j], 0), 100))
                for j in range(1, EXPERTS + 1)
            ]
        )
        for i in range(1, TEAMS + 1)
    }


def solved(lines: list[list[Fraction]]) -> list[Fraction]:
    for at in range(len(lines)):
        first = next(line for line in lines[at:] if line[at])
        lines.remove(first)
        lines.insert(at, [each / first[at] for each in first])
        for other, line in enumerate(lines):
            if other != at:
                lines[other] = [a - line[at] * b for a, b in zip(line, lines[at], strict=True)]
    return [line[-1] for line in lines]


def printed(figure: Fraction) -> str:
    """Two decimals, halves away from zero; no figure here is below it."""
    units = floor(figure * 100 + Fraction(1, 2))
    return f"{units // 100}.{units % 100:02d}"


def nearly(figure: Fraction | str) -> Fraction:
    """Of 28 digits, as data without fractions tell it."""
    return round(Fraction(figure), 24)


@pytest.mark.parametrize("rule", [Method.CORRECTED_MEAN, Method.RAW_MEAN])
@pytest.mark.parametrize("seed", [1, 2])
def test_all_pages_and_papers_print_the_same_figures(client, rule, seed):
    hall, given = played(rule, seed)
    totals = {cell: total_of(points) for cell, points in given.items()}
    raw = {i: mean([totals[cell] for cell in totals if cell[0] == i]) for i in hall.defenses}
    both = {Method.RAW_MEAN: raw, Method.CORRECTED_MEAN: corrected(totals)}
    (other,) = both.keys() - {rule}
    expected = {i: (printed(both[rule][i]), printed(both[other][i])) for i in hall.defenses}
    plain = {i: (both[rule][i], raw[i]) for i in hall.defenses}

    record = json.loads(json.dumps(record_of(hall.event, DAY)))
    exact = {
        each["team"]: (Fraction(each["value"]), Fraction(each["raw_mean"]))
        for each in record["results"]
    }
    assert exact == plain
    page = results_page(hall.event, decided(Grid(hall.event)))
    assert {row.number: (row.leading, row.other) for row in page.rows} == expected
    olga = MembershipFactory(event=hall.event, role="owner").user
    data = as_organizer(client, olga).get(reverse("organizer:results_data", args=[hall.event.slug]))
    assert {
        each["number"]: (nearly(each["value"]), nearly(each["raw_mean"]))
        for each in data.json()["teams"]
    } == {i: tuple(map(nearly, each)) for i, each in plain.items()}

    in_print = {i: (printed(value), printed(mean_of)) for i, (value, mean_of) in plain.items()}
    assert {each.number: (each.value, each.raw) for each in teams_of(record)} == in_print
    (table,) = tables.totals(record, tables.decimals_of(record))
    sums = [[cell.text for cell in row.cells] for row in table.sums[:-2]]
    shown_by = {Method.CORRECTED_MEAN: [0, 1], Method.RAW_MEAN: [1]}[rule]
    assert sums == [[in_print[i][at] for i in table.numbers] for at in shown_by]
    for part in teams_of(record):
        sheet = sheet_of(record, part)
        own = [points for (i, _expert), points in given.items() if i == part.number]
        assert [row.mean for row in sheet.criteria] == [
            printed(mean([points[key] for points in own])) for key in SCALES
        ]

    sealed_with(hall.event, hall.seats[1], record)
    show(hall.event, "results", "figures", "evidence")
    sealed = sealed_of(hall.event)
    public = public_results(hall.event, sealed)
    assert {each.number: (each.figure, each.other) for each in public.places} == expected
    bundle = json.loads(sealed.bundle(hall.event))
    assert {
        each["team"]: (Fraction(each["value"]), Fraction(each["raw_mean"]))
        for each in bundle["results"]
    } == plain
