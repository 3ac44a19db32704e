"""Votes of the panel: who may, once, what is told and when, and who decides equal ones."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from events.models import AuditEntry, Event
from experts.errors import (
    AwardMissing,
    CommissionMissing,
    HasVoted,
    NoSuchAnswer,
    NothingIsEqual,
    NotTied,
    NotYoursToLead,
    NotYoursToSign,
    NotYoursToVote,
    ReasonMissing,
    ScoringIsOpen,
    TeamsMissing,
    VotedBefore,
    VoteIsClosed,
    VoteIsOpen,
    WordsRefused,
)
from experts.models import Award, Interest, PanelVote, Presence, Seat
from experts.reports.votes import unfinished_votes, votes_of
from experts.services.concluding import decide_equal, sign_count
from experts.services.voting import cast_ballot, close_vote
from tests.experts.hall import close
from tests.experts.voting import (
    NEITHER,
    NO,
    YES,
    end,
    give,
    put,
    put_secretly,
    team,
    voting_hall,
    voting_hall_before_the_close,
)
from tests.factories import DAY, InterestFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return voting_hall()


def only(hall):
    [found] = votes_of(hall.event)
    return found


def test_an_open_vote_is_told_by_name_once_it_is_closed(hall):
    vote = put(hall)
    give(hall, vote, {1: YES, 2: NO, 3: YES, 4: NEITHER})
    open_one = only(hall)

    end(hall, vote)

    assert (open_one.count, open_one.named, open_one.winner) == (None, (), None)
    assert [each.seat for each in open_one.waiting] == [hall.seats[5], hall.seats[6]]
    told = only(hall)
    assert told.winner == YES
    assert dict(told.count.counts) == {YES: 2, NO: 1, NEITHER: 1}
    assert {voter.seat.order: said for voter, said in told.named} == {
        1: YES,
        2: NO,
        3: YES,
        4: NEITHER,
    }
    verbs = list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["vote.opened", *["vote.cast"] * 4, "vote.closed", "vote.counted"]


def test_a_secret_vote_is_told_in_counts_alone_once_its_count_is_signed(hall):
    vote = put_secretly(hall)
    give(hall, vote, {1: YES, 2: YES, 6: NO})
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    counted = only(hall)

    for number in (3, 4, 5):
        assert only(hall).count is None
        sign_count(hall.event, vote.pk, hall.seats[number], at=DAY)

    assert counted.count_for([hall.seats[3].pk]).of(YES) == 2
    assert counted.count_for([hall.seats[1].pk]) is None
    told = only(hall)
    assert (told.winner, told.named) == (YES, ())
    assert dict(told.count.counts) == {YES: 2, NO: 1}
    assert not vote.voters.exclude(choice="").exists()


def test_who_is_recused_from_a_team_has_no_vote_on_it(hall):
    vote = put(hall, teams=[4])
    other = put(hall, teams=[3])

    assert [each.seat.order for each in vote.voters.all()] == [1, 2, 3, 4, 5]
    assert other.voters.count() == len(hall.seats)
    with pytest.raises(NotYoursToVote):
        give(hall, vote, {6: YES})
    give(hall, other, {6: YES})


def test_who_becomes_recused_while_the_scoring_was_open_again_votes_no_more(hall):
    vote = put(hall, teams=[3])
    Event.objects.update(scoring_closed_at=None)
    with pytest.raises(ScoringIsOpen):
        give(hall, vote, {5: YES})
    hall.recuse(5, 3)
    Event.objects.update(scoring_closed_at=DAY)

    with pytest.raises(NotYoursToVote):
        give(hall, vote, {5: YES})


@pytest.mark.parametrize("putting", [put, put_secretly])
def test_a_ballot_is_given_once(hall, putting):
    vote = putting(hall)
    give(hall, vote, {1: YES, 2: YES, 4: YES})

    for said in (YES, NO):
        with pytest.raises(HasVoted):
            give(hall, vote, {2: said})

    end(hall, vote)
    assert dict(only(hall).count.counts) == {YES: 3}
    with pytest.raises(VoteIsClosed):
        give(hall, vote, {3: NO})


def test_only_what_was_asked_is_an_answer(hall):
    motion = put(hall, teams=[1])
    award = put(hall, subject=PanelVote.Subject.AWARD, award_kind="research", teams=[1, 2])

    for vote, said in ((motion, team(hall, 1)), (award, team(hall, 3)), (award, YES)):
        with pytest.raises(NoSuchAnswer):
            give(hall, vote, {2: said})


def test_what_is_no_vote_is_not_opened(hall):
    outsider = UserFactory()
    for refused, asked in (
        (WordsRefused, {"question": "  "}),
        (NotYoursToLead, {"by": hall.seats[2]}),
        (NotYoursToLead, {"by": hall.seats[3]}),
        (TeamsMissing, {"subject": "award", "award_kind": "research", "teams": [1]}),
        (NotTied, {"subject": "tie", "teams": [1, 2]}),
        (CommissionMissing, {"is_secret": True, "commission": (3, 4)}),
        (CommissionMissing, {"is_secret": True, "commission": (1, 3, 4)}),
        (CommissionMissing, {"is_secret": True, "commission": (4, 5, 6), "teams": [4]}),
    ):
        with pytest.raises(refused):
            put(hall, **asked)
    Event.objects.update(scoring_closed_at=None)
    with pytest.raises(ScoringIsOpen):
        put(hall, by=outsider)
    assert not PanelVote.objects.exists()


def test_a_form_that_is_sent_twice_opens_one_vote_and_a_question_is_asked_once(hall):
    """What came to nothing may be asked again."""
    form = uuid4()
    first = put(hall, op_id=form)
    assert put(hall, op_id=form) == first
    with pytest.raises(VotedBefore):
        put(hall, "shall  it be SO?", op_id=uuid4())

    end(hall, first)
    again = put(hall)
    give(hall, again, {2: NO})
    end(hall, again)
    with pytest.raises(VotedBefore):
        put(hall)
    assert PanelVote.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelVote.objects.filter(pk=again.pk).update(op_id=form)


@pytest.mark.parametrize("kind", ["", "free", "audience"])
def test_a_vote_on_an_award_names_one_that_is_voted_on(hall, kind):
    with pytest.raises(AwardMissing):
        put(hall, subject="award", award_kind=kind, teams=(1, 2))


def test_the_deputy_leads_where_the_chair_is_tied_to_a_team(hall):
    Event.objects.update(scoring_closed_at=None)
    hall.recuse(1, 2)
    Event.objects.update(scoring_closed_at=DAY)
    with pytest.raises(NotYoursToLead):
        put(hall, teams=[2])

    vote = put(hall, teams=[2], by=hall.seats[2])
    give(hall, vote, {3: YES, 4: NO})
    close_vote(hall.event, vote.pk, by=hall.seats[2], at=DAY)

    with pytest.raises(NotYoursToLead):
        decide_equal(hall.event, vote.pk, hall.seats[1], YES, reason="So.", at=DAY)
    decide_equal(hall.event, vote.pk, hall.seats[2], YES, reason="So.", at=DAY)
    assert only(hall).winner == YES


def become_recused(hall, expert, number):
    seat, project = hall.seats[expert], hall.defenses[number].project
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=None)
    InterestFactory(seat=seat, project=project, kind="other", outcome=Interest.Outcome.RECUSE)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)


def test_what_somebody_gave_who_became_recused_since_decides_nothing(hall):
    """Their ballot in an open vote, and a deciding voice; the vote may be put again."""
    won = put(hall, teams=(1,))
    give(hall, won, {3: YES, 4: YES, 5: NO})
    end(hall, won)
    become_recused(hall, 3, 1)
    become_recused(hall, 4, 1)
    assert only(hall).winner == NO
    assert [voter.seat.order for voter, _said in only(hall).named] == [5]
    assert only(hall).cast_count == 1

    equal = put(hall, "Which?", subject="award", award_kind="best_team", teams=(2, 3))
    give(hall, equal, {3: team(hall, 2), 4: team(hall, 3)})
    end(hall, equal)
    decide_equal(hall.event, equal.pk, hall.seats[1], team(hall, 2), reason="So.", at=DAY)
    become_recused(hall, 1, 2)
    told = votes_of(hall.event)[-1]
    assert told.deciding is None
    assert told.came_to_nothing


@pytest.mark.parametrize(("given", "is_told"), [(1, False), (2, False), (3, True)])
def test_a_secret_vote_is_told_from_three_ballots_on(hall, given, is_told):
    vote = put_secretly(hall)
    give(hall, vote, dict.fromkeys(range(1, given + 1), YES))
    end(hall, vote)

    told, counting = only(hall), {hall.seats[3].pk}
    assert (told.count is not None, told.count_for(counting) is not None) == (is_told, is_told)
    assert told.winner == (YES if is_told else None)
    assert told.came_to_nothing == (not is_told)


@pytest.mark.parametrize("teams", [(), (1, 2)])
def test_the_deputy_leads_and_decides_where_the_chair_was_absent(teams):
    """From a team that the vote is about, or from all where it is about none."""
    hall = voting_hall_before_the_close()
    for number in teams or hall.defenses:
        away = {"seat": hall.seats[1], "defense": hall.defenses[number]}
        Presence.objects.create(**away, kind=Presence.Kind.ABSENT)
    close(hall)

    with pytest.raises(NotYoursToLead):
        put(hall, teams=teams)
    vote = put(hall, by=hall.seats[2], teams=teams)
    give(hall, vote, {3: YES, 4: NO})
    close_vote(hall.event, vote.pk, by=hall.seats[2], at=DAY)
    with pytest.raises(NotYoursToLead):
        decide_equal(hall.event, vote.pk, hall.seats[1], YES, reason="So.", at=DAY)
    decide_equal(hall.event, vote.pk, hall.seats[2], YES, reason="So.", at=DAY)
    assert only(hall).winner == YES


def test_a_chair_who_missed_one_team_leads_what_is_about_none():
    hall = voting_hall_before_the_close()
    away = {"seat": hall.seats[1], "defense": hall.defenses[1]}
    Presence.objects.create(**away, kind=Presence.Kind.ABSENT)
    close(hall)

    assert put(hall).opened_from == hall.seats[1]


def test_equal_votes_stay_so_where_chair_and_deputy_are_tied(hall):
    Event.objects.update(scoring_closed_at=None)
    hall.recuse(1, 2)
    hall.recuse(2, 2)
    Event.objects.update(scoring_closed_at=DAY)
    secretary = UserFactory()
    vote = put(hall, teams=[2], by=secretary)
    give(hall, vote, {3: YES, 4: NO})
    close_vote(hall.event, vote.pk, by=secretary, at=DAY)

    assert not unfinished_votes(hall.event)
    assert only(hall).came_to_nothing


def test_the_chair_decides_equal_votes_once_with_a_reason(hall):
    vote = put(hall)
    give(hall, vote, {1: YES, 2: NO})
    end(hall, vote)
    assert [each.vote for each in unfinished_votes(hall.event)] == [vote]

    def decide(said, reason="The deputy was right.", seat=1):
        decide_equal(hall.event, vote.pk, hall.seats[seat], said, reason=reason, at=DAY)

    for refused, call in (
        (ReasonMissing, lambda: decide(NO, " ")),
        (NotYoursToLead, lambda: decide(NO, seat=2)),
        (NoSuchAnswer, lambda: decide(NEITHER)),
    ):
        with pytest.raises(refused):
            call()
    decide(NO)

    assert only(hall).winner == NO
    assert not unfinished_votes(hall.event)
    with pytest.raises(NothingIsEqual):
        decide(YES)


def test_a_vote_that_was_won_is_not_the_chairs_to_decide(hall):
    vote = put(hall)
    give(hall, vote, {2: NO})
    end(hall, vote)

    with pytest.raises(NothingIsEqual):
        decide_equal(hall.event, vote.pk, hall.seats[1], YES, reason="So.", at=DAY)


def test_a_count_is_signed_by_its_commission_once_and_after_the_close(hall):
    vote = put_secretly(hall)
    with pytest.raises(VoteIsOpen):
        sign_count(hall.event, vote.pk, hall.seats[3], at=DAY)
    close_vote(hall.event, vote.pk, by=hall.seats[1], at=DAY)
    sign_count(hall.event, vote.pk, hall.seats[3], at=DAY)

    for number in (1, 3):
        with pytest.raises(NotYoursToSign):
            sign_count(hall.event, vote.pk, hall.seats[number], at=DAY)
    assert [each.vote for each in unfinished_votes(hall.event)] == [vote]


def test_a_vote_on_an_award_gives_it(hall):
    vote = put_secretly(hall, subject="award", award_kind="research", teams=[1, 2])
    give(hall, vote, {1: team(hall, 2), 2: team(hall, 2), 3: team(hall, 1)})
    assert not Award.objects.exists()

    end(hall, vote)

    award = Award.objects.get()
    assert (award.project.number, award.kind, award.vote) == (2, "research", vote)
    with pytest.raises(VotedBefore):
        put(hall, subject="award", award_kind="research", teams=[1, 3])


def test_a_rehearsal_has_its_own_votes(hall):
    vote = put(hall)
    Event.objects.update(is_rehearsal=True)
    hall.event.refresh_from_db()

    assert votes_of(hall.event) == []
    with pytest.raises(NotYoursToVote):
        cast_ballot(vote.pk, Seat.objects.get(pk=hall.seats[2].pk), YES)
    assert put(hall).is_rehearsal


def test_a_match_that_waits_for_an_answer_keeps_from_voting(hall):
    Event.objects.update(scoring_closed_at=None)
    hall.recuse(5, 3, outcome=Interest.Outcome.UNDECIDED, kind=Interest.Kind.MEMBER)
    Event.objects.update(scoring_closed_at=DAY)

    vote = put(hall, teams=[3])

    assert hall.seats[5] not in [each.seat for each in vote.voters.all()]


def test_votes_are_read_in_as_many_queries_however_many_there_are(hall, django_assert_num_queries):
    end(hall, put(hall))
    with django_assert_num_queries(9):
        votes_of(hall.event)
    end(hall, put_secretly(hall, teams=[1, 2]))
    put(hall, teams=[3])
    with django_assert_num_queries(9):
        votes_of(hall.event)
