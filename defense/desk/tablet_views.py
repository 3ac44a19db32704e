from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from defense.desk.cards import replace_chosen
from defense.desk.tablets import chosen_cards, replacing_several, stopping_several, tablets_page
from defense.desk.views import or_back_to, sheet_to_print
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import asks_first
from events.forms import ChosenForm
from events.models import Event, Pass
from events.services.passes import check_makes_cards, revoke_passes


@organizer_page(Right.PASSES, place="passes")
def tablets(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Which expert is let in on which tablet, and how that one is."""
    page = tablets_page(event, at=timezone.now())
    return render(request, "defense/organizer/tablets.html", {"page": page})


@organizer_act(Right.PASSES, place="passes")
def tablets_stop(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Stop the chosen cards in one act; their tablets are asked for a card at their next page."""
    cards = chosen_cards(event, ChosenForm.chosen(request.POST))
    if not cards:
        messages.error(request, _("Nothing was stopped: choose whose cards."))
        return redirect("organizer:tablets", event.slug)
    if asked := asks_first(request, stopping_several(event, cards)):
        return asked
    revoke_passes(cards, actor=request.user, at=timezone.now())
    said = ngettext("%(cards)d card is stopped.", "%(cards)d cards are stopped.", len(cards))
    messages.success(request, said % {"cards": len(cards)})
    return redirect("organizer:tablets", event.slug)


@organizer_act(Right.PASSES, place="passes")
@or_back_to("organizer:tablets")
def tablets_renew(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Make the chosen cards anew and answer with their sheets: the earlier ones and their tablets are out."""
    check_makes_cards(event, Pass.Kind.EXPERT)
    cards = chosen_cards(event, ChosenForm.chosen(request.POST))
    if not cards:
        messages.error(request, _("No cards were replaced: choose whose."))
        return redirect("organizer:tablets", event.slug)
    if asked := asks_first(request, replacing_several(event, cards)):
        return asked
    chosen = [card.pk for card in cards]
    made = replace_chosen(event, chosen, actor=request.user, at=timezone.now())
    none = _("No cards were replaced: those of that page are stopped, or replaced already.")
    return sheet_to_print(request, event, made, none)
