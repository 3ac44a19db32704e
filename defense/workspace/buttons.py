"""An act of one button: what becomes of it is told on the page it leads to."""

from django.contrib import messages

from defense.event_file import BadEventFile
from defense.event_file.loading import Outcome
from defense.event_file.revising import Revision
from defense.workspace.acting import act_on
from events.access import OrganizerRequest
from events.editing import Refused
from events.errors import DomainError
from events.models import Event

MOST_TOLD = 3


def pressed(request: OrganizerRequest, event: Event, revision: Revision) -> Outcome | None:
    """Revise the event whole or not at all; what was refused is a message, and None is returned."""
    try:
        return act_on(request, event, revision, whole=True)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    except (BadEventFile, Refused) as refused:
        flaws = refused.errors if isinstance(refused, BadEventFile) else refused.flaws
        for sentence in list(dict.fromkeys(flaw.sentence for flaw in flaws))[:MOST_TOLD]:
            messages.error(request, sentence)
    return None
