"""The part of the scoring page that is asked for again and again: the truth, or 304."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Membership
from experts.services.closing import close_scoring
from experts.services.presence import note_presence
from experts.services.setting_aside import set_sheet_aside
from experts.sheets import Assignment
from tests.cast import as_organizer
from tests.experts.hall import fill, score, text_of, without_figures
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return fill(2, 2)


@pytest.fixture
def olga(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def address(hall):
    return reverse("organizer:scoring_progress", args=[hall.event.slug])


def test_the_same_state_is_not_sent_twice(olga, hall):
    first = olga.get(address(hall))

    again = olga.get(address(hall), headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("what", ["absent", "aside", "closed", "late"])
def test_every_change_of_the_state_is_sent(olga, hall, what):
    sheet = hall.give(1, 1, 8)
    first = olga.get(address(hall))
    cell = Assignment(hall.seats[2].pk, hall.defenses[1].pk)
    acts = {
        "absent": lambda: note_presence(hall.event, {cell: "absent"}, seen={}, actor="system:test"),
        "aside": lambda: set_sheet_aside(
            hall.event, sheet.pk, reason="No.", actor="system:test", at=DAY
        ),
        "closed": lambda: close_scoring(hall.event.pk, actor="system:test", at=DAY),
        "late": lambda: has_ended(hall.defenses[2]),
    }

    acts[what]()
    then = olga.get(address(hall), headers={"If-None-Match": first["ETag"]})

    assert then.status_code == 200
    assert cells(then) != cells(first) or what == "closed"
    assert text_of(then.content.decode()) != text_of(first.content.decode())


def has_ended(defense):
    """By the clock alone, without a line of the log."""
    item, now = defense.run_item, timezone.now()
    item.started_at, item.ended_at = now - timedelta(minutes=30), now - timedelta(minutes=10)
    item.save()


def cells(response):
    return re.findall(r"matrix-cell--(\w+)", response.content.decode())


def test_another_language_is_another_state(olga, hall):
    first = olga.get(address(hall), headers={"Accept-Language": "en"})

    other = olga.get(
        address(hall), headers={"Accept-Language": "ru", "If-None-Match": first["ETag"]}
    )

    assert other.status_code == 200


def test_no_points_are_in_it(olga, hall):
    without_figures(hall)
    hall.give(1, 1, 9)

    html = olga.get(address(hall)).content.decode()

    assert re.findall(r"\b(?:9|90)\b", text_of(html)) == []


def test_a_moderator_has_no_part_in_it(client, hall):
    member = MembershipFactory(event=hall.event, role=Membership.Role.MODERATOR)

    response = as_organizer(client, member.user).get(address(hall))

    assert response.status_code == 403


def test_the_same_state_costs_four_queries(olga, hall, django_assert_num_queries):
    tag = olga.get(address(hall))["ETag"]

    # Session, account, event, version.
    with django_assert_num_queries(4):
        olga.get(address(hall), headers={"If-None-Match": tag})


@pytest.mark.parametrize("size", [1, 3])
def test_a_new_state_costs_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 7)
    as_organizer(client, MembershipFactory(event=hall.event).user)

    with django_assert_num_queries(11):
        client.get(address(hall))
