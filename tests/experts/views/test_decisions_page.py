"""The chair's page of ties on the tablet, and the deputy's."""

import pytest
from django.urls import reverse

from experts.models import Interest, Seat
from tests.cast import as_expert
from tests.experts.hall import text_of
from tests.factories import (
    InterestFactory,
    PanelFactory,
    PersonFactory,
    ProjectFactory,
    RoomFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = reverse("expert:decisions")


def tie(cast, seat: Seat, **fields) -> Interest:
    return InterestFactory(seat=seat, kind="other", **{"project": cast.defense.project, **fields})


def page(client) -> str:
    return " ".join(text_of(client.get(ADDRESS).content.decode()).split())


def decided(client, interest: Interest, **fields):
    sent = {"outcome": "disclose", "reason": "A neighbour of theirs.", **fields}
    data = {f"tie-{interest.pk}-{name}": value for name, value in sent.items()}
    return client.post(reverse("expert:decide", args=[interest.pk]), data)


def test_the_chair_reads_the_ties_of_others_and_decides_with_a_reason(client, cast):
    interest = tie(cast, cast.emil, evidence="Lives next door.")
    tie(cast, cast.clara, evidence="An own one.", project=ProjectFactory(event=cast.event))
    tablet = as_expert(client, cast.clara)

    text = page(tablet)
    assert "Lives next door." in text
    assert "An own one." not in text

    empty = decided(tablet, interest, reason="")
    assert empty.status_code == 422
    assert decided(tablet, interest).url == ADDRESS
    assert Interest.objects.get(pk=interest.pk).decided_from == cast.clara
    assert "A neighbour of theirs. (Clara)" in page(tablet)
    assert "No tie waits for your decision." in page(tablet)


def test_the_deputy_reads_those_of_the_chair_alone(client, cast):
    Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.DEPUTY)
    of_chair = tie(cast, cast.clara, evidence="Of the chair.")
    tie(cast, cast.rita, evidence="Of a member.", project=ProjectFactory(event=cast.event))
    tablet = as_expert(client, cast.emil)

    text = page(tablet)
    assert ("Of the chair." in text, "Of a member." in text) == (True, False)
    assert decided(tablet, of_chair).url == ADDRESS


def test_the_chair_of_two_rooms_decides_in_both(client, cast):
    hall = PanelFactory(room=RoomFactory(event=cast.event, is_default=False, name="Hall"))
    SeatFactory(panel=hall, person=cast.clara.person, role=Seat.Role.CHAIR)
    there = SeatFactory(panel=hall, person=PersonFactory(event=cast.event, name="Nora"))
    ties = [tie(cast, cast.emil, evidence="Here."), tie(cast, there, evidence="There.")]
    tablet = as_expert(client, cast.clara)

    text = page(tablet)
    answers = [decided(tablet, each).url for each in ties]

    assert ("Here." in text, "There." in text) == (True, True)
    assert answers == [ADDRESS, ADDRESS]
    rooms = [Interest.objects.get(pk=each.pk).decided_from.panel for each in ties]
    assert rooms == [cast.clara.panel, hall]


def test_a_member_reads_no_tie_of_others_and_decides_none(client, cast):
    interest = tie(cast, cast.clara, evidence="Of the chair.")
    tablet = as_expert(client, cast.emil)

    assert "Of the chair." not in page(tablet)
    assert decided(tablet, interest).status_code == 403
    assert Interest.objects.get(pk=interest.pk).outcome == ""


def test_the_chair_is_refused_their_own_and_told_of_what_was_decided_meanwhile(client, cast):
    own = tie(cast, cast.clara, project=ProjectFactory(event=cast.event))
    done = tie(cast, cast.emil, outcome="recuse", reason="Decided.")
    tablet = as_expert(client, cast.clara)

    assert decided(tablet, own).status_code == 403
    late = decided(tablet, done)

    assert late.status_code == 422
    assert "meanwhile it was decided otherwise" in text_of(late.content.decode())


def test_who_is_tied_to_the_team_reads_that_others_decide_and_of_the_tie_nothing(client, cast):
    Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.DEPUTY)
    interest = tie(cast, cast.rita, evidence="Lives next door.")
    tie(cast, cast.clara)
    tablet = as_expert(client, cast.clara)

    text = page(tablet)
    assert "You are recused from team 1 or have an open tie to it" in text
    assert "Lives next door." not in text
    assert decided(tablet, interest).status_code == 403

    text = page(as_expert(client, cast.emil))
    assert "Lives next door." in text
    assert "You are recused from team" not in text


def test_the_page_costs_the_same_with_one_tie_and_with_three(
    client, cast, django_assert_num_queries
):
    tablet = as_expert(client, cast.clara)
    tie(cast, cast.emil)
    tablet.get(ADDRESS)
    with django_assert_num_queries(5):
        tablet.get(ADDRESS)
    for kind in ("partner", "superior"):
        InterestFactory(seat=cast.emil, project=cast.defense.project, kind=kind)
    with django_assert_num_queries(5):
        tablet.get(ADDRESS)
