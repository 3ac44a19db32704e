"""A duplicate in the place of a diploma whose paper was lost: the same words, marked as what it is."""

import logging
from datetime import datetime

from django.db import transaction

from diplomas.errors import NotValidAnyMore
from diplomas.models import Diploma, Ending
from diplomas.services.issuing import locked_event, new_diploma, verify_url
from diplomas.services.replacing import Replacement, replace_diplomas
from diplomas.snapshots import Registration, as_duplicate
from events.models import AuditEntry, Event, User

logger = logging.getLogger(__name__)


@transaction.atomic
def duplicate_diploma(
    event_id: int, code: str, *, reason: str, actor: User | str, at: datetime
) -> Diploma:
    """Raises NotValidAnyMore, also for whoever asks a second time for the same one."""
    event = locked_event(event_id)
    lost = Diploma.objects.of_event(event).ready().filter(code=code).first()
    if lost is None:
        raise NotValidAnyMore
    replacement = Replacement(lost, duplicate_of(event, lost, at), reason=reason)
    details = replace_diplomas([replacement], kind=Ending.Kind.DUPLICATED, by=actor, at=at)
    said = {"before": lost.number, "after": replacement.after.number, "reason": reason}
    AuditEntry.write(event, actor, "diploma.duplicated", event, said | details)
    logger.info("Duplicate issued", extra={"event": event.pk})
    return replacement.after


def duplicate_of(event: Event, lost: Diploma, at: datetime) -> Diploma:
    duplicate = new_diploma(event, lost.person_id, lost.kind, at)
    duplicate.award = lost.award
    registration = Registration(
        number=duplicate.number, code=duplicate.code, verify_url=verify_url(duplicate.code)
    )
    duplicate.snapshot = as_duplicate(lost.snapshot, lost.number, registration)
    return duplicate
