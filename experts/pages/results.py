"""The page of the results: the standings with their verdicts in words, ready for the template."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event
from experts.dot_strip import DotStrip, dot_strip, lowest_of
from experts.firmness import Firmness
from experts.methods import MOST_ORDERED, Method
from experts.pages.explaining import (
    FirmPlace,
    explained,
    not_in_it,
    shown_figure,
    withheld,
)
from experts.pages.rules import is_on_scale, rule_in_words
from experts.pages.teams import teams
from experts.pages.ties import DECIDED_BY, decisions_on, teams_listed, void_in_words
from experts.reports import Standings, TeamStanding
from experts.reports.after_close import LateChange
from experts.reports.decision import Decided
from experts.reports.rules import RULE_NAMES
from experts.scoring import MEAN_DECIMALS, decimals_of_totals
from experts.tie_breaks import DecidedBy

NO_MEAN = "–"


@dataclass(frozen=True)
class Note:
    """What an organizer must know before they believe the table; `verdict` is said in bold."""

    css_class: str
    verdict: str
    text: str


@dataclass(frozen=True)
class Dots:
    """The picture of a team's totals, and the same in words."""

    strip: DotStrip
    label: str


@dataclass(frozen=True)
class ResultRow:
    """A team with the mean that gives its place, the other mean, and whether they give the same order."""

    css_class: str
    place: str
    shared: str
    topic: str
    number: int
    supervisors: str
    without: str
    leading: str
    other: str
    other_place: str
    sheets: str
    dots: Dots | None
    order: str
    order_class: str
    firm: FirmPlace | None

    @classmethod
    def of(
        cls, team: TeamStanding, *, rule: Method, lowest: Fraction, firm: Firmness | None
    ) -> Self:
        other, other_place = team.raw_mean, team.raw_place
        if rule == Method.RAW_MEAN:
            other, other_place = team.corrected_mean, team.corrected_place
        differs = team.differs and other_place != team.place
        order, order_class = _order(team, differs=differs)
        mean = team.value if is_on_scale(rule) else None
        strip = dot_strip(team.totals, lowest=lowest, mean=mean, plain=other)
        return cls(
            css_class="data-row--first" if team.place == 1 and not team.is_shared else "",
            place=NO_MEAN if team.place is None else str(team.place),
            shared=shared_in_words(team),
            topic=team.topic,
            number=team.number,
            supervisors=team.supervisor,
            without=not_in_it(team),
            leading=shown_mean(team.value),
            other=shown_mean(other),
            other_place=_other_place(other, other_place) if differs else "",
            sheets=_sheets(team),
            dots=Dots(strip, _dots_in_words(team)) if team.totals else None,
            order=order,
            order_class=order_class,
            firm=FirmPlace.of(firm) if firm else None,
        )


@dataclass(frozen=True)
class ResultsPage:
    """Places by the event's rule, with the other method beside them; without a sheet there is no table.

    `shows_correction`: it is what gives the places or stands beside it. `has_line`: the figure of the rule stands on the scale of the totals, and so in the pictures.
    """

    has_sheets: bool
    lead: str
    notes: tuple[Note, ...]
    leading_name: str
    other_name: str
    axis: str
    has_line: bool
    has_firmness: bool
    shows_correction: bool
    withheld: str
    explained: tuple[str, ...]
    rows: tuple[ResultRow, ...]


def results_page(
    event: Event,
    found: Decided,
    late: Iterable[LateChange] = (),
    firm: Mapping[int, Firmness] = MappingProxyType({}),
) -> ResultsPage:
    table = found.standings
    lowest = lowest_of(total for team in table.teams for total in team.totals)
    return ResultsPage(
        has_sheets=bool(table.received_count),
        lead=_lead(table),
        notes=(*_notes(event, found), *map(_late_change, late)),
        leading_name=str(RULE_NAMES[table.rule]),
        other_name=str(RULE_NAMES[_other(table.rule)]),
        axis=_("Experts' totals, %(lowest)s to 100") % {"lowest": int(lowest)},
        has_line=is_on_scale(table.rule),
        has_firmness=bool(firm),
        shows_correction=table.shows_correction,
        withheld=withheld(table),
        explained=tuple(explained(table)),
        rows=tuple(
            ResultRow.of(team, rule=table.rule, lowest=lowest, firm=firm.get(team.number))
            for team in table.teams
        ),
    )


def _other(rule: Method) -> Method:
    """What stands beside the rule: the plain mean, or beside that the corrected one."""
    return Method.CORRECTED_MEAN if rule == Method.RAW_MEAN else Method.RAW_MEAN


def shown_mean(mean: Fraction | None) -> str:
    return NO_MEAN if mean is None else shown_figure(mean, MEAN_DECIMALS)


def _other_place(other: Fraction | None, place: int | None) -> str:
    if other is None:
        return ""
    return _("would be place %(place)s") % {"place": place}


def shared_in_words(team: TeamStanding) -> str:
    if team.is_undecided:
        return _("undecided")
    if team.is_shared:
        return _("shared")
    if team.decided_by in {None, DecidedBy.RULE}:
        return ""
    return str(DECIDED_BY[team.decided_by])


def _sheets(team: TeamStanding) -> str:
    if team.nobody_may_score:
        return _("nobody may score it")
    counts = {"received": team.received_count, "eligible": team.eligible_count}
    return _("%(received)s of %(eligible)s") % counts


def _order(team: TeamStanding, *, differs: bool) -> tuple[str, str]:
    if team.nobody_may_score:
        return _("no place"), "pill"
    if team.place is None:
        return _("no place yet"), "pill"
    if differs:
        return _("order differs"), "pill pill-gold"
    return _("same"), "pill pill-ok"


def _dots_in_words(team: TeamStanding) -> str:
    count = ngettext("%(sheets)s total", "%(sheets)s totals", team.received_count)
    decimals = decimals_of_totals(team.totals)
    totals = [shown_figure(total, decimals) for total in team.totals]
    return f"{count % {'sheets': team.received_count}}: {'; '.join(totals)}"


def _lead(table: Standings) -> str:
    if not table.received_count:
        return ""
    count = ngettext(
        "%(received)s of %(expected)s expected sheet.",
        "%(received)s of %(expected)s expected sheets.",
        table.expected_count,
    ) % {"received": table.received_count, "expected": table.expected_count}
    return " ".join(filter(None, [count, rule_in_words(table.rule), _version(table)]))


def _version(table: Standings) -> str:
    if table.version is None:
        return ""
    return _("The first points locked the rule, in version %(version)s of the methods.") % {
        "version": table.version
    }


def _notes(event: Event, found: Decided) -> Iterator[Note]:
    table = found.standings
    yield from _on_sheets(event, table)
    yield from _on_few_sheets(event, table)
    yield from _on_ties(found)
    yield from _on_order(table)
    yield from _on_scale(table)
    if table.absent:
        names = [f"{each.expert}, {teams(each.numbers)}" for each in table.absent]
        sentence = _("Absent, so that nothing was due and nothing counts: %(names)s.")
        yield Note("note", "", sentence % {"names": "; ".join(names)})
    if table.uncompared:
        sentence = _("Scored one team only, and so say nothing about the order: %(names)s.")
        yield Note("note", "", sentence % {"names": ", ".join(table.uncompared)})


def changed(verb: str) -> str:
    """What a line of the log says, without its particulars."""
    words = {
        "scoring.closed": _("Scoring closed again"),
        "scoring.reopened": _("Scoring reopened"),
        "interest.decided": _("Interest decided"),
        "interest.recorded": _("Interest recorded"),
        "interest.dropped": _("Interest taken off the record"),
        "score_sheet.saved": _("Score sheet changed"),
        "score_sheet.signed": _("Score sheet signed"),
        "score_sheet.entered": _("Score sheet entered from paper"),
        "event.loaded": _("Event file loaded"),
        "rule.changed": _("Rule changed by owner and chair"),
        "score_sheet.set_aside": _("Score sheet set aside"),
        "score_sheet.given_back": _("Score sheet given back"),
        "presence.noted": _("Presence noted"),
        "presence.admitted": _("Sheet of an absent expert let count"),
    }
    return words[verb]


def _late_change(change: LateChange) -> Note:
    when = date_format(timezone.localtime(change.at), "j E, H:i")
    said = [f"{change.who}, {when}.", change.reason]
    what = ": ".join(filter(None, [changed(change.verb), change.about]))
    verdict = _("After the first close: %(what)s.") % {"what": what}
    return Note("note", verdict, " ".join(filter(None, said)))


def _on_sheets(event: Event, table: Standings) -> Iterator[Note]:
    if table.missing_count:
        verdict = ngettext(
            "%(missing)s sheet is still missing.",
            "%(missing)s sheets are still missing.",
            table.missing_count,
        ) % {"missing": table.missing_count}
        if event.is_scoring_open:
            text = _("These places may still change.")
        else:
            text = _("Scoring is closed: these places are worked out without them.")
        yield Note("note note-warn", verdict, text)
    elif event.is_scoring_open:
        text = _(
            "Every expected sheet is in. Scoring is still open, so experts may change their points."
        )
        yield Note("note", "", text)


def _on_few_sheets(event: Event, table: Standings) -> Iterator[Note]:
    """Teams of which no further sheet comes, and whose mean is of fewer than a result needs."""
    for team in table.teams:
        is_whole = team.received_count == team.eligible_count or not event.is_scoring_open
        if not (team.stands_on_too_few and is_whole):
            continue
        verdict = ngettext(
            "Team %(number)s has %(count)s sheet only; a result needs %(needed)s.",
            "Team %(number)s has %(count)s sheets only; a result needs %(needed)s.",
            team.received_count,
        )
        figures = {"number": team.number, "count": team.received_count, "needed": team.needed_count}
        text = _("Who was recused or absent, or whose sheet was set aside, is not in its mean.")
        yield Note("note note-warn", verdict % figures, text)


def _on_ties(found: Decided) -> Iterator[Note]:
    """What separated teams that the rule leaves equal; then each place that counts and is still shared."""
    for tie in found.ties:
        said = " ".join(decisions_on(tie, found))
        if said:
            verdict = _("By the rule teams %(teams)s are equal.")
            yield Note("note", verdict % {"teams": teams_listed(tie.chain.teams)}, said)
    table = found.standings
    for place in sorted({team.place for team in table.undecided if team.place is not None}):
        numbers = [team.number for team in table.undecided if team.place == place]
        yield _undecided(table.rule, place, numbers)
    for vote in found.void:
        text = _("Its teams are not the ones that are tied now.")
        yield Note("note note-warn", void_in_words(vote, found), text)


def _undecided(rule: Method, place: int, numbers: Iterable[int]) -> Note:
    verdict = _("Place %(place)s is undecided.") % {"place": place}
    text = _(
        "The means are equal, and a tie is not a win: the panel decides between teams %(teams)s."
    )
    if not is_on_scale(rule):
        text = _("A tie is not a win: the panel decides between teams %(teams)s.")
    return Note("note note-warn", verdict, text % {"teams": ", ".join(map(str, numbers))})


def _on_scale(table: Standings) -> Iterator[Note]:
    for held in table.held if table.follows_correction else ():
        text = _(
            "The total expected from %(expert)s for team %(number)s lies outside the scale and counts as "
            "its end, 0 or 100."
        )
        yield Note("note", "", text % {"expert": held.expert, "number": held.number})


def _on_order(table: Standings) -> Iterator[Note]:
    if table.is_ordered_by_borda:
        text = _(
            "Kemeny's order is found among all orders, which is done for up to %(most)s teams. With "
            "more, the places are those of the Borda count."
        )
        yield Note("note note-warn", "", text % {"most": MOST_ORDERED})
    if not table.is_connected and not _is_plain_or_corrected(table.rule):
        text = _(
            "No expert links some of the teams to the others, so the places compare only teams that were "
            "scored by the same experts."
        )
        yield Note("note note-warn", "", text)
    elif not table.is_connected:
        text = _(
            "No expert links some of the teams to the others, so strictness cannot be compared between "
            "them: the plain means stand, and they compare only teams that were scored by the same "
            "experts."
        )
        yield Note("note note-warn", _("No correction is possible."), text)
    elif table.differing:
        yield _difference(table)
    elif table.is_ordered and _is_plain_or_corrected(table.rule):
        yield Note("note note-ok", "", _("Both means give the same order."))
    elif table.is_ordered:
        yield Note("note note-ok", "", _("The plain mean gives the same order."))


def _is_plain_or_corrected(rule: Method) -> bool:
    return rule in {Method.CORRECTED_MEAN, Method.RAW_MEAN}


def _difference(table: Standings) -> Note:
    count = len(table.differing)
    verdict = ngettext(
        "The order differs for %(teams)s team", "The order differs for %(teams)s teams", count
    ) % {"teams": count}
    if table.follows_correction:
        text = _("from the plain mean, which leans on how strict the missing experts are.")
    elif table.rule != Method.RAW_MEAN:
        text = _("from the plain mean.")
    else:
        text = _("from the corrected mean, which allows for experts who are missing.")
    return Note("note note-warn", verdict, text)
