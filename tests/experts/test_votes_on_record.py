"""What the record tells of quorum, votes, dissents and awards."""

import json

import pytest

from events.covered import lines_of_all
from events.models import AuditEntry, Event
from experts.models import Presence
from experts.reports import Grid
from experts.reports.differences import verdict
from experts.reports.quorum import quorum_of
from experts.reports.votes_on_record import (
    awards_section,
    dissents_section,
    quorum_section,
    votes_section,
)
from experts.services.awards import give_award, nominate
from experts.services.concluding import decide_equal
from experts.services.dissents import write_dissent
from tests.experts.hall import score, seed_hall
from tests.experts.test_guards import take_guards_off
from tests.experts.voting import NO, YES, end, give, put, put_secretly, voting_hall
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def keys(hall, *numbers):
    return [hall.seats[number].person.key for number in numbers]


def test_the_quorum_of_the_seed_is_eight_of_twelve():
    hall = seed_hall()
    left_out = [(number, 1) for number in (1, 2, 3, 4, 5)]
    out = [(8, 2), (4, 3), (7, 4), (6, 5), (12, 7)]
    score(hall, lambda j, i: 8, except_for=[*left_out, *out])
    for number in range(1, 8):
        Presence.objects.create(
            seat=hall.seats[1], defense=hall.defenses[number], kind=Presence.Kind.ABSENT
        )
    Presence.objects.create(seat=hall.seats[2], defense=hall.defenses[1], kind=Presence.Kind.ABSENT)

    found = quorum_of(Grid(hall.event))

    [room] = found.rooms
    assert (room.attendance.entitled, room.attendance.taking_part) == (12, 11)
    assert (room.attendance.needed, room.attendance.is_met) == (8, True)
    assert [each.attendance.entitled for each in found.teams] == [12, 11, 11, 11, 11, 12, 11]
    assert [each.attendance.needed for each in found.teams] == [8] * 7
    assert [each.attendance.taking_part for each in found.teams] == [7, 10, 10, 10, 10, 11, 10]
    assert [each.number for each in found.lacking] == [1]
    section = quorum_section(Grid(hall.event))
    assert section["teams"][0] == {
        "team": 1,
        "entitled": 12,
        "taking_part": 7,
        "needed": 8,
        "is_met": False,
    }


def test_votes_stand_with_names_where_they_were_open_and_in_counts_where_secret():
    hall = voting_hall()
    plain, secret = put(hall, teams=[4]), put_secretly(hall, question="In secret?")
    give(hall, plain, {1: YES, 2: NO})
    give(hall, secret, {1: YES, 2: NO, 6: NO})
    put(hall, question="Still open?")
    assert votes_section(Grid(hall.event)) == []
    end(hall, plain)
    decide_equal(hall.event, plain.pk, hall.seats[1], NO, reason="So.", at=DAY)
    end(hall, secret)

    first, second = votes_section(Grid(hall.event))

    one, two = keys(hall, 1, 2)
    assert first["named"] == [
        {"expert": one, "choice": "for", "team": None},
        {"expert": two, "choice": "against", "team": None},
    ]
    assert (first["teams"], first["entitled"], first["cast"]) == (
        [4],
        keys(hall, 1, 2, 3, 4, 5),
        2,
    )
    assert first["deciding"]["expert"] == one
    assert first["result"] == {"choice": "against", "team": None}
    assert second["named"] == []
    assert second["counts"] == [
        {"choice": "against", "team": None, "count": 2},
        {"choice": "for", "team": None, "count": 1},
    ]
    assert [each["expert"] for each in second["commission"]] == keys(hall, 3, 4, 5)
    assert second["result"] == {"choice": "against", "team": None}


def test_dissents_and_awards_stand_with_names_and_words():
    hall = voting_hall()
    write_dissent(hall.seats[3], "I hold team two first.", at=DAY)
    nominate(hall.seats[2], hall.defenses[1].project_id, kind="answers", reason="So.", at=DAY)
    for kind, names in (("audience", {}), ("research", {}), ("free", {"kk": "Ең батыл"})):
        Event.objects.update(languages=["kk"])
        hall.event.refresh_from_db()
        give_award(
            hall.event,
            hall.defenses[2].project_id,
            kind=kind,
            names=names,
            reason="The panel agreed.",
            actor="system:test",
            at=DAY,
        )

    [dissent] = dissents_section(Grid(hall.event))
    awards = awards_section(Grid(hall.event))

    assert (dissent["expert"], dissent["text"]) == (*keys(hall, 3), "I hold team two first.")
    assert [each["kind"] for each in awards] == ["research", "audience", "free"]
    assert awards[0]["name"]["en"] == "Best research"
    assert awards[2]["name"] == dict.fromkeys(("en", "kk", "ru"), "Ең батыл")
    assert json.dumps(awards)


def test_a_rehearsal_is_not_told_of_the_day():
    hall = voting_hall()
    end(hall, put(hall))
    write_dissent(hall.seats[3], "I hold team two first.", at=DAY)
    Event.objects.update(is_rehearsal=True)
    hall.event.refresh_from_db()

    assert votes_section(Grid(hall.event)) == dissents_section(Grid(hall.event)) == []


def ballots_named(hall) -> list[str]:
    """By the check of the log; the scoring of this hall was closed without a line."""
    return [each for each in verdict(hall.event).differences if "ballot" in each]


def test_the_check_of_the_log_reads_an_event_with_a_secret_ballot():
    """Whose key is no number, as that of every other row is; a ballot that was taken out is named."""
    hall = voting_hall()
    AuditEntry.write(hall.event, "test", "event.loaded", hall.event, lines_of_all(hall.event))
    vote = put_secretly(hall)
    give(hall, vote, {1: YES})
    assert ballots_named(hall) == []

    take_guards_off("experts_secretballot")
    gone = vote.ballots.first()
    vote.ballots.filter(pk=gone.pk).delete()

    [named] = ballots_named(hall)
    assert named.startswith(f"Secret ballot {gone.pk} is gone; line ")
