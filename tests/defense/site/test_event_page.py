import re

import pytest
from django.urls import reverse

from events.models import Event
from tests.experts.hall import fill, score, seed_hall, text_of, without_figures
from tests.factories import InterestFactory

pytestmark = pytest.mark.django_db


def read(client, event):
    return client.get(reverse("public:event", args=[event.slug]))


def test_guests_read_the_projects_and_the_panel(client):
    hall = seed_hall()

    html = read(client, hall.event).content.decode()

    assert re.findall(r'class="projects-number">(\d)<', html) == list("1234567")
    for seat in hall.seats.values():
        assert f"<b>{seat.person.name}</b>" in html


def test_no_points_reach_the_public_page(client):
    hall = fill(3, 2)
    score(hall, lambda j, i: 9)
    without_figures(hall)

    html = read(client, hall.event).content.decode()

    assert re.findall(r"\b(?:9|90)\b", text_of(html)) == []
    assert "submitted" not in html


def test_a_decided_recusal_is_told_and_an_open_question_is_not(client):
    hall = fill(2, 2)
    hall.recuse(1, 1)
    InterestFactory(seat=hall.seats[2], project=hall.defenses[2].project)

    html = read(client, hall.event).content.decode()

    assert re.findall(r"steps aside for project ([\d, ]+)", html) == ["1"]


@pytest.mark.parametrize(
    ("published", "there"),
    [
        (["programme"], {"programme"}),
        (["teams"], {"projects"}),
        (["panel"], {"panel"}),
        ([], set()),
    ],
)
def test_only_what_is_published_is_shown(published, there, client):
    hall = fill(1, 1)
    hall.recuse(1, 1)
    hall.event.published = published
    hall.event.save()

    html = read(client, hall.event).content.decode()

    assert set(re.findall(r'<section id="(\w+)"', html)) == there
    assert (str(hall.defenses[1].project.topic) in html) == ("teams" in published)
    assert (hall.seats[1].person.name in html) == ("panel" in published)


def test_with_nothing_published_the_page_says_so(client):
    hall = fill(1, 1)
    hall.event.published = []
    hall.event.save()

    assert "The programme is not public yet" in read(client, hall.event).content.decode()


def test_a_draft_event_does_not_exist_for_guests(client):
    hall = fill(1, 1)
    hall.event.phase = Event.Phase.DRAFT
    hall.event.save()

    assert read(client, hall.event).status_code == 404


def test_unknown_times_are_order_numbers(client):
    hall = fill(1, 2)

    html = read(client, hall.event).content.decode()

    assert re.findall(r'class="run-when">\s*(\d+)\s*<', html) == ["1", "2"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    for number in hall.defenses:
        hall.recuse(number, number)

    # The event, and the five of its programme.
    with django_assert_num_queries(7):
        read(client, hall.event)


def test_the_page_is_small(client):
    hall = seed_hall()

    assert len(read(client, hall.event).content) < 20_000
