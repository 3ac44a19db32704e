"""Teams that are equal by the rule, in words: what the chain tried, what separated them, what the chair decided."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from experts.models import CastingVote
from experts.pages.explaining import shown_figure
from experts.reports.decision import Decided, Rest, Tie
from experts.reports.rules import RULE_NAMES
from experts.scoring import MEAN_DECIMALS
from experts.tie_breaks import ALL, DecidedBy, Duel, Tried

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_DUELS: Final = 6  # of four teams; more are counted, and stand in the record
DECIDED_BY: Final[Mapping[DecidedBy, "_StrPromise"]] = {
    DecidedBy.RULE: pgettext_lazy("what decided a place", "by the rule"),
    DecidedBy.PLAIN_MEAN: pgettext_lazy(
        "what decided a place", "by the plain mean of the same experts"
    ),
    DecidedBy.CRITERIA: pgettext_lazy("what decided a place", "by the heaviest criteria"),
    DecidedBy.HEAD_TO_HEAD: pgettext_lazy("what decided a place", "head to head"),
    DecidedBy.CASTING_VOTE: pgettext_lazy("what decided a place", "by the casting vote"),
    DecidedBy.PANEL_VOTE: pgettext_lazy("what decided a place", "by a vote of the panel"),
    DecidedBy.SHARED: pgettext_lazy("what decided a place", "shared"),
}


@dataclass(frozen=True)
class Trial:
    """One step on one group: its name, its figures, and what came of it."""

    name: str
    figures: str
    came: str

    @classmethod
    def of(cls, tried: Tried, criteria: Mapping[str, str]) -> Self:
        return cls(_name(tried, criteria), figures_of(tried), _came(tried))


def trials(tie: Tie, decided: Decided, criteria: Mapping[str, str]) -> Iterator[Trial]:
    """With the rule itself before the chain; `criteria` are their names by their keys."""
    table = decided.standings
    values = [team.value for team in table.teams if team.number in tie.chain.teams]
    shown = [shown_figure(value, MEAN_DECIMALS) for value in values if value is not None]
    yield Trial(str(RULE_NAMES[table.rule]), _listed(shown), _("equal"))
    yield from (Trial.of(each, criteria) for each in tie.chain.tried)


def _name(tried: Tried, criteria: Mapping[str, str]) -> str:
    if tried.step == DecidedBy.PLAIN_MEAN:
        return _("Plain mean of the experts who scored them all")
    if tried.step == DecidedBy.HEAD_TO_HEAD:
        return _("Experts who scored both, one against the other")
    names = ", ".join(criteria[key] for key in tried.criteria)
    name = ngettext(
        "Criterion, of the experts who scored them all: %(names)s",
        "Criteria, of the experts who scored them all: %(names)s",
        len(tried.criteria),
    )
    return name % {"names": names}


def figures_of(tried: Tried) -> str:
    if len(tried.duels) > MOST_DUELS:
        return _("%(count)s pairs of teams") % {"count": len(tried.duels)}
    if tried.duels:
        return "; ".join(_duel(each) for each in tried.duels)
    if not tried.compares:
        return _("no expert scored all of them")
    shown = (
        _("team %(number)s: %(figure)s")
        % {"number": team, "figure": shown_figure(figure, MEAN_DECIMALS)}
        for team, figure in sorted(tried.figures.items())
    )
    listed = "; ".join(shown)
    if tried.worth == ALL:
        return listed
    return _("%(figures)s, of %(most)s") % {"figures": listed, "most": shown_figure(tried.worth, 0)}


def _duel(duel: Duel) -> str:
    words = _("team %(one)s against team %(other)s: %(for_one)s to %(for_other)s of %(both)s")
    return words % {
        "one": duel.one,
        "other": duel.other,
        "for_one": duel.for_one,
        "for_other": duel.for_other,
        "both": duel.both,
    }


def _came(tried: Tried) -> str:
    if not tried.compares:
        return _("not compared")
    return in_order(tried.groups) if tried.separates else _("equal")


def in_order(groups: Iterable[Iterable[int]]) -> str:
    """3, then 5 and 7."""
    return _(", then ").join(_listed([str(team) for team in group]) for group in groups)


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    )


def teams_listed(numbers: Iterable[int]) -> str:
    return _listed([str(number) for number in numbers])


def vote_in_words(vote: CastingVote, decided: Decided) -> str:
    """Who decided what, and why."""
    who = {"name": vote.name, "reason": vote.reason}
    if vote.seat is None:
        return (
            _(
                "Nobody has a casting vote: the place stays shared, as %(name)s put on record. %(reason)s"
            )
            % who
        )
    if not vote.order:
        return _("The casting vote of %(name)s leaves the place shared. %(reason)s") % who
    order = in_order([number] for number in decided.numbers(vote.ordered))
    words = _("The casting vote of %(name)s orders the teams: %(order)s. %(reason)s")
    return words % {**who, "order": order}


def rest_in_words(rest: Rest, decided: Decided) -> str:
    """What a vote made of teams that the chain left equal; empty while nobody decided."""
    if rest.vote:
        return vote_in_words(rest.vote, decided)
    if rest.first is None:
        return ""
    (first,) = decided.numbers([rest.first])
    behind = teams_listed(team for team in rest.teams if team != first)
    words = _("The panel voted: %(first)s, then %(behind)s.")
    return words % {"first": first, "behind": behind}


def decisions_on(tie: Tie, decided: Decided) -> Iterator[str]:
    """What separated the teams, step by step, and then the votes."""
    for tried in tie.chain.tried:
        if tried.separates:
            how = DECIDED_BY[tried.step]
            yield f"{in_order(tried.groups)}, {how} ({figures_of(tried)})."
    for rest in tie.rests:
        if said := rest_in_words(rest, decided):
            yield said


def void_in_words(vote: CastingVote, decided: Decided) -> str:
    words = _("The casting vote of %(name)s on teams %(teams)s does not count.")
    teams = teams_listed(decided.numbers(vote.projects))
    return words % {"name": vote.name, "teams": teams}
