"""Sections of the record that tell what the panel decided beside the points."""

from collections.abc import Mapping
from typing import Any

from experts.ballots import Said
from experts.models import Dissent
from experts.quorum import Attendance
from experts.reports.awards import awards_of
from experts.reports.grid import Grid
from experts.reports.quorum import quorum_of
from experts.reports.record_sections import moment
from experts.reports.votes import VoteTold, votes_of

Line = dict[str, Any]


def quorum_section(grid: Grid) -> Line:
    """How many may take part, did, and had to: in the session of each room, and in the scoring of each team."""
    found = quorum_of(grid)
    return {
        "session": [{"room": each.room, **_attendance(each.attendance)} for each in found.rooms],
        "teams": [{"team": each.number, **_attendance(each.attendance)} for each in found.teams],
    }


def _attendance(found: Attendance) -> Line:
    return {
        "entitled": found.entitled,
        "taking_part": found.taking_part,
        "needed": found.needed,
        "is_met": found.is_met,
    }


def votes_section(grid: Grid) -> list[Line]:
    """Those that are told: an open one with what each gave, a secret one in counts alone; and those withdrawn."""
    votes = votes_of(grid.event, grid.leaders)
    return [_vote(each) for each in votes if each.is_told or each.vote.is_withdrawn]


def _vote(told: VoteTold) -> Line:
    vote, numbers = told.vote, {each.pk: each.number for each in told.teams}
    counts = told.count.counts if told.count else ()
    return {
        "question": vote.question,
        "subject": str(vote.subject),
        "award": vote.award_kind,
        "is_secret": vote.is_secret,
        "teams": list(numbers.values()),
        "opened_at": moment(vote.opened_at),
        "closed_at": moment(vote.closed_at),
        "entitled": [each.seat.person.key for each in told.voters],
        "cast": told.cast_count,
        "counts": [{**_said(said, numbers), "count": count} for said, count in counts],
        "named": [
            {"expert": voter.seat.person.key, **_said(said, numbers)}
            for voter, said in told.named or told.void
        ],
        "commission": [
            {"expert": each.seat.person.key, "signed_at": moment(each.signed_at)}
            for each in told.commission
        ],
        "deciding": _deciding(told, numbers),
        "result": _said(told.winner, numbers) if told.winner else None,
        **({"withdrawn": vote.withdrawn_reason} if vote.is_withdrawn else {}),
    }


def _deciding(told: VoteTold, numbers: Mapping[int, int]) -> Line | None:
    voice = told.deciding
    if voice is None:
        return None
    return {
        "expert": voice.seat.person.key,
        "role": str(voice.role or voice.seat.role),
        **_said(Said(voice.choice, voice.team_id), numbers),
        "reason": voice.reason,
        "at": moment(voice.at),
    }


def _said(said: Said, numbers: Mapping[int, int]) -> Line:
    return {"choice": said.choice, "team": numbers[said.team] if said.team else None}


def dissents_section(grid: Grid) -> list[Line]:
    """Read by nobody before: until the record is prepared, the pages of the panel and of the organizers never show it."""
    rows = Dissent.objects.of_event(grid.event).select_related("seat__person")
    return [
        {"expert": each.seat.person.key, "text": each.text, "at": moment(each.at)}
        for each in rows.order_by("seat__panel", "seat__order")
    ]


def awards_section(grid: Grid) -> list[Line]:
    return [
        {
            "team": each.award.project.number,
            "kind": str(each.award.kind),
            "name": dict(each.names),
            "reason": each.award.reason,
            "is_by_vote": each.is_by_vote,
            "at": moment(each.award.at),
        }
        for each in awards_of(grid.event)
    ]
