"""Another rule after the first points, as its owner proposes it and as the chair answers on the tablet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.errors import DomainError
from events.models import Event, Person
from experts.forms import AnswerRuleForm, ProposeRuleForm
from experts.models import RuleChange, Seat
from experts.pages.tablet import Holder
from experts.reports.rule_changes import (
    after_of,
    before_of,
    rule_changes_of,
    rule_of,
    seats_that_answer,
)
from experts.reports.rules import rule_told
from experts.services.rule_changes import Rule, refuse_to_change

TONES = {
    RuleChange.State.PROPOSED: "warn",
    RuleChange.State.AGREED: "ok",
    RuleChange.State.REFUSED: "off",
    RuleChange.State.WITHDRAWN: "off",
}


@dataclass(frozen=True)
class RuleLine:
    """One proposal, and what became of it."""

    id: int
    state: str
    tone: str
    before: str
    after: str
    reason: str
    proposed: str
    settled: str
    is_waiting: bool

    @classmethod
    def of(cls, change: RuleChange) -> "RuleLine":
        return cls(
            id=change.pk,
            state=str(change.get_state_display()),
            tone=TONES[RuleChange.State(change.state)],
            before=rule_told(before_of(change)),
            after=rule_told(after_of(change)),
            reason=change.reason,
            proposed=_("Proposed by %(name)s, %(at)s.")
            % {"name": change.proposed_by, "at": _when(change.proposed_at)},
            settled=_settled(change),
            is_waiting=change.is_waiting,
        )


@dataclass(frozen=True)
class RulePage:
    """`closed` says why no other rule is proposed or agreed to now; `answerers` who may agree.

    On a tablet `closed` is of who answers alone, who is tied to no team: it names teams and what was decided on them.
    """

    now: str
    closed: str
    waiting: RuleLine | None
    settled: Sequence[RuleLine]
    answerers: str
    form: ProposeRuleForm | AnswerRuleForm | None
    holder: Holder | None = None


def organizers_rule(event: Event, form: ProposeRuleForm | None = None) -> RulePage:
    """The form that was refused stands in the place of one that holds the rule as it is."""
    lines, closed = _lines(event), why_closed(event)
    is_free = not closed and not any(each.is_waiting for each in lines)
    empty = ProposeRuleForm(initial=vars(Rule.of(event)))
    return _page(event, lines, closed, form or empty if is_free else form)


def answered_rules(event: Event) -> list[RuleLine]:
    """What the chair agreed to or refused. One query."""
    answered = RuleChange.ANSWERED
    return [RuleLine.of(each) for each in rule_changes_of(event) if each.state in answered]


def panels_rule(
    event: Event, person: Person, seats: Sequence[Seat], form: AnswerRuleForm | None = None
) -> RulePage:
    lines, holder = _lines(event), Holder.of(person, next(iter(seats), None))
    if answering_seat(event, seats) is None:
        return _page(event, lines, "", None, holder)
    is_asked = any(each.is_waiting for each in lines)
    answer = (form or AnswerRuleForm()) if is_asked else None
    closed = why_closed(event)
    is_told = form is not None and closed in form.non_field_errors()
    return _page(event, lines, "" if is_told else closed, answer, holder)


def answering_seat(event: Event, seats: Sequence[Seat]) -> Seat | None:
    """That of these from which is answered."""
    return next((each for each in seats_that_answer(event) if each in seats), None)


def why_closed(event: Event) -> str:
    try:
        refuse_to_change(event)
    except DomainError as refusal:
        return str(refusal)
    return ""


def _page(
    event: Event,
    lines: Sequence[RuleLine],
    closed: str,
    form: ProposeRuleForm | AnswerRuleForm | None,
    holder: Holder | None = None,
) -> RulePage:
    return RulePage(
        now=rule_told(rule_of(event)) if event.rule_locked_at else "",
        closed=closed,
        waiting=next((each for each in lines if each.is_waiting), None),
        settled=[each for each in reversed(lines) if not each.is_waiting],
        answerers=", ".join(each.person.name for each in seats_that_answer(event)),
        form=form,
        holder=holder,
    )


def _lines(event: Event) -> list[RuleLine]:
    return [RuleLine.of(each) for each in rule_changes_of(event)]


def _settled(change: RuleChange) -> str:
    if change.settled_at is None:
        return ""
    who = change.settled_from.person if change.settled_from else change.settled_by
    told = {"name": who, "at": _when(change.settled_at), "reason": change.answer}
    if change.state == RuleChange.State.WITHDRAWN:
        return _("Withdrawn by %(name)s, %(at)s.") % told
    if change.state == RuleChange.State.AGREED:
        return _("Agreed to by %(name)s, %(at)s.") % told
    return _("Refused by %(name)s, %(at)s. %(reason)s") % told


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j E, H:i")
