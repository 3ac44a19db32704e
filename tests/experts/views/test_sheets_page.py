"""A sheet given by mistake: set aside with a reason, told to its expert, and given back."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.models import Event, Membership
from experts.models import ScoreSheet, SetAside
from experts.reports import scoring_progress, standings
from experts.services.interests import decide_interest
from tests.cast import as_expert, as_organizer
from tests.experts.hall import fill
from tests.factories import DAY, InterestFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    hall = fill(2, 2)
    for expert in (1, 2):
        hall.give(expert, 1, 2 * expert + 4)
    return hall


@pytest.fixture
def olga(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def page(name, hall, *arguments):
    return reverse(f"organizer:{name}", args=[hall.event.slug, *arguments])


def sheet_of(hall, expert, team):
    return ScoreSheet.objects.get(seat=hall.seats[expert], defense=hall.defenses[team])


def set_aside(client, hall, expert, team, reason="Meant for team 2."):
    sent = {"sheet": sheet_of(hall, expert, team).pk, "reason": reason}
    return client.post(page("sheet_aside", hall), sent)


def give_back(client, hall, expert, team, reason="It was right."):
    address = page("sheet_back", hall, sheet_of(hall, expert, team).pk)
    return client.post(address, {"reason": reason}, follow=True)


def test_a_sheet_set_aside_is_kept_does_not_count_and_comes_back(olga, hall):
    set_aside(olga, hall, 2, 1)
    without = standings(hall.event)
    progress = scoring_progress(hall.event)

    assert (without.teams[0].raw_mean, without.expected_count) == (60, 3)
    assert (progress.expected_count, progress.rows[1].missing) == (3, (2,))
    assert sheet_of(hall, 2, 1).revision == 1
    give_back(olga, hall, 2, 1)
    assert standings(hall.event).teams[0].raw_mean == 70
    assert sheet_of(hall, 2, 1).state == ScoreSheet.State.SUBMITTED


def test_its_expert_reads_why(olga, client, hall):
    set_aside(olga, hall, 2, 1)

    address = reverse("expert:score_sheet", args=[hall.defenses[1].pk])
    shown = as_expert(client, hall.seats[2]).get(address).content.decode()

    assert "Meant for team 2." in shown


def test_no_decision_on_an_interest_gives_it_back(olga, hall):
    """What the secretary set aside is the secretary's to give back; a recusal outlives that."""
    set_aside(olga, hall, 2, 1)
    tie = InterestFactory(
        seat=hall.seats[2], project=hall.defenses[1].project, kind="other", outcome=""
    )

    def decide(outcome):
        decide_interest(tie.pk, outcome=outcome, reason="So.", actor="system:test", at=DAY)

    decide("recuse")
    decide("dismiss")
    assert sheet_of(hall, 2, 1).state == ScoreSheet.State.SET_ASIDE
    decide("recuse")
    give_back(olga, hall, 2, 1)
    assert sheet_of(hall, 2, 1).state == ScoreSheet.State.SET_ASIDE
    decide("dismiss")
    assert sheet_of(hall, 2, 1).state == ScoreSheet.State.SUBMITTED


def test_a_reason_is_asked_for_and_the_close_is_the_end_of_it(olga, hall):
    assert set_aside(olga, hall, 2, 1, reason=" ").status_code == 422
    Event.objects.update(scoring_closed_at=DAY)

    assert set_aside(olga, hall, 2, 1).status_code == 422
    assert not SetAside.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        SetAside.objects.create(sheet=sheet_of(hall, 2, 1), reason="No.", at=DAY)


def test_who_gave_whom_which_points_is_shown_after_the_close_to_who_may_see_it(olga, client, hall):
    set_aside(olga, hall, 2, 1)
    open_page = olga.get(page("sheets", hall)).content.decode()
    Event.objects.update(scoring_closed_at=DAY)
    shown = " ".join(olga.get(page("sheets", hall)).content.decode().split())
    host = MembershipFactory(event=hall.event, role=Membership.Role.HOST).user
    to_host = as_organizer(client, host).get(page("sheets", hall)).content.decode()

    assert "<td>60.0</td>" in shown
    assert "<td>80.0 (set aside)</td>" in shown
    assert "60.0" not in open_page + to_host


def test_a_reason_that_is_refused_stands_in_the_row_where_it_was_written(olga, hall):
    for expert in (1, 2):
        set_aside(olga, hall, expert, 1)
    first, second = (sheet_of(hall, expert, 1).pk for expert in (1, 2))

    html = olga.post(page("sheet_back", hall, second), {"reason": "漢 was right."}).text

    fields = {
        each: re.search(rf'<input[^>]*id="givebackform-{each}-reason"[^>]*>', html)[0]
        for each in (first, second)
    }
    assert 'value="漢 was right."' in fields[second]
    assert [" autofocus" in fields[each] for each in (first, second)] == [False, True]
    assert "value=" not in fields[first]
