"""Corrected diplomas in the place of those that say what is no longer so."""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from diplomas.models import Diploma, Ending
from diplomas.services.issuing import locked_event, new_documents, worded_anew
from diplomas.services.outdated import Outdated, ready_and_outdated
from diplomas.services.replacing import Replacement, replace_diplomas
from events.models import AuditEntry, Event, User

logger = logging.getLogger(__name__)


@transaction.atomic
def correct_outdated(
    event_id: int, *, only: Collection[str] | None = None, actor: User | str, at: datetime
) -> list[Diploma]:
    """A new diploma with a new number for everybody whose own is ready and outdated.

    `only` are codes of those that are meant. The old one stays, says by which it was replaced, and is not
    valid any more. One that is still being made is left: it is outdated when it is ready. So is one whose new
    name cannot be printed: it stays valid.
    """
    event = locked_event(event_id)
    outdated = [each for each in ready_and_outdated(event, only=only) if each.is_correctable]
    replacements = corrections(event, outdated, at) if outdated else []
    if not replacements:
        return []
    details = replace_diplomas(replacements, kind=Ending.Kind.CORRECTED, by=actor, at=at)
    AuditEntry.write(event, actor, "diplomas.corrected", event, details)
    logger.info("Diplomas corrected", extra={"event": event.pk, "count": len(replacements)})
    return [each.after for each in replacements]


def corrections(event: Event, outdated: Collection[Outdated], at: datetime) -> list[Replacement]:
    differences = {each.diploma.pk: each.differences for each in outdated}
    old = list(Diploma.objects.filter(pk__in=differences).order_by("sequence"))
    worded = list(worded_anew(event, old))
    new = new_documents(event, [(recipient, wording) for _, recipient, wording in worded], at)
    for (before, _, _), after in zip(worded, new, strict=True):
        after.award = before.award
    return [
        Replacement(before, after, differences[before.pk])
        for (before, _, _), after in zip(worded, new, strict=True)
    ]
