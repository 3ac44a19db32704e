"""Seats taken, changed, ordered, given to a reserve and taken away, by the pages."""

import pytest

from events.models import Event
from experts.models import Seat
from tests.cast import as_organizer, gather
from tests.defense.workspace.pages import page, sent_from, told
from tests.factories import InterestFactory, ScoreSheetFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


@pytest.fixture
def olga(client, cast):
    return as_organizer(client, cast.olga)


@pytest.fixture
def spare(cast):
    """A reserve on the fourth seat."""
    return SeatFactory(panel=cast.clara.panel, order=4, role=Seat.Role.RESERVE)


def seats(cast):
    found = Seat.objects.of_event(cast.event).order_by("order")
    return {seat.person.key: (seat.order, seat.role) for seat in found.select_related("person")}


def test_a_new_expert_is_seated_last(olga, cast):
    before = seats(cast)
    form = olga.get(page("seat_new", cast)).context["form"]
    sent = sent_from(form, name="Әлия Сапар", affiliation_kk="Университет", role="member")

    olga.post(page("seat_add", cast), sent)

    assert seats(cast) == before | {"aliya-sapar": (4, "member")}


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ({"role": "member"}, "name"),
        ({"role": "chair", "name": "Second Chair"}, "role"),
        ({"role": "juror", "name": "A New One"}, "role"),
    ],
)
def test_a_seat_that_cannot_be_is_told_at_its_line(olga, cast, typed, line):
    before = seats(cast)
    form = olga.get(page("seat_new", cast)).context["form"]

    response = olga.post(page("seat_add", cast), sent_from(form, **typed))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [line])
    assert seats(cast) == before


def test_who_sits_is_not_seated_twice(olga, cast):
    sent = {"person": cast.emil.person.key, "role": "member"}

    response = olga.post(page("seat_add", cast), sent)

    assert list(response.context["form"].errors) == ["person"]


def test_a_seat_is_changed_and_a_second_chair_refused(olga, cast):
    key = cast.emil.person.key
    form = olga.get(page("seat", cast, key)).context["form"]

    refused = olga.post(page("seat_save", cast, key), sent_from(form, role="chair"))
    olga.post(page("seat_save", cast, key), sent_from(form, role="deputy", role_text_ru="Ректор"))

    assert list(refused.context["form"].errors) == ["role"]
    emil = Seat.objects.get(pk=cast.emil.pk)
    assert (emil.role, emil.role_text.data) == ("deputy", {"ru": "Ректор"})


def test_the_second_editor_of_a_seat_is_told(olga, cast):
    """In the words of the page, whatever a role is called in the file."""
    olga.cookies["django_language"] = "ru"
    key = cast.emil.person.key
    form = olga.get(page("seat", cast, key)).context["form"]
    Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.SECRETARY)

    response = olga.post(page("seat_save", cast, key), sent_from(form, role="deputy"))

    assert response.status_code == 422
    assert "«секретарь»" in response.context["form"].errors["role"][0]
    assert Seat.objects.get(pk=cast.emil.pk).role == Seat.Role.SECRETARY


def test_seats_are_put_in_order(olga, cast):
    clara, emil, rita = (seat.person.key for seat in (cast.clara, cast.emil, cast.rita))

    olga.post(page("seat_move", cast, rita), {"before": emil})

    assert list(seats(cast)) == [clara, rita, emil]


@pytest.mark.parametrize(("has_scored", "role"), [(True, "member"), (False, "reserve")])
def test_a_reserve_scores_in_the_place_of_an_absent_expert(olga, cast, spare, has_scored, role):
    """Nobody is renumbered, and points that were given stay."""
    before = seats(cast)
    if has_scored:
        ScoreSheetFactory(seat=cast.emil, defense=cast.defense)

    absent, reserve = cast.emil.person.key, spare.person.key
    olga.post(page("seat_replace", cast, absent), {"reserve": reserve})

    assert seats(cast) == before | {absent: (2, role), reserve: (4, "member")}


def test_nobody_but_a_reserve_takes_a_place(olga, cast, spare):
    before = seats(cast)

    for absent, reserve in ((cast.emil, cast.rita), (spare, spare)):
        address = page("seat_replace", cast, absent.person.key)
        response = olga.post(address, {"reserve": reserve.person.key}, follow=True)
        assert "Choose the reserve again." in told(response)[0]

    assert seats(cast) == before


def test_a_seat_on_which_nothing_hangs_is_taken_away(olga, cast, spare):
    key = spare.person.key

    asked = olga.post(page("seat_remove", cast, key))
    olga.post(page("seat_remove", cast, key), {"agreed": "1"})

    assert asked.status_code == 200
    assert key not in seats(cast)


@pytest.mark.parametrize(
    ("hang", "reason"),
    [
        (lambda cast: ScoreSheetFactory(seat=cast.emil, defense=cast.defense), "has score sheets"),
        (
            lambda cast: InterestFactory(
                seat=cast.emil, project=cast.defense.project, kind="other", reason="A cousin."
            ),
            "a tie of this expert was declared or decided",
        ),
    ],
)
def test_a_seat_on_which_something_hangs_stays_and_says_why(olga, cast, hang, reason):
    hang(cast)
    key = cast.emil.person.key

    response = olga.post(page("seat_remove", cast, key), {"agreed": "1"}, follow=True)

    assert reason in told(response)[0]
    assert key in seats(cast)


def test_no_seat_comes_or_goes_while_the_result_stands(olga, cast, spare):
    before = seats(cast)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at="2019-11-30T10:00Z")

    olga.post(page("seat_add", cast), {"name": "Late", "role": "member"})
    olga.post(page("seat_remove", cast, spare.person.key), {"agreed": "1"})
    olga.post(page("seat_replace", cast, cast.emil.person.key), {"reserve": spare.person.key})

    assert seats(cast) == before
