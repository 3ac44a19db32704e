"""Two tablets at once, and everybody at once: one ballot each, and none lost."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection

from experts.ballots import Said
from experts.errors import HasVoted
from experts.models import Seat
from experts.services.voting import cast_ballot
from tests.experts.voting import NO, YES, put_secretly, voting_hall

pytestmark = pytest.mark.django_db(transaction=True)


def cast_at_once(vote: int, ballots: list[tuple[int, Said]]) -> list[str]:
    """What became of each, by seat; all are ready before one begins."""
    ready = threading.Barrier(len(ballots))

    def cast(one: tuple[int, Said]) -> str:
        with closing(connection):
            seat = Seat.objects.select_related("person", "panel__room__event").get(pk=one[0])
            ready.wait()
            try:
                cast_ballot(vote, seat, one[1])
            except HasVoted:
                return "has voted"
            return "cast"

    with ThreadPoolExecutor(len(ballots)) as threads:
        return list(threads.map(cast, ballots))


def test_two_tablets_at_once_give_one_ballot_and_six_people_six():
    hall = voting_hall()
    twice, together = put_secretly(hall), put_secretly(hall, question="And so?")
    seat = hall.seats[2].pk

    of_two = cast_at_once(twice.pk, [(seat, YES), (seat, NO)])
    of_six = cast_at_once(
        together.pk, [(each.pk, YES if number > 2 else NO) for number, each in hall.seats.items()]
    )

    assert sorted(of_two) == ["cast", "has voted"]
    assert of_six == ["cast"] * len(hall.seats)
    filled = twice.ballots.exclude(choice="").count()
    assert (filled, twice.voters.filter(has_voted=True).count()) == (1, 1)
    said = Counter(together.ballots.values_list("choice", flat=True))
    assert said == {"for": 4, "against": 2}
