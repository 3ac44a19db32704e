"""The first of a team looks at its provisional arithmetic, confirms it or asks once."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import PassRequest, trainee_required
from events.errors import DomainError
from events.refused_forms import drawn_again
from experts.forms import AskForm
from experts.pages.arithmetic import ArithmeticPage
from experts.reports.arithmetic import arithmetic_of, speaker, window_for
from experts.services.queries import say_of_arithmetic
from projects.models import TeamMember


@never_cache
@trainee_required
@require_safe
def arithmetic(request: PassRequest) -> HttpResponseBase:
    return _render(request, AskForm())


@never_cache
@trainee_required
@require_POST
def arithmetic_say(request: PassRequest) -> HttpResponseBase:
    """`confirm` says that the figures are right; else the form has a question."""
    member = speaker(request.held) if window_for(request.held) else None
    if member is None:
        raise Http404
    if "confirm" in request.POST:
        if refusal := _refusal_of(member, ""):
            messages.error(request, str(refusal))
        else:
            _thank(request)
        return redirect("trainee:arithmetic")
    form = AskForm(request.POST)
    if form.is_valid() and (refusal := _refusal_of(member, form.cleaned_data["text"])):
        form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, form))
    _thank(request)
    return redirect("trainee:arithmetic")


def _refusal_of(member: TeamMember, text: str) -> DomainError | None:
    try:
        say_of_arithmetic(member, text=text, at=timezone.now())
    except DomainError as refusal:
        return refusal
    return None


def _thank(request: PassRequest) -> None:
    messages.success(request, _("Thank you. It stands in the protocol."))


def _render(request: PassRequest, form: AskForm) -> HttpResponse:
    found = arithmetic_of(request.held, timezone.now())
    if found is None:
        raise Http404
    event = request.held.person.event
    context = {"event": event, "page": ArithmeticPage.of(event, found), "form": form}
    return render(request, "experts/trainee/arithmetic.html", context)
