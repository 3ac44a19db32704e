import re

import pytest
from django.urls import reverse

from experts.models import Interest, ScoreSheet
from experts.services.interests import decide_interest
from tests.cast import as_organizer
from tests.experts.hall import TO_CONFIRM, fill, seed_hall
from tests.factories import DAY, InterestFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def enter(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def panel_url(hall):
    return reverse("organizer:panel", args=[hall.event.slug])


def decide(client, hall, interest, outcome, reason="Asked and answered", alike=(), seen=""):
    prefix = f"interest-{interest.pk}"
    data = {f"{prefix}-outcome": outcome, f"{prefix}-reason": reason, f"{prefix}-seen": seen}
    return client.post(
        reverse("organizer:interest_decide", args=[hall.event.slug, interest.pk]),
        {**data, f"{prefix}-alike": list(alike)},
    )


def test_twelve_seats_stand_in_their_order(client):
    hall = seed_hall()

    html = enter(client, hall).get(panel_url(hall)).content.decode()

    places = [html.index(f"<b>{n}. {seat.person.name}</b>") for n, seat in hall.seats.items()]
    assert places == sorted(places)
    assert len(places) == 12


def test_experts_are_found_by_name_with_what_is_asked_of_them(client):
    hall = seed_hall()
    asked, other = (hall.seats[n].person for n in (TO_CONFIRM[0], 1))
    visitor = enter(client, hall)

    pages = [
        visitor.get(panel_url(hall), {"q": sought}).content.decode()
        for sought in (asked.name.upper(), other.name, "nobody at all")
    ]

    found = [re.findall(r"<b>\d+\. ([^<]+)</b>", html) for html in pages]
    assert found == [[asked.name], [other.name], []]
    assert [html.count("please confirm") for html in pages] == [1, 0, 0]
    assert ["Nobody of that name" in html for html in pages] == [False, False, True]


def test_an_undecided_supervisor_match_asks_for_a_word(client):
    hall = seed_hall()

    html = enter(client, hall).get(panel_url(hall)).content.decode()

    assert html.count("please confirm") == 1
    assert "1 to confirm" in html


def test_a_match_says_the_role_it_comes_from(client):
    hall = fill(2, 1)
    project = hall.defenses[1].project
    InterestFactory(seat=hall.seats[1], project=project, evidence="Asel Aryn · Asel Arynkyzy")
    InterestFactory(
        seat=hall.seats[2], project=project, kind="member", evidence="Aigul Ten · Aygul Ten"
    )

    html = enter(client, hall).get(panel_url(hall)).content.decode()

    assert "<b>Asel Arynkyzy</b>, a supervisor of team 1" in html
    assert "<b>Aygul Ten</b>, a member of team 1" in html


def test_dismissing_a_match_lets_the_expert_score(client):
    hall = fill(1, 1)
    match = InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project)

    response = decide(enter(client, hall), hall, match, Interest.Outcome.DISMISS)

    match.refresh_from_db()
    assert response.url == panel_url(hall)
    assert (match.outcome, match.reason) == (Interest.Outcome.DISMISS, "Asked and answered")
    assert not match.is_recusing


def test_recusing_sets_the_sheet_aside(client):
    hall = fill(1, 1)
    sheet = hall.give(1, 1, 8)
    tie = InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project, kind="partner")

    decide(enter(client, hall), hall, tie, Interest.Outcome.RECUSE)

    sheet.refresh_from_db()
    assert sheet.state == ScoreSheet.State.SET_ASIDE


def test_ties_that_are_alike_are_decided_together(client):
    hall = fill(1, 3)
    ties = [
        InterestFactory(seat=hall.seats[1], project=each.project, kind="superior")
        for each in hall.defenses.values()
    ]

    decide(
        enter(client, hall),
        hall,
        ties[0],
        Interest.Outcome.DISCLOSE,
        alike=[each.pk for each in ties],
    )

    outcomes = Interest.objects.values_list("outcome", flat=True)
    assert list(outcomes) == [Interest.Outcome.DISCLOSE] * 3


def test_open_questions_of_one_kind_or_of_one_pair_are_decided_with_one_reason(client):
    hall = fill(2, 3)
    seat, other = hall.seats[1], hall.seats[2]
    asked = [
        InterestFactory(seat=seat, project=hall.defenses[1].project, evidence="A · B"),
        InterestFactory(seat=seat, project=hall.defenses[2].project, evidence="A · C"),
        InterestFactory(seat=seat, project=hall.defenses[1].project, kind="employer"),
    ]
    apart = InterestFactory(seat=seat, project=hall.defenses[3].project, kind="partner")
    theirs = InterestFactory(seat=other, project=hall.defenses[1].project)
    organizer = enter(client, hall)

    html = organizer.get(panel_url(hall)).content.decode()
    nothing_ticked = decide(organizer, hall, asked[0], "dismiss")
    decide(organizer, hall, asked[0], "dismiss", alike=[each.pk for each in asked[:2]])
    decide(organizer, hall, asked[2], "dismiss", reason="Another", alike=[asked[2].pk])

    offered = [
        re.findall(rf'name="interest-{line.pk}-alike" value="(\d+)"', html) for line in asked
    ]
    assert [sorted(map(int, each)) for each in offered] == [
        [each.pk for each in asked],
        [],
        [asked[0].pk, asked[2].pk],
    ]
    assert " checked" not in html[html.index("Please confirm") : html.index("Ties to disclose")]
    assert "How it was found: found by comparing names" in html
    assert nothing_ticked.status_code == 422
    assert "Choose at least one tie." in nothing_ticked.content.decode()
    dismissed = Interest.objects.filter(outcome="dismiss", reason="Asked and answered")
    assert set(dismissed) == set(asked[:2])
    assert len(set(dismissed.values_list("decided_at", flat=True))) == 1
    undecided = {apart.pk, theirs.pk}
    assert set(Interest.objects.filter(outcome="").values_list("pk", flat=True)) == undecided


def test_a_decision_does_not_reach_what_is_not_alike(client):
    hall = fill(2, 1)
    own = InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project, kind="superior")
    other = InterestFactory(seat=hall.seats[2], project=hall.defenses[1].project, kind="superior")

    response = decide(
        enter(client, hall), hall, own, Interest.Outcome.RECUSE, alike=[own.pk, other.pk]
    )

    assert response.status_code == 422
    assert set(Interest.objects.values_list("outcome", flat=True)) == {Interest.Outcome.UNDECIDED}


def form_of(page, interest):
    """The form that decides it, as it stands on the page."""
    lines = (*page.context["to_confirm"], *page.context["candidates"], *page.context["decided"])
    return next(each.form for each in lines if interest.pk in each.line.ids)


def test_who_decides_second_is_told_what_was_decided_meanwhile(client):
    """The page that says so has shown it: sent once more, the second decision stands."""
    hall = fill(1, 1)
    tie = InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project, kind="partner")
    organizer = enter(client, hall)
    seen = form_of(organizer.get(panel_url(hall)), tie)["seen"].value()
    decide_interest(tie.pk, outcome="dismiss", reason="Asked.", actor="user:1", at=DAY)

    refused = decide(organizer, hall, tie, "recuse", seen=seen)

    tie.refresh_from_db()
    assert (refused.status_code, tie.outcome, tie.reason) == (422, "dismiss", "Asked.")
    assert "decided otherwise" in refused.content.decode()
    again = form_of(refused, tie)
    decide(organizer, hall, tie, "recuse", seen=again["seen"].value())
    tie.refresh_from_db()
    assert (tie.outcome, tie.reason) == ("recuse", "Asked and answered")


def test_without_a_reason_nothing_is_decided_and_the_choice_stays(client):
    hall = fill(1, 1)
    match = InterestFactory(seat=hall.seats[1], project=hall.defenses[1].project)

    response = decide(enter(client, hall), hall, match, Interest.Outcome.DISCLOSE, reason="")

    match.refresh_from_db()
    assert response.status_code == 422
    assert match.outcome == Interest.Outcome.UNDECIDED
    assert response.content.decode().count(" checked") == 1


def test_an_interest_of_another_event_does_not_exist(client):
    hall, other = fill(1, 1), fill(1, 1)
    match = InterestFactory(seat=other.seats[1], project=other.defenses[1].project)

    response = decide(enter(client, hall), hall, match, Interest.Outcome.DISMISS)

    match.refresh_from_db()
    assert response.status_code == 404
    assert match.outcome == Interest.Outcome.UNDECIDED


@pytest.mark.parametrize("size", [1, 3])
def test_panel_takes_the_same_queries(size, client, django_assert_num_queries):
    hall = fill(size, size)
    for number in hall.defenses:
        hall.recuse(number, number)
    enter(client, hall)

    # Session, account, event; two of the board; three counts in the menu.
    with django_assert_num_queries(7):
        client.get(panel_url(hall))
