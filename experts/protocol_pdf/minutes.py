"""The protocol of a decision in one language, made from its record alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experts.methods import Method
from experts.models import Seat
from experts.pages.rules import rule_in_words
from experts.protocol_pdf import deciding, people, tables, voting
from experts.protocol_pdf.deciding import TiedTeams
from experts.protocol_pdf.people import SeatLine, TieGroup
from experts.protocol_pdf.said import SaidGroup
from experts.protocol_pdf.tables import Annex, TotalsTable
from experts.protocol_pdf.wording import (
    Record,
    actual,
    days,
    figure,
    hour,
    language,
    listed,
    place,
    planned,
    rooms,
    said,
    when,
)
from experts.reports.rules import RULE_NAMES, ties_told

Line = Mapping[str, Any]
# The chair first, then the secretary, then who else scores.
SIGNING: Final = (Seat.Role.CHAIR, Seat.Role.SECRETARY, Seat.Role.DEPUTY, Seat.Role.MEMBER)


@dataclass(frozen=True)
class Seal:
    """One of the two: the chair's or the secretary's, by whom and when."""

    part: str
    who: str
    at: str


@dataclass(frozen=True)
class Stamp:
    """What a protocol is beside its record: its number and hash, which one it replaces, and its seals.

    The seals follow on the record, so they stand in none.
    """

    number: int
    sha256: str
    is_sealed: bool
    replaces: int | None = None
    seals: tuple[Seal, ...] = ()


@dataclass(frozen=True)
class Proof:
    """For the foot of each page: what the record is known by, and the line of the log before it."""

    sha256: str
    log: str


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True)
class Question:
    who: str
    text: str
    answer: str


@dataclass(frozen=True)
class TeamPart:
    number: int
    topic: str
    supervisors: str
    facts: Sequence[Fact]
    questions: Sequence[Question]
    note: str
    rank: int | None
    place: str
    is_shared: bool
    value: str
    raw: str
    decided_by: str


@dataclass(frozen=True)
class DrawPart:
    title: str
    method: str
    notes: Sequence[str]
    steps: Sequence[str]


@dataclass(frozen=True)
class Signer:
    name: str
    role: str


@dataclass(frozen=True)
class Minutes:
    language: str
    title: str
    event: str
    running: str
    state: str
    proof: Proof
    facts: Sequence[Fact]
    seats: Sequence[SeatLine]
    quorum: Sequence[str]
    ties: Sequence[TieGroup]
    step_outs: Sequence[str]
    draws: Sequence[DrawPart]
    teams: Sequence[TeamPart]
    totals: Sequence[TotalsTable]
    explained: Sequence[str]
    tied: Sequence[TiedTeams]
    rule: str
    said: Sequence[SaidGroup]
    seals: Sequence[str]
    signers: Sequence[Signer]
    annexes: Sequence[Annex]

    @property
    def by_place(self) -> list[TeamPart]:
        """Those without a place last."""
        return sorted(self.teams, key=lambda team: (team.rank is None, team.rank, team.number))


def minutes_of(record: Record, stamp: Stamp) -> Minutes:
    """In the active language and time zone."""
    title = _("Protocol № %(number)s") % {"number": stamp.number}
    decimals = tables.decimals_of(record)
    return Minutes(
        language=language(),
        title=title,
        event=event_in_words(record),
        running=listed(title, days_of(record)),
        state=state_of(record, stamp),
        proof=proof(record, stamp),
        facts=list(_facts(record, stamp)),
        seats=people.seats(record),
        quorum=voting.quorum(record),
        ties=people.ties(record),
        step_outs=people.step_outs(record),
        draws=list(_draws(record)),
        teams=teams_of(record),
        totals=list(tables.totals(record, decimals)),
        explained=list(deciding.explained(record)),
        tied=deciding.tied_teams(record),
        said=deciding.groups(record),
        rule=rule_in_words(Method(record["rule"]["method"])),
        seals=[*map(_seal, stamp.seals), *_instead(record)],
        signers=[each for role in SIGNING for each in signers_of(record, stamp, role)],
        annexes=list(tables.annexes(record, decimals)),
    )


def event_in_words(record: Record) -> str:
    return listed(said(record["event"]["title"]), days_of(record))


def days_of(record: Record) -> str:
    return days(record["event"]["starts_on"], record["event"]["ends_on"])


def state_of(record: Record, stamp: Stamp) -> str:
    """What must be read on every page of a paper that does not count; empty for one that does."""
    draft = "" if stamp.is_sealed else _("Draft, not sealed.")
    rehearsal = _("Rehearsal: nothing of this counts.") if record["event"]["is_rehearsal"] else ""
    return f"{draft} {rehearsal}".strip()


def proof(record: Record, stamp: Stamp) -> Proof:
    words = _("Line %(number)s of the log: %(link)s")
    return Proof(stamp.sha256, words % record["audit_head"])


def _facts(record: Record, stamp: Stamp) -> Iterator[Fact]:
    event, rule = record["event"], record["rule"]
    started = [team["started_at"] for team in record["teams"] if team["started_at"]]
    ended = [team["ended_at"] for team in record["teams"] if team["ended_at"]]
    version = {"rule": RULE_NAMES[Method(rule["method"])], "version": rule["version"]}
    facts = (
        (_("Replaces"), _replaced(stamp)),
        (_("Date"), days_of(record)),
        (_("Where"), listed(said(event["city"]), said(event["place"]))),
        (_("Course"), said(event["course"])),
        (_("Organiser"), said(event["organiser"])),
        (_("Chair"), ", ".join(_named(record, Seat.Role.CHAIR))),
        (_("Secretary"), ", ".join(_named(record, Seat.Role.SECRETARY))),
        (_("Defenses"), actual(min(started), max(ended)) if started and ended else ""),
        (_("Scoring closed"), when(event["scoring_closed_at"])),
        (_("Protocol prepared"), when(record["prepared_at"])),
        (
            _("Rule of the places"),
            listed(_("%(rule)s, version %(version)s") % version, ties_told(rule)),
        ),
    )
    yield from (Fact(label, text) for label, text in facts if text)


def _named(record: Record, role: str) -> list[str]:
    return [said(seat["name"]) for seat in record["panel"] if seat["role"] == role]


def _draws(record: Record) -> Iterator[DrawPart]:
    steps = defaultdict(list)
    for step in record["draw"]["steps"]:
        steps[step["room"]].append(_step(step))
    names = rooms(record)
    for draw in record["draw"]["methods"]:
        notes = [said(note) for note in draw["notes"]]
        if not draw["rule_stated"]:
            notes.append(_("The rule of the draw is not stated."))
        title = names.get(draw["room"], "")
        yield DrawPart(title, said(draw["method"]), notes, steps.pop(draw["room"], []))
    yield from (DrawPart(names.get(room, ""), "", [], left) for room, left in steps.items())


def _step(step: Line) -> str:
    told = {
        "number": step["team"],
        "place": step["place"],
        "hour": hour(step["noted_at"]),
        "step": step["takes_back"],
        "reason": step["reason"],
    }
    if step["takes_back"]:
        return _("%(hour)s: step %(step)s was taken back: %(reason)s") % told
    words = _("%(hour)s: team %(number)s took place %(place)s in the order")
    if step["place"] is None:
        words = _("%(hour)s: team %(number)s answered and took no place")
    return " ".join(filter(None, [words % told, said(step["question"])]))


def teams_of(record: Record) -> list[TeamPart]:
    """In the order of their numbers."""
    asked = defaultdict(list)
    for each in record["questions"]:
        asked[each["team"]].append(Question(said(each["expert"]), each["text"], each["answer"]))
    results = tables.results_of(record)
    teams = sorted(record["teams"], key=lambda team: team["number"])
    notes = deciding.notes_of(record)
    return [
        _team(team, results.get(number, {}), asked[number], notes.get(number, ""))
        for team in teams
        for number in [team["number"]]
    ]


def _team(team: Line, result: Line, questions: Sequence[Question], note: str) -> TeamPart:
    return TeamPart(
        number=team["number"],
        topic=said(team["topic"]),
        supervisors=", ".join(said(each["name"]) for each in team["supervisors"]),
        facts=list(_facts_of(team, result)),
        questions=questions,
        note=note,
        rank=result.get("place"),
        place=place(result.get("place")),
        is_shared=result.get("shared", False),
        value=figure(result.get("value")),
        raw=figure(result.get("raw_mean")),
        decided_by=deciding.decided_by(result),
    )


def _facts_of(team: Line, result: Line) -> Iterator[Fact]:
    supervisors = [listed(said(each["name"]), said(each["title"])) for each in team["supervisors"]]
    members = [said(each["name"]) for each in team["members"]]
    label = ngettext("Supervisor", "Supervisors", len(supervisors))
    yield Fact(label, "; ".join(supervisors) or _("none named"))
    yield Fact(_("Members"), ", ".join(members) or _("none named"))
    yield Fact(_("Planned"), planned(team["planned_at"], team["planned_minutes"]))
    yield Fact(_("Actual"), actual(team["started_at"], team["ended_at"]))
    if result:
        words = _(
            "%(place)s; by the rule %(value)s, plain mean %(raw)s; sheets: %(received)s of %(eligible)s"
        )
        told = {"place": place(result["place"]), "value": figure(result["value"])}
        yield Fact(_("Result"), words % {**result, **told, "raw": figure(result["raw_mean"])})


def _replaced(stamp: Stamp) -> str:
    return _("Protocol № %(number)s") % {"number": stamp.replaces} if stamp.replaces else ""


def _instead(record: Record) -> list[str]:
    reason = record.get("deputy_seals")
    return [_("A deputy may seal for the chair: %(reason)s") % {"reason": reason}] if reason else []


def _seal(seal: Seal) -> str:
    words = {
        "chair": _("Sealed by the chair: %(who)s, %(when)s"),
        "secretary": _("Sealed by the secretary: %(who)s, %(when)s"),
    }
    return words[seal.part] % {"who": seal.who, "when": when(seal.at)}


def signers_of(record: Record, stamp: Stamp, role: Seat.Role) -> list[Signer]:
    """Whoever was away all day signs nothing; a secretary without a seat is who sealed as such."""
    seats = [each for each in record["panel"] if each["role"] == role]
    if role == Seat.Role.SECRETARY and not seats:
        sealed = [each.who for each in stamp.seals if each.part == role]
        return [Signer("".join(sealed), str(role.label))]
    there = {each["expert"]: each for each in seats if not people.was_away(record, each)}
    return [Signer(said(each["name"]), str(role.label)) for each in there.values()]
