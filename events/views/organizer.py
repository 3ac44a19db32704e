from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import OrganizerRequest, Right, organizer_act
from events.models import Event, Pass
from events.services.passes import revoke_pass


@organizer_act(Right.PASSES)
def pass_revoke(request: OrganizerRequest, event: Event, pass_id: int) -> HttpResponseBase:
    """Stop a card: whoever is signed in with it is asked for a card at their next page."""
    passes = Pass.objects.filter(person__event=event, is_rehearsal=False)
    found = get_object_or_404(passes.select_related("person__event"), pk=pass_id)
    revoke_pass(found, actor=request.user, at=timezone.now())
    said = _("The card of %(name)s is stopped.") % {"name": found.person.name}
    messages.success(request, said)
    return redirect("organizer:passes", event.slug)
