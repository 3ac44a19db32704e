"""An act of one button: what becomes of it is told on the page it leads to."""

from django.contrib import messages

from defense.event_file.loading import Outcome
from defense.event_file.revising import Revision
from defense.workspace.acting import REFUSALS, act_on, sentences_of
from events.access import OrganizerRequest
from events.models import Event


def pressed(request: OrganizerRequest, event: Event, revision: Revision) -> Outcome | None:
    """Revise the event whole or not at all; what was refused is a message, and None is returned."""
    try:
        return act_on(request, event, revision, whole=True)
    except REFUSALS as refusal:
        tell_refused(request, refusal)
    return None


def tell_refused(request: OrganizerRequest, refusal: Exception) -> None:
    for sentence in sentences_of(refusal):
        messages.error(request, sentence)
