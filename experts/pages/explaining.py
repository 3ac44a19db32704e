"""What makes a place believable, in words: how firm it is, who is not in it, and what was put in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experts.firmness import Firm, Firmness
from experts.reports import Standings, TeamStanding
from experts.reports.results import ExpectedTotal
from experts.scoring import round_for_display

MOST_EXPLAINED = 12  # experts; the sheets of further ones are counted


@dataclass(frozen=True)
class FirmPlace:
    """How firm a place is: a word, between which places nine of ten drawn panels put the team, how often first."""

    word: str
    css_class: str
    span: str
    first: str

    @classmethod
    def of(cls, found: Firmness) -> Self:
        word, css_class = {
            Firm.FIRM: (_("firm"), "pill pill-ok"),
            Firm.LIKELY: (_("likely"), "pill pill-sky"),
            Firm.CLOSE: (_("close"), "pill pill-warn"),
        }[found.word]
        if found.best == found.worst:
            span = _("place %(place)s") % {"place": found.best}
        else:
            places = {"best": found.best, "worst": found.worst}
            span = _("places %(best)s to %(worst)s") % places
        share = shown_figure(100 * found.first, 0)
        is_told = round_for_display(100 * found.first, 0) > 0
        first = _("first in %(share)s%%") % {"share": share} if is_told else ""
        return cls(word, css_class, span, first)


def shown_figure(value: Fraction, decimals: int) -> str:
    return str(number_format(round_for_display(value, decimals), decimals))


def not_in_it(team: TeamStanding) -> str:
    """Who of the panel does not score the team, by name and with the word for why."""
    named = [f"{each.expert} ({each.state.label})" for each in team.without]
    return _("without %(names)s") % {"names": ", ".join(named)} if named else ""


def withheld(table: Standings) -> str:
    """Why no expert stands here by name, while it is so."""
    if not table.names_withheld:
        return ""
    return _(
        "While the scoring is open, nothing here says what a named expert gave or how strict that expert "
        "is. It is told after the close."
    )


def explained(table: Standings) -> Iterator[str]:
    """The correction with this event's own numbers, expert by expert."""
    if not table.shows_correction:
        return
    by_expert: dict[tuple[str, Fraction | None], list[ExpectedTotal]] = {}
    for each in table.expected:
        by_expert.setdefault((each.expert, each.severity), []).append(each)
    told = list(by_expert.values())
    for of_one in told[:MOST_EXPLAINED]:
        yield f"{_strictness(of_one[0])} {_filled(of_one)}"
    if more := sum(map(len, told[MOST_EXPLAINED:])):
        counted = ngettext(
            "So it is for %(count)s further sheet that was not due.",
            "So it is for %(count)s further sheets that were not due.",
            more,
        )
        yield counted % {"count": more}


def _strictness(each: ExpectedTotal) -> str:
    if each.severity is None:
        return _(
            "%(expert)s scored one team only, so how strict this expert is cannot be told."
        ) % {"expert": each.expert}
    points = shown_figure(abs(each.severity), 1)
    told = {"expert": each.expert, "points": points}
    if points == shown_figure(Fraction(0), 1):
        return _("%(expert)s is as strict as the panel.") % told
    if each.severity > 0:
        return _("%(expert)s is %(points)s points stricter than the panel.") % told
    return _("%(expert)s is %(points)s points milder than the panel.") % told


def _filled(of_one: Sequence[ExpectedTotal]) -> str:
    told = [{"number": each.number, "total": shown_figure(each.total, 1)} for each in of_one]
    if len(told) == 1:
        sentence = _("For team %(number)s, which this expert did not score, we expect %(total)s.")
        return sentence % told[0]
    totals = "; ".join(_("team %(number)s: %(total)s") % each for each in told)
    return _("For teams that this expert did not score we expect: %(totals)s.") % {"totals": totals}
