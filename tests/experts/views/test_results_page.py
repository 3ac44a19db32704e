import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from events.models import AuditEntry, Event
from events.models.event import RULE_VERSION
from experts.methods import MOST_ORDERED
from experts.models import Presence, ScoreSheet
from experts.reports.rules import RULE_NAMES
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.interests import declare_interest
from experts.services.score_sheets import save_sheet
from experts.sheets import Assignment, SheetOperation
from tests.cast import as_expert, as_organizer
from tests.experts.hall import close, fill, pass_of, score, strict_twelfth
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


def page_of(client, hall):
    as_organizer(client, MembershipFactory(event=hall.event).user)
    return client.get(reverse("organizer:results", args=[hall.event.slug]))


def column(html, label):
    return re.findall(rf'data-label="{label}">\s*([\d.]+)', html)


def test_strictness_of_a_recused_expert_is_put_back_and_said(client):
    hall = strict_twelfth()

    html = page_of(client, hall).content.decode()

    assert column(html, "Plain mean") == ["80.00", *["78.33"] * 6]
    assert len(set(column(html, "Corrected"))) == 1
    assert re.findall(r'class="data-place">(\d+)<small>undecided', html) == ["1"] * 7
    assert "<b>The order differs for 6 teams</b>" in html
    assert html.count(">order differs<") == 6
    assert html.count("would be place 2") == 6


PLACES = r'class="data-place">(\d+)<small>(.*?)</small>'


def test_after_the_close_no_team_wins_because_its_strict_expert_was_recused(client):
    hall = strict_twelfth()
    close(hall)

    html = page_of(client, hall).content.decode()

    assert re.findall(PLACES, html) == [("1", "undecided")] * 7
    assert "<b>Place 1 is undecided.</b>" in html
    assert "<b>The order differs for 6 teams</b>" in html


def test_after_the_close_equal_teams_are_separated_and_it_is_said_by_what(client):
    """18 points each; two of three experts gave the second team more."""
    hall = fill(3, 2)
    score(hall, lambda j, i: 6 if i == 2 else 8 if j == 3 else 5)
    close(hall)

    html = page_of(client, hall).content.decode()

    assert re.findall(PLACES, html) == [("1", "head to head"), ("2", "head to head")]
    assert "2, then 1, head to head (team 1 against team 2: 1 to 2 of 3)." in html


def test_page_says_how_many_sheets_are_in(client):
    hall = strict_twelfth()

    html = page_of(client, hall).content.decode()

    assert "83 of 83 expected sheets" in html
    assert "11 of 11" in html


def test_a_result_of_fewer_sheets_than_it_needs_is_said(client):
    """Nothing is missing: the others were absent, or their sheets set aside. The one sheet still wins."""
    hall = fill(3, 2)
    score(hall, lambda j, i: 7 + (i == 1), except_for=[(2, 1), (3, 1)])
    for expert in (2, 3):
        noted = {"seat": hall.seats[expert], "defense": hall.defenses[1]}
        Presence.objects.create(**noted, kind=Presence.Kind.ABSENT)

    html = page_of(client, hall).content.decode()

    assert "Team 1 has 1 sheet only; a result needs 2." in html
    assert "Team 2 has" not in html
    Presence.objects.filter(seat=hall.seats[2]).delete()
    hall.give(2, 1, 8)
    assert "a result needs" not in page_of(client, hall).content.decode()


def test_every_total_is_a_dot(client):
    hall = fill(3, 2)
    score(hall, lambda j, i: 5 + j)

    html = page_of(client, hall).content.decode()

    assert html.count("<circle ") == 6
    assert 'aria-label="3 totals: 60.0; 70.0; 80.0"' in html


def test_coordinates_keep_their_point_in_a_language_with_a_comma(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)
    client.cookies["django_language"] = "ru"

    html = page_of(client, hall).content.decode()

    assert "70,00" in html
    assert re.findall(r'c[xy]="[^"]*,[^"]*"', html) == []


def test_before_the_first_sheet_the_page_says_what_to_do(client):
    hall = fill(2, 2)
    hall.give(1, 1, 8, state=ScoreSheet.State.DRAFT)

    html = page_of(client, hall).content.decode()

    assert "No score sheet is submitted yet" in html
    assert "<table" not in html


def test_missing_sheets_are_counted(client):
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(1, 2, 8)
    hall.give(2, 1, 8)

    html = page_of(client, hall).content.decode()

    assert "1 sheet is still missing." in html


def test_teams_without_a_link_are_not_ranked_in_silence(client):
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(2, 2, 7)

    html = page_of(client, hall).content.decode()

    assert "No correction is possible." in html


def test_an_expert_is_not_shown_the_results(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)
    as_expert(client, hall.seats[1])

    response = client.get(reverse("organizer:results", args=[hall.event.slug]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_another_organizer_is_not_shown_the_results(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)
    as_organizer(client, MembershipFactory().user)

    response = client.get(reverse("organizer:results", args=[hall.event.slug]))

    assert response.status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_results_take_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    score(hall, lambda j, i: 7)
    as_organizer(client, MembershipFactory(event=hall.event).user)
    url = reverse("organizer:results", args=[hall.event.slug])

    # Session, account, event; five of the standings; late changes; three counts in the menu.
    with django_assert_num_queries(10):
        client.get(url)


def test_a_tie_for_a_place_that_counts_is_undecided_and_no_win(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)

    html = page_of(client, hall).content.decode()

    assert "<b>Place 1 is undecided.</b>" in html
    assert "between teams 1, 2." in html
    assert "data-row--first" not in html


def test_a_tie_behind_the_places_that_count_is_shared(client):
    hall = fill(1, 5)
    score(hall, lambda j, i: 10 - min(i, 4))

    html = page_of(client, hall).content.decode()

    assert re.findall(r'class="data-place">(\d+)<small>(\w+)', html) == [("4", "shared")] * 2
    assert "is undecided" not in html
    assert html.count("data-row--first") == 1


def test_an_expected_total_that_was_held_on_the_scale_is_named(client):
    hall = fill(2, 3)
    hall.recuse(2, 1)
    given = {(1, 1): 10, (1, 2): 5, (1, 3): 5, (2, 2): 9, (2, 3): 9}
    for (expert, team), points in given.items():
        hall.give(expert, team, points)
    close(hall)

    html = page_of(client, hall).content.decode()

    name = hall.seats[2].person.name
    assert f"The total expected from {name} for team 1 lies outside the scale" in html
    assert column(html, "Corrected")[0] == "100.00"


def test_what_changed_after_the_first_close_is_said_with_who_and_why(client):
    hall = fill(1, 2)
    score(hall, lambda j, i: 7)
    user = MembershipFactory(event=hall.event).user
    close_scoring(hall.event.pk, actor=user, at=DAY)
    assert "After the first close" not in page_of(client, hall).content.decode()
    reopen_scoring(hall.event.pk, reason="a sum was wrong", actor=user, at=DAY)

    html = page_of(client, hall).content.decode()

    assert html.count("After the first close: Scoring reopened.") == 1
    assert f"{user}, " in html
    assert "a sum was wrong" in html


def late_notes(client, hall):
    html = page_of(client, hall).content.decode()
    notes = re.findall(r"<b>After the first close: ([^<]*)</b>([^<]*)", html)
    return [" ".join(f"{what}{text}".split()) for what, text in notes]


def test_what_a_change_touched_is_said_after_reopening_and_closing_again(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)
    user = MembershipFactory(event=hall.event, user__first_name="Olga").user
    expert, event = hall.seats[1].person, hall.event.pk
    close_scoring(event, actor=user, at=DAY)
    reopen_scoring(event, reason="A sum was wrong.", actor=user, at=DAY)
    save_sheet(
        Assignment(hall.seats[1].pk, hall.defenses[2].pk),
        operation=SheetOperation(
            uuid4(), None, 1, 1, 0, 1, is_final=True, points={"whole": Decimal(9)}
        ),
        held=pass_of(hall.seats[1]),
        at=DAY,
    )
    declare_interest(hall.seats[2], hall.defenses[1].project, kind="other", reason="Kin.", at=DAY)
    details = {"touched": [f"people.{expert.key}.name", "panel.gone"], "reason": "A typo."}
    AuditEntry.write(hall.event, user, "event.loaded", hall.event, details)
    close_scoring(event, actor=user, at=DAY)

    notes = late_notes(client, hall)

    team = hall.defenses[2].project.number
    assert [re.sub(r", \d+ \w+, [\d:]+", "", note) for note in notes] == [
        "Scoring reopened. Olga. A sum was wrong.",
        f"Score sheet changed: {expert.name}, team {team}. {expert.name}.",
        f"Interest recorded: {hall.seats[2].person.name}, team 1. {hall.seats[2].person.name}. Kin.",
        f"Event file loaded: names: {expert.name}; panel: gone. Olga. A typo.",
        "Scoring closed again. Olga.",
    ]


def test_what_a_rehearsal_closed_was_no_close(client):
    hall = fill(1, 2)
    for verb in ("rehearsal.began", "scoring.closed", "rehearsal.reset", "scoring.reopened"):
        AuditEntry.write(hall.event, "test", verb, hall.event)
    score(hall, lambda j, i: 7)

    assert late_notes(client, hall) == []


@pytest.mark.parametrize(
    ("rule", "said", "figures"),
    [
        ("trimmed_mean", "of seven totals or more, the highest", ["70.00", "65.00"]),
        ("median", "the total in the middle", ["70.00", "65.00"]),
        ("standardised", "what each expert gave is put on one scale", ["53.54", "46.46"]),
        ("borda", "the share of the other teams", ["75.00", "25.00"]),
        ("kemeny", "It is an order alone", []),
    ],
)
def test_each_rule_is_said_with_its_figures_beside_the_plain_mean(rule, said, figures, client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7 - (j == i == 2))
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule=rule)

    html = page_of(client, hall).content.decode()

    assert said in " ".join(html.split())
    assert "The plain mean gives the same order." in html
    assert column(html, "Plain mean") == ["70.00", "65.00"]
    assert column(html, str(RULE_NAMES[rule])) == figures
    assert ('class="mean"' in html) == (rule in {"trimmed_mean", "median"})


def test_what_kemeny_does_with_more_teams_than_it_can_order_is_said(client):
    hall = fill(2, MOST_ORDERED + 1)
    score(hall, lambda j, i: 7)
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule="kemeny")

    html = page_of(client, hall).content.decode()

    assert f"which is done for up to {MOST_ORDERED} teams" in " ".join(html.split())


def test_who_is_not_in_a_mean_is_named_and_the_correction_explained_with_its_numbers(client):
    hall = strict_twelfth()
    name = hall.seats[12].person.name
    close(hall)

    html = page_of(client, hall).content.decode()

    assert html.count(f"without {name} (recused)") == 1
    strict = f"{name} is 18.3 points stricter than the panel."
    assert f"{strict} For team 1, which this expert did not score, we expect 60.0." in html


def test_absent_recused_and_set_aside_are_three_words_and_a_pending_sheet_is_none(client):
    hall = fill(5, 2)
    score(hall, lambda j, i: 7, except_for=[(1, 1), (2, 1), (4, 1)])
    hall.recuse(1, 1)
    Presence.objects.create(seat=hall.seats[2], defense=hall.defenses[1], kind=Presence.Kind.ABSENT)
    names = {number: seat.person.name for number, seat in hall.seats.items()}

    html = page_of(client, hall).content.decode()

    assert f"without {names[1]} (recused), {names[2]} (absent)<" in html
    assert "2 of 3" in html


def test_a_place_is_firm_likely_or_close_in_words(client):
    hall = fill(3, 3)
    given = {1: (7, 7, 9), 2: (8, 8, 6), 3: (2, 2, 2)}
    score(hall, lambda j, i: given[i][j - 1])

    html = page_of(client, hall).content.decode()

    assert re.findall(r'pill-(?:ok|sky|warn)">(firm|likely|close)<', html) == [
        *("likely", "likely", "firm")
    ]
    spans = re.findall(r"<small>(places? [^<,]*)(, first in \d+%)?</small>", html)
    assert [span for span, _ in spans] == ["places 1 to 2", "places 1 to 2", "place 3"]
    assert [bool(first) for _, first in spans] == [True, True, False]


def test_an_order_alone_says_that_its_firmness_is_not_worked_out(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7 - i)
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule="kemeny")

    html = page_of(client, hall).content.decode()

    assert "and not for the Kemeny order" in " ".join(html.split())
    assert ">firm<" not in html


def test_while_the_scoring_is_open_no_expert_stands_beside_what_they_gave(client):
    """Held on the scale, recused, expected: each would tell it, on the page, in the list and in the data."""
    hall = fill(2, 3)
    hall.recuse(2, 1)
    given = {(1, 1): 10, (1, 2): 5, (1, 3): 5, (2, 2): 9, (2, 3): 9}
    for (expert, team), points in given.items():
        hall.give(expert, team, points)
    address = reverse("organizer:results_data", args=[hall.event.slug])
    name = hall.seats[2].person.name

    html = page_of(client, hall).content.decode()
    data = client.get(address).json()

    assert "While the scoring is open, nothing here says what a named expert gave" in html
    assert re.findall(rf"[^<>]*{name}[^<>]*", html) == [f"without {name} (recused)"]
    assert (data["names_withheld"], data["expected"], data["held"]) == (True, [], [])
    assert data["teams"][1]["totals"] == sorted(data["teams"][1]["totals"])
    close(hall)
    assert html.count(name) < page_of(client, hall).content.decode().count(name)
    data = client.get(address).json()
    assert [each["expert"] for each in (*data["expected"], *data["held"])] == [name] * 2


def test_totals_do_not_stand_in_the_order_of_the_panel(client):
    hall = fill(3, 2)
    score(hall, lambda j, i: 9 - j)

    html = page_of(client, hall).content.decode()

    assert 'aria-label="3 totals: 60.0; 70.0; 80.0"' in html


@pytest.mark.parametrize("rule", ["trimmed_mean", "median", "standardised", "borda", "kemeny"])
def test_a_rule_that_puts_nothing_in_does_not_explain_the_correction(rule, client):
    hall = strict_twelfth()
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule=rule)
    close(hall)

    html = page_of(client, hall).content.decode()

    assert "we put in the total" not in html
    assert "stricter than the panel" not in html


@pytest.mark.parametrize("rule", ["corrected_mean", "raw_mean"])
def test_the_correction_is_explained_where_it_leads_or_stands_beside(rule, client):
    hall = strict_twelfth()
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule=rule)
    close(hall)

    html = page_of(client, hall).content.decode()

    assert "we put in the total" in html
    assert "18.3 points stricter than the panel" in html


def test_nothing_is_put_in_where_no_expert_links_the_teams(client):
    hall = fill(2, 2)
    hall.give(1, 1, 8)
    hall.give(2, 2, 7)
    close(hall)

    assert "we put in the total" not in page_of(client, hall).content.decode()


def test_an_expert_of_one_team_is_called_neither_strict_nor_mild(client):
    hall = fill(3, 3)
    for team in (1, 2):
        hall.recuse(3, team)
    score(hall, lambda j, i: 3 if j == 3 else 9 - i, except_for=[(3, 1), (3, 2)])
    close(hall)
    name = hall.seats[3].person.name

    html = page_of(client, hall).content.decode()

    (said,) = re.findall(rf"<li>({name}[^<]*)</li>", html)
    assert said.startswith(f"{name} scored one team only, so how strict this expert is cannot be")
    assert re.search(r"we expect: team 1: [\d.]+; team 2: [\d.]+\.$", said)


def test_an_expert_who_could_not_score_two_teams_is_called_strict_once(client):
    hall = fill(3, 4)
    for team in (1, 2):
        hall.recuse(3, team)
    score(hall, lambda j, i: 9 - i - 2 * (j == 3), except_for=[(3, 1), (3, 2)])
    close(hall)
    name = hall.seats[3].person.name

    html = page_of(client, hall).content.decode()

    assert html.count(f"{name} is 13.3 points stricter than the panel.") == 1
    assert "For teams that this expert did not score we expect: team 1: 60.0; team 2: 50.0." in html


def test_places_of_borda_are_not_announced_for_teams_that_do_not_compare(client):
    """Eleven defenses, of which ten have a sheet: their order is found."""
    hall = fill(2, MOST_ORDERED + 1)
    left_out = [(expert, MOST_ORDERED + 1) for expert in (1, 2)]
    score(hall, lambda j, i: 7, except_for=left_out)
    Event.objects.filter(pk=hall.event.pk).update(scoring_rule="kemeny")

    html = page_of(client, hall).content.decode()

    assert "With more, the places are those of the Borda count" not in " ".join(html.split())


def test_the_version_of_a_locked_rule_is_said(client):
    hall = fill(2, 2)
    score(hall, lambda j, i: 7)
    assert "of the methods" not in page_of(client, hall).content.decode()
    hall.event.lock_rule(DAY)

    html = page_of(client, hall).content.decode()

    assert f"The first points locked the rule, in version {RULE_VERSION} of the methods." in html
