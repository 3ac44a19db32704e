"""An act of one button: what becomes of it is told on the page it leads to."""

from django.contrib import messages

from defense.event_file import BadEventFile
from defense.event_file.loading import Outcome
from defense.event_file.revising import Revision
from defense.workspace.acting import act_on, kept_reasons
from events.access import OrganizerRequest
from events.editing import Refused
from events.errors import DomainError
from events.models import Event

MOST_TOLD = 3


def pressed(request: OrganizerRequest, event: Event, revision: Revision) -> Outcome | None:
    """Revise the event; what was refused or stays as it was is a message, and None if nothing was done."""
    try:
        outcome = act_on(request, event, revision)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    except (BadEventFile, Refused) as refused:
        flaws = refused.errors if isinstance(refused, BadEventFile) else refused.flaws
        for sentence in list(dict.fromkeys(flaw.sentence for flaw in flaws))[:MOST_TOLD]:
            messages.error(request, sentence)
    else:
        for reason in kept_reasons(outcome):
            messages.warning(request, reason)
        return outcome
    return None
