"""Sharing a diploma by its holder's choice: the choice, its end, and the picture, which a worker draws.

The row of the event is the lock. A picture is drawn from the file that was issued, and kept by its hash.
"""

import logging
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction

from diplomas.errors import NotShared
from diplomas.files import FILES, PICTURES
from diplomas.known import known_to_holders
from diplomas.models import Diploma, DiplomaQuerySet, Sharing
from diplomas.services.issuing import locked_event
from events.covered import lines_of
from events.errors import FileIsAway, PassNotFound
from events.models import AuditEntry, Pass
from events.pdf.pictures import picture_to_share

logger = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 20


@transaction.atomic
def share_diploma(held: Pass, code: str, *, at: datetime) -> Sharing:
    """Who shares twice shares once. Raises PassNotFound and NotShared: it must be valid, real, their own, and known to them."""
    event = locked_event(held.person.event_id)
    known = known_to_holders(_own(held, code), event)
    own = known.filter(state=Diploma.State.READY, is_rehearsal=False).first()
    if own is None:
        raise NotShared
    sharing, is_new = Sharing.objects.get_or_create(diploma=own, defaults={"since": at})
    if is_new:
        details = {"number": own.number, **lines_of(sharing)}
        AuditEntry.write(event, held.person, "diploma.shared", held.person, details)
    return sharing


@transaction.atomic
def end_sharing(held: Pass, code: str) -> None:
    """Of any own diploma, also one that is not valid any more. Raises PassNotFound.

    The row is held from the reading on: a worker names the picture before that, or finds no row to name it in.
    """
    event = locked_event(held.person.event_id)
    own = Sharing.objects.select_related("diploma").filter(diploma__in=_own(held, code))
    sharing = own.select_for_update(of=("self",)).first()
    if sharing is None:
        return
    gone = [f"sharing:{sharing.pk}"]
    sharing.delete()
    details = {"number": sharing.diploma.number, **lines_of(gone=gone)}
    AuditEntry.write(event, held.person, "diploma.sharing_ended", held.person, details)
    transaction.on_commit(partial(remove_unused, sharing.picture_hash))


def draw_pictures() -> int:
    """Those that are missing; what cannot be read or kept now is tried at the next sweep. Returns how many."""
    waiting = Sharing.objects.to_be_drawn().select_related("diploma").order_by("pk")
    return sum(_draw(each) for each in waiting[:MOST_AT_ONCE])


def remove_unused(picture_hash: str) -> None:
    PICTURES.remove_unused([picture_hash], Sharing.objects.all(), "picture_hash")


def _own(held: Pass, code: str) -> DiplomaQuerySet:
    if not Pass.objects.valid().filter(pk=held.pk).exists():
        raise PassNotFound
    return Diploma.objects.filter(person=held.person_id, code=code)


def _draw(sharing: Sharing) -> bool:
    """Whoever took the choice back meanwhile leaves no picture behind."""
    try:
        drawn = PICTURES.save(picture_to_share(FILES.read(sharing.diploma.file_hash)))
    except (FileIsAway, OSError):
        logger.warning("A picture to share waits", extra={"sharing": sharing.pk})
        return False
    kept = Sharing.objects.filter(pk=sharing.pk).update(picture_hash=drawn)
    remove_unused(drawn)
    return bool(kept)
