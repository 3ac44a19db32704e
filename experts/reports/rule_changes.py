"""Who answers to another rule than the one that the first points locked, and what keeps the rule as it is."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from events.models import Event
from experts.models import CastingVote, PanelVote, Protocol, QueryWindow, RuleChange, Seat
from experts.reports.leading import leaders_of
from experts.reports.votes import votes_of
from projects.models import Project


def rule_changes_of(event: Event) -> list[RuleChange]:
    """In the order in which they were proposed. One query."""
    found = RuleChange.objects.of_event(event)
    people = ("proposed_by", "settled_by", "settled_from__person")
    return list(found.select_related(*people).order_by("pk"))


def rule_of(event: Event) -> dict[str, Any]:
    """A rule as the record tells it: the method, its version, and its numbers."""
    return {
        "method": str(event.scoring_rule),
        "version": event.rule_version,
        "least_sheets": event.least_sheets,
        **_ties(event.ties_by),
    }


def _ties(by: str) -> dict[str, str]:
    """Told where it is not the chair's casting vote, so that records of before stay as they were."""
    return {} if by == Event.TiesBy.CHAIR else {"ties_by": str(by)}


def before_of(change: RuleChange) -> dict[str, Any]:
    return {
        "method": str(change.scoring_rule_before),
        "version": change.version_before,
        "least_sheets": change.least_sheets_before,
        **_ties(change.ties_by_before),
    }


def after_of(change: RuleChange) -> dict[str, Any]:
    return {
        "method": str(change.scoring_rule),
        "version": change.version,
        "least_sheets": change.least_sheets,
        **_ties(change.ties_by),
    }


def seats_that_answer(event: Event) -> list[Seat]:
    """Of each room the chair, or the deputy where the chair is tied to a team of the event or was at no defense."""
    leaders = leaders_of(event)
    rooms = sorted({each.panel.room_id for each in leaders.seats})
    return [seat for room in rooms if (seat := leaders.of_all(room))]


def what_stands(event: Event) -> list[str]:
    """What was shown or decided by the rule as it is, a sentence each; what is sealed is not asked here."""
    return [*_shown(event), *_decided(event)]


def _shown(event: Event) -> Iterator[str]:
    version = Protocol.objects.of_event(event).unsealed().first()
    if version:
        words = _("Version %(number)s of the protocol waits for its seals: withdraw it first.")
        yield words % {"number": version.number}
    windows = QueryWindow.objects.of_event(event).standing().exclude(opened_at=None)
    if windows.exists():
        yield _(
            "The teams have been shown their provisional result; to reopen the scoring takes it back."
        )


def _decided(event: Event) -> Iterator[str]:
    votes = list(CastingVote.objects.of_event(event).standing())
    numbers = _numbers(votes)
    for each in votes:
        teams = ", ".join(map(str, sorted(numbers[pk] for pk in each.projects if pk in numbers)))
        words = _("%(name)s has decided on teams %(teams)s; that vote is taken back first.")
        yield words % {"name": each.name, "teams": teams}
    yield from _voted(event)


def _voted(event: Event) -> Iterator[str]:
    """Votes on equal teams; those that are finished until the scoring is reopened, for they are not taken back."""
    for told in votes_of(event):
        if told.vote.subject != PanelVote.Subject.TIE or told.came_to_nothing:
            continue
        if not told.is_finished:
            words = _(
                "The panel votes on equal teams; that vote is finished or withdrawn first: %(question)s"
            )
            yield words % {"question": told.vote.question}
        elif not event.is_scoring_open:
            words = _(
                "The panel has voted on equal teams. Another rule is proposed and agreed to only while the scoring is "
                "reopened; the vote then counts where exactly these teams are left equal: %(question)s"
            )
            yield words % {"question": told.vote.question}


def _numbers(votes: Iterable[CastingVote]) -> dict[int, int]:
    ids = {pk for each in votes for pk in each.projects}
    found: Any = Project.objects.filter(pk__in=ids).values_list("pk", "number")
    return dict(found)
