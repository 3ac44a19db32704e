import re
from html import unescape

import pytest
from django.urls import reverse

from events.models import Event
from experts.methods import MOST_ORDERED
from experts.models import ScoreSheet
from experts.reports import Grid
from experts.reports.methods import Stands, comparison
from tests.cast import as_expert, as_organizer
from tests.experts.hall import close, fill, score, seed_hall, strict_twelfth, text_of
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def page_of(client, hall, query=""):
    as_organizer(client, MembershipFactory(event=hall.event).user)
    html = client.get(reverse("organizer:methods", args=[hall.event.slug]) + query).content.decode()
    return html, unescape(" ".join(text_of(html).split()))


def places_by(label, html):
    cells = re.findall(rf'data-label="{label}">(.*?)</td>', html, flags=re.DOTALL)
    return [
        re.findall(r"[\d–]+", re.sub(r"<small>.*?</small>|<[^>]+>", "", each))[0] for each in cells
    ]


def test_every_method_stands_beside_the_rule_and_another_place_is_marked(client):
    html, _text = page_of(client, strict_twelfth())

    assert re.findall(r'<th scope="col" class="num">([^<]+)</th>', html)[:7] == [
        *("Corrected", "Plain mean", "Trimmed mean", "Median", "Standardised", "Borda count"),
        "Kemeny order",
    ]
    assert places_by("Corrected", html) == ["1"] * 7
    assert places_by("Plain mean", html) == ["1", *["2"] * 6]
    assert places_by("Median", html) == ["1"] * 7
    assert html.count('<span class="pill pill-gold">2</span>') == 6


def test_the_rule_of_the_event_comes_first(client):
    hall = strict_twelfth()
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule="raw_mean")

    html, text = page_of(client, hall)

    assert re.findall(r'<th scope="col" class="num">([^<]+)</th>', html)[:2] == [
        "Plain mean",
        "Corrected",
    ]
    assert "The rule of this event is the first column: Plain mean." in text


def test_how_strict_an_expert_is_stands_beside_what_they_gave(client):
    hall = strict_twelfth()
    close(hall)

    html, text = page_of(client, hall)

    strictness = re.findall(r'data-label="Strictness">([^<]+)<', html)
    assert strictness == [*["1.7 milder"] * 11, "18.3 stricter"]
    assert "gave every team the same total" in text


def test_an_expert_of_one_team_has_no_strictness(client):
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(1, 2, 7)
    hall.give(2, 2, 6)
    close(hall)

    html, text = page_of(client, hall)

    assert re.findall(r'data-label="Strictness">([^<]+)<', html)[1] == "–"
    assert "scored one team only, which tells nothing of the order" in text


def test_the_places_without_one_expert_are_tried_and_said_to_be_no_result(client):
    """The third expert alone puts team 2 first."""
    hall = fill(3, 2)
    score(hall, lambda j, i: 1 + 9 * (i == 2) if j == 3 else 8 - i)
    close(hall)

    html, text = page_of(client, hall, f"?without={hall.seats[3].pk}")

    assert places_by("Corrected", html) == ["1", "2"]
    assert places_by("What if", html) == ["2", "1"]
    assert (
        f"Only tried: the last column leaves out the sheets of {hall.seats[3].person.name}." in text
    )
    assert places_by("Corrected", page_of(client, hall)[0]) == ["1", "2"]


@pytest.mark.parametrize("without", ["0", "-1", "x", "9" * 20, "9" * 4301, "²", ""])
def test_nobody_is_left_out_by_a_seat_that_does_not_score(without, client):
    hall = strict_twelfth()
    close(hall)

    _html, text = page_of(client, hall, f"?without={without}")

    assert "The rule of this event is the first column" in text

    assert "Only tried" not in text


def test_the_panels_mean_is_spoken_of_before_single_experts(client):
    hall = seed_hall()
    left_out = [(8, 2), (4, 3), (7, 4), (6, 5), (12, 7)]
    score(hall, lambda j, i: (i + j % 3 + (j * i) % 2) % 10 + 1, except_for=left_out)

    _html, text = page_of(client, hall)

    assert "by the 7 experts who scored every team (ICC(C,k))" in text
    assert text.index("ICC(C,k)") < text.index("Krippendorff's alpha") < text.index("Kendall's W")


def test_points_stand_by_criterion(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 6 + j - i)

    html, _text = page_of(client, hall)

    means = re.findall(r'data-label="The whole">\s*([^<]+?)\s*<', html)
    assert means == ["6.50 of 10", "5.50 of 10"]


def test_before_the_first_sheet_there_is_nothing_to_compare(client):
    html, text = page_of(client, fill(2, 2))

    assert "No score sheet is submitted yet" in text
    assert "<table" not in html


def test_an_expert_and_another_organizer_are_not_let_in(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)
    url = reverse("organizer:methods", args=[hall.event.slug])

    as_expert(client, hall.seats[1])
    assert client.get(url).status_code == 302
    as_organizer(client, MembershipFactory().user)
    assert client.get(url).status_code == 404


def test_while_the_scoring_is_open_no_expert_stands_there_and_none_is_left_out(client):
    hall = strict_twelfth()
    query = f"?without={hall.seats[12].pk}"

    _html, text = page_of(client, hall, query)

    assert "While the scoring is open, nothing here says what a named expert gave" in text
    assert [seat.person.name for seat in hall.seats.values() if seat.person.name in text] == []
    assert "Only tried" not in text
    assert "See the places without" not in text
    close(hall)
    _html, text = page_of(client, hall, query)
    assert all(seat.person.name in text for seat in hall.seats.values())
    assert "Only tried" in text
    assert "While the scoring is open" not in text


@pytest.mark.parametrize(
    ("experts", "teams", "said"),
    [
        (2, 1, "cannot be told of one team alone."),
        (1, 2, "too few experts scored every team."),
        (2, 2, "by the experts who scored every team, all teams have the same mean."),
    ],
)
def test_why_the_panels_mean_cannot_be_judged(experts, teams, said, client):
    hall = fill(experts, teams)
    score(hall, lambda j, i: 7)

    _html, text = page_of(client, hall)

    assert text.count("How reliable the panel's mean is cannot be told") == 1
    assert said in text


@pytest.mark.parametrize(("teams", "is_said"), [(MOST_ORDERED, False), (MOST_ORDERED + 1, True)])
def test_a_column_of_kemeny_that_holds_the_places_of_borda_says_so(teams, is_said, client):
    hall = fill(2, teams)
    score(hall, lambda j, i: 7)

    _html, text = page_of(client, hall)

    said = "the Kemeny order is not looked for: its column holds the places of the Borda count."
    assert (said in text) == is_said


def undone(client, hall, expert: int, team: int) -> str:
    _html, text = page_of(client, hall, f"?undo={hall.seats[expert].pk}&team={team}")
    return text


def test_a_recusal_undone_to_try_puts_in_what_the_expert_might_have_given(client):
    """SCORING 3.7: the strict twelfth gave 60 to all others, so lowest, expected and highest are one total."""
    hall = strict_twelfth()
    close(hall)

    said = undone(client, hall, 12, 1)

    assert (
        "gave team 1 no points. The last columns put in what this expert might have given" in said
    )
    assert all(f"What if: {each}" in said for each in ("the lowest", "as expected", "the highest"))
    found = comparison(
        Grid(Event.objects.get(pk=hall.event.pk)), undo=(hall.seats[12].pk, 1)
    ).undone
    assert [(each.stands, each.total) for each in found.tried] == [
        (Stands.LOWEST, 60),
        (Stands.EXPECTED, 60),
        (Stands.HIGHEST, 60),
    ]
    assert set(found.tried[1].places.values()) == {1}


def test_a_sheet_that_was_set_aside_stands_for_its_expert(client):
    hall = fill(3, 2)
    sheets = {(j, i): hall.give(j, i, 5 + i) for j in (1, 2, 3) for i in (1, 2)}
    ScoreSheet.objects.filter(pk=sheets[3, 1].pk).update(state=ScoreSheet.State.SET_ASIDE)
    hall.recuse(3, 1)
    close(hall)

    said = undone(client, hall, 3, 1)

    assert "What if: the sheet set aside" in said
    assert "was set aside. It does not count, and the recusal stands." in said
    assert "What if: the lowest" not in said


def test_no_recusal_is_undone_while_the_scoring_is_open_or_where_there_is_none(client):
    hall = strict_twelfth()
    while_open = undone(client, hall, 12, 1)
    close(hall)

    assert "What if:" not in while_open
    assert "If a recusal were undone" not in while_open
    assert "What if:" not in undone(client, hall, 11, 1)
