"""A diploma for one person who came late: on a team, and passed over or not there when all were issued."""

import logging
from datetime import datetime

from django.db import transaction

from diplomas.errors import NotCompleted, NotIssuedAnew
from diplomas.models import Diploma, RenderJob, Unfinished
from diplomas.services.issuing import (
    locked_event,
    members_to_serve,
    new_diplomas,
    new_job,
)
from diplomas.snapshots import check_names, names_on
from events.covered import lines_of
from events.models import AuditEntry, User

logger = logging.getLogger(__name__)


@transaction.atomic
def issue_one(event_id: int, person_id: int, *, actor: User | str, at: datetime) -> Diploma:
    """Nobody else gets one.

    Raises NotIssuedAnew for whoever has one, was revoked, or is on no team; NotCompleted; NameRefused.
    """
    event = locked_event(event_id)
    if Unfinished.objects.of_event(event).filter(person=person_id).exists():
        raise NotCompleted
    member = members_to_serve(event).filter(person=person_id).first()
    if member is None:
        raise NotIssuedAnew
    [diploma] = new_diplomas(event, [member], at)
    check_names(names_on(diploma.snapshot))
    diploma.save()
    RenderJob.objects.bulk_create([new_job(diploma)])
    details = {"count": 1, "first": diploma.number, "last": diploma.number}
    AuditEntry.write(event, actor, "diplomas.issued", event, details | lines_of(diploma))
    logger.info("Diploma issued to one", extra={"event": event.pk})
    return diploma
