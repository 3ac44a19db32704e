from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from defense.desk.cards import holders_of, make_cards, sheets_of_cards
from defense.desk.overview import overview_of
from events.access import OrganizerRequest, event_of_organizer, organizer_required
from events.forms import IssueForm
from events.models import Membership, Pass
from events.shell import organizer_shell


@organizer_required
@require_safe
def organizer_home(request: OrganizerRequest) -> HttpResponseBase:
    """The events of this account."""
    mine = Membership.objects.filter(user=request.user).select_related("event")
    memberships = mine.order_by("-event__starts_on", "event__slug")
    return render(request, "defense/organizer/home.html", {"memberships": memberships})


@organizer_required
@require_safe
def overview(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """Where the day stands, and what still needs a human."""
    found = event_of_organizer(request, event)
    context = organizer_shell(request, found, "overview") | {"overview": overview_of(found)}
    return render(request, "defense/organizer/overview.html", context)


@organizer_required
@require_safe
def passes(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """Who holds an access card, and whether it was opened."""
    found = event_of_organizer(request, event)
    context = organizer_shell(request, found, "passes")
    kinds = [holders_of(found, kind) for kind in Pass.Kind]
    first = next((each.kind for each in kinds if each.missing), None)
    context |= {"kinds": kinds, "primary": first}
    return render(request, "defense/organizer/passes.html", context)


@organizer_required
@require_POST
@never_cache
def pass_issue(request: OrganizerRequest, event: str) -> HttpResponseBase:
    """Make cards and answer with the sheet to print: the codes are shown this once."""
    found = event_of_organizer(request, event)
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("No cards were made: say for whom."))
        return redirect("organizer:passes", found.slug)
    cards = make_cards(
        found,
        form.cleaned_data["kind"],
        person_id=form.cleaned_data["person"],
        actor=request.user,
        at=timezone.now(),
    )
    if not cards:
        messages.info(request, _("No cards were made: everybody has one."))
        return redirect("organizer:passes", found.slug)
    context = {"event": found, "sheets": sheets_of_cards(cards), "count": len(cards)}
    return render(request, "defense/organizer/cards.html", context)
