"""A diploma that is not valid any more, and replaced by none."""

import logging
from datetime import datetime

from django.db import transaction

from diplomas.errors import NotValidAnyMore
from diplomas.models import Diploma, Ending
from diplomas.services.issuing import locked_event
from diplomas.services.replacing import account_of, end_diplomas
from events.covered import lines_of
from events.models import AuditEntry, User

logger = logging.getLogger(__name__)


@transaction.atomic
def revoke_diploma(
    event_id: int, code: str, *, reason: str, actor: User | str, at: datetime
) -> Diploma:
    """One that is ready, or that could not be made.

    Raises NotValidAnyMore, also for whoever revokes it a second time: the first reason stands.
    """
    event = locked_event(event_id)
    diploma = Diploma.objects.of_event(event).revocable().filter(code=code).first()
    if diploma is None:
        raise NotValidAnyMore
    state = Diploma.State.REVOKED
    end_diplomas([diploma], state=state, revoked_at=at, revoke_reason=reason)
    ending = Ending.objects.create(
        diploma=diploma, kind=Ending.Kind.REVOKED, reason=reason, by=account_of(actor), at=at
    )
    said = {"number": diploma.number, "reason": reason}
    AuditEntry.write(event, actor, "diploma.revoked", event, said | lines_of(diploma, ending))
    logger.info("Diploma revoked", extra={"event": event.pk})
    diploma.refresh_from_db()
    return diploma
