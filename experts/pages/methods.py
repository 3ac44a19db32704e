"""The page behind the places: all methods side by side, how strict each expert is, and how far they agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from experts.agreement import Agreement
from experts.methods import MOST_ORDERED, Method
from experts.pages.explaining import shown_figure, withheld
from experts.pages.results import NO_MEAN, shown_mean
from experts.pages.tablet import shown
from experts.reports import TeamStanding
from experts.reports.methods import Comparison, ExpertLine, Recusal, Stands, Undone
from experts.reports.rules import RULE_NAMES

RELIABLE, FAIR = Fraction(3, 4), Fraction(1, 2)  # of the mean of a panel
CLOSE, LOOSE = (
    Fraction("0.8"),
    Fraction("0.667"),
)  # of single experts, as Krippendorff draws the bands
AGREEMENT_DECIMALS = 2
LEAST = 2  # teams, and experts, to be compared


@dataclass(frozen=True)
class Cell:
    """A place by one method with its figure, marked where it is not that of the event's rule; or a mean."""

    label: str
    text: str
    figure: str = ""
    is_marked: bool = False


@dataclass(frozen=True)
class TeamRow:
    number: int
    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ExpertRow:
    seat: int
    name: str
    sheets: int
    span: str
    strictness: str
    note: str


@dataclass(frozen=True)
class MethodsPage:
    """`without` names the expert who is left out in the last column, only to see what would be.

    `borda_instead`: that Kemeny's order was not looked for. `withheld`: why no expert stands here.
    """

    has_sheets: bool
    rule: str
    methods: tuple[str, ...]
    rows: tuple[TeamRow, ...]
    borda_instead: str
    without: str
    undone: str
    recusals: tuple[Recusal, ...]
    withheld: str
    experts: tuple[ExpertRow, ...]
    agreement: tuple[str, ...]
    criteria: tuple[str, ...]
    by_criterion: tuple[TeamRow, ...]


def methods_page(found: Comparison) -> MethodsPage:
    table, without = found.standings, found.without
    first = [table.rule, *(method for method in Method if method != table.rule)]
    names = [str(RULE_NAMES[method]) for method in first]
    if without:
        names.append(_("What if"))
    names += [_heading(each) for each in _trials(found)]
    return MethodsPage(
        has_sheets=bool(table.received_count),
        rule=str(RULE_NAMES[table.rule]),
        methods=tuple(names),
        rows=tuple(_row(found, team, first) for team in table.teams),
        borda_instead=_borda_instead() if found.is_kemeny_borda else "",
        without=without.name if without else "",
        undone=_undone_in_words(found.undone) if found.undone else "",
        recusals=found.recusals,
        withheld=withheld(table),
        experts=tuple(_expert(each) for each in found.experts),
        agreement=tuple(_in_words(found.agreement)),
        criteria=tuple(each.name for each in found.criteria),
        by_criterion=tuple(_by_criterion(found, team) for team in table.teams),
    )


def _borda_instead() -> str:
    told = _(
        "With more than %(most)s teams the Kemeny order is not looked for: its column holds the places of the "
        "Borda count."
    )
    return told % {"most": MOST_ORDERED}


def _row(found: Comparison, team: TeamStanding, methods: list[Method]) -> TeamRow:
    cells = [
        _cell(
            str(RULE_NAMES[method]),
            team,
            found.outcomes[method].places[team.number],
            found.outcomes[method].values[team.number],
        )
        for method in methods
    ]
    if found.without:
        cells.append(_cell(_("What if"), team, found.without.places[team.number], None))
    for each in _trials(found):
        shown = each.total if found.undone and found.undone.number == team.number else None
        cells.append(_cell(_heading(each), team, each.places[team.number], shown))
    return TeamRow(team.number, team.topic, tuple(cells))


def _trials(found: Comparison) -> tuple[Undone, ...]:
    return found.undone.tried if found.undone else ()


def _heading(tried: Undone) -> str:
    return {
        Stands.SET_ASIDE: _("What if: the sheet set aside"),
        Stands.LOWEST: _("What if: the lowest"),
        Stands.EXPECTED: _("What if: as expected"),
        Stands.HIGHEST: _("What if: the highest"),
    }[tried.stands]


def _undone_in_words(tried: Recusal) -> str:
    """What stands in the place of points that nobody gave."""
    told = {"expert": tried.name, "number": tried.number}
    if tried.tried[0].stands == Stands.SET_ASIDE:
        said = _(
            "The last column counts the sheet of %(expert)s for team %(number)s that was set aside. It does not count, and the recusal stands."
        )
        return said % told
    said = _(
        "%(expert)s gave team %(number)s no points. The last columns put in what this expert might have given: the lowest total given to another team, what is expected from the others and the expert's strictness, and the highest. The recusal stands, and nobody knows the true one."
    )
    return f"{said % told} {_('The small figure there is the total that is put in.')}"


def _cell(label: str, team: TeamStanding, place: int | None, value: Fraction | None) -> Cell:
    return Cell(
        label=label,
        text=NO_MEAN if place is None else str(place),
        figure="" if value is None else shown_mean(value),
        is_marked=place != team.place,
    )


def _expert(line: ExpertLine) -> ExpertRow:
    span = ""
    if line.totals:
        lowest, highest = shown_figure(min(line.totals), 1), shown_figure(max(line.totals), 1)
        span = lowest if lowest == highest else f"{lowest} – {highest}"
    return ExpertRow(
        line.seat, line.name, len(line.totals), span, _strictness(line), _note_on(line)
    )


def _strictness(line: ExpertLine) -> str:
    if line.severity is None or line.is_uncompared:
        return NO_MEAN
    points = shown_figure(abs(line.severity), 1)
    if points == shown_figure(Fraction(0), 1):
        return _("as the panel")
    if line.severity > 0:
        return _("%(points)s stricter") % {"points": points}
    return _("%(points)s milder") % {"points": points}


def _note_on(line: ExpertLine) -> str:
    if line.is_uncompared:
        return _("scored one team only, which tells nothing of the order")
    if line.has_no_spread:
        return _("gave every team the same total, which tells nothing of the order")
    return "" if line.totals else _("no sheet yet")


def _in_words(found: Agreement) -> Iterator[str]:
    """The panel's mean first: alpha alone would call a strict expert a disagreement."""
    if found.reliability is not None:
        yield _reliability(found.reliability, found.complete_count)
    else:
        yield _why_no_reliability(found)
    if found.alpha is not None:
        yield _alpha(found.alpha)
    if found.concordance is not None:
        figure = shown_figure(found.concordance, AGREEMENT_DECIMALS)
        yield _(
            "Their orders agree by %(figure)s, where 1 is one and the same order and 0 is none in common "
            "(Kendall's W)."
        ) % {"figure": figure}


def _why_no_reliability(found: Agreement) -> str:
    if found.team_count < LEAST:
        return _("How reliable the panel's mean is cannot be told of one team alone.")
    if found.complete_count < LEAST:
        return _(
            "How reliable the panel's mean is cannot be told: too few experts scored every team."
        )
    return _(
        "How reliable the panel's mean is cannot be told: by the experts who scored every team, all teams "
        "have the same mean."
    )


def _reliability(figure: Fraction, count: int) -> str:
    if figure >= RELIABLE:
        words = _(
            "The panel's mean is reliable: another such panel would come to much the same order."
        )
    elif figure >= FAIR:
        words = _(
            "The panel's mean is fairly reliable: another such panel might change some places."
        )
    else:
        words = _(
            "The panel's mean is not reliable: another such panel might come to another order."
        )
    told = _("It is %(figure)s of 1, by the %(count)s experts who scored every team (ICC(C,k)).")
    said = told % {"figure": shown_figure(figure, AGREEMENT_DECIMALS), "count": count}
    return f"{words} {said}"


def _alpha(figure: Fraction) -> str:
    if figure >= CLOSE:
        words = _("Single experts agree closely")
    elif figure >= LOOSE:
        words = _("Single experts agree loosely")
    else:
        words = _("Single experts give different totals")
    told = _(
        "%(words)s: %(figure)s (Krippendorff's alpha). That one expert is stricter than another lowers "
        "this figure, and the reliability of the mean not at all."
    )
    return told % {"words": words, "figure": shown_figure(figure, AGREEMENT_DECIMALS)}


def _by_criterion(found: Comparison, team: TeamStanding) -> TeamRow:
    cells = [
        Cell(each.name, _of_maximum(each.means.get(team.number), shown(each.maximum)))
        for each in found.criteria
    ]
    return TeamRow(team.number, team.topic, tuple(cells))


def _of_maximum(mean: Fraction | None, maximum: str) -> str:
    if mean is None:
        return NO_MEAN
    return _("%(points)s of %(maximum)s") % {"points": shown_mean(mean), "maximum": maximum}
