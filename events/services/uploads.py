"""Files that organizers bring: kept for a look, written once, forgotten in time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now

from events.models import Event, Upload, User
from events.models.uploads import REMEMBERED, UNDONE_WITHIN

LONGEST_NAME: Final = 200
MOST_KEPT: Final = 20  # of an event, not written yet


@transaction.atomic
def keep_upload(event: Event, kind: Upload.Kind, *, name: str, content: bytes, by: User) -> Upload:
    """Keep the bytes for a look; of many that nobody wrote the oldest go."""
    waiting = Upload.objects.of_event(event).filter(written_at=None).order_by("-pk")
    Upload.objects.filter(
        pk__in=list(waiting.values_list("pk", flat=True)[MOST_KEPT - 1 :])
    ).delete()
    plain = "".join(each for each in name if each.isprintable()).strip()[-LONGEST_NAME:]
    return Upload.objects.create(
        event=event, kind=kind, name=plain or "?", content=content, brought_by=by
    )


@transaction.atomic
def choose(upload_id: int, choices: Mapping[str, Any]) -> None:
    """Keep what was chosen of a file that is not written yet."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id, written_at=None).first()
    if upload:
        upload.choices = {**upload.choices, **choices}
        upload.save(update_fields=["choices"])


def mark_written(upload: Upload, *, counts: Mapping[str, int], undo: Any, at: datetime) -> None:
    """Within the transaction that wrote it."""
    upload.counts, upload.undo, upload.written_at, upload.content = dict(counts), undo, at, b""
    upload.choices = {key: said for key, said in upload.choices.items() if key == "columns"}
    upload.save(update_fields=["counts", "undo", "written_at", "content", "choices"])


def mark_undone(upload: Upload, *, at: datetime) -> None:
    upload.undo, upload.undone_at = None, at
    upload.save(update_fields=["undo", "undone_at"])


def remembered_columns(event: Event) -> dict[str, str]:
    """What the headings of earlier lists of this event were said to mean, the newest word for each."""
    earlier = Upload.objects.of_event(event).lists().order_by("-pk")[:REMEMBERED]
    meanings: dict[str, str] = {}
    for upload in earlier:
        meanings = {**upload.remembered(), **meanings}
    return meanings


def clear_uploads() -> None:
    """Remove what nobody wrote in a day, and what can be undone no more."""
    Upload.objects.out_of_date().delete()
    Upload.objects.filter(written_at__lt=Now() - UNDONE_WITHIN).exclude(undo=None).update(undo=None)
