"""A thousand secret ballots (on PostgreSQL a quarter of them), and whoever has the whole database: nothing leads from one to who cast it.

Voters come in an order that is known (their lines of the log, their rows), and each says what their number
says, so that any order of the ballots, any column and any line that kept the order of coming would show it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from random import Random

import pytest
from django.db import connection

from events.models import AuditEntry
from experts.ballots import Said
from experts.models import PanelVote, Seat, SecretBallot, Voter
from experts.services import voting
from experts.services.voting import cast_ballot
from tests.experts.hall import close, fill
from tests.experts.voting import NO, YES, put
from tests.factories import DAY

pytestmark = pytest.mark.django_db

VOTES_ON_SQLITE, VOTES_ON_POSTGRESQL, VOTERS = 50, 12, 20
SIGMAS = 5  # of a coin that is thrown for every ballot: once in three million runs


@pytest.fixture
def hall():
    hall = fill(VOTERS, 1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    hall.seats[1].refresh_from_db()
    close(hall)
    return hall


def play(hall, chance: Random) -> dict[int, dict[int, Said]]:
    """What each seat said in each vote; they come in another order each time."""
    seats = {each.pk: each for each in Seat.objects.select_related("person", "panel__room__event")}
    said: dict[int, dict[int, Said]] = {}
    votes = VOTES_ON_SQLITE if connection.vendor == "sqlite" else VOTES_ON_POSTGRESQL
    for number in range(votes):
        vote = put(hall, f"Shall it be so, {number}?", is_secret=True, commission=(2, 3, 4))
        coming = chance.sample(sorted(seats), VOTERS)
        ballots = chance.sample(
            [YES, NO] * (VOTERS // 2), VOTERS
        )  # as many of each: half are right by chance
        said[vote.pk] = dict(zip(coming, ballots, strict=True))
        for seat, ballot in said[vote.pk].items():
            cast_ballot(vote.pk, seats[seat], ballot)
    return said


def physical_order() -> str:
    """Where the rows lie, and for PostgreSQL also which transaction wrote each."""
    return "rowid" if connection.vendor == "sqlite" else "ctid"


def rows_of(model: type, vote: int, order: str) -> list[dict[str, object]]:
    """As they lie in the database, with what it knows of each by itself."""
    itself = "rowid AS lies" if connection.vendor == "sqlite" else "ctid::text AS lies, xmin::text"
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(
            f"SELECT *, {itself} FROM {table} WHERE vote_id = %s ORDER BY {order}",
            [vote],
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def orders_of_ballots(vote: int) -> Iterator[tuple[str, list[str]]]:
    """Every order in which the choices of a vote can be read."""
    ballots = rows_of(SecretBallot, vote, physical_order())
    columns = [name for name in ballots[0] if name not in ("choice", "team_id", "vote_id")]
    for column in columns:
        yield column, [each["choice"] for each in sorted(ballots, key=lambda row: str(row[column]))]
    yield "as they lie", [each["choice"] for each in ballots]


def orders_of_voters(vote: int) -> Iterator[tuple[str, list[int]]]:
    """Every order in which those who voted can be read, the lines of the log among them."""
    voters = rows_of(Voter, vote, physical_order())
    columns = [
        name for name in voters[0] if name not in ("choice", "team_id", "vote_id", "seat_id")
    ]
    for column in columns:
        yield column, [each["seat_id"] for each in sorted(voters, key=lambda row: str(row[column]))]
    yield "as they lie", [each["seat_id"] for each in voters]
    yield "by seat", sorted(each["seat_id"] for each in voters)
    lines = AuditEntry.objects.filter(verb="vote.cast", subject=f"panelvote:{vote}")
    yield "lines of the log", [each.details["seat"] for each in lines.order_by("number")]


def most_found(said: dict[int, dict[int, Said]]) -> tuple[int, str]:
    """How many ballots the best of all pairs of orders, forwards or backwards, ascribes rightly."""
    right: dict[str, int] = {}
    for vote, truth in said.items():
        voters = list(orders_of_voters(vote))
        for of_ballots, choices in orders_of_ballots(vote):
            for of_voters, seats in voters:
                found = sum(
                    truth[seat].choice == one for seat, one in zip(seats, choices, strict=True)
                )
                back = sum(
                    truth[seat].choice == one
                    for seat, one in zip(seats, reversed(choices), strict=True)
                )
                for way, count in (("", found), (", backwards", back)):
                    name = f"{of_ballots} / {of_voters}{way}"
                    right[name] = right.get(name, 0) + count
    best = max(right, key=lambda name: right[name])
    return right[best], best


def most_by_chance(ballots: int) -> float:
    return ballots / 2 + SIGMAS * (ballots / 4) ** 0.5


def shared_values(vote: int) -> set[str]:
    """What stands in some rows of the ballots, and also at some voters and not at all of them."""
    ballots, voters = (rows_of(each, vote, physical_order()) for each in (SecretBallot, Voter))
    kept = {"lies", "has_voted", "choice", "team_id"}
    of_some = values_told_apart(ballots, kept)
    return of_some & values_told_apart(voters, kept)


def values_told_apart(rows: Sequence[dict[str, object]], besides: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for column in rows[0].keys() - set(besides):
        values = {str(row[column]) for row in rows}
        found |= values if len(values) > 1 else set()
    return found


def test_of_a_thousand_secret_ballots_none_leads_to_who_cast_it(hall):
    said = play(hall, Random(7))

    cast = len(said) * VOTERS
    assert SecretBallot.objects.exclude(choice="").count() == cast
    found, by = most_found(said)
    assert found < most_by_chance(cast), by
    for vote in said:
        assert not shared_values(vote)
    lines = AuditEntry.objects.filter(verb="vote.cast")
    assert lines.count() == cast
    for line in lines:
        assert line.details.keys() == {"seat", "vote", "rows"}
        assert [name.partition(":")[0] for name in line.details["rows"]] == ["voter"]
    told = json.dumps(list(AuditEntry.objects.values_list("details", flat=True)))
    assert not any(word in told for word in ('"for"', '"against"', '"choice"'))


def test_lines_tell_apart_voters_and_never_what_they_said(hall):
    """The rows of two voters who said different things have lines of the same shape and the same hash but for the seat."""
    vote = put(hall, is_secret=True, commission=(2, 3, 4))
    seats = list(Seat.objects.select_related("person", "panel__room__event")[:2])
    for seat, ballot in zip(seats, (YES, NO), strict=True):
        cast_ballot(vote.pk, seat, ballot)

    rows = Voter.objects.filter(vote=vote, seat__in=seats)
    values = set(rows.values_list("has_voted", "choice", "team"))
    assert values == {(True, "", None)}


def test_a_planted_link_is_found(hall, monkeypatch):
    """The negative control: ballots that are filled as they come, and not shuffled."""

    def in_turn(box, ballot, chance):
        at = next(place for place, each in enumerate(box) if each.is_blank)
        return [*box[:at], ballot, *box[at + 1 :]]

    monkeypatch.setattr(voting, "cast_into", in_turn)
    vote = put(hall, is_secret=True, commission=(2, 3, 4))
    seats = list(Seat.objects.select_related("person", "panel__room__event"))
    chance = Random(3)
    said = {vote.pk: {seat.pk: chance.choice([YES, NO]) for seat in seats}}
    for seat in seats:
        cast_ballot(vote.pk, seat, said[vote.pk][seat.pk])

    found, by = most_found(said)

    assert found == VOTERS
    assert "lines of the log" in by or "seat" in by or "id" in by


def test_a_vote_is_closed_without_a_line_that_tells_more_than_counts(hall):
    vote = put(hall, is_secret=True, commission=(2, 3, 4))
    seat = Seat.objects.select_related("person", "panel__room__event").first()
    cast_ballot(vote.pk, seat, YES)

    voting.close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)

    line = AuditEntry.objects.get(verb="vote.closed")
    assert line.details.keys() == {"cast", "rows"}
    assert PanelVote.objects.get().closed_at
