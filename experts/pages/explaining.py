"""What makes a place believable, in words: how firm it is, who is not in it, and what was put in their place."""

from collections.abc import Iterator
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

MOST_EXPLAINED = 12  # an example each for a panel; the rest is counted


@dataclass(frozen=True)
class FirmPlace:
    """How firm a place is: a word, and between which places nine of ten drawn panels put the team."""

    word: str
    css_class: str
    span: str

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
        return cls(word, css_class, span)


def shown_figure(value: Fraction, decimals: int) -> str:
    return str(number_format(round_for_display(value, decimals), decimals))


def not_in_it(team: TeamStanding) -> str:
    """Who of the panel does not score the team, by name and with the word for why."""
    named = [f"{each.expert} ({each.state.label})" for each in team.without]
    return _("without %(names)s") % {"names": ", ".join(named)} if named else ""


def explained(table: Standings) -> Iterator[str]:
    """The correction with this event's own numbers, expert by expert and team by team."""
    for each in table.expected[:MOST_EXPLAINED]:
        yield f"{_strictness(each)} {_filled(each)}"
    if more := len(table.expected[MOST_EXPLAINED:]):
        counted = ngettext(
            "So it is for %(count)s further sheet that was not due.",
            "So it is for %(count)s further sheets that were not due.",
            more,
        )
        yield counted % {"count": more}


def _strictness(each: ExpectedTotal) -> str:
    points = shown_figure(abs(each.severity), 1)
    told = {"expert": each.expert, "points": points}
    if points == shown_figure(Fraction(0), 1):
        return _("%(expert)s is as strict as the panel.") % told
    if each.severity > 0:
        return _("%(expert)s is %(points)s points stricter than the panel.") % told
    return _("%(expert)s is %(points)s points milder than the panel.") % told


def _filled(each: ExpectedTotal) -> str:
    told = {"number": each.number, "total": shown_figure(each.total, 1)}
    return _("For team %(number)s, which this expert did not score, we expect %(total)s.") % told
