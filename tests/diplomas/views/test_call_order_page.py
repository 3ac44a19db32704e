"""The page of the call order, by buttons and numbers alone."""

import re

import pytest
from django.urls import reverse

from diplomas.call_order import call_board
from diplomas.services.ordering import choose_call_order
from diplomas.views import call_order
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return event_with_team(4)


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def address(event, name="call_order"):
    return reverse(f"organizer:{name}", args=[event.slug])


def key(event, number):
    """Of the person whose name ends in this number."""
    rows = call_board(event).rows
    return str(next(row.person for row in rows if row.name.endswith(f" {number}")))


def order_of(event):
    return "".join(row.name[-1] for row in call_board(event).rows)


def move(olga, event, number, **to):
    said = {name: key(event, at) if name in ("before", "after") else at for name, at in to.items()}
    return olga.post(address(event, "call_order_move"), {"person": key(event, number), **said})


def test_it_is_arranged_by_buttons_and_by_the_number_of_a_place(event, olga):
    olga.post(address(event, "call_order_choose"), {"order": "as-moved"})

    answers = [
        move(olga, event, 4, before=1),
        move(olga, event, 1, after=3),
        move(olga, event, 3, place="1"),
        move(olga, event, 4, place="99"),
    ]

    assert order_of(event) == "3214"
    assert {each.status_code for each in answers} == {302}
    assert answers[-1].url == f"{address(event)}?page=1#call-{key(event, 4)}"


def test_a_line_crosses_the_end_of_a_page_and_the_page_goes_along(event, olga, monkeypatch):
    monkeypatch.setattr(call_order, "A_PAGE", 2)
    choose_call_order(event.pk, "as-moved", actor="user:1")
    second = olga.get(address(event) + "?page=2").content.decode()
    up = re.search(r'name="before" value="(\d+)"[^>]*>\s*<span[^>]*>↑', second)[1]

    answer = move(olga, event, 3, before=2)

    assert up == key(event, 2)
    assert order_of(event) == "1324"
    assert "?page=1#" in answer.url


def test_whom_one_looks_for_has_the_place_and_the_neighbours_in_the_whole_list(event, olga):
    choose_call_order(event.pk, "as-moved", actor="user:1")

    shown = olga.get(address(event), {"q": "Үлгі 3"}).content.decode()

    assert "3. Әлия Үлгі 3" in shown
    assert "Әлия Үлгі 2" not in shown
    assert f'name="before" value="{key(event, 2)}"' in shown
    assert f'name="after" value="{key(event, 4)}"' in shown


def test_by_team_nothing_can_be_moved(event, olga):
    shown = olga.get(address(event)).content.decode()
    answer = move(olga, event, 4, before=1)

    assert "data-move" not in shown
    assert answer.status_code == 302
    assert order_of(event) == "1234"


@pytest.mark.parametrize(
    "sent", [{}, {"person": "x", "place": "1"}, {"person": "9" * 40, "place": "1"}]
)
def test_what_no_button_sends_moves_nothing(event, olga, sent):
    choose_call_order(event.pk, "as-moved", actor="user:1")

    answer = olga.post(address(event, "call_order_move"), sent)

    assert answer.status_code == 302
    assert order_of(event) == "1234"


def test_an_order_that_there_is_not_is_not_found(event, olga):
    assert olga.post(address(event, "call_order_choose"), {"order": "rank"}).status_code == 404


def test_a_file_as_arranged_is_offered_once_somebody_arranged_it(event, olga):
    issue(event)
    make_ready(event)
    files = reverse("organizer:diploma_files", args=[event.slug])
    before = olga.get(files).content.decode()

    choose_call_order(event.pk, "as-moved", actor="user:1")

    assert "make-moved" not in before
    assert "make-moved-bare" in olga.get(files).content.decode()
