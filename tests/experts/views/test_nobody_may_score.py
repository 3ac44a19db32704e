"""A team that nobody may score is said in words, never as “0 of 0”."""

import re

import pytest
from django.urls import reverse

from tests.cast import as_expert, as_organizer
from tests.experts.hall import fill, score, text_of
from tests.factories import MembershipFactory, RecusalFactory

pytestmark = pytest.mark.django_db
PAGES = ("overview", "panel", "teams", "run_of_show", "scoring", "results", "results_data")


def said_on(client, hall, page):
    as_organizer(client, MembershipFactory(event=hall.event).user)
    html = client.get(reverse(f"organizer:{page}", args=[hall.event.slug])).content.decode()
    return re.sub(r"\s+", " ", text_of(html))


def recuse(hall, teams):
    for seat in hall.seats.values():
        for number in teams:
            RecusalFactory(seat=seat, project=hall.defenses[number].project)


@pytest.mark.parametrize("teams", [[1], [1, 2]], ids=["one team", "every team"])
def test_no_page_counts_nothing_of_nothing(client, teams):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7, except_for=[(j, i) for j in (1, 2) for i in teams])
    recuse(hall, teams)

    said = {page: said_on(client, hall, page) for page in PAGES}

    assert {p: s for p, s in said.items() if re.search(r"\b0 (of|/) 0\b|of 0 expected", s)} == {}
    assert "Team 1: nobody may score it." in said["overview"]
    words = "nobody may score it" if teams == [1] else "No expert may score any team"
    assert words in said["scoring"]
    if teams == [1]:
        assert "nobody may score it" in said["results"]
        assert '"nobody_may_score": true' in said["results_data"]


def test_an_expert_who_scores_no_team_is_told_so(client):
    hall = fill(1, 1)
    recuse(hall, [1])
    as_expert(client, hall.seats[1])

    home = text_of(client.get(reverse("expert:home")).content.decode())
    sheet = reverse("expert:score_sheet", args=[hall.defenses[1].pk])
    recused = text_of(client.get(sheet).content.decode())

    assert "You score none of these teams." in home
    assert "Nobody else of the panel may score it." in recused
