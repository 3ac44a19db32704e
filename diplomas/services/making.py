"""Files of many diplomas: asked for, made by a worker, kept by their hash.

A job waits as long as a diploma of its event is still to be made, so what is asked for right after issuing holds
all of them. Whose diplomas were corrected meanwhile is made anew. A file appears whole or not at all.
"""

import logging
import tempfile
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from diplomas.archive import Archive, paths_of
from diplomas.contents import Contents, Entry
from diplomas.errors import AWAY, NOTHING
from diplomas.file_kinds import ARCHIVE, PRINT, REGISTER, FileKind
from diplomas.files import FILES, made_files
from diplomas.models import FileJob, RenderJob
from diplomas.models import FileJobQuerySet as Jobs
from diplomas.register_pdf import register_pdf
from diplomas.rendering import BACKGROUND
from diplomas.texts import design_of
from events.errors import FileIsAway
from events.models import Event
from events.pdf.engine import Metadata
from events.services import leases
from events.services.leases import AWAY_SECONDS, State, Swept

logger = logging.getLogger(__name__)

STEP: Final = 20
"""After so many diplomas the worker says how far it is, and holds the job for longer."""
Step = Callable[[int, int], None]


class LeaseLost(Exception):
    """The job is somebody else's by now."""


class NothingToPrint(Exception):
    """None of the diplomas is valid."""


class DiplomaIsAway(Exception):
    """The file of this diploma cannot be read at the moment."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class ClaimedFile:
    """A job of ours while the token is."""

    job_id: int
    token: uuid.UUID
    event: Event
    kind: FileKind


def ask_for_file(event: Event, kind: FileKind, *, at: datetime) -> None:
    """Queue it; what waits or is being made already goes on."""
    own = {"event": event, "is_rehearsal": event.is_rehearsal, "kind": kind.key}
    job, _made = FileJob.objects.get_or_create(**own, defaults={"queued_at": at})
    finished = FileJob.objects.filter(pk=job.pk, state__in=[State.DONE, State.FAILED])
    finished.update(
        state=State.QUEUED, attempts=0, error="", queued_at=at, finished_at=None, done_count=0
    )


def claim(event_id: int | None = None) -> ClaimedFile | None:
    """The file that was asked for first and whose diplomas are made."""
    token = uuid.uuid4()
    with transaction.atomic():
        free = claimable().order_by("queued_at", "pk")
        if event_id is not None:
            free = free.filter(event=event_id)
        first = free.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
        leases.take(FileJob.objects.all(), list(first[:1]), token)
    job = FileJob.objects.filter(token=token).select_related("event").first()
    return ClaimedFile(job.pk, token, job.event, job.file_kind) if job else None


def claimable() -> Jobs:
    unmade = RenderJob.objects.unfinished().filter(diploma__event=OuterRef("event"))
    return leases.claimable(FileJob.objects.all()).exclude(Exists(unmade))


def held(claimed: ClaimedFile) -> Jobs:
    """The job, as long as it is ours."""
    return leases.held(FileJob.objects.all(), claimed)


def make(claimed: ClaimedFile) -> bool:
    """Write, store and finish; whatever goes wrong is said on the job and ends no worker."""
    try:
        with tempfile.TemporaryFile() as out:  # it has no name, and goes with its process
            return _make(claimed, out)
    except LeaseLost:
        logger.warning("A file came too late", extra={"job": claimed.job_id})
    except DiplomaIsAway as away:
        leases.wait(held(claimed), f"{AWAY} {away.number}", seconds=AWAY_SECONDS)
    except NothingToPrint:
        leases.fail(held(claimed), NOTHING, is_final=True)
    except Exception as error:  # noqa: BLE001 - said on the job, whatever it is
        leases.give_up(held(claimed), error)
    return False


def _make(claimed: ClaimedFile, out: BinaryIO) -> bool:
    contents = Contents.of_event(claimed.event)
    _write(claimed, contents, out)
    size = out.tell()
    file_hash = made_files(claimed.kind).save_file(out)
    return finish(claimed, contents.hash_for(claimed.kind), file_hash, size)


def _write(claimed: ClaimedFile, contents: Contents, out: BinaryIO) -> None:
    def step(done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            go_on(claimed, done, total)

    with ExitStack() as stack:
        event = claimed.event
        stack.enter_context(timezone.override(event.time_zone))
        language = claimed.kind.language or design_of(event).language
        stack.enter_context(translation.override(language))
        WRITERS[claimed.kind.what](contents, claimed.kind, out, step)


def go_on(claimed: ClaimedFile, done: int, total: int) -> None:
    """Raises LeaseLost."""
    so_far = {"done_count": done, "total_count": total}
    if not held(claimed).update(**so_far, lease_until=leases.lease_end()):
        raise LeaseLost


def finish(claimed: ClaimedFile, contents: str, file_hash: str, size: int) -> bool:
    """Done, if the job is still ours; back into the queue if its diplomas changed meanwhile.

    The file that it replaces stays until `sweep_files` shows it: somebody may be reading it.
    """
    with transaction.atomic():
        if claimed.kind.what != REGISTER and is_outdated(claimed, contents):
            leases.wait(held(claimed))
            return False
        if not leases.done(held(claimed), contents=contents, file_hash=file_hash, file_size=size):
            raise LeaseLost
    return True


def is_outdated(claimed: ClaimedFile, contents: str) -> bool:
    """The register goes on all day, and is made as of the moment; a print file is of all diplomas."""
    event = claimed.event
    is_unmade = RenderJob.objects.of_event(event).unfinished().exists()
    return is_unmade or Contents.of_event(event).hash_for(claimed.kind) != contents


def sweep() -> Swept:
    return leases.sweep(FileJob.objects.all())


def _write_print(contents: Contents, kind: FileKind, out: BinaryIO, step: Step) -> None:
    from events.pdf.merging import MergedFile  # noqa: PLC0415 - loaded by a worker alone

    entries = _valid(contents, kind)
    whole = MergedFile(out, left_out="" if kind.has_background else BACKGROUND)
    for done, entry in enumerate(entries, start=1):
        whole.add(_file_of(entry.number, entry.file_hash))
        step(done, len(entries))
    whole.finish(
        Metadata(
            title=f"{_('Diplomas')} · {contents.event}",
            language=design_of(contents.event).language,
            author=str(contents.event.organiser or ""),
            identifier=contents.hash_for(kind)[:32],
        )
    )


def _write_archive(contents: Contents, kind: FileKind, out: BinaryIO, step: Step) -> None:
    entries = _valid(contents, kind)
    paths = paths_of([contents.filed(each) for each in entries], beside=_("Without a team"))
    archive = Archive(out, day=contents.event.ends_on)
    for done, (path, entry) in enumerate(zip(paths, entries, strict=True), start=1):
        archive.add(path, _file_of(entry.number, entry.file_hash))
        step(done, len(entries))
    archive.finish()


def _write_register(contents: Contents, kind: FileKind, out: BinaryIO, step: Step) -> None:
    """A long one takes longer than a lease, which is renewed at each page."""
    count = len(contents.entries)
    out.write(register_pdf(contents.event, on_page=lambda: step(0, count)))
    step(count, count)


WRITERS: Final = {PRINT: _write_print, ARCHIVE: _write_archive, REGISTER: _write_register}


def _valid(contents: Contents, kind: FileKind) -> list[Entry]:
    if entries := contents.in_order(kind.order):
        return entries
    raise NothingToPrint


def _file_of(number: str, file_hash: str) -> bytes:
    try:
        return FILES.read(file_hash)
    except FileIsAway:
        raise DiplomaIsAway(number) from None
