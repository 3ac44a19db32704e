from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.access import OrganizerRequest, event_of_organizer, organizer_required
from events.models import Pass
from events.services.passes import revoke_pass


@organizer_required
@require_POST
def pass_revoke(request: OrganizerRequest, event: str, pass_id: int) -> HttpResponseBase:
    """Stop a card: whoever is signed in with it is asked for a card at their next page."""
    found = event_of_organizer(request, event)
    passes = Pass.objects.filter(person__event=found, is_rehearsal=False)
    found_pass = get_object_or_404(passes.select_related("person__event"), pk=pass_id)
    revoke_pass(found_pass, actor=request.user, at=timezone.now())
    said = _("The card of %(name)s is stopped.") % {"name": found_pass.person.name}
    messages.success(request, said)
    return redirect("organizer:passes", found.slug)
