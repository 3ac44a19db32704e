"""Another diploma for somebody whose own was revoked by mistake: asked for by name, never by issuing to all."""

import logging
from datetime import datetime

from django.db import transaction

from diplomas.awards import SameAward, told_apart
from diplomas.errors import NotIssuedAnew
from diplomas.models import Diploma, RenderJob
from diplomas.services.issuing import locked_event, new_documents, new_job, worded_anew
from diplomas.snapshots import AWARD, check_names, names_on
from events.covered import lines_of
from events.models import AuditEntry, Event, User

logger = logging.getLogger(__name__)


@transaction.atomic
def issue_anew(event_id: int, code: str, *, actor: User | str, at: datetime) -> Diploma:
    """For the person of a revoked diploma, with the words as they are now. The revoked one stays revoked.

    Raises NotIssuedAnew, also for whoever asks a second time, and NameRefused.
    """
    event = locked_event(event_id)
    every = Diploma.objects.of_event(event)
    revoked = every.filter(code=code, state=Diploma.State.REVOKED).first()
    if revoked is None or _has_another(event, revoked):
        raise NotIssuedAnew
    worded = next(worded_anew(event, [revoked]), None)
    if worded is None:
        raise NotIssuedAnew
    _, recipient, wording = worded
    [diploma] = new_documents(event, [(recipient, wording)], at)
    diploma.award = revoked.award
    check_names(names_on(diploma.snapshot))
    diploma.save()
    RenderJob.objects.bulk_create([new_job(diploma)])
    said = {"before": revoked.number, "after": diploma.number}
    AuditEntry.write(event, actor, "diploma.issued_anew", event, said | lines_of(diploma))
    logger.info("Diploma issued anew", extra={"event": event.pk})
    return diploma


def _has_another(event: Event, revoked: Diploma) -> bool:
    own = Diploma.objects.of_event(event).of_kind(revoked.kind).current()
    same = SameAward.of_event(event, told_apart(revoked.snapshot.get(AWARD)))
    return any(
        each.award == revoked.award or same.holds(each.snapshot)
        for each in own.filter(person=revoked.person_id)
    )
