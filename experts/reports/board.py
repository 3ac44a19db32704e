from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from events.models import Event
from events.search import is_found
from experts.models import Interest, Seat
from experts.models.panel import InterestQuerySet
from projects.models import supervisors_of


@dataclass(frozen=True)
class Finding:
    """What ties an expert to one or more teams, and how that was found."""

    kind: str
    source: str
    evidence: str
    people: str
    projects: tuple[tuple[int, str], ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for number, _topic in self.projects)

    @property
    def is_of_role(self) -> bool:
        return self.kind in Interest.ROLES

    @property
    def is_member(self) -> bool:
        return self.kind == Interest.Kind.MEMBER

    @property
    def is_declared(self) -> bool:
        return self.source != Interest.Source.DETECTED

    @property
    def kind_label(self) -> str:
        return str(Interest.Kind(self.kind).label)

    @property
    def source_label(self) -> str:
        return str(Interest.Source(self.source).label)


Tie = tuple[int, int, str]  # the id of an interest, its team, its kind in words


@dataclass(frozen=True)
class InterestLine:
    """Interests of one seat that are decided together, and those `beside` them that may be."""

    ties: tuple[Tie, ...]
    beside: tuple[Tie, ...]
    findings: tuple[Finding, ...]
    seat_order: int
    expert: str
    is_certain: bool
    outcome: str
    decision: str
    reason: str
    decided_by: str
    decided_at: datetime | None

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(number for number, _team, _kind in self.ties)

    @property
    def id(self) -> int:
        return self.ids[0]

    @property
    def decisions(self) -> dict[str, str]:
        """By the ids of those that are decided together; what stands beside them is open."""
        told = {str(number): self.decision for number in self.ids}
        return told | {str(number): "" for number, _team, _kind in self.beside}

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted({team for _id, team, _kind in self.ties}))

    @property
    def is_undecided(self) -> bool:
        return self.outcome == Interest.Outcome.UNDECIDED

    @property
    def is_of_role(self) -> bool:
        return any(each.is_of_role for each in self.findings)

    @property
    def people(self) -> str:
        return "; ".join(each.people for each in self.findings)

    @property
    def outcome_label(self) -> str:
        return str(Interest.Outcome(self.outcome).label)

    @property
    def tone(self) -> str:
        """The colour of the outcome's badge."""
        return {Interest.Outcome.RECUSE: "off", Interest.Outcome.DISCLOSE: "gold"}.get(
            Interest.Outcome(self.outcome), ""
        )


@dataclass(frozen=True)
class BoardSeat:
    """A seat with the numbers of the projects it does not score or is tied to; a member has no role word."""

    key: str
    order: int
    name: str
    initials: str
    role: str
    is_chair: bool
    is_scoring: bool
    about: str
    affiliation: str
    recused_numbers: tuple[int, ...]
    disclosed_numbers: tuple[int, ...]


@dataclass(frozen=True)
class PanelBoard:
    """The seats in order; `to_confirm` keep an expert from scoring until decided, `candidates` do not."""

    seats: tuple[BoardSeat, ...]
    to_confirm: tuple[InterestLine, ...]
    candidates: tuple[InterestLine, ...]
    decided: tuple[InterestLine, ...]

    def found(self, sought: str) -> Self:
        """The seats and the questions of whom one looks for, by the expert or whom the match names."""
        return replace(
            self,
            seats=tuple(s for s in self.seats if is_found(sought, s.name, s.about, s.affiliation)),
            to_confirm=_found(self.to_confirm, sought),
            candidates=_found(self.candidates, sought),
            decided=_found(self.decided, sought),
        )


def _found(lines: tuple[InterestLine, ...], sought: str) -> tuple[InterestLine, ...]:
    return tuple(line for line in lines if is_found(sought, line.expert, line.people))


def panel_board(event: Event) -> PanelBoard:
    """The panel with every interest, decided or not. Three queries."""
    seats = Seat.objects.of_event(event).order_by("panel__room", "order").select_related("person")
    found = Interest.objects.of_event(event).select_related(
        "seat__person", "project", "decided_by", "decided_from__person"
    )
    found = found.prefetch_related(supervisors_of("project__"))
    interests = list(found.order_by("seat__panel__room", "seat__order", "kind", "project__number"))
    lines = _interest_lines(interests)
    undecided = [line for line in lines if line.is_undecided]
    return PanelBoard(
        seats=tuple(_board_seat(seat, interests) for seat in seats),
        to_confirm=tuple(line for line in undecided if line.is_of_role),
        candidates=tuple(line for line in undecided if not line.is_of_role),
        decided=tuple(line for line in lines if not line.is_undecided),
    )


def to_confirm(event: Event) -> InterestQuerySet:
    """The matches with a role that wait for a person's word."""
    return Interest.objects.of_event(event).awaiting_confirmation()


def _interest_lines(interests: Sequence[Interest]) -> list[InterestLine]:
    lines: dict[tuple[object, ...], list[Interest]] = {}
    for each in interests:
        how = (each.outcome, each.reason, each.decided_at, each.decided_by_id, each.decided_from_id)
        if each.outcome == Interest.Outcome.UNDECIDED:
            lines.setdefault((each.seat_id, how, each.kind), []).append(each)
        else:
            alone = None if each.reason else each.pk
            lines.setdefault((each.seat_id, how, alone), []).append(each)
    return [_interest_line(group, _beside(group, interests)) for group in lines.values()]


def _beside(group: Sequence[Interest], interests: Iterable[Interest]) -> list[Interest]:
    """Open questions of another kind about the same pairs, which the same answer may settle."""
    if group[0].outcome != Interest.Outcome.UNDECIDED:
        return []
    pairs = {(each.seat_id, each.project_id) for each in group}
    return [
        each
        for each in interests
        if each.outcome == Interest.Outcome.UNDECIDED
        and each.kind != group[0].kind
        and (each.seat_id, each.project_id) in pairs
    ]


def _interest_line(group: Sequence[Interest], beside: Sequence[Interest]) -> InterestLine:
    first = group[0]
    return InterestLine(
        ties=tuple(map(_tie, group)),
        beside=tuple(map(_tie, beside)),
        findings=_findings(group),
        seat_order=first.seat.order,
        expert=first.seat.person.name,
        is_certain=first.is_certain,
        outcome=first.outcome,
        decision=first.decision,
        reason=first.reason,
        decided_by=first.decider,
        decided_at=first.decided_at,
    )


def _tie(interest: Interest) -> Tie:
    return interest.pk, interest.project.number, str(interest.get_kind_display())


def _findings(group: Iterable[Interest]) -> tuple[Finding, ...]:
    """What says the same of several teams is said once; a match of names is a question of its own."""
    same: dict[tuple[object, ...], list[Interest]] = {}
    for each in group:
        alone = each.pk if each.is_of_role else None
        same.setdefault((each.kind, each.source, each.evidence, alone), []).append(each)
    return tuple(
        Finding(
            kind=each[0].kind,
            source=each[0].source,
            evidence=each[0].evidence,
            people=_people_of(each[0]),
            projects=tuple((one.project.number, str(one.project.topic)) for one in each),
        )
        for each in same.values()
    )


def _people_of(interest: Interest) -> str:
    """Whom the expert is taken for; of a declared tie whoever supervises the project."""
    supervises = interest.kind == Interest.Kind.SUPERVISOR
    names = interest.project.supervisor_names if supervises else ()
    return interest.is_of or ", ".join(names)


def _board_seat(seat: Seat, interests: Sequence[Interest]) -> BoardSeat:
    own = [each for each in interests if each.seat_id == seat.pk]
    disclosed = Interest.Outcome.DISCLOSE
    return BoardSeat(
        key=seat.person.key,
        order=seat.order,
        name=seat.person.name,
        initials=seat.person.initials,
        role="" if seat.role == Seat.Role.MEMBER else seat.get_role_display(),
        is_chair=seat.role == Seat.Role.CHAIR,
        is_scoring=seat.is_scoring,
        about=str(seat.role_text),
        affiliation=str(seat.affiliation),
        recused_numbers=_numbers(each for each in own if each.is_recusing),
        disclosed_numbers=_numbers(each for each in own if each.outcome == disclosed),
    )


def _numbers(interests: Iterable[Interest]) -> tuple[int, ...]:
    return tuple(sorted({each.project.number for each in interests}))
