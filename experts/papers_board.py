"""What people see of a protocol's papers: which there are, how far each is, and what keeps one from being made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from events.errors import CRASHED, NO_PRESS, STOPPED, UNSTORED
from events.files import hash_of
from events.models import Event
from experts.models import Annex, Protocol, ProtocolFile
from experts.protocol_files import LANGUAGES, PAPERS, PaperKind, key_of_annex, papers_of

State = ProtocolFile.State
FAILURES: Final[Mapping[str, str | Promise]] = {
    UNSTORED: _(
        "The file storage is full or away. Make room on the disk or bring it back: the file is made by itself then."
    ),
    STOPPED: _("The worker was stopped three times while it made this file."),
    CRASHED: _("The file could not be made in three attempts. The log says why."),
    NO_PRESS: _("This computer cannot make PDF files. Tell whoever runs the server."),
}
UNMADE: Final = (_("not made yet"), "")
DRAFT: Final = (_("draft"), "warn")
READY: Final = (_("ready"), "ok")
STATES: Final = {
    State.QUEUED: (_("waiting"), ""),
    State.RUNNING: (_("being made"), "sky"),
    State.FAILED: (_("failed"), "stop"),
}


@dataclass(frozen=True)
class PaperRow:
    """One paper in one language; `key` is that of its address. `said` is what holds it up."""

    key: str
    language: str
    language_name: str
    label: str | Promise
    tone: str
    said: str
    has_file: bool


@dataclass(frozen=True)
class PaperGroup:
    kind: PaperKind
    rows: Sequence[PaperRow]


@dataclass(frozen=True)
class AnnexLine:
    """With its papers, of which some may still be made."""

    annex: Annex
    papers: Sequence[PaperRow]


@dataclass(frozen=True)
class PapersBoard:
    """`protocol` is the version that stands, if there is one."""

    protocol: Protocol | None
    groups: Sequence[PaperGroup]
    is_working: bool
    is_wanted: bool


def papers_board(event: Event, protocol: Protocol | None) -> PapersBoard:
    """Two queries."""
    kinds = papers_of(protocol) if protocol else PAPERS
    jobs = list(ProtocolFile.objects.filter(protocol=protocol)) if protocol else []
    found = {(job.kind, job.language): job for job in jobs}
    working = any(job.state in (State.QUEUED, State.RUNNING) for job in jobs)
    done = [job for job in jobs if protocol and is_so(job, protocol)]
    return PapersBoard(
        protocol=protocol,
        groups=[
            PaperGroup(kind, list(_rows(kind.key, found, protocol))) for kind in kinds.values()
        ],
        is_working=working,
        is_wanted=not working and len(done) < len(kinds) * len(LANGUAGES),
    )


def annex_lines(event: Event) -> list[AnnexLine]:
    """Two queries."""
    annexes = Annex.objects.filter(protocol__in=Protocol.objects.of_event(event).sealed())
    jobs = ProtocolFile.objects.of_event(event)
    found = {(job.kind, job.language): job for job in jobs}
    return [
        AnnexLine(each, list(_rows(key_of_annex(each), found, each.protocol)))
        for each in annexes.select_related("by", "protocol")
    ]


def is_so(job: ProtocolFile, protocol: Protocol) -> bool:
    """Whether its file is there and says what the protocol is."""
    return bool(job.state == State.DONE and job.is_of_sealed == protocol.is_sealed)


def papers_version(event: Event, protocol: Protocol | None) -> str:
    """Changes whenever a row does; one query."""
    columns = ("pk", "state", "error", "file_hash")
    jobs = ProtocolFile.objects.filter(protocol=protocol).order_by("pk").values_list(*columns)
    stand = (protocol.pk, protocol.state, list(jobs)) if protocol else ()
    return f"{event.pk}-{hash_of(repr(stand).encode())[:16]}"


def _rows(
    kind: str, found: Mapping[tuple[str, str], ProtocolFile], protocol: Protocol | None
) -> Iterator[PaperRow]:
    for language in LANGUAGES:
        job = found.get((kind, language))
        label, tone = _state(job)
        yield PaperRow(
            key=f"{kind}-{language}",
            language=language,
            language_name=get_language_info(language)["name_local"],
            label=label,
            tone=tone,
            said=str(FAILURES.get(job.error, FAILURES[CRASHED])) if job and job.error else "",
            has_file=bool(job and protocol and job.file_hash and is_so(job, protocol)),
        )


def _state(job: ProtocolFile | None) -> tuple[str | Promise, str]:
    if job is None:
        return UNMADE
    if job.state == State.DONE:
        return READY if job.is_of_sealed else DRAFT
    return STATES[State(job.state)]
