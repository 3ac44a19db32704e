from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from defense.desk.cards import (
    PrintedCard,
    card_of,
    make_cards,
    replace_unopened,
    replacing,
    replacing_unopened,
    sheets_of,
)
from defense.desk.gaps import gaps_of
from defense.desk.holders import cards_page, unopened_cards
from defense.desk.next_step import next_step
from defense.desk.overview import overview_of, reading_of
from defense.desk.phases import question_of, standing_of
from defense.desk.places import menu_of
from events.access import (
    AccountRequest,
    OrganizerRequest,
    Right,
    account_required,
    grant_of,
    memberships_of,
    organizer_act,
    organizer_page,
)
from events.asking import asks_first
from events.errors import DomainError, EventIsOver
from events.forms import IssueForm, ReplaceForm, SearchForm
from events.models import Event
from events.services.passes import check_makes_cards
from events.services.phases import step_named, take_step

Act = Callable[[OrganizerRequest, Event], HttpResponseBase]


@account_required
@require_safe
def organizer_home(request: AccountRequest) -> HttpResponseBase:
    """The events of this account."""
    lines = [
        (each, grant_of(each).may_see(Right.SETTINGS)) for each in memberships_of(request.user)
    ]
    return render(request, "defense/organizer/home.html", {"lines": lines})


@organizer_page(Right.DAY, place="overview")
def overview(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The day so far, and what still needs a human."""
    return _render_overview(request, event)


@organizer_act(Right.SETTINGS, place="overview")
def event_move(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Open the event to guests, put it away, or take that back."""
    return _moved(request, event, Right.SETTINGS)


@organizer_act(Right.DAY, place="overview")
def day_move(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Begin or close the day, or take that back."""
    return _moved(request, event, Right.DAY)


def _moved(request: OrganizerRequest, event: Event, right: Right) -> HttpResponseBase:
    step = step_named(request.POST.get("step", ""), right)
    if step is None:
        messages.error(request, _("Nothing was changed: say which step to take."))
        return redirect("organizer:overview", event.slug)
    gaps = gaps_of(event) if Event.Phase.DRAFT in (step.before, step.after) else []
    grant = grant_of(request.membership)
    question = question_of(step, event, gaps, grant=grant, at=timezone.now())
    if question and (asked := asks_first(request, question)):
        return asked
    try:
        moved = take_step(event.pk, step, gaps=gaps, actor=request.user)
    except DomainError as refusal:
        event.refresh_from_db()
        return _render_overview(request, event, refusal=refusal, status=refusal.status)
    said = _("The phase of the event is now: %(phase)s. It can be taken back here.")
    messages.success(request, said % {"phase": moved.get_phase_display()})
    return redirect("organizer:overview", event.slug)


def _render_overview(
    request: OrganizerRequest,
    event: Event,
    *,
    refusal: DomainError | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    grant = grant_of(request.membership)
    reading = reading_of(event, grant)
    found, standing = overview_of(event, grant, reading), standing_of(event, grant, reading)
    context = {
        "menu": menu_of(event, grant, request.place, reading.counts),
        "overview": found,
        "standing": standing,
        "next": next_step(event, found, standing),
        "refusal": refusal,
    }
    return render(request, "defense/organizer/overview.html", context, status=status)


@organizer_page(Right.PASSES, place="passes")
def passes(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Who holds an access card, and whether it was opened."""
    search = SearchForm(request.GET)
    cards = cards_page(event, search.sought, request.GET.get("page"))
    context = {"cards": cards, "search": search}
    return render(request, "defense/organizer/passes.html", context)


def or_back_to(page: str) -> Callable[[Act], Act]:
    """Whoever asks for the card of an expert after the event reads there why none is made."""

    def decorate(act: Act) -> Act:
        @wraps(act)
        def acted(request: OrganizerRequest, event: Event) -> HttpResponseBase:
            try:
                return act(request, event)
            except EventIsOver as refusal:
                messages.error(request, str(refusal))
                return redirect(page, event.slug)

        return acted

    return decorate


@organizer_act(Right.PASSES, place="passes")
@or_back_to("organizer:passes")
def pass_issue(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Make cards and answer with the sheet to print: the codes are shown this once.

    A card that takes the place of another stops that one, and asks first.
    """
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("No cards were made: say for whom."))
        return redirect("organizer:passes", event.slug)
    kind, person_id = form.cleaned_data["kind"], form.cleaned_data["person"]
    check_makes_cards(event, kind)
    earlier = card_of(event, kind, person_id)
    if earlier and (asked := asks_first(request, replacing(event, earlier))):
        return asked
    cards = make_cards(event, kind, person_id=person_id, actor=request.user, at=timezone.now())
    return sheet_to_print(request, event, cards, _("No cards were made: everybody has one."))


@organizer_act(Right.PASSES)
@or_back_to("organizer:passes")
def cards_replace(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Make the unopened cards of a kind anew and answer with their sheet: the earlier ones stop working."""
    form = ReplaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("No cards were replaced: say which."))
        return redirect("organizer:passes", event.slug)
    kind, seen = form.cleaned_data["kind"], form.cleaned_data["seen"]
    check_makes_cards(event, kind)
    count = unopened_cards(event, kind).filter(pk__lte=seen).count()
    if count and (asked := asks_first(request, replacing_unopened(event, count))):
        return asked
    cards = replace_unopened(event, kind, seen=seen, actor=request.user, at=timezone.now())
    none = _("No cards were replaced: those of that page are opened, or replaced already.")
    return sheet_to_print(request, event, cards, none)


def sheet_to_print(
    request: OrganizerRequest, event: Event, cards: Sequence[PrintedCard], none: str
) -> HttpResponseBase:
    """The cards to print, or back to the list with a sentence if there are none."""
    if not cards:
        messages.info(request, none)
        return redirect("organizer:passes", event.slug)
    context = {"sheets": sheets_of(cards), "count": len(cards)}
    return render(request, "defense/organizer/cards.html", context)
