"""The logo of an event: put, replaced and taken away, each under the lock of the event.

A document keeps the hash of the logo that it was issued with. So a file is not deleted here: `sweep_files` shows those
that neither a document nor a logo names any more.
"""

from django.db import transaction

from diplomas.errors import LogoMoved, LogoNotKept
from diplomas.logos import LOGOS, small_logo
from diplomas.models import Logo
from events.covered import lines_of
from events.files import hash_of
from events.models import AuditEntry, Event, User
from events.models.audit import name_of


def hash_of_logo(event: Event) -> str:
    """Empty where there is none."""
    found = Logo.objects.filter(event=event).first()
    return found.file_hash if found else ""


def read_logo(event: Event) -> bytes:
    """Raises Logo.DoesNotExist, FileIsAway."""
    return LOGOS.read(Logo.objects.get(event=event).file_hash)


def put_logo(event: Event, content: bytes, *, seen: str, actor: User | str) -> None:
    """In the place of `seen`, the hash of what stood on the page. Raises BadPhotograph, LogoMoved, LogoNotKept."""
    _put(event, small_logo(content), seen, actor)


@transaction.atomic
def _put(event: Event, picture: bytes, seen: str, actor: User | str) -> None:
    Event.objects.held(event.pk)
    if hash_of_logo(event) != seen:
        raise LogoMoved
    file_hash = hash_of(picture)
    if file_hash != seen:
        logo, _is_new = Logo.objects.update_or_create(
            event=event, defaults={"file_hash": file_hash}
        )
        AuditEntry.write(event, actor, "logo.saved", event, lines_of(logo))
    try:
        LOGOS.save(picture)
    except OSError as error:
        raise LogoNotKept from error


@transaction.atomic
def take_logo_away(event: Event, *, seen: str, actor: User | str) -> None:
    """Raises LogoMoved when there is another one than `seen`, or none."""
    Event.objects.held(event.pk)
    logo = Logo.objects.filter(event=event).first()
    if logo is None or logo.file_hash != seen:
        raise LogoMoved
    details = lines_of(gone=[name_of(logo)])
    logo.delete()
    AuditEntry.write(event, actor, "logo.removed", event, details)
