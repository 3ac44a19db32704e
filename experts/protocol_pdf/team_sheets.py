"""What each team takes home: its points by criterion beside the others', the words meant for it, its questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext as _

from events.models import Event
from experts.protocol_pdf.minutes import (
    Proof,
    Question,
    Stamp,
    TeamPart,
    event_in_words,
    proof,
    state_of,
    teams_of,
)
from experts.protocol_pdf.people import names_of
from experts.protocol_pdf.tables import counts
from experts.protocol_pdf.wording import NOTHING, Record, language, points, said, shown

TEAM: Final = "team"  # of a comment's readers
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """What an expert wrote to the team, and what the event lets stand beside it."""

    text: str
    who: str


@dataclass(frozen=True)
class Strip:
    """Where the team's mean and the means of all teams lie, as shares of the scale."""

    own: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class CriterionRow:
    """A mean of the team's points, between which points they lie, and between which means all teams do."""

    name: str
    scale: str
    mean: str
    given: str
    all_teams: str
    strip: Strip | None


@dataclass(frozen=True)
class TeamSheet:
    """`firm` says how firm the place is; empty where that was not worked out. Questions are told without who asked."""

    team: TeamPart
    received: int
    teams: int
    firm: str
    criteria: Sequence[CriterionRow]
    words: Sequence[Words]
    questions: Sequence[Question]


@dataclass(frozen=True)
class TeamSheets:
    language: str
    title: str
    event: str
    state: str
    running: str
    proof: Proof
    sheets: Sequence[TeamSheet]


def team_sheets_of(record: Record, stamp: Stamp) -> TeamSheets:
    """Of all teams in the order of their numbers."""
    title = _("How your work was scored")
    return TeamSheets(
        language=language(),
        title=title,
        event=event_in_words(record),
        state=state_of(record, stamp),
        running=title,
        proof=proof(record, stamp),
        sheets=[sheet_of(record, team) for team in teams_of(record)],
    )


def sheet_of(record: Record, team: TeamPart) -> TeamSheet:
    given = _given(record)
    own = _own(record, team.number)
    return TeamSheet(
        team=team,
        received=len(own),
        teams=len(record["teams"]),
        firm=_firm(record, team.number),
        criteria=[_criterion(each, team.number, given) for each in record["rubric"]],
        words=_words(record, own),
        questions=team.questions,
    )


def _firm(record: Record, team: int) -> str:
    words = {
        "firm": _("A firm place: other experts of this panel would hardly have moved it."),
        "likely": _("A likely place: with other experts of this panel it could be another one."),
        "close": _("A close place: teams lie so near that other experts could change it."),
    }
    found = (each["word"] for each in record.get("firmness", ()) if each["team"] == team)
    return words.get(next(found, ""), "")


def _words(record: Record, sheets: Iterable[Line]) -> list[Words]:
    """In the order of the alphabet, so that their order does not tell who wrote them."""
    return [
        Words(text, beside(record, expert, number))
        for number, (text, expert) in enumerate(_meant(sheets), start=1)
    ]


def writers_to(record: Record, team: int) -> list[str]:
    """The experts by whom the sealed record has words for the team, in the order of their numbers there."""
    return [expert for _text, expert in _meant(_own(record, team))]


def whose_count(record: Record, team: int) -> set[str]:
    """The experts whose sheets of the team count."""
    return {str(sheet["expert"]) for sheet in _own(record, team)}


def _own(record: Record, team: int) -> list[Line]:
    return [sheet for sheet in record["sheets"] if sheet["team"] == team and counts(sheet)]


def _meant(sheets: Iterable[Line]) -> list[tuple[str, str]]:
    """What each expert wrote for the team and added after the close, with the expert's key."""
    texts = ((_for_the_team(each), str(each["expert"])) for each in sheets)
    return sorted((text, expert) for text, expert in texts if text)


def _for_the_team(sheet: Line) -> str:
    added = sheet.get("added") or {"readers": "", "text": ""}
    said = ((sheet.get("readers"), sheet.get("comment", "")), (added["readers"], added["text"]))
    return "\n".join(text for readers, text in said if readers == TEAM and text)


def beside(record: Record, expert: str, number: int) -> str:
    match record["rule"].get("words_by"):
        case Event.WordsBy.NAMES:
            return names_of(record).get(expert, "")
        case Event.WordsBy.NUMBERS:
            return _("Expert %(number)s") % {"number": number}
    return ""


def _given(record: Record) -> dict[int, list[Line]]:
    """The points of the sheets that count, by team."""
    given: dict[int, list[Line]] = {}
    for sheet in filter(counts, record["sheets"]):
        given.setdefault(sheet["team"], []).append(sheet["points"])
    return given


def _criterion(criterion: Line, team: int, given: Mapping[int, Iterable[Line]]) -> CriterionRow:
    key = criterion["key"]
    by_team = {n: [Fraction(each[key]) for each in sheets] for n, sheets in given.items()}
    means = {n: sum(each, Fraction(0)) / len(each) for n, each in by_team.items()}
    own = sorted((each[key] for each in given.get(team, ())), key=Fraction)
    return CriterionRow(
        name=said(criterion["name"]),
        scale=f"{points(criterion['minimum'])}–{points(criterion['maximum'])}",
        mean=shown(means[team]) if own else NOTHING,
        given=_span(list(map(points, own))),
        all_teams=_span(list(map(shown, sorted(means.values())))),
        strip=_strip(criterion, means, team),
    )


def _strip(criterion: Line, means: Mapping[int, Fraction], team: int) -> Strip | None:
    if team not in means:
        return None
    lowest, highest = Fraction(criterion["minimum"]), Fraction(criterion["maximum"])
    ends = (means[team], min(means.values()), max(means.values()))
    return Strip(*((each - lowest) / (highest - lowest) for each in ends))


def _span(in_order: Sequence[str]) -> str:
    """The first and the last as they are printed."""
    return "–".join(dict.fromkeys((in_order[0], in_order[-1]))) if in_order else NOTHING
