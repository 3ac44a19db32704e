"""What the database itself refuses of votes and awards, and what it lets pass beside it."""

import pytest
from django.db import IntegrityError, transaction

from events.models import Event
from experts.models import (
    Award,
    CountingSeat,
    DecidingVoice,
    Nomination,
    PanelVote,
    SecretBallot,
    VotedTeam,
    Voter,
)
from experts.services.awards import give_award, nominate
from experts.services.rehearsed import forget_deliberation
from tests.experts.voting import NO, YES, end, give, panel_of, put, put_secretly, team, voting_hall
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return voting_hall()


def is_refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def undone(act) -> bool:
    """Passes, and is taken back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_a_ballot_is_given_once_by_who_may_vote(hall):
    vote = put(hall, teams=[4])
    give(hall, vote, {2: YES})
    given = Voter.objects.filter(vote=vote, seat=hall.seats[2])
    waiting = Voter.objects.filter(vote=vote, seat=hall.seats[3])

    assert undone(lambda: waiting.update(has_voted=True, choice="for"))
    for act in (
        lambda: given.update(choice="against"),
        lambda: given.update(has_voted=False, choice=""),
        lambda: given.delete(),
        lambda: waiting.update(has_voted=True),
        lambda: waiting.update(has_voted=True, choice="team", team=hall.defenses[4].project_id),
        lambda: waiting.update(seat=hall.seats[6]),
        lambda: Voter.objects.create(vote=vote, seat=hall.seats[6]),
        lambda: VotedTeam.objects.create(vote=vote, project=hall.defenses[1].project),
        lambda: VotedTeam.objects.update(project=hall.defenses[1].project_id),
        lambda: VotedTeam.objects.all().delete(),
    ):
        assert is_refused(act)


def test_who_is_recused_is_on_no_roll(hall):
    vote = PanelVote.objects.create(
        panel=panel_of(hall), subject="motion", question="So?", opened_at=DAY
    )
    VotedTeam.objects.create(vote=vote, project=hall.defenses[4].project)

    assert undone(lambda: Voter.objects.create(vote=vote, seat=hall.seats[5]))
    assert is_refused(lambda: Voter.objects.create(vote=vote, seat=hall.seats[6]))


def test_nothing_of_a_secret_vote_stands_at_a_seat_and_its_box_stays_whole(hall):
    vote = put_secretly(hall)
    give(hall, vote, {2: YES})
    waiting = Voter.objects.filter(vote=vote, seat=hall.seats[3])
    box = SecretBallot.objects.filter(vote=vote)

    assert undone(lambda: waiting.update(has_voted=True))
    for act in (
        lambda: waiting.update(has_voted=True, choice="for"),
        lambda: SecretBallot.objects.create(vote=vote),
        lambda: SecretBallot.objects.create(vote=vote, choice="for"),
        lambda: box.update(choice="team", team=hall.defenses[1].project_id),
        lambda: box.delete(),
        lambda: CountingSeat.objects.filter(vote=vote).update(signed_at=DAY),
        lambda: CountingSeat.objects.create(vote=vote, seat=hall.seats[2]),
        lambda: CountingSeat.objects.all().delete(),
    ):
        assert is_refused(act)


def test_a_secret_vote_has_three_who_count_without_the_chair(hall):
    vote = PanelVote.objects.create(
        panel=panel_of(hall), subject="motion", question="So?", opened_at=DAY, is_secret=True
    )

    assert is_refused(lambda: CountingSeat.objects.create(vote=vote, seat=hall.seats[1]))
    for number in (3, 4):
        CountingSeat.objects.create(vote=vote, seat=hall.seats[number])
    assert is_refused(lambda: Voter.objects.create(vote=vote, seat=hall.seats[2]))
    CountingSeat.objects.create(vote=vote, seat=hall.seats[5])
    assert undone(lambda: Voter.objects.create(vote=vote, seat=hall.seats[2]))


def test_a_box_with_a_ballot_too_many_is_not_closed(hall):
    vote = put_secretly(hall)
    give(hall, vote, {2: YES})
    blank = SecretBallot.objects.filter(vote=vote, choice="").first()
    closing = PanelVote.objects.filter(pk=vote.pk)

    assert undone(lambda: closing.update(closed_at=DAY))
    SecretBallot.objects.filter(pk=blank.pk).update(choice="against")
    assert is_refused(lambda: closing.update(closed_at=DAY))


def test_what_was_voted_stays_as_it_was(hall):
    secret, plain = put_secretly(hall), put(hall, "And that?")
    give(hall, secret, {2: YES})
    give(hall, plain, {2: YES, 3: NO})
    for change in ({"question": "Another?"}, {"is_secret": True}, {"is_rehearsal": True}):
        assert is_refused(
            lambda change=change: PanelVote.objects.filter(pk=plain.pk).update(**change)
        )
    end(hall, secret)
    end(hall, plain)
    voice = DecidingVoice.objects.create(
        vote=plain, seat=hall.seats[1], choice="for", reason="So.", at=DAY
    )

    for act in (
        lambda: SecretBallot.objects.filter(vote=secret).update(choice="against"),
        lambda: Voter.objects.filter(vote=plain, seat=hall.seats[5]).update(
            has_voted=True, choice="for"
        ),
        lambda: PanelVote.objects.update(closed_at=None),
        lambda: PanelVote.objects.all().delete(),
        lambda: CountingSeat.objects.update(signed_at=None),
        lambda: DecidingVoice.objects.update(choice="against"),
        lambda: voice.delete(),
    ):
        assert is_refused(act)


def test_nobody_nominates_or_decides_about_a_team_of_a_tie_of_theirs(hall):
    seat, project = hall.seats[6], hall.defenses[4].project
    made = {"kind": "research", "reason": "So.", "at": DAY}
    vote = put(hall, teams=[4])
    end(hall, vote)
    said = {"vote": vote, "choice": "for", "reason": "So.", "at": DAY}

    assert is_refused(lambda: Nomination.objects.create(seat=seat, project=project, **made))
    assert is_refused(lambda: DecidingVoice.objects.create(seat=seat, **said))
    assert undone(lambda: DecidingVoice.objects.create(seat=hall.seats[2], **said))
    other = hall.defenses[3].project
    assert undone(lambda: Nomination.objects.create(seat=seat, project=other, **made))


def test_an_award_stays_or_goes(hall):
    given = give_award(
        hall.event,
        hall.defenses[1].project_id,
        kind="research",
        names={},
        reason="So.",
        actor="system:test",
        at=DAY,
    )
    rows = Award.objects.filter(pk=given.pk)

    for change in (
        {"project": hall.defenses[2].project_id},
        {"kind": "answers"},
        {"reason": "No."},
    ):
        assert is_refused(lambda change=change: rows.update(**change))
    assert undone(rows.delete)


def test_a_rehearsal_is_forgotten_whole_and_the_day_is_not(hall):
    of_the_day = put_secretly(hall)
    give(hall, of_the_day, {2: YES})
    Event.objects.update(is_rehearsal=True)
    hall.event.refresh_from_db()
    for seat in hall.seats.values():
        seat.refresh_from_db()
    rehearsed = put_secretly(hall, subject="award", award_kind="research", teams=[1, 2])
    give(hall, rehearsed, {2: team(hall, 1)})
    end(hall, rehearsed)
    nominate(hall.seats[2], hall.defenses[1].project_id, kind="answers", reason="So.", at=DAY)

    forget_deliberation(hall.event)

    assert list(PanelVote.objects.all()) == [of_the_day]
    assert SecretBallot.objects.count() == len(hall.seats)
    assert not Award.objects.exists()
    assert not Nomination.objects.exists()
