"""How the places came about where the rule left teams equal, and what else the panel decided and heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from experts.methods import Method
from experts.models import Seat
from experts.pages.results import changed
from experts.pages.ties import DECIDED_BY, Trial, in_order, teams_listed
from experts.protocol_pdf import voting
from experts.protocol_pdf.people import names_of
from experts.protocol_pdf.ruling import changes_of_rule
from experts.protocol_pdf.said import Said, SaidGroup
from experts.protocol_pdf.wording import Record, figure, listed, said, shown, when
from experts.reports.rules import RULE_NAMES
from experts.tie_breaks import DecidedBy, Duel, Tried

Line = Mapping[str, Any]


@dataclass(frozen=True)
class AwardLine:
    name: str
    team: int
    topic: str
    reason: str


@dataclass(frozen=True)
class TiedTeams:
    title: str
    steps: Sequence[Trial]


def decided_by(result: Line) -> str:
    known = result.get("decided_by")
    return str(DECIDED_BY[DecidedBy(known)]) if known else ""


def tied_teams(record: Record) -> list[TiedTeams]:
    words = _("Teams %(teams)s, equal for place %(place)s")
    criteria = {each["key"]: said(each["name"]) for each in record["rubric"]}
    return [
        TiedTeams(
            title=words % {"teams": teams_listed(tie["teams"]), "place": tie["place"]},
            steps=[
                _by_the_rule(record, tie),
                *(Trial.of(_tried(step), criteria) for step in tie["steps"]),
            ],
        )
        for tie in record["tie_breaks"]
    ]


def _by_the_rule(record: Record, tie: Line) -> Trial:
    values = {line["team"]: line["value"] for line in record["results"]}
    words = _("team %(number)s: %(figure)s")
    figures = [
        words % {"number": team, "figure": figure(values[team])}
        for team in tie["teams"]
        if values[team]
    ]
    rule = str(RULE_NAMES[Method(record["rule"]["method"])])
    return Trial(rule, "; ".join(figures), _("equal"))


def _tried(step: Line) -> Tried:
    return Tried(
        step=DecidedBy(step["step"]),
        groups=tuple(tuple(group) for group in step["groups"]),
        criteria=tuple(step["criteria"]),
        worth=Fraction(step["worth"]),
        figures={int(team): Fraction(exact) for team, exact in step["figures"].items()},
        duels=tuple(_duel(each) for each in step["duels"]),
    )


def _duel(duel: Line) -> Duel:
    (one, other), (for_one, for_other) = duel["teams"], duel["won"]
    return Duel(one, other, for_one, for_other, duel["both"])


def explained(record: Record) -> Iterator[str]:
    """What stands in the corrected mean for an expert who did not score a team."""
    names = names_of(record)
    words = _("For %(expert)s and team %(number)s the corrected mean takes %(total)s.")
    if record["rule"]["method"] in (Method.CORRECTED_MEAN, Method.RAW_MEAN):
        for line in record["expected"]:
            told = {"expert": names[line["expert"]], "number": line["team"]}
            yield words % {**told, "total": shown(Fraction(line["total"]))}


def awards(record: Record) -> list[AwardLine]:
    topics = {team["number"]: said(team["topic"]) for team in record["teams"]}
    return [
        AwardLine(
            name=said(each["name"]),
            team=each["team"],
            topic=topics[each["team"]],
            reason=each["reason"],
        )
        for each in record["awards"]
    ]


def _awards(record: Record) -> Iterator[Said]:
    words = _("%(award)s: team %(number)s, %(topic)s")
    for each in awards(record):
        told = {"award": each.name, "number": each.team, "topic": each.topic}
        yield Said(title=words % told, text=each.reason)


def notes_of(record: Record) -> dict[int | None, str]:
    """What the panel noted, by team; none is that of all. A record of before has no notes."""
    return {each["team"]: each["text"] for each in record.get("notes", ())}


def _note_of_all(record: Record) -> Iterator[Said]:
    if text := notes_of(record).get(None):
        yield Said(_("Of all teams"), text=text)


def groups(record: Record) -> list[SaidGroup]:
    found = (
        (_("Another rule after the first points"), changes_of_rule(record)),
        (_("Notes of the deliberation"), _note_of_all(record)),
        (_("Casting votes"), _casting_votes(record)),
        (_("Votes of the panel"), voting.votes(record)),
        (_("Awards"), _awards(record)),
        (_("Dissenting opinions"), voting.dissents(record)),
        (_("Late changes, after the close"), _late_changes(record)),
        (_("The provisional result, and what the teams said"), _queries(record)),
    )
    return [SaidGroup(title, lines) for title, told in found if (lines := list(told))]


def _casting_votes(record: Record) -> Iterator[Said]:
    names = names_of(record)
    for vote in record["casting_votes"]:
        about = _("On teams %(teams)s, %(when)s")
        who = _("For the organizers: %(name)s") % {"name": vote.get("recorded_by", "")}
        if vote["expert"]:
            who = listed(names[vote["expert"]], str(Seat.Role(vote["role"]).label))
        if vote["order"]:
            order = in_order([number] for number in vote["order"])
            text = _("Orders the teams: %(order)s.") % {"order": order}
        else:
            text = _("Leaves the place shared.")
        yield Said(
            title=who,
            about=about % {"teams": teams_listed(vote["teams"]), "when": when(vote["at"])},
            text=f"{text} {vote['reason']}",
            after=_after(vote),
        )


def _after(vote: Line) -> str:
    if vote["taken_back_at"]:
        return _("Taken back: %(when)s.") % {"when": when(vote["taken_back_at"])}
    if not vote["counts"]:
        return _(
            "Does not count: its teams are not the tied ones any more, or whoever cast it is recused from one."
        )
    return ""


def _late_changes(record: Record) -> Iterator[Said]:
    for line in record["late_changes"]:
        yield Said(
            title=listed(line["who"], when(line["at"])),
            text=": ".join(filter(None, [changed(line["verb"]), said(line["about"])])),
            after=line["reason"],
        )


def _queries(record: Record) -> Iterator[Said]:
    for window in record["queries"]:
        if window["opened_at"]:
            told = {"from": when(window["opened_at"]), "to": when(window["closes_at"])}
            yield Said(_("Open for queries from %(from)s to %(to)s") % told)
        if window["waived_at"]:
            told = {"when": when(window["waived_at"])}
            yield Said(_("Waived: %(when)s") % told, text=window["waived_reason"])
        for team in window["teams"]:
            yield _query(team)


def _query(team: Line) -> Said:
    kinds = {"confirmed": _("confirmed the arithmetic"), "asked": _("asked")}
    title = _("Team %(number)s, %(who)s: %(what)s") % {
        "number": team["team"],
        "who": said(team["person"]),
        "what": kinds[team["kind"]],
    }
    answer = f"{team['answered_by']}: {team['answer']}" if team["answer"] else ""
    return Said(title, about=when(team["at"]), text=team["text"], after=answer)
