"""What an organizer sees of an event's diplomas: who has one, how far the work is, what failed and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from diplomas.awards import SameAward
from diplomas.errors import OVERFLOWS, TOO_LONG, UNFIT, UNPRINTABLE, failure_sentence
from diplomas.members import Member, members_of
from diplomas.models import Diploma, RenderJob, RenderJobQuerySet
from diplomas.paper import PERSON, SETTINGS, TEAM, award_of, unprintable_line, why_not_printed
from diplomas.progress import Progress, progress_of
from diplomas.snapshots import MARK, names_on
from events.models import Event
from events.search import is_found
from projects.models import Project

# The columns of `Issued`.
ISSUED: Final = (
    *("pk", "person", "number", "code", "state", "snapshot"),
    *("renderjob__state", "renderjob__error", "kind", "revision", "award"),
)

# A state in words, and the tone of its pill.
MISSING = (_("not issued"), "")
UNFINISHED = (_("did not complete the course"), "off")
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


class Issued(NamedTuple):
    """A diploma as a list of very many says it."""

    pk: int
    person: int
    number: str
    code: str
    state: str
    snapshot: Mapping[str, Any]
    job: str
    error: str
    kind: str = Diploma.Kind.DIPLOMA
    revision: int = 1
    award: str = ""

    @property
    def is_ready(self) -> bool:
        return self.state == Diploma.State.READY

    @property
    def is_pending(self) -> bool:
        return self.state == Diploma.State.PENDING

    @property
    def is_current(self) -> bool:
        return self.is_ready or self.is_pending

    @property
    def has_failed(self) -> bool:
        """Whether it waits for a human."""
        return self.is_pending and self.job == RenderJob.State.FAILED


@dataclass(frozen=True)
class DiplomaRow:
    """One member of a team, with `names` as they may be printed, and the latest diploma. Number and code are empty without."""

    name: str
    team: int | None
    diploma: Issued | None
    label: str | Promise
    tone: str
    key: str = ""
    project: int | None = None
    person: int = 0
    is_unfinished: bool = False
    names: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.diploma.number if self.diploma else ""

    @property
    def code(self) -> str:
        return self.diploma.code if self.diploma else ""

    @property
    def is_ready(self) -> bool:
        return self.diploma is not None and self.diploma.is_ready

    @property
    def mark(self) -> str:
        """What a duplicate is marked with."""
        return self.diploma.snapshot.get(MARK, "") if self.diploma else ""

    @property
    def has_failed(self) -> bool:
        return self.diploma is not None and self.diploma.has_failed

    @property
    def document(self) -> str | Promise:
        """What it is called among the kinds."""
        return Diploma.Kind(self.diploma.kind).label if self.diploma else ""

    @property
    def award(self) -> str:
        """What an award is for."""
        return award_of(self.diploma.snapshot) if self.diploma else ""

    @property
    def failure(self) -> str:
        return failure_of(self.diploma) if self.diploma and self.has_failed else ""

    @property
    def mended_in(self) -> str:
        """Where the reason of its failure is mended; empty where nothing is to be mended."""
        place = place_of_failure(self.diploma) if self.diploma and self.has_failed else ""
        is_known = {PERSON: bool(self.key), TEAM: self.project is not None}
        return place if is_known.get(place, True) else ""


@dataclass(frozen=True)
class Served:
    """Everybody who may get a document of a kind, in order, the teams, and all documents of the event.

    `same` are those for the award that is meant; of awards for different things somebody may have several.
    """

    members: Sequence[Member]
    teams: Mapping[int, Project]
    issued: Sequence[Issued]
    kind: str
    same: SameAward = field(default_factory=SameAward)

    @classmethod
    def of_event(cls, event: Event, kind: str = Diploma.Kind.DIPLOMA, award: str = "") -> Self:
        """Four queries, whatever the number of people, and one for an award; no row of the database is made of them,
        but of teams.
        """
        rows = Diploma.objects.of_event(event).order_by("sequence").values_list(*ISSUED)
        return cls(
            members=members_of(event, kind, award),
            teams={each.pk: each for each in Project.objects.of_event(event).with_supervisors()},
            issued=[Issued(*row) for row in rows],
            kind=kind,
            same=SameAward.of_event(event, award),
        )

    def of_kind(self, event: Event, kind: str) -> Self:
        """For documents of another kind; one query where other people get them."""
        alike = {*Diploma.KINDS_OF_TEAMS} - {Diploma.Kind.AWARD}
        has_members = kind == self.kind or {kind, self.kind} <= alike
        members = self.members if has_members else members_of(event, kind)
        return replace(self, members=members, kind=kind)

    def of_holders(self, event: Event, kind: str) -> Self:
        """The same of those who have one already, who need not be given it."""
        return self.of_kind(event, Diploma.Kind.DIPLOMA if kind == Diploma.Kind.AWARD else kind)

    @cached_property
    def diplomas(self) -> Mapping[int, Issued]:
        """The latest of the kind and for the award, by the person: what others replaced only where nothing else is."""
        same = [each for each in self.latest(self.kind) if self.same.holds(each.snapshot)]
        same.sort(key=lambda each: each.state != Diploma.State.SUPERSEDED)
        return {each.person: each for each in same}

    def latest(self, kind: str) -> Collection[Issued]:
        """Of each person, for each award."""
        of_kind = (each for each in self.issued if each.kind == kind)
        return {(each.person, each.award): each for each in of_kind}.values()

    @cached_property
    def awards(self) -> Mapping[int, Sequence[Issued]]:
        """All awards by the person, without those that others replaced."""
        found: dict[int, list[Issued]] = defaultdict(list)
        for each in self.latest(Diploma.Kind.AWARD):
            if each.state != Diploma.State.SUPERSEDED:
                found[each.person].append(each)
        return found


class SameName(NamedTuple):
    """Several records of one name in teams, at least one of whom has a diploma: perhaps one person twice."""

    name: str
    numbers: Sequence[str]
    lacking: frozenset[int]
    """The keys of those without one."""

    @property
    def sentence(self) -> str:
        said = ngettext(
            "“%(name)s” has %(numbers)s, and stands on the list once more. If it is one person, make the two records one first.",
            "“%(name)s” has %(numbers)s, and stands on the list %(count)s more times. If it is one person, make the records one first.",
            len(self.lacking),
        )
        numbers = ", ".join(f"№ {number}" for number in self.numbers)
        return said % {"name": self.name, "numbers": numbers, "count": len(self.lacking)}


@dataclass(frozen=True)
class DiplomaBoard:
    """Every member of a team with their latest diploma, team by team."""

    rows: tuple[DiplomaRow, ...]
    progress: Progress
    unnamed_count: int
    outdated_count: int
    same_names: Sequence[SameName] = ()
    sought: str = ""
    failed_rows: Sequence[DiplomaRow] = ()

    @property
    def missing_count(self) -> int:
        """Who gets one when they are issued to all."""
        return sum(not row.number and not row.is_unfinished for row in self.rows)

    @property
    def unfinished_count(self) -> int:
        """Who is passed over then."""
        return sum(not row.number and row.is_unfinished for row in self.rows)

    @cached_property
    def found(self) -> list[DiplomaRow]:
        """Those whom one looks for."""
        return [row for row in self.rows if is_found(self.sought, row.name, row.number, *row.names)]


def diploma_board(
    event: Event,
    served: Served | None = None,
    outdated: Collection[int] = (),
    *,
    sought: str = "",
) -> DiplomaBoard:
    """Five queries, whatever the number of people. `outdated` are keys of those whose words are no longer so.

    One more where a letter of thanks could not be made; `failed_rows` are of every kind.
    """
    served = served or Served.of_event(event)
    rows = tuple(
        row_of(
            member,
            served.teams[member.team].number if member.team else None,
            served.diplomas.get(member.person),
            outdated,
        )
        for member in served.members
    )
    return DiplomaBoard(
        rows=rows,
        progress=progress_of(event),
        unnamed_count=max(0, event.trainees_stated - len(rows)),
        outdated_count=len(outdated),
        same_names=same_names(served),
        sought=sought,
        failed_rows=list(_failed_rows(event, served)),
    )


def words_of(name: str) -> str:
    """The same for one name in any order and case."""
    return " ".join(sorted(name.casefold().split()))


def _failed_rows(event: Event, served: Served) -> Iterator[DiplomaRow]:
    """The documents of every kind that wait for a human, kind by kind; also of who left the team since."""
    for kind in Diploma.Kind:
        failed = [each for each in served.issued if each.kind == kind and each.has_failed]
        if not failed:
            continue
        members = {each.person: each for each in served.of_kind(event, kind).members}
        for each in failed:
            member = members.get(each.person) or Member(each.person, None, "", {}, None, None)
            team = served.teams[member.team].number if member.team else None
            yield row_of(member, team, each, ())


def same_names(served: Served) -> list[SameName]:
    """Those of whom one has a current diploma and another none: issuing would give the name a second one."""
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in served.members:
        by_name[words_of(member.name)].append(member)
    found = []
    for members in by_name.values():
        issued = [served.diplomas.get(each.person) for each in members]
        numbers = [each.number for each in issued if each and each.is_current]
        lacking = frozenset(each.person for each in members if each.person not in served.diplomas)
        if numbers and lacking:
            found.append(SameName(members[0].printed_name(), numbers, lacking))
    return found


def row_of(
    member: Member, team: int | None, diploma: Issued | None, outdated: Collection[int]
) -> DiplomaRow:
    name = diploma.snapshot["name"] if diploma else member.printed_name()
    return DiplomaRow(
        name,
        team,
        diploma,
        *state_for(member, diploma, outdated),
        key=member.key,
        project=member.team,
        person=member.person,
        is_unfinished=member.unfinished is not None,
        names=(*member.printed_names.values(), *(names_on(diploma.snapshot) if diploma else ())),
    )


def state_for(
    member: Member, diploma: Issued | None, outdated: Collection[int]
) -> tuple[str | Promise, str]:
    if diploma is not None:
        return OUTDATED if diploma.pk in outdated else state_of(diploma)
    return UNFINISHED if member.unfinished is not None else MISSING


def failure_of(diploma: Issued) -> str:
    """Why it could not be made, naming the text and the letter where a letter is the reason."""
    is_of_letters = diploma.error == UNPRINTABLE
    named = why_not_printed(diploma.number, diploma.snapshot) if is_of_letters else ""
    return named or failure_sentence(diploma.error)


def place_of_failure(diploma: Issued) -> str:
    if diploma.error == UNPRINTABLE:
        line = unprintable_line(diploma.number, diploma.snapshot)
        return line.source if line else ""
    return {TOO_LONG: PERSON, OVERFLOWS: TEAM, UNFIT: SETTINGS}.get(diploma.error, "")


def state_of(diploma: Issued) -> tuple[str | Promise, str]:
    if diploma.is_pending:
        return PENDING_STATES[RenderJob.State(diploma.job)]
    return STATES[Diploma.State(diploma.state)]


def failed_jobs(event: Event) -> RenderJobQuerySet:
    """Of the current diplomas that wait for a human."""
    return RenderJob.objects.of_event(event).failed()
