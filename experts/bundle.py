"""The result bundle: what a sealed record says of points, rule and places, for whoever works it out anew elsewhere.

Made from the record alone. `docs/recompute_result.py` reads it and knows nothing else of this program, as does
`static/js/lib/recompute.js`. It holds no comment and no reason. Experts who are not named stand in the order of what they
gave, which is public with it, so that their numbers tell nothing more.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

FORMAT: Final = "qorgau-result"
VERSION: Final = 1
COUNTS: Final = "submitted"
ON_A_TIE: Final = "tie"  # subject of a vote of the panel

Record = Mapping[str, Any]
Line = Mapping[str, Any]
Seat = tuple[str, int]  # the key of a person, and the room of the panel


def bundle_of(record: Record, *, sha256: str, named: Collection[str]) -> dict[str, Any]:
    """`sha256` is that of the record; the bundle carries one of its own. `named` are keys of experts."""
    sheets = counted(record)
    named = _told_by_name(sheets, named)
    seats = _in_order_of_seats(record, sheets, named)
    event = record["event"]
    told = {
        "format": FORMAT,
        "version": VERSION,
        "record": sha256,
        "event": {name: event[name] for name in ("slug", "title", "starts_on", "ends_on")},
        "rule": _rule(record["rule"]),
        "criteria": [
            {name: each[name] for name in ("key", "name", "weight", "maximum")}
            for each in record["rubric"]
        ],
        "teams": [{"team": each["number"], "topic": each["topic"]} for each in record["teams"]],
        "experts": _experts(record, seats, named),
        "sheets": _sheets(sheets, seats),
        "expected": _expected(record, seats),
        "tie_breaks": record["tie_breaks"],
        "votes": _votes(record),
        "results": [{name: each[name] for name in RESULT} for each in record["results"]],
    }
    return {**told, "sha256": hashlib.sha256(canonical(told)).hexdigest()}


def _rule(rule: Line) -> Line:
    """With what it was before owner and chair changed it, without their names and their reason."""
    told = _of_rule(rule)
    agreed = [each for each in rule.get("changes", ()) if each["is_agreed"]]
    changed = [
        {
            "at": each["at"],
            **{side: _of_rule(each[side]) for side in ("before", "after")},
        }
        for each in agreed
    ]
    return {**told, "changed": changed} if changed else told


def _of_rule(rule: Line) -> Line:
    return {name: rule[name] for name in RULE if name in rule}


RULE: Final = ("method", "version", "least_sheets", "ties_by")
RESULT: Final = ("team", "value", "raw_mean", "corrected_mean", "place", "shared", "decided_by")


def canonical(told: Mapping[str, Any]) -> bytes:
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def counted(record: Record) -> dict[tuple[int, Seat], Line]:
    """The sheets that count, by team and seat."""
    rooms = {each["number"]: each["room"] for each in record["teams"]}
    return {
        (each["team"], (each["expert"], rooms[each["team"]])): each
        for each in record["sheets"]
        if each["state"] == COUNTS
    }


def _told_by_name(
    sheets: Mapping[tuple[int, Seat], Line], named: Collection[str]
) -> Collection[str]:
    """Nobody where one alone would have a number: the names of the others would tell whose it is."""
    numbered = {person for _team, (person, _room) in sheets} - set(named)
    return () if len(numbered) == 1 else named


def told_apart(record: Record) -> list[Mapping[str, str]]:
    """The names of those whom the gaps in their numbered column tell, to whoever knows who scored which team."""
    given = _given(counted(record))
    gaps = Counter(frozenset(column) for column in given.values())
    seats = {_seat(each): each["name"] for each in record["panel"]}
    return [seats[seat] for seat, column in given.items() if gaps[frozenset(column)] == 1]


def _given(sheets: Mapping[tuple[int, Seat], Line]) -> dict[Seat, dict[int, Line]]:
    columns: dict[Seat, dict[int, Line]] = {}
    for (team, seat), sheet in sorted(sheets.items()):
        columns.setdefault(seat, {})[team] = sheet
    return columns


def _seat(line: Line) -> Seat:
    return (line["expert"], line["room"])


def _in_order_of_seats(
    record: Record, sheets: Mapping[tuple[int, Seat], Line], named: Collection[str]
) -> list[Seat]:
    """Those who gave anything: the named ones as they sit, then the others by their columns."""
    columns = {
        seat: [(team, sorted(sheet["points"].items())) for team, sheet in column.items()]
        for seat, column in _given(sheets).items()
    }
    sitting = [seat for each in record["panel"] if (seat := _seat(each)) in columns]
    others = [seat for seat in columns if seat[0] not in named]
    return [
        *(seat for seat in sitting if seat[0] in named),
        *sorted(others, key=lambda seat: columns[seat]),
    ]


def _experts(record: Record, seats: Sequence[Seat], named: Collection[str]) -> list[dict[str, Any]]:
    names = {_seat(each): each["name"] for each in record["panel"]}
    return [
        {"expert": number, **({"name": names[seat]} if seat[0] in named else {})}
        for number, seat in enumerate(seats, start=1)
    ]


def _sheets(sheets: Mapping[tuple[int, Seat], Line], seats: Sequence[Seat]) -> list[dict[str, Any]]:
    lines = [
        {
            "team": team,
            "expert": seats.index(seat) + 1,
            "points": sheet["points"],
            "total": sheet["total"],
        }
        for (team, seat), sheet in sheets.items()
    ]
    return _in_order(lines)


def _expected(record: Record, seats: Sequence[Seat]) -> list[dict[str, Any]]:
    """Of who gave nothing at all nothing is expected, and they have no number."""
    rooms = {each["number"]: each["room"] for each in record["teams"]}
    lines = [
        {"team": each["team"], "expert": seats.index(seat) + 1, "total": each["total"]}
        for each in record["expected"]
        if (seat := (each["expert"], rooms[each["team"]])) in seats
    ]
    return _in_order(lines)


def _in_order(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(lines, key=lambda line: (line["team"], line["expert"]))


def _votes(record: Record) -> list[dict[str, Any]]:
    """What votes made of teams that were left equal, without who cast them and why; the first on some teams counts."""
    casting = [
        ("casting_vote", each["teams"], [[team] for team in each["order"]] or [each["teams"]])
        for each in record["casting_votes"]
        if each["counts"]
    ]
    panel = [
        ("panel_vote", each["teams"], _first_and_rest(each["teams"], each["result"]["team"]))
        for each in reversed(record.get("votes", ()))
        if each["subject"] == ON_A_TIE and each["result"] and each["result"]["team"]
    ]
    return [{"by": by, "teams": teams, "groups": groups} for by, teams, groups in casting + panel]


def _first_and_rest(teams: Sequence[int], first: int) -> list[list[int]]:
    return [[first], sorted(team for team in teams if team != first)]
