"""The protocol on its way to two seals, as the secretary's page and the chair's tablet show it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.models import Event, User
from events.rules import Gap
from experts.models import Protocol, ProtocolSeal, Query, QueryWindow, Seat
from experts.pages.tablet import Holder
from experts.reports.cells import CellState
from experts.reports.deliberation import hidden_teams
from experts.reports.grid import Grid
from experts.reports.record import why_deputy_seals
from experts.reports.sealing import GapOfTeams, readiness, seats_that_seal, told_with

OF_DELIBERATION = frozenset({"casting_votes", "questions", "awards", "dissents", "late_changes"})
GROUP = 4  # characters of the hash that stand together


@dataclass(frozen=True)
class SealLine:
    """One of the two who seal: whether they have, or whose seal is waited for."""

    part: str
    label: str
    who: str
    at: datetime | None
    is_own: bool


@dataclass(frozen=True)
class PlaceLine:
    place: str
    shared: str
    number: int
    topic: str


@dataclass(frozen=True)
class Version:
    """A version of the record as people read it: what it counts, its places and its fingerprint.

    `places` are empty for who may not see them; `hidden` says why.
    """

    number: int
    state: str
    tone: str
    is_sealed: bool
    sha256: str
    aloud: str
    rest: str
    prepared_at: datetime
    prepared_by: str
    replaces: int | None
    facts: Sequence[str]
    places: Sequence[PlaceLine]
    hidden: str
    seals: Sequence[SealLine]

    @property
    def missing(self) -> Sequence[SealLine]:
        return [each for each in self.seals if each.at is None]

    @property
    def waits_for_reader(self) -> bool:
        return any(each.is_own for each in self.missing)

    @classmethod
    def of(cls, protocol: Protocol, seals: Sequence[SealLine], hidden: Collection[int]) -> Self:
        record = json.loads(protocol.record)
        groups = [protocol.sha256[at : at + GROUP] for at in range(0, 64, GROUP)]
        return cls(
            number=protocol.number,
            state=str(protocol.get_state_display()),
            tone="ok" if protocol.is_sealed else "warn",
            is_sealed=protocol.is_sealed,
            sha256=protocol.sha256,
            aloud=protocol.aloud,
            rest=" ".join(groups[2:]),
            prepared_at=protocol.prepared_at,
            prepared_by=str(protocol.prepared_by),
            replaces=protocol.replaces.number if protocol.replaces else None,
            facts=list(_facts(record, hidden)),
            places=[] if hidden else list(_places(record)),
            hidden=_why_hidden(hidden),
            seals=seals,
        )


def _facts(record: Mapping[str, Any], hidden: Collection[int]) -> Iterator[str]:
    """Without what the panel decided and asked, for who has a tie to a team."""
    if reason := record.get("deputy_seals"):
        yield _("A deputy may seal for the chair: %(reason)s") % {"reason": reason}
    submitted = [each for each in record["sheets"] if each["state"] == CellState.SUBMITTED]
    experts = len({each["expert"] for each in submitted})
    yield ngettext(
        "%(sheets)s score sheet of %(experts)s experts",
        "%(sheets)s score sheets of %(experts)s experts",
        len(submitted),
    ) % {"sheets": len(submitted), "experts": experts}
    for name, words in (
        ("teams", _("Teams: %(count)s")),
        ("recusals", _("Recusals with their reasons: %(count)s")),
        ("disclosures", _("Disclosures: %(count)s")),
        ("casting_votes", _("Casting votes with their reasons: %(count)s")),
        ("questions", _("Questions of the panel: %(count)s")),
        ("awards", _("Awards: %(count)s")),
        ("dissents", _("Dissenting opinions: %(count)s")),
        ("late_changes", _("Changes after the close: %(count)s")),
    ):
        count = len(record.get(name, ()))
        if count and not (hidden and name in OF_DELIBERATION):
            yield words % {"count": count}


def _places(record: Mapping[str, Any]) -> Iterator[PlaceLine]:
    language = get_language() or "en"
    topics = {each["number"]: each["topic"].get(language, "") for each in record["teams"]}
    for each in record["results"]:
        shared = _("shared") if each["shared"] else ""
        topic = topics.get(each["team"], "")
        yield PlaceLine(str(each["place"] or "—"), shared, each["team"], topic)


def _why_hidden(numbers: Collection[int]) -> str:
    if not numbers:
        return ""
    words = _(
        "You have a tie to team %(teams)s, so no place is shown to you before the seal. You seal that the record is whole."
    )
    return words % {"teams": ", ".join(map(str, sorted(numbers)))}


@dataclass(frozen=True)
class QueryLine:
    id: int
    number: int
    text: str
    answer: str
    is_waiting: bool


@dataclass(frozen=True)
class WindowPart:
    """The time for queries of the teams; `state` is `none` where none was opened yet."""

    state: str
    hours: int
    until: datetime | None
    reason: str
    confirmed: Sequence[int]
    queries: Sequence[QueryLine]


@dataclass(frozen=True)
class ProtocolPage:
    """`version` is the one that stands, `earlier` those that were withdrawn. `hindrances` stand in the way of the seal."""

    holder: Holder | None
    is_open: bool
    hindrances: Sequence[Gap]
    warnings: Sequence[Gap]
    version: Version | None
    earlier: Sequence[Protocol]
    window: WindowPart | None
    may_seal: bool
    may_answer: bool

    @property
    def may_read(self) -> bool:
        """All of the version, of which who has a tie to a team reads nothing before the seal."""
        version = self.version
        if version is None or version.is_sealed:
            return version is not None
        return self.may_seal and not version.hidden

    @property
    def may_prepare(self) -> bool:
        return self.version is None and not self.hindrances


def secretary_page(event: Event, user: User, at: datetime, *, may_seal: bool) -> ProtocolPage:
    return _page(Grid(event), versions_of(event), user, at, None, may_seal=may_seal, hidden=())


def tablet_page_of(
    grid: Grid, seats: Sequence[Seat], holder: Holder, person: int, at: datetime
) -> ProtocolPage:
    """Of whoever sits there; what may be sealed from which seat says `sealing_seat`."""
    versions = versions_of(grid.event)
    version = standing(versions)
    hidden = () if grid.event.is_scoring_open else hidden_from(person, grid, version)
    seat = sealing_seat(grid, seats, version)
    return _page(grid, versions, seat, at, holder, may_seal=seat is not None, hidden=hidden)


def versions_of(event: Event) -> list[Protocol]:
    """With their seals. One query."""
    versions = (
        Protocol.objects.of_event(event).with_seals().select_related("prepared_by", "replaces")
    )
    return list(versions.order_by("number"))


def standing(versions: Iterable[Protocol]) -> Protocol | None:
    return next((each for each in versions if each.state != Protocol.State.WITHDRAWN), None)


def hidden_from(person: int, grid: Grid, version: Protocol | None) -> Collection[int]:
    """The numbers of teams; none after the seal: what it tells is read by everybody who reads the protocol."""
    return () if version and version.is_sealed else hidden_teams(grid).get(person, ())


def sealing_seat(grid: Grid, seats: Sequence[Seat], version: Protocol | None) -> Seat | None:
    """From which of these this version is sealed for the chair."""
    sealing = seats_that_seal(grid, why_deputy_seals(version.record) if version else "")
    return next((each for each in sealing if each in seats), None)


def _page(
    grid: Grid,
    versions: Sequence[Protocol],
    reader: User | Seat | None,
    at: datetime,
    holder: Holder | None,
    *,
    may_seal: bool,
    hidden: Collection[int],
) -> ProtocolPage:
    event, version = grid.event, standing(versions)
    is_sealed = version is not None and version.is_sealed
    found = None if is_sealed else readiness(event, at, grid)
    return ProtocolPage(
        holder=holder,
        is_open=event.is_scoring_open,
        hindrances=told_with(found.hindrances, hidden) if found else (),
        warnings=_warnings(found.warnings, hidden) if found else (),
        version=Version.of(version, _seals(version, grid, reader), hidden) if version else None,
        earlier=[each for each in versions if each.state == Protocol.State.WITHDRAWN],
        window=_window(event, at, hidden),
        may_seal=may_seal,
        may_answer=may_seal and not is_sealed,
    )


def _warnings(gaps: Sequence[Gap], hidden: Collection[int]) -> Sequence[Gap]:
    return [gap for gap in gaps if not (hidden and isinstance(gap, GapOfTeams))]


def _seals(protocol: Protocol, grid: Grid, reader: User | Seat | None) -> list[SealLine]:
    given = protocol.seals_given
    waiting = seats_that_seal(grid, why_deputy_seals(protocol.record))
    waited = {
        ProtocolSeal.Part.CHAIR: ", ".join(each.person.name for each in waiting),
        ProtocolSeal.Part.SECRETARY: "",
    }
    own = ProtocolSeal.Part.CHAIR if isinstance(reader, Seat) else ProtocolSeal.Part.SECRETARY
    return [
        SealLine(
            part=str(part),
            label=str(part.label),
            who=given[part].who if part in given else waited[part],
            at=given[part].at if part in given else None,
            is_own=reader is not None and part == own,
        )
        for part in ProtocolSeal.Part
    ]


def _window(event: Event, at: datetime, hidden: Collection[int]) -> WindowPart | None:
    if event.query_hours is None:
        return None
    window = QueryWindow.objects.of_event(event).standing().first()
    if window is None:
        return WindowPart("none", event.query_hours, None, "", (), ())
    asked = window.queries.exclude(project__number__in=hidden).select_related("project")
    said = list(asked.order_by("project__number"))
    state = "waived" if window.waived_at else "open" if window.is_open(at) else "over"
    return WindowPart(
        state=state,
        hours=event.query_hours,
        until=window.closes_at,
        reason=window.waived_reason,
        confirmed=[each.project.number for each in said if each.kind == Query.Kind.CONFIRMED],
        queries=[
            QueryLine(each.pk, each.project.number, each.text, each.answer, each.is_waiting)
            for each in said
            if each.kind == Query.Kind.ASKED
        ],
    )
