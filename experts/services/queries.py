"""The provisional result before the seal: shown to the teams for some hours, confirmed or asked about, and answered."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.texts import one_line
from experts.errors import QueryRefused
from experts.models import Query, QueryWindow, Seat
from experts.reports.arithmetic import speaks_for_team
from experts.reports.leading import people_tied_to
from experts.services.closing import held_event
from experts.services.reasons import checked_reason
from experts.services.sealed import Actor, actor_of, refuse_if_sealed
from experts.validators import query_text
from projects.models import TeamMember


@transaction.atomic
def open_window(event_id: int, *, actor: User, at: datetime) -> QueryWindow:
    """Show each team its arithmetic for the hours of the event; twice by one account is once.

    Raises QueryRefused, ProtocolIsSealed.
    """
    event = _held(event_id)
    window = QueryWindow.objects.of_event(event).standing().first()
    if window is not None:
        if window.is_open(at) and window.by == actor:
            return window
        raise QueryRefused(_("The teams have been shown their arithmetic already."))
    closes_at = at + timedelta(hours=event.query_hours or 0)
    window = QueryWindow.objects.create(
        event=event,
        is_rehearsal=event.is_rehearsal,
        opened_at=at,
        closes_at=closes_at,
        by=actor,
    )
    _write(event, actor, "queries.opened", window, {"hours": event.query_hours})
    return window


@transaction.atomic
def waive_window(event_id: int, *, reason: str, actor: User, at: datetime) -> QueryWindow:
    """End the window before its hour, or do without one; with the same reason again it is once.

    Raises QueryRefused, ReasonMissing, ReasonRefused, ProtocolIsSealed.
    """
    reason = checked_reason(reason)
    event = _held(event_id)
    window = QueryWindow.objects.of_event(event).standing().first()
    if window is not None and not window.is_open(at):
        if window.waived_reason == reason:
            return window
        raise QueryRefused(_("The time for queries is over, or was waived already."))
    if window is None:
        window = QueryWindow(event=event, is_rehearsal=event.is_rehearsal, by=actor)
    window.waived_at, window.waived_reason = at, reason
    window.save()
    _write(event, actor, "queries.waived", window, {"reason": reason})
    return window


@transaction.atomic
def say_of_arithmetic(member: TeamMember, *, text: str, at: datetime) -> Query:
    """The team confirms, or asks with these words; once. Raises QueryRefused, ProtocolIsSealed."""
    event = _held(member.project.event_id)
    window = QueryWindow.objects.of_event(event).standing().first()
    if window is None or not window.is_open(at):
        raise QueryRefused(_("The time for queries is over."))
    if not speaks_for_team(member):
        raise QueryRefused(_("The first of the team answers for it."))
    if window.queries.filter(project=member.project_id).exists():
        raise QueryRefused(_("Your team has answered already."))
    words = one_line(text)
    kind = Query.Kind.ASKED if words else Query.Kind.CONFIRMED
    query = Query.objects.create(
        window=window,
        project=member.project,
        person=member.person,
        kind=kind,
        text=_checked(words) if words else "",
        at=at,
    )
    details = {"project": member.project_id, "kind": str(kind)}
    _write(event, member.person, "queries.said", query, details)
    return query


@transaction.atomic
def answer_query(
    event: Event, query_id: int, *, text: str, actor: User | Seat, at: datetime
) -> Query:
    """By the secretary, or by a chair who has no tie to the team; the same words again are one answer.

    Raises Query.DoesNotExist, QueryRefused, ProtocolIsSealed.
    """
    held = _held(event.pk)
    windows = QueryWindow.objects.of_event(held).standing()
    query = Query.objects.select_related("project").get(pk=query_id, window__in=windows)
    words = _checked(one_line(text))
    if not query.is_waiting:
        if query.answer == words and actor in (query.answered_by, query.answered_from):
            return query
        raise QueryRefused(_("This question is answered already."))
    if isinstance(actor, Seat) and actor.person_id in people_tied_to([query.project_id]):
        raise QueryRefused(_("You have a tie to this team. The secretary answers it."))
    query.answer, query.answered_at = words, at
    query.answered_by = actor if isinstance(actor, User) else None
    query.answered_from = actor if isinstance(actor, Seat) else None
    query.save()
    _write(held, actor, "queries.answered", query, {"project": query.project_id})
    return query


def _held(event_id: int) -> Event:
    """With its scoring closed, an event that has such a window, and not sealed."""
    event = held_event(event_id)
    refuse_if_sealed(event)
    if event.is_scoring_open:
        raise QueryRefused(_("The scoring is still open. Close it first."))
    if event.query_hours is None:
        raise QueryRefused(_("This event shows no provisional result."))
    return event


def _checked(text: str) -> str:
    if flaw := query_text.flaw(text):
        raise QueryRefused(flaw)
    return text


def _write(
    event: Event, actor: Actor, verb: str, row: QueryWindow | Query, details: dict[str, object]
) -> None:
    AuditEntry.write(event, actor_of(actor), verb, row, {**details, **lines_of(row)})
