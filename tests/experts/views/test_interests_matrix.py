"""The ties of the panel on one sheet: states by their signs, and who decided."""

import re

import pytest
from django.urls import reverse

from experts.services.interests import decide_interest
from tests.cast import as_organizer
from tests.experts.hall import fill, text_of
from tests.factories import DAY, InterestFactory, MembershipFactory

pytestmark = pytest.mark.django_db
CELL = re.compile(r"<td(?: class=\"([^\"]+)\")?>(.*?)</td>", re.DOTALL)


def cells(html: str) -> list[list[str]]:
    """What a reader of the paper sees, row by row: the signs alone."""
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.index("<tbody>") :], re.DOTALL)
    shown = re.compile(r"<b[^>]*>([^<]+)</b>")
    return [["".join(shown.findall(body)) for _css, body in CELL.findall(row)] for row in rows]


def test_each_state_has_its_own_sign_and_the_weightiest_of_a_pair_counts(client):
    hall = fill(2, 6)
    seat = hall.seats[1]
    olga = MembershipFactory(event=hall.event).user

    def tie(team: int, kind: str = "partner"):
        return InterestFactory(seat=seat, project=hall.defenses[team].project, kind=kind)

    for team, outcome in ((1, "recuse"), (2, "disclose"), (3, "dismiss"), (6, "recuse")):
        decide_interest(tie(team).pk, outcome=outcome, reason="We asked.", actor=olga, at=DAY)
    tie(4, "supervisor")
    tie(5)
    tie(6, "other")
    hall.recuse(2, 1, reason="", decided_by=None)

    html = as_organizer(client, olga).get(
        reverse("organizer:interests_matrix", args=[hall.event.slug])
    )
    text = " ".join(text_of(html.content.decode()).replace("&nbsp;", " ").split())

    assert cells(html.content.decode()) == [
        ["R", "D", "–", "R?", "?", "R"],
        ["R", "", "", "", "", ""],
    ]
    assert f"1 {olga.email}, " in text
    assert "2 the program: the same name or the same person" in text
    for meaning in ("recused: does not score", "to be decided: does not score until then"):
        assert text.count(meaning) > 1  # in the legend, and for who hears the page


def test_an_event_without_experts_says_so(client):
    hall = fill(0, 1)
    owner = MembershipFactory(event=hall.event).user

    html = as_organizer(client, owner).get(
        reverse("organizer:interests_matrix", args=[hall.event.slug])
    )

    assert "before the event has experts and teams" in html.content.decode()
