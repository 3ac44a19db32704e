"""What stands between an event and its sealed protocol, and who seals it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.counting import counts_of
from events.models import Event, Membership
from events.rules import Gap
from experts.models import PanelVote, PaperEntry, Query, QueryWindow, RuleChange, Seat
from experts.reports.board import to_confirm
from experts.reports.cells import CellState
from experts.reports.decision import decided_once
from experts.reports.grid import Grid
from experts.reports.results import Standings
from experts.reports.votes import unfinished_votes

OUT: Final = (CellState.RECUSED, CellState.ABSENT)


@dataclass(frozen=True)
class GapOfTeams(Gap):
    """One that tells something of these teams, by their numbers."""

    teams: tuple[int, ...]


@dataclass(frozen=True)
class Looked:
    """What the questions below are asked of."""

    grid: Grid
    table: Standings
    at: datetime

    @property
    def event(self) -> Event:
        return self.grid.event

    @property
    def asked(self) -> QuerySet[Query]:
        """What teams asked and nobody answered."""
        windows = QueryWindow.objects.of_event(self.event).standing()
        return Query.objects.filter(window__in=windows, kind=Query.Kind.ASKED, answer="")

    @cached_property
    def waiting(self) -> Mapping[str, int]:
        """How much there is of what may hinder, in one query."""
        paper = PaperEntry.objects.filter(outcome=PaperEntry.Outcome.WAITING)
        return counts_of(
            self.event,
            {
                "paper": paper.filter(defense__project__event=self.event),
                "votes": PanelVote.objects.of_event(self.event),
                "questions": self.asked,
                "rules": RuleChange.objects.of_event(self.event).waiting(),
                "ties": to_confirm(self.event),
            },
        )


@dataclass(frozen=True)
class Readiness:
    """`hindrances` are refused with; `warnings` only said, and stand in the protocol as they are."""

    hindrances: tuple[Gap, ...]
    warnings: tuple[Gap, ...]


def readiness(event: Event, at: datetime, grid: Grid | None = None) -> Readiness:
    grid = grid or Grid(event)
    if event.is_scoring_open:
        sentence = _("The scoring is still open. Close it first.")
        return Readiness((Gap("scoring", sentence),), ())
    looked = Looked(grid, decided_once(grid).standings, at)
    return Readiness(
        tuple(gap for hinders in HINDERING for gap in hinders(looked)),
        tuple(gap for warns in WARNING for gap in warns(looked)),
    )


def _paper(looked: Looked) -> Iterator[Gap]:
    if waiting := looked.waiting["paper"]:
        words = ngettext(
            "%(count)s entry from paper waits for the second person.",
            "%(count)s entries from paper wait for the second person.",
            waiting,
        )
        yield Gap("paper", words % {"count": waiting})


def _ties(looked: Looked) -> Iterator[Gap]:
    if numbers := tuple(team.number for team in looked.table.undecided):
        words = _("Teams %(teams)s share a place that counts, and nobody has decided on it.")
        yield GapOfTeams("ties", words % {"teams": ", ".join(map(str, numbers))}, numbers)


def _votes(looked: Looked) -> Iterator[Gap]:
    if not looked.waiting["votes"]:
        return
    for told in unfinished_votes(looked.event, looked.grid.leaders):
        sentence = _("A vote is not finished: %(question)s") % {"question": told.vote}
        numbers = tuple(each.number for each in told.teams)
        yield GapOfTeams("votes", sentence, numbers) if numbers else Gap("votes", sentence)


def _window(looked: Looked) -> Iterator[Gap]:
    if looked.event.query_hours is None:
        return
    window = QueryWindow.objects.of_event(looked.event).standing().first()
    if window is None:
        yield Gap("queries", _("The provisional result was not shown to the teams, nor waived."))
    elif window.is_open(looked.at) and window.closes_at:
        until = date_format(timezone.localtime(window.closes_at), "j E, H:i")
        words = _("Teams may ask until %(until)s. Wait, or waive the rest with a reason.")
        yield Gap("queries", words % {"until": until})


def _answers(looked: Looked) -> Iterator[Gap]:
    if not looked.waiting["questions"]:
        return
    in_order = looked.asked.order_by("project__number")
    for number in in_order.values_list("project__number", flat=True):
        words = _("The question of team %(number)s waits for its answer.")
        yield GapOfTeams("queries", words % {"number": number}, (number,))


def _rule(looked: Looked) -> Iterator[Gap]:
    if looked.waiting["rules"]:
        yield Gap("rule", _("Another rule is proposed, and the chair has not answered."))


def _seals(looked: Looked) -> Iterator[Gap]:
    if not seats_that_seal(looked.grid):
        yield Gap("chair", _("Neither a chair nor a deputy sits on the panel who could seal."))


def _missing(looked: Looked) -> Iterator[Gap]:
    if missing := looked.table.missing_count:
        words = ngettext(
            "%(count)s expected score sheet was not submitted.",
            "%(count)s expected score sheets were not submitted.",
            missing,
        )
        yield Gap("sheets", words % {"count": missing})


def _too_few(looked: Looked) -> Iterator[Gap]:
    for team in looked.table.teams:
        if team.stands_on_too_few:
            words = _("The result of team %(number)s stands on %(count)s sheets.")
            sentence = words % {"number": team.number, "count": team.received_count}
            yield GapOfTeams("sheets", sentence, (team.number,))


def _unconfirmed(looked: Looked) -> Iterator[Gap]:
    if count := looked.waiting["ties"]:
        words = ngettext(
            "%(count)s tie was never confirmed; it recuses as it stands.",
            "%(count)s ties were never confirmed; they recuse as they stand.",
            count,
        )
        yield Gap("interests", words % {"count": count})


Question = Callable[[Looked], Iterator[Gap]]
# One line for each thing that is to be done first, and for each that is only said.
HINDERING: Final[Sequence[Question]] = (_paper, _ties, _votes, _window, _answers, _rule, _seals)
WARNING: Final[Sequence[Question]] = (_missing, _too_few, _unconfirmed)


def told_with(gaps: Sequence[Gap], hidden: Collection[int]) -> Sequence[Gap]:
    """For who has a tie to a team: of no team what is left, since the others would tell of it."""
    if not hidden:
        return gaps
    kept = [gap for gap in gaps if not isinstance(gap, GapOfTeams)]
    left = Gap("others", _("The panel has something left to decide or to answer."))
    return kept if len(kept) == len(gaps) else [*kept, left]


def seats_that_seal(grid: Grid, instead: str = "") -> list[Seat]:
    """The chair of any room, unless out of every project of it; where no chair is left, the deputies.

    `instead` is the reason that the secretary gave why no chair seals: the deputies may then as well.
    """
    chairs, deputies = (
        [seat for seat in grid.seats if seat.role == role and not _is_out(grid, seat)]
        for role in (Seat.Role.CHAIR, Seat.Role.DEPUTY)
    )
    return [*chairs, *deputies] if instead or not chairs else chairs


def _is_out(grid: Grid, seat: Seat) -> bool:
    of_room = [each for each in grid.defenses if each.run_item.room_id == seat.panel.room_id]
    states = [grid.out.get((seat.pk, each.project_id)) for each in of_room]
    return bool(states) and all(state in OUT for state in states)


def may_seal_as_secretary(membership: Membership) -> bool:
    """A secretary of the event; its owner where it has none."""
    if membership.role == Membership.Role.SECRETARY:
        return True
    secretaries = Membership.objects.filter(
        event=membership.event_id, role=Membership.Role.SECRETARY
    )
    return membership.role == Membership.Role.OWNER and not secretaries.exists()
