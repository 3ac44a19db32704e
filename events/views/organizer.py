from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, organizer_act
from events.asking import Question, asks_first, effects_of_stopping
from events.models import Event, Pass
from events.services.passes import revoke_pass


@organizer_act(Right.PASSES, place="passes")
def pass_revoke(request: OrganizerRequest, event: Event, pass_id: int) -> HttpResponseBase:
    """Stop a card: whoever is signed in with it is asked for a card at their next page."""
    passes = Pass.objects.filter(person__event=event, is_rehearsal=False)
    found = get_object_or_404(passes.select_related("person__event"), pk=pass_id)
    if asked := asks_first(request, _stopping(event, found)):
        return asked
    revoke_pass(found, actor=request.user, at=timezone.now())
    said = _("The card of %(name)s is stopped. A new one can be made in the same line.")
    messages.success(request, said % {"name": found.person.name})
    return redirect("organizer:passes", event.slug)


def _stopping(event: Event, found: Pass) -> Question:
    name = {"name": found.person.name}
    return Question(
        asks=_("Stop the card of %(name)s?") % name,
        effects=effects_of_stopping(found),
        undone=_(
            "A stopped card never works again. A new one can be made at any time, and has to be handed over."
        ),
        act=_("Stop the card"),
        back=reverse("organizer:passes", args=[event.slug]),
    )
