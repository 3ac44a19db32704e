"""An event file that an organizer brought: tried without a trace, and written only as it was shown."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from defense.event_file import BadEventFile, EventFile, read_event_file
from defense.event_file.loading import Outcome, held_event, load_event
from defense.workspace.importing.looking import SeenOtherwise
from events.models import Event, Upload, User
from events.rules import Flaw
from events.services.uploads import mark_written


def of_this_event(event: Event, content: bytes) -> EventFile:
    """The file, unless it is of another event. Raises BadEventFile."""
    file = read_event_file(content)
    if file.event.slug != event.slug:
        said = _(
            "This file is of the event “%(other)s”, and this is “%(slug)s”. Nothing was changed."
        )
        raise BadEventFile(
            [Flaw("event.slug", said % {"other": file.event.slug, "slug": event.slug})]
        )
    return file


def tried(event: Event, content: bytes, *, actor: User, at: datetime) -> Outcome:
    """Raises what `load_event` raises."""
    return load_event(of_this_event(event, content), actor=actor, at=at, dry_run=True)


def digest_of(outcome: Outcome) -> str:
    return hashlib.sha256("\n".join(map(str, outcome.changes)).encode()).hexdigest()


def write_brought(event: Event, upload_id: int, *, seen: str, actor: User, at: datetime) -> None:
    """Write the file if that changes what the page showed; writing it twice is writing it once.

    Raises Upload.DoesNotExist, SeenOtherwise, and what `load_event` raises; then nothing is written.
    """
    uploads = Upload.objects.of_event(event).filter(kind=Upload.Kind.EVENT_FILE)
    with transaction.atomic():
        held_event(event.slug)
        upload = uploads.select_for_update().get(pk=upload_id)
        if upload.written_at is not None:
            return
        outcome = load_event(of_this_event(event, upload.data), actor=actor, at=at)
        if digest_of(outcome) != seen:
            raise SeenOtherwise
        mark_written(upload, counts=outcome.counts, undo=None, at=at)
