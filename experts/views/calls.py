from collections.abc import Callable

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from events.access import OrganizerRequest, Right, organizer_act
from events.models import Event
from experts.models import Call
from experts.services.calls import finish_call, see_call


@organizer_act(Right.SCORING, place="scoring")
def call_see(request: OrganizerRequest, event: Event, call_id: int) -> HttpResponseBase:
    return _moved(see_call, request, event, call_id)


@organizer_act(Right.SCORING, place="scoring")
def call_finish(request: OrganizerRequest, event: Event, call_id: int) -> HttpResponseBase:
    return _moved(finish_call, request, event, call_id)


def _moved(
    move: Callable[..., Call], request: OrganizerRequest, event: Event, call_id: int
) -> HttpResponseBase:
    try:
        move(event, call_id, actor=request.user, at=timezone.now())
    except Call.DoesNotExist:
        raise Http404 from None
    return redirect("organizer:scoring", event.slug)
