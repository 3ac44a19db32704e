"""Corrected diplomas in the place of those that say what is no longer so."""

import logging
from datetime import datetime

from django.db import transaction

from diplomas.models import Diploma, RenderJob
from diplomas.reports import Issued, Served
from diplomas.services.issuing import (
    locked_event,
    new_diplomas,
    new_job,
    outdated_of,
    wording_of,
)
from events.covered import lines_of
from events.models import AuditEntry, Event, User
from projects.models import TeamMember

logger = logging.getLogger(__name__)


@transaction.atomic
def correct_outdated(event_id: int, *, actor: User | str, at: datetime) -> list[Diploma]:
    """A new diploma with a new number for everybody whose own is ready and outdated.

    The old one stays, says by which it was replaced, and is not valid any more. One that is still being
    made is left: it is outdated when it is ready.
    """
    event = locked_event(event_id)
    outdated = Diploma.objects.filter(pk__in=[each.pk for each in ready_and_outdated(event)])
    old = {each.person_id: each for each in outdated}
    members = TeamMember.objects.of_event(event).filter(person__in=old).in_order()
    wanted = list(members.with_projects())
    if not wanted:
        return []
    replaced = [old[member.person_id] for member in wanted]
    Diploma.objects.filter(pk__in=[each.pk for each in replaced]).update(
        state=Diploma.State.SUPERSEDED
    )
    corrected = new_diplomas(wanted, wording_of(event), at)
    for before, after in zip(replaced, corrected, strict=True):
        after.revision = before.revision + 1
    Diploma.objects.bulk_create(corrected)
    for before, after in zip(replaced, corrected, strict=True):
        before.superseded_by = after
    Diploma.objects.bulk_update(replaced, ["superseded_by"])
    RenderJob.objects.bulk_create(new_job(diploma) for diploma in corrected)
    numbers = {
        before.number: after.number for before, after in zip(replaced, corrected, strict=True)
    }
    details = {"numbers": numbers, **lines_of(*replaced, *corrected)}
    AuditEntry.write(event, actor, "diplomas.corrected", event, details)
    logger.info("Diplomas corrected", extra={"event": event.pk, "count": len(corrected)})
    return corrected


def ready_and_outdated(event: Event, served: Served | None = None) -> list[Issued]:
    outdated = outdated_of(event, served or Served.of_event(event))
    return [each for each in outdated if each.is_ready]
