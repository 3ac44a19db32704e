"""Another rule after the first points locked it: proposed by an owner, agreed to or refused by the chair.

Each holds all seats and the event as a close does, so that no points come in under a rule that is being changed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.models.event import RULE_VERSION
from events.validators import event_least_sheets
from experts.errors import (
    NobodyAnswersIt,
    NotYoursToAnswer,
    ProposalMovedOn,
    ProposalWaits,
    RuleIsTheSame,
    RuleNotLocked,
    RuleNotPossible,
    RuleOfRehearsal,
    RuleStands,
)
from experts.models import RuleChange, Seat
from experts.reports.rule_changes import after_of, before_of, seats_that_answer, what_stands
from experts.services.closing import held_event
from experts.services.reasons import checked_reason
from experts.services.sealed import Actor, actor_of, refuse_if_sealed

RULE = ("scoring_rule", "least_sheets", "ties_by")


@dataclass(frozen=True)
class Rule:
    """By which points become places."""

    scoring_rule: str
    least_sheets: int
    ties_by: str = Event.TiesBy.CHAIR

    @classmethod
    def of(cls, event: Event) -> "Rule":
        return cls(**{name: getattr(event, name) for name in RULE})


@transaction.atomic
def propose_rule(event_id: int, rule: Rule, *, reason: str, by: User, at: datetime) -> RuleChange:
    """The same once more by the same account is one proposal.

    Raises ReasonMissing, ReasonRefused, RuleNotPossible, RuleNotLocked, RuleOfRehearsal, ProtocolIsSealed, RuleStands,
    RuleIsTheSame, ProposalWaits, NobodyAnswersIt.
    """
    because = checked_reason(reason)
    _check_possible(rule)
    event = held_event(event_id)
    refuse_to_change(event)
    if rule == Rule.of(event):
        raise RuleIsTheSame
    if waits := RuleChange.objects.of_event(event).waiting().first():
        if (_after(waits), waits.reason, waits.proposed_by_id) == (rule, because, by.pk):
            return waits
        raise ProposalWaits
    if not seats_that_answer(event):
        raise NobodyAnswersIt
    before = {f"{name}_before": getattr(event, name) for name in RULE}
    change = RuleChange.objects.create(
        event=event,
        **before,
        version_before=event.rule_version or 0,
        **vars(rule),
        version=RULE_VERSION,
        reason=because,
        proposed_at=at,
        proposed_by=by,
    )
    _write(change, by, "rule.proposed", because)
    return change


@transaction.atomic
def withdraw_rule(event_id: int, change_id: int, *, by: User, at: datetime) -> RuleChange:
    """By any owner; it stays on record. Raises ProposalMovedOn."""
    change = _waiting(held_event(event_id), change_id)
    change.settled_by = by
    _settle(change, RuleChange.State.WITHDRAWN, at)
    _write(change, by, "rule.withdrawn")
    return change


@transaction.atomic
def agree_to_rule(event_id: int, change_id: int, *, seat: Seat, at: datetime) -> RuleChange:
    """The event has the other rule from then on, by the methods of now. Agreeing twice is agreeing once.

    Raises ProposalMovedOn, NotYoursToAnswer, RuleOfRehearsal, ProtocolIsSealed, RuleStands.
    """
    event = held_event(event_id)
    if known := _settled_before(event, change_id, seat, RuleChange.State.AGREED):
        return known
    change = _answered(event, change_id, seat)
    refuse_to_change(event)
    _settle(change, RuleChange.State.AGREED, at)
    for name in RULE:
        setattr(event, name, getattr(change, name))
    event.rule_version = change.version
    event.save(update_fields=[*RULE, "rule_version"])
    _write(change, seat, "rule.changed", change.reason, event)
    return change


@transaction.atomic
def refuse_rule(
    event_id: int, change_id: int, *, seat: Seat, reason: str, at: datetime
) -> RuleChange:
    """With the same reason twice is once.

    Raises ReasonMissing, ReasonRefused, ProposalMovedOn, NotYoursToAnswer, ProtocolIsSealed.
    """
    because = checked_reason(reason)
    event = held_event(event_id)
    known = _settled_before(event, change_id, seat, RuleChange.State.REFUSED)
    if known and known.answer == because:
        return known
    refuse_if_sealed(event)
    change = _answered(event, change_id, seat)
    change.answer = because
    _settle(change, RuleChange.State.REFUSED, at)
    _write(change, seat, "rule.refused", because)
    return change


def _check_possible(rule: Rule) -> None:
    is_method = rule.scoring_rule in Event.ScoringRule.values
    is_method &= rule.ties_by in Event.TiesBy.values
    if not is_method or event_least_sheets.flaw(rule.least_sheets):
        raise RuleNotPossible


def refuse_to_change(event: Event) -> None:
    """Raises RuleNotLocked, RuleOfRehearsal, ProtocolIsSealed, RuleStands."""
    if event.rule_locked_at is None:
        raise RuleNotLocked
    if event.is_rehearsal:
        raise RuleOfRehearsal
    refuse_if_sealed(event)
    if sentences := what_stands(event):
        raise RuleStands(sentences)


def _waiting(event: Event, change_id: int) -> RuleChange:
    change = RuleChange.objects.of_event(event).waiting().filter(pk=change_id).first()
    if change is None:
        raise ProposalMovedOn
    return change


def _settled_before(
    event: Event, change_id: int, seat: Seat, state: RuleChange.State
) -> RuleChange | None:
    """What this seat has answered to in this way already."""
    found = RuleChange.objects.of_event(event).filter(state=state, settled_from=seat)
    return found.filter(pk=change_id).first()


def _answered(event: Event, change_id: int, seat: Seat) -> RuleChange:
    """What this seat answers to now, which then says so."""
    if seat not in seats_that_answer(event):
        raise NotYoursToAnswer
    change = _waiting(event, change_id)
    change.settled_from, change.role = seat, seat.role
    return change


def _settle(change: RuleChange, state: RuleChange.State, at: datetime) -> None:
    change.state, change.settled_at = state, at
    change.save(
        update_fields=["state", "settled_at", "settled_by", "settled_from", "role", "answer"]
    )


def _after(change: RuleChange) -> Rule:
    return Rule(**{name: getattr(change, name) for name in RULE})


def _write(change: RuleChange, actor: Actor, verb: str, reason: str = "", *rows: Event) -> None:
    """`rule` and `rule_version` are those that hold after a change, as every line of a save says them.

    `old_rule` and `new_rule` tell everything of the rule.
    """
    details: dict[str, Any] = {
        "old_rule": before_of(change),
        "new_rule": after_of(change),
        "rule_before": str(change.scoring_rule_before),
        "rule": str(change.scoring_rule),
        "version_before": change.version_before,
        "rule_version": change.version,
        "user": change.proposed_by_id,
    }
    details |= {"reason": reason} if reason else {}
    details |= lines_of(change, *rows)
    AuditEntry.write(change.event, actor_of(actor), verb, change, details)
