"""What the database holds of casting votes and of who stepped out, by itself."""

import pytest

from experts.models import CastingVote, Seat, StepOut
from tests.experts.casting import (
    CHAIR,
    DEPUTY,
    MEMBER,
    closed_hall,
    hall_of_a_tie,
    ids,
)
from tests.experts.hall import Hall, close, fill
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY, InterestFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_nobody_orders_teams_without_a_seat():
    hall = closed_hall()
    made = {"event": hall.event, "teams": "1,2", "reason": "So.", "at": DAY}
    by = UserFactory()
    assert is_refused(lambda: CastingVote.objects.create(**made, by=by, order="1,2"))
    assert is_refused(lambda: CastingVote.objects.create(**made))
    left = CastingVote.objects.create(**made, by=by)
    votes = CastingVote.objects.filter(pk=left.pk)
    for changed in ({"by": UserFactory()}, {"role": "chair"}, {"seat": hall.seats[CHAIR]}):
        assert is_refused(lambda changed=changed: votes.update(taken_back_at=DAY, **changed))


def put_in(hall: Hall, **changed):
    teams = ",".join(map(str, sorted(ids(hall, 2, 3))))
    told = {"seat": hall.seats[CHAIR], "teams": teams, "reason": "So.", "at": DAY, **changed}
    return CastingVote.objects.create(event=hall.event, **told)


def votes_put_in(hall: Hall) -> dict[str, object]:
    """By what they break: acts on the table of votes."""
    elsewhere = fill(1, 1)
    Seat.objects.filter(pk=elsewhere.seats[1].pk).update(role=Seat.Role.CHAIR)
    InterestFactory(
        seat=hall.seats[DEPUTY], project=hall.defenses[4].project, kind="other", outcome=""
    )
    close(hall)
    teams = {"teams": ",".join(map(str, ids(hall, 1, 4)))}
    stands = put_in(hall, teams=str(ids(hall, 1)[0]))
    votes = CastingVote.objects.filter(pk=stands.pk)
    return {
        "of a member": lambda: put_in(hall, seat=hall.seats[MEMBER]),
        "of the chair of another event": lambda: put_in(hall, seat=elsewhere.seats[1]),
        "of a deputy with an open tie": lambda: put_in(hall, seat=hall.seats[DEPUTY], **teams),
        "of a rehearsal on the day": lambda: put_in(hall, is_rehearsal=True),
        "changed": lambda: votes.update(order="1"),
        "taken back twice": lambda: [votes.update(taken_back_at=DAY) for _twice in range(2)],
        "deleted": lambda: votes.delete(),
    }


@pytest.mark.parametrize(
    "name",
    [
        "of a member",
        "of the chair of another event",
        "of a deputy with an open tie",
        "of a rehearsal on the day",
        "changed",
        "taken back twice",
        "deleted",
    ],
)
def test_the_database_refuses_a_vote(db, name):
    act = votes_put_in(hall_of_a_tie())[name]
    assert is_refused(act)

    take_guards_off("experts_castingvote")
    assert not is_refused(act)


def test_the_database_refuses_a_vote_while_the_scoring_is_open(db):
    hall = hall_of_a_tie()
    assert is_refused(lambda: put_in(hall))
    close(hall)

    assert put_in(hall).pk
    assert is_refused(lambda: put_in(hall, order="1"))


def test_the_database_keeps_who_stepped_out(db):
    hall = fill(4, 4)
    hall.recuse(4, 3)
    told = {"seat": hall.seats[4], "project": hall.defenses[3].project, "out_at": DAY}
    assert is_refused(lambda: StepOut.objects.create(**told))
    close(hall)
    out_now = StepOut.objects.create(**told)
    rows = StepOut.objects.filter(pk=out_now.pk)

    assert is_refused(lambda: StepOut.objects.create(**told))
    assert is_refused(lambda: rows.update(seat=hall.seats[1]))
    assert is_refused(rows.delete)
    assert rows.update(back_at=DAY) == 1
    assert is_refused(lambda: rows.update(back_at=None))
