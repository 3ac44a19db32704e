"""What an organizer sees of an event's diplomas: who has one, how far the work is, what failed and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diplomas.errors import UNPRINTABLE, failure_sentence
from diplomas.models import Diploma, RenderJob
from diplomas.paper import why_not_printed
from events.models import Event
from events.search import is_found
from projects.models import TeamMember

PATIENCE: Final = timedelta(seconds=30)

# A state in words, and the tone of its pill.
MISSING = (_("not issued"), "")
WAITING = (_("waiting"), "")
RUNNING = (_("being made"), "sky")
FAILED = (_("failed"), "stop")
READY = (_("ready"), "ok")
OUTDATED = (_("outdated"), "warn")
SUPERSEDED = (_("superseded"), "off")
REVOKED = (_("revoked"), "stop")

PENDING_STATES: Final = {
    RenderJob.State.QUEUED: WAITING,
    RenderJob.State.RUNNING: RUNNING,
    RenderJob.State.DONE: WAITING,
    RenderJob.State.FAILED: FAILED,
}
STATES: Final = {
    Diploma.State.READY: READY,
    Diploma.State.SUPERSEDED: SUPERSEDED,
    Diploma.State.REVOKED: REVOKED,
}


@dataclass(frozen=True)
class DiplomaRow:
    """One member of a team. Number and code are empty while nothing is issued."""

    name: str
    team: int
    number: str
    code: str
    label: str | Promise
    tone: str
    is_ready: bool
    failure: str


@dataclass(frozen=True)
class Progress:
    """The current diplomas of an event, counted by what is still to be done with them."""

    total: int
    ready: int
    queued: int
    running: int
    failed: int
    waits_since: datetime | None = None

    @property
    def is_working(self) -> bool:
        return self.queued + self.running > 0

    def is_stalled(self, at: datetime) -> bool:
        """Whether work waits and nobody seems to take it."""
        since = self.waits_since
        return self.running == 0 and since is not None and at - since > PATIENCE


@dataclass(frozen=True)
class DiplomaBoard:
    """Every member of a team with their latest diploma, team by team."""

    rows: tuple[DiplomaRow, ...]
    progress: Progress
    missing_count: int
    unnamed_count: int
    outdated_count: int
    sought: str = ""

    @property
    def shown(self) -> list[DiplomaRow]:
        """Those whom one looks for."""
        return [row for row in self.rows if is_found(self.sought, row.name, row.number)]

    @property
    def failed_rows(self) -> tuple[DiplomaRow, ...]:
        return tuple(row for row in self.rows if row.failure)


def diploma_board(
    event: Event, outdated: Collection[Diploma] = (), *, sought: str = ""
) -> DiplomaBoard:
    """Three queries, whatever the number of people. `outdated` are those whose words are no longer so."""
    members = TeamMember.objects.of_event(event).in_order().select_related("person", "project")
    latest = {
        diploma.person_id: diploma
        for diploma in Diploma.objects.of_event(event)
        .select_related("renderjob")
        .order_by("sequence")
    }
    keys = {each.pk for each in outdated}
    rows = tuple(row_of(member, latest.get(member.person_id), keys) for member in members)
    return DiplomaBoard(
        rows=rows,
        progress=progress_of(event),
        missing_count=sum(not row.number for row in rows),
        unnamed_count=max(0, event.trainees_stated - len(rows)),
        outdated_count=len(keys),
        sought=sought,
    )


def row_of(
    member: TeamMember, diploma: Diploma | None, outdated: Collection[int] = ()
) -> DiplomaRow:
    if diploma is None:
        name = member.person.printed_name()
        return DiplomaRow(name, member.project.number, "", "", *MISSING, False, "")
    label, tone = OUTDATED if diploma.pk in outdated else state_of(diploma)
    return DiplomaRow(
        name=diploma.snapshot["name"],
        team=member.project.number,
        number=diploma.number,
        code=diploma.code,
        label=label,
        tone=tone,
        is_ready=diploma.state == Diploma.State.READY,
        failure=failure_of(diploma) if (label, tone) == FAILED else "",
    )


def failure_of(diploma: Diploma) -> str:
    """Why it could not be made, naming the text and the letter where a letter is the reason."""
    code = diploma.renderjob.error
    named = why_not_printed(diploma.number, diploma.snapshot) if code == UNPRINTABLE else ""
    return named or failure_sentence(code)


def state_of(diploma: Diploma) -> tuple[str | Promise, str]:
    if diploma.state == Diploma.State.PENDING:
        return PENDING_STATES[RenderJob.State(diploma.renderjob.state)]
    return STATES[Diploma.State(diploma.state)]


def progress_of(event: Event) -> Progress:
    """One query."""
    pending = Q(state=Diploma.State.PENDING)
    jobs = {state: pending & Q(renderjob__state=state) for state in RenderJob.State}
    counts = (
        Diploma.objects.of_event(event)
        .current()
        .aggregate(
            total=Count("pk"),
            ready=Count("pk", filter=Q(state=Diploma.State.READY)),
            queued=Count("pk", filter=jobs[RenderJob.State.QUEUED]),
            running=Count("pk", filter=jobs[RenderJob.State.RUNNING]),
            failed=Count("pk", filter=jobs[RenderJob.State.FAILED]),
            waits_since=Min("renderjob__queued_at", filter=jobs[RenderJob.State.QUEUED]),
        )
    )
    return Progress(**counts)


def failed_count(event: Event) -> int:
    """How many current diplomas wait for a human."""
    failed = RenderJob.objects.of_event(event).filter(state=RenderJob.State.FAILED)
    return failed.filter(diploma__state=Diploma.State.PENDING).count()
