"""An expert's own sheets in one picture: theirs, as stored, and of no team they are recused from."""

import re

import pytest
from django.urls import reverse

from events.models import Pass
from experts.models import ScoreSheet
from tests.cast import as_expert
from tests.experts.hall import Hall, fill, give, text_of
from tests.factories import RecusalFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("expert:own_sheets")


def page(client) -> str:
    return " ".join(text_of(client.get(ADDRESS).content.decode()).split())


@pytest.fixture
def hall() -> Hall:
    return fill(2, 7)


def test_what_was_given_stands_beside_what_was_given_with_ties_and_drift(client, hall):
    for team, points in enumerate((7, 8, 7, 9, 8, 9, 10), start=1):
        hall.give(1, team, points)
        hall.give(2, team, 3)

    found = as_expert(client, hall.seats[1])
    text, source = page(found), found.get(ADDRESS).content.decode()

    assert re.findall(r"<td>(\d+)</td>", source) == ["7", "8", "7", "9", "8", "9", "10"]
    assert "Same total 90.0: teams 4, 6." in text
    assert "Same total 80.0: teams 2, 5." in text
    assert "Same total 70.0: teams 1, 3." in text
    assert "Your first 3 teams: 73.3 on average, your last 3: 90.0." in text
    assert "30.0" not in text
    for defense in hall.defenses.values():
        assert reverse("expert:score_sheet", args=[defense.pk]) in source


def test_a_draft_has_its_word_and_makes_no_tie(client, hall):
    hall.give(1, 1, 8)
    hall.give(1, 2, 8, ScoreSheet.State.DRAFT)

    text = page(as_expert(client, hall.seats[1]))

    assert "draft" in text
    assert "Same total" not in text
    assert "on average" not in text


def test_of_a_team_that_the_expert_is_recused_from_nothing_is_told(client, hall):
    give(hall.seats[1], hall.defenses[1], {"whole": "6"}, ScoreSheet.State.SET_ASIDE)
    hall.give(2, 1, 6)
    RecusalFactory(seat=hall.seats[1], project=hall.defenses[1].project)

    text = page(as_expert(client, hall.seats[1]))

    assert "recused" in text
    assert "60.0" not in text


def test_a_card_of_a_rehearsal_sees_nothing_of_the_day(client, hall):
    hall.give(1, 1, 8)
    tablet = as_expert(client, hall.seats[1])
    Pass.objects.update(is_rehearsal=True)

    answer = tablet.get(ADDRESS)

    assert answer.status_code == 403
    assert "80.0" not in answer.content.decode()
