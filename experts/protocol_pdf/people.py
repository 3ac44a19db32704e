"""Who sat on the panel, who was there, and who was kept from what, as the protocol prints it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from experts.models import Interest, Presence, Seat
from experts.pages.teams import teams
from experts.protocol_pdf.wording import Record, actual, listed, rooms, said

Line = Mapping[str, Any]


@dataclass(frozen=True)
class SeatLine:
    """`room` is empty where the event has one alone."""

    number: int
    name: str
    about: str
    role: str
    room: str
    presence: str


@dataclass(frozen=True)
class TieLine:
    """One tie of an expert, to as many teams as it was decided on alike."""

    expert: str
    team: str
    kind: str
    reason: str
    decided: str


@dataclass(frozen=True)
class TieGroup:
    title: str
    ties: Sequence[TieLine]


def names_of(record: Record) -> dict[str, str]:
    """By the keys of the people."""
    return {seat["expert"]: said(seat["name"]) for seat in record["panel"]}


def seats(record: Record) -> list[SeatLine]:
    of_rooms = rooms(record)
    return [
        SeatLine(
            number=seat["order"],
            name=said(seat["name"]),
            about=listed(said(seat["role_text"]), said(seat["affiliation"])),
            role=str(Seat.Role(seat["role"]).label),
            room=of_rooms.get(seat["room"], ""),
            presence=_presence(record, seat) if seat["is_scoring"] else "",
        )
        for seat in record["panel"]
    ]


def was_away(record: Record, seat: Line) -> bool:
    """From everything that the seat's room heard."""
    absent = {
        line["team"]
        for line in record["presence"]
        if (line["expert"], line["kind"]) == (seat["expert"], Presence.Kind.ABSENT)
    }
    heard = _heard(record, seat)
    return bool(heard) and absent >= set(heard)


def _heard(record: Record, seat: Line) -> list[int]:
    return [team["number"] for team in record["teams"] if team["room"] == seat["room"]]


def _presence(record: Record, seat: Line) -> str:
    """Absent from everything is one word; everything else names the teams."""
    if was_away(record, seat):
        return str(Presence.Kind.ABSENT.label)
    noted = defaultdict(list)
    heard = _heard(record, seat)
    for line in record["presence"]:
        if line["expert"] == seat["expert"] and line["team"] in heard:
            noted[Presence.Kind(line["kind"]).label].append(line["team"])
    return "; ".join([_("present"), *(f"{kind}: {teams(of)}" for kind, of in noted.items())])


def ties(record: Record) -> list[TieGroup]:
    groups = (
        (_("Recused: took no part in scoring and deciding on the team"), record["recusals"]),
        (_("Disclosed: said aloud, and scored all the same"), record["disclosures"]),
    )
    return [TieGroup(title, list(_ties(lines, record))) for title, lines in groups if lines]


def _ties(lines: Iterable[Line], record: Record) -> Iterator[TieLine]:
    names = names_of(record)
    alike: defaultdict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    order = {seat["expert"]: at for at, seat in enumerate(record["panel"])}
    for line in lines:
        of_one = (line["expert"], line["kind"], _reason(line, names), _decided(line))
        alike[of_one].append(line["team"])
    for (expert, kind, reason, decided), numbers in sorted(
        alike.items(), key=lambda each: (order.get(each[0][0], 0), each[1])
    ):
        yield TieLine(
            expert=names.get(expert, expert),
            team=teams(numbers),
            kind=str(Interest.Kind(kind).label),
            reason=reason,
            decided=decided,
        )


def _reason(line: Line, names: Mapping[str, str]) -> str:
    """The reason of the decision; of a name that was found, and decides by itself, the name if it is another."""
    if line["reason"] or line["source"] != Interest.Source.DETECTED:
        return str(line["reason"] or line["evidence"])
    found = line["evidence"].rpartition(" · ")[2]
    return "" if found == names.get(line["expert"]) else str(found)


def _decided(line: Line) -> str:
    """Whoever has a role in the project is recused without anybody's word."""
    if line["decided_by"] or line["kind"] not in Interest.ROLES:
        return str(line["decided_by"])
    return _("at once, by the role in the project")


def step_outs(record: Record) -> list[str]:
    """Who left the room for whose deliberation, and from when to when."""
    names = names_of(record)
    words = _("%(expert)s, team %(number)s: %(hours)s")
    return [
        words
        % {
            "expert": names.get(line["expert"], line["expert"]),
            "number": line["team"],
            "hours": actual(line["out_at"], line["back_at"]),
        }
        for line in record["step_outs"]
    ]
