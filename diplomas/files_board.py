"""What an organizer sees of the files of many diplomas: which there are, how far each is, whether it is still so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from diplomas.contents import Contents
from diplomas.errors import file_failure_sentence
from diplomas.file_kinds import ARCHIVE, AS_MOVED, FILE_KINDS, PRINT, REGISTER, FileKind
from diplomas.models import FileJob, RenderJob
from events.files import hash_of
from events.models import Event

OFFICIAL = ("kk", "ru")
State = FileJob.State

# A state in words, and the tone of its pill.
UNMADE = (_("not made yet"), "")
WAITING = (_("waiting"), "")
RUNNING = (_("being made"), "sky")
FAILED = (_("failed"), "stop")
READY = (_("ready"), "ok")
OLDER = (_("older than the diplomas"), "warn")


@dataclass(frozen=True)
class FileRow:
    """`said` is what holds it up; `job` is None as long as nobody asked for it."""

    kind: FileKind
    job: FileJob | None
    label: str | Promise
    tone: str
    said: str = ""

    @property
    def is_working(self) -> bool:
        return self.job is not None and self.job.state in (State.QUEUED, State.RUNNING)

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.state == State.RUNNING

    @property
    def is_wanted(self) -> bool:
        """Whether there is nothing yet that could be opened as it is now."""
        return not self.is_working and self.tone != READY[1]

    @property
    def has_file(self) -> bool:
        return self.job is not None and bool(self.job.file_hash)


@dataclass(frozen=True)
class FilesBoard:
    rows: Sequence[FileRow]
    valid_count: int
    unmade_count: int

    @property
    def is_working(self) -> bool:
        return any(row.is_working for row in self.rows)

    @property
    def sections(self) -> list[tuple[str | Promise, list[FileRow]]]:
        heads = {PRINT: _("To print"), ARCHIVE: _("To send"), REGISTER: _("To bind")}
        return [
            (head, [row for row in self.rows if row.kind.what == what])
            for what, head in heads.items()
        ]


def files_board(event: Event) -> FilesBoard:
    """Seven queries, whatever the number of people."""
    contents = Contents.of_event(event)
    jobs = {job.kind: job for job in FileJob.objects.of_event(event)}
    unmade = RenderJob.objects.of_event(event).unfinished().count()
    return FilesBoard(
        rows=[_row(kind, jobs.get(kind.key), contents, unmade) for kind in offered(contents)],
        valid_count=len(contents.in_order()),
        unmade_count=unmade,
    )


def offered(contents: Contents) -> Iterator[FileKind]:
    """The register in the languages of the office and in the reader's; as arranged once somebody arranged it."""
    languages = ("", *OFFICIAL, get_language())
    for each in FILE_KINDS.values():
        is_there = each.order != AS_MOVED or contents.calling.is_arranged
        if is_there and each.language in languages:
            yield each


def files_version(event: Event) -> str:
    """Changes whenever a row does, but for who asks; two queries."""
    columns = ("kind", "state", "done_count", "total_count", "error", "file_hash", "finished_at")
    jobs = FileJob.objects.of_event(event).order_by("kind").values_list(*columns)
    unmade = RenderJob.objects.of_event(event).unfinished().count()
    head = Event.objects.filter(pk=event.pk).values_list("audithead__number", flat=True).get()
    return f"{event.pk}-{head}-{unmade}-{hash_of(repr(list(jobs)).encode())[:16]}"


def _row(kind: FileKind, job: FileJob | None, contents: Contents, unmade: int) -> FileRow:
    if job is None:
        return FileRow(kind, None, *UNMADE)
    match job.state:
        case State.QUEUED:
            return FileRow(kind, job, *WAITING, said=_held_up(job, unmade))
        case State.RUNNING:
            return FileRow(kind, job, *RUNNING)
        case State.FAILED:
            return FileRow(kind, job, *FAILED, said=file_failure_sentence(job.error))
    is_so_still = job.contents == contents.hash_for(kind)
    return FileRow(kind, job, *(READY if is_so_still else OLDER))


def _held_up(job: FileJob, unmade: int) -> str:
    if job.error:
        return file_failure_sentence(job.error)
    return gettext("It is made as soon as every diploma is.") if unmade else ""
