"""Another rule after the first points: proposed and withdrawn by an owner, answered by the chair on the tablet."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import (
    OrganizerRequest,
    PassRequest,
    Right,
    expert_required,
    organizer_act,
    organizer_page,
)
from events.errors import DomainError
from events.models import Event
from events.refused_forms import drawn_again
from experts.access import seats_in_order
from experts.errors import NotYoursToAnswer
from experts.forms import AnswerRuleForm, ProposeRuleForm
from experts.models import RuleChange, Seat
from experts.pages.rule_changes import answering_seat, organizers_rule, panels_rule
from experts.pages.tablet import DECIDING
from experts.services.rule_changes import (
    Rule,
    agree_to_rule,
    propose_rule,
    refuse_rule,
    withdraw_rule,
)
from experts.views.tablet_pages import of_this_mode, refused, tablet_page


@organizer_page(Right.RESULTS, place="results")
def rule(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The rule as it is, what is proposed, and what became of earlier proposals."""
    return _organizers(request, event)


@organizer_act(Right.SETTINGS, place="settings")
def rule_propose(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """By an owner, who alone may change the settings."""
    form = ProposeRuleForm(request.POST)
    if form.is_valid():
        said = dict(form.cleaned_data)
        reason = said.pop("reason")
        try:
            propose_rule(event.pk, Rule(**said), reason=reason, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _organizers(request, event, form))
    messages.success(request, _("Proposed. The chair answers on the own tablet."))
    return redirect("organizer:rule", event.slug)


@organizer_act(Right.SETTINGS, place="settings")
def rule_withdraw(request: OrganizerRequest, event: Event, change_id: int) -> HttpResponseBase:
    try:
        withdraw_rule(event.pk, change_id, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. The rule stays as it is."))
    return redirect("organizer:rule", event.slug)


@never_cache
@expert_required
@require_safe
@of_this_mode
def panels_rule_page(request: PassRequest) -> HttpResponseBase:
    """For chair and deputy: what is proposed, and the form of who answers."""
    if not any(each.role in DECIDING for each in seats_in_order(request.held)):
        return refused(request, NotYoursToAnswer())
    return _tablet(request)


@never_cache
@expert_required
@require_POST
@of_this_mode
def rule_answer(request: PassRequest, change_id: int) -> HttpResponseBase:
    event = request.held.person.event
    get_object_or_404(RuleChange.objects.of_event(event), pk=change_id)
    seat = answering_seat(event, seats_in_order(request.held))
    if seat is None:
        return refused(request, NotYoursToAnswer())
    form = AnswerRuleForm(request.POST)
    if form.is_valid():
        try:
            _answer(event, change_id, seat, form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _tablet(request, form))
    return redirect("expert:rule")


def _answer(event: Event, change_id: int, seat: Seat, form: AnswerRuleForm) -> None:
    now = timezone.now()
    if form.agrees:
        agree_to_rule(event.pk, change_id, seat=seat, at=now)
    else:
        reason = form.cleaned_data["reason"]
        refuse_rule(event.pk, change_id, seat=seat, reason=reason, at=now)


def _organizers(
    request: OrganizerRequest,
    event: Event,
    form: ProposeRuleForm | None = None,
) -> HttpResponse:
    context = {"page": organizers_rule(event, form)}
    return render(request, "experts/organizer/rule.html", context)


def _tablet(request: PassRequest, form: AnswerRuleForm | None = None) -> HttpResponse:
    person = request.held.person
    page = panels_rule(person.event, person, seats_in_order(request.held), form)
    return tablet_page(request, "rule", page)
