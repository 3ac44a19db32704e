import re

import pytest
from django.urls import reverse

from events.models import Event
from experts.models import ScoreSheet
from tests.cast import as_organizer
from tests.experts.hall import fill, score, seed_hall, text_of, without_figures
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


def enter(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def url(hall, name="scoring"):
    return reverse(f"organizer:{name}", args=[hall.event.slug])


def test_every_cell_of_the_seed_has_its_state(client):
    hall = seed_hall()
    hall.give(1, 1, 8)
    hall.give(1, 2, 8, state=ScoreSheet.State.DRAFT)

    html = enter(client, hall).get(url(hall)).content.decode()

    cells = re.findall(r'<td class="matrix-cell matrix-cell--(\w+)">', html)
    assert len(cells) == 84
    assert {state: cells.count(state) for state in set(cells)} == {
        "recused": 5,
        "submitted": 1,
        "draft": 1,
        "not_due": 77,
    }
    assert "of 79 expected sheets" in html


def test_no_points_are_shown(client):
    hall = fill(1, 1)
    without_figures(hall)
    hall.give(1, 1, 9)

    html = enter(client, hall).get(url(hall)).content.decode()

    assert re.findall(r"\b(?:9|90)\b", text_of(html)) == []


def test_who_has_not_submitted_is_named_with_the_teams(client):
    hall = fill(2, 3)
    score(hall, lambda j, i: 8, except_for=[(2, 1), (2, 3)])

    html = enter(client, hall).get(url(hall)).content.decode()

    assert f"<li>{hall.seats[2].person.name}, teams 1, 3</li>" in html
    assert f"<li>{hall.seats[1].person.name}," not in html


def test_closing_with_every_sheet_in_asks_nothing_and_comes_back(client):
    hall = fill(1, 1)
    hall.give(1, 1, 8)

    response = enter(client, hall).post(url(hall, "scoring_close"))

    assert response.url == url(hall)
    assert not Event.objects.get(pk=hall.event.pk).is_scoring_open


def test_closing_without_sheets_says_how_many_and_whose_and_asks_again_about_more(client):
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(1, 2, 8, state=ScoreSheet.State.DRAFT)
    close = url(hall, "scoring_close")

    html = enter(client, hall).post(close, {"agreed": "2"}).content.decode()
    is_open = Event.objects.get(pk=hall.event.pk).is_scoring_open
    client.post(close, {"agreed": "3"})

    assert "3 sheets are missing." in html
    assert "1 of them is a draft." in html
    assert f"<li>{hall.seats[2].person.name}, teams 1, 2</li>" in html
    assert "reopen the scoring on this page, with a reason" in html
    assert is_open
    assert not Event.objects.get(pk=hall.event.pk).is_scoring_open


def test_reopening_needs_a_reason(client):
    hall = fill(1, 1)
    Event.objects.update(scoring_closed_at=DAY)

    response = enter(client, hall).post(url(hall, "scoring_reopen"), {"reason": " "})

    assert response.status_code == 422
    assert not Event.objects.get(pk=hall.event.pk).is_scoring_open


def test_reopening_with_a_reason_reopens(client):
    hall = fill(1, 1)
    Event.objects.update(scoring_closed_at=DAY)

    enter(client, hall).post(url(hall, "scoring_reopen"), {"reason": "A wrong button"})

    assert Event.objects.get(pk=hall.event.pk).is_scoring_open


def test_an_event_that_is_over_is_made_live_before_its_scoring_is_reopened(client):
    hall = fill(1, 1)
    Event.objects.update(scoring_closed_at=DAY, phase=Event.Phase.CLOSED)

    response = enter(client, hall).post(url(hall, "scoring_reopen"), {"reason": "A late sheet"})

    assert response.status_code == 422
    assert "first make the event live again on its overview" in response.content.decode()
    assert not Event.objects.get(pk=hall.event.pk).is_scoring_open


def test_without_defenses_the_page_says_what_to_do(client):
    hall = fill(0, 0)

    html = enter(client, hall).get(url(hall)).content.decode()

    assert "There is nothing to score yet" in html


@pytest.mark.parametrize("size", [1, 3])
def test_scoring_takes_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 7)
    enter(client, hall)

    # Session, account, event; four of the progress; paper that waits; the calls; three counts in the menu.
    with django_assert_num_queries(11):
        client.get(url(hall))
