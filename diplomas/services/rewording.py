"""What awards are for, named anew: nothing but their own words says it, so no change of the event makes them outdated."""

import logging
from collections.abc import Mapping
from copy import copy
from datetime import datetime

from django.db import transaction

from diplomas.differences import Difference, differences
from diplomas.errors import NotValidAnyMore
from diplomas.models import Diploma, Ending
from diplomas.services.issuing import locked_event, new_documents, worded_anew
from diplomas.services.replacing import Replacement, replace_diplomas
from diplomas.snapshots import AWARD
from events.models import AuditEntry, Event, User

logger = logging.getLogger(__name__)


@transaction.atomic
def reword_awards(
    event_id: int, code: str, *, award: Mapping[str, str], actor: User | str, at: datetime
) -> Diploma:
    """Corrected awards in the place of this one and of every valid one for the same; returns that of this person.

    Raises NotValidAnyMore. The same words again change nothing.
    """
    event = locked_event(event_id)
    same = {each.pk: each for each in awards_for_the_same(event, code)}
    own = next((each for each in same.values() if each.code == code), None)
    if own is None:
        raise NotValidAnyMore
    if own.snapshot.get(AWARD) == dict(award):
        return own
    replacements = _reworded(event, same, award, at)
    if all(each.before != own for each in replacements):
        raise NotValidAnyMore
    details = replace_diplomas(replacements, kind=Ending.Kind.CORRECTED, by=actor, at=at)
    AuditEntry.write(event, actor, "diplomas.corrected", event, details)
    logger.info("Awards reworded", extra={"event": event.pk, "count": len(replacements)})
    return next(each.after for each in replacements if each.before == own)


def awards_for_the_same(event: Event, code: str) -> list[Diploma]:
    """The valid ones, in order; none where this one is not valid, or is no award."""
    ready = list(
        Diploma.objects.of_event(event).of_kind(Diploma.Kind.AWARD).ready().order_by("sequence")
    )
    said = [each.snapshot.get(AWARD) for each in ready if each.code == code]
    return [each for each in ready if each.snapshot.get(AWARD) in said]


def _reworded(
    event: Event, same: Mapping[int, Diploma], award: Mapping[str, str], at: datetime
) -> list[Replacement]:
    named = [_with_award(each, award) for each in same.values()]
    worded = list(worded_anew(event, named))
    new = new_documents(event, [(recipient, wording) for _, recipient, wording in worded], at)
    return [
        Replacement(same[before.pk], after, _differences(same[before.pk], after))
        for (before, _, _), after in zip(worded, new, strict=True)
    ]


def _differences(before: Diploma, after: Diploma) -> list[Difference]:
    """The title of the file holds the number, which is no difference."""
    said = {name: words for name, words in after.snapshot.items() if name != "title"}
    return differences(before.snapshot, said)


def _with_award(diploma: Diploma, award: Mapping[str, str]) -> Diploma:
    """Never stored: only what its words follow from."""
    named = copy(diploma)
    named.snapshot = diploma.snapshot | {AWARD: dict(award)}
    return named
