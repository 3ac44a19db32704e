"""A vote that was opened by mistake: withdrawn by who opened it, on record with its ballots, and counting nothing."""

import pytest

from events.models import AuditEntry
from experts.errors import (
    NothingIsEqual,
    NotYoursToSign,
    NotYoursToWithdraw,
    ReasonMissing,
    VoteIsClosed,
)
from experts.models import Award, CountingSeat, DecidingVoice, PanelVote, SecretBallot
from experts.reports.differences import verdict
from experts.reports.grid import Grid
from experts.reports.votes import first_of_tied, tie_votes, unfinished_votes, votes_of
from experts.reports.votes_on_record import votes_section
from experts.services.awards import give_award
from experts.services.concluding import decide_equal, sign_count
from experts.services.voting import close_vote, withdraw_vote
from tests.experts.test_guards import is_refused
from tests.experts.voting import NO, YES, end, give, put, put_secretly, team, voting_hall
from tests.factories import DAY, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return voting_hall()


def withdraw(hall, vote, by=None, reason="Opened for the wrong team."):
    return withdraw_vote(hall.event, vote.pk, reason=reason, by=by or hall.seats[1], at=DAY)


def test_an_open_vote_is_withdrawn_and_its_ballots_stay_by_name_and_count_nothing(hall):
    vote = put(hall)
    give(hall, vote, {2: YES, 3: NO})
    with pytest.raises(ReasonMissing):
        withdraw(hall, vote, reason=" ")

    withdraw(hall, vote)
    withdraw(hall, vote)  # once more is once

    [found] = votes_of(hall.event)
    assert (found.count, found.winner, found.is_finished) == (None, None, True)
    assert unfinished_votes(hall.event) == []
    [told] = votes_section(Grid(hall.event))
    assert (told["withdrawn"], told["cast"], told["counts"]) == (
        "Opened for the wrong team.",
        2,
        [],
    )
    assert [each["choice"] for each in told["named"]] == ["for", "against"]
    line = AuditEntry.objects.get(verb="vote.withdrawn")
    assert line.details["reason"] == "Opened for the wrong team."
    assert [each for each in verdict(hall.event).differences if "ote" in each] == []
    assert put(hall).is_open  # the same question may be put again


def test_ballots_of_a_secret_vote_stay_in_its_box_and_nothing_of_them_is_told(hall):
    vote = put_secretly(hall)
    give(hall, vote, {2: YES, 3: NO, 4: NO})

    withdraw(hall, vote)

    [told] = votes_section(Grid(hall.event))
    assert (told["cast"], told["counts"], told["named"]) == (3, [], [])
    assert SecretBallot.objects.filter(vote=vote).exclude(choice="").count() == 3
    [found] = votes_of(hall.event)
    commission = {each.seat_id for each in found.commission}
    assert found.count_for(commission) is None
    with pytest.raises(NotYoursToSign):
        sign_count(hall.event, vote.pk, hall.seats[3], at=DAY)


def test_whoever_opened_it_withdraws_it_and_nobody_else(hall):
    sara = UserFactory()
    vote = put(hall, by=sara)
    for other in (hall.seats[1], UserFactory()):
        with pytest.raises(NotYoursToWithdraw):
            withdraw(hall, vote, by=other)

    assert withdraw(hall, vote, by=sara).is_withdrawn


def test_what_is_closed_or_decided_is_not_withdrawn(hall):
    vote = put(hall)
    give(hall, vote, {2: YES, 3: NO})
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    with pytest.raises(VoteIsClosed):
        withdraw(hall, vote)
    decide_equal(hall.event, vote.pk, hall.seats[1], YES, reason="So.", at=DAY)

    with pytest.raises(VoteIsClosed):
        withdraw(hall, vote)
    assert not PanelVote.objects.get(pk=vote.pk).is_withdrawn


def test_a_withdrawn_vote_decides_no_tie_gives_no_award_and_frees_both(hall):
    vote = put(hall, subject="award", award_kind="research", teams=[1, 2])
    give(hall, vote, {2: team(hall, 1), 3: team(hall, 1)})
    withdraw(hall, vote)
    with pytest.raises(NothingIsEqual):
        decide_equal(hall.event, vote.pk, hall.seats[1], team(hall, 1), reason="So.", at=DAY)

    assert not Award.objects.exists()
    assert first_of_tied(tie_votes(hall.event)) == {}
    end(hall, put(hall, subject="award", award_kind="research", teams=[1, 2]))
    project = hall.defenses[2].project
    said = {"kind": "research", "reason": "So.", "names": {}, "actor": UserFactory(), "at": DAY}
    assert give_award(hall.event, project.pk, **said)


def test_the_database_keeps_a_withdrawn_vote_as_it_is(hall):
    vote, open_one = put_secretly(hall), put(hall, question="And this?")
    give(hall, vote, {2: YES})
    votes = PanelVote.objects.filter(pk=vote.pk)
    opened = PanelVote.objects.filter(pk=open_one.pk)
    assert is_refused(lambda: opened.update(withdrawn_reason="No."))  # while it stays open
    withdraw(hall, vote)

    voice = {"vote": vote, "seat": hall.seats[1], "choice": "for", "reason": "So.", "at": DAY}
    award = {"vote": vote, "project": hall.defenses[1].project, "kind": "research", "at": DAY}
    acts = {
        "another reason": lambda: votes.update(withdrawn_reason="x"),
        "no withdrawal": lambda: votes.update(withdrawn_reason=""),
        "a deciding voice": lambda: DecidingVoice.objects.create(**voice),
        "a signed count": lambda: CountingSeat.objects.filter(vote=vote).update(signed_at=DAY),
        "an award": lambda: Award.objects.create(reason="So.", **award),
        "one more ballot": lambda: vote.voters.filter(has_voted=False).update(has_voted=True),
    }
    assert [name for name, act in acts.items() if not is_refused(act)] == []
