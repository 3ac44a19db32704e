"""The table where diplomas are given: one tap a person, with a script or without."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diplomas.handing import handing_board
from diplomas.models import Diploma, Handover
from diplomas.register import register_of
from diplomas.services.revoking import revoke_diploma
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Requested-With": "fetch"}
LONG = ("Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы " * 3)[:119].strip()


@pytest.fixture
def event():
    """Three diplomas are ready."""
    event = event_with_team(3)
    issue(event)
    make_ready(event)
    return event


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def of(event, sequence=1):
    return Diploma.objects.of_event(event).get(sequence=sequence)


def address(event, name="handing", sequence=None):
    also = [of(event, sequence).code] if sequence else []
    return reverse(f"organizer:{name}", args=[event.slug, *also])


def tap(client, event, name="handing_note", sequence=1, headers=None, **posted):
    return client.post(address(event, name, sequence), posted, headers=headers or {})


def counts(html):
    return [int(each) for each in re.findall(r"<dd[^>]*>(\d+)</dd>", html)]


def notes(event):
    return list(Handover.objects.of_event(event).values_list("kind", "proxy"))


def test_one_tap_notes_who_received_it_and_the_page_counts(event, olga):
    answers = [
        tap(olga, event, kind="in_person"),
        tap(olga, event, sequence=2, kind="proxy", proxy=f" {LONG} "),
        tap(olga, event, sequence=3, kind="absent", q="Үлгі"),
    ]

    page = address(event)
    assert [each.url for each in answers] == [
        f"{page}#handing-{of(event, 1).code}",
        f"{page}#handing-{of(event, 2).code}",
        f"{page}?q=%D2%AE%D0%BB%D0%B3%D1%96#handing-{of(event, 3).code}",
    ]
    assert notes(event) == [("in_person", ""), ("proxy", LONG), ("absent", "")]
    assert counts(olga.get(page).content.decode()) == [1, 1, 1, 0]
    said = [each.received_by for each in register_of(event)]
    assert said == ["in person", f"{LONG}, by proxy", ""]


def test_to_the_script_the_line_alone_is_answered_with_the_counts(event, olga):
    answer = tap(olga, event, headers=SCRIPT, kind="in_person")

    html = answer.content.decode()
    assert (answer.status_code, counts(html), html.count("data-row=")) == (200, [1, 0, 0, 2], 1)
    assert f'data-row="{of(event).code}"' in html
    assert "received in person" in html
    assert "<html" not in html


def test_a_mistake_is_taken_back(event, olga):
    tap(olga, event, kind="in_person")

    answer = tap(olga, event, "handing_back", headers=SCRIPT, number="1")

    assert counts(answer.content.decode()) == [0, 0, 0, 3]
    assert notes(event) == [("in_person", ""), ("taken_back", "")]
    assert handing_board(event).rows[0].note is None


def test_what_is_refused_is_said_at_its_line(event, olga):
    unnamed = tap(olga, event, headers=SCRIPT, kind="proxy", proxy=" ")
    tap(olga, event, kind="in_person")
    otherwise = tap(olga, event, headers=SCRIPT, kind="absent")
    stale = tap(olga, event, "handing_back", headers=SCRIPT, number="0")

    assert [each.status_code for each in (unnamed, otherwise, stale)] == [409, 409, 409]
    assert "Who receives it: This is left empty." in unnamed.content.decode()
    for each in (otherwise, stale):
        assert "of № 2019/001 something else is noted meanwhile" in each.content.decode()
    assert notes(event) == [("in_person", "")]


def test_a_refused_name_of_a_proxy_stands_in_its_field_again(event, olga):
    refused = tap(olga, event, headers=SCRIPT, kind="proxy", proxy="Айгүл ነ").content.decode()

    assert 'value="Айгүл ነ"' in refused
    assert re.search(r"<details[^>]* data-proxy open>", refused)
    assert "cannot be printed" in refused


def test_what_was_tapped_without_a_network_is_of_the_minute_in_which_it_was_tapped(event, olga):
    before = timezone.now()

    tap(olga, event, headers=SCRIPT, kind="in_person", after="0", ago="600")
    tap(olga, event, sequence=2, headers=SCRIPT, kind="in_person", after="0", ago="999999")
    tap(olga, event, sequence=3, headers=SCRIPT, kind="in_person", after="0", ago="x")

    ages = [before - each.at for each in Handover.objects.order_by("diploma__sequence")]
    assert timedelta(seconds=595) < ages[0] < timedelta(seconds=605)
    assert timedelta(days=6, hours=23) < ages[1] < timedelta(days=7, minutes=1)
    assert ages[2] <= timedelta(0)


@pytest.mark.parametrize(("ago", "days"), [("-99999", 0), ("9999999", 7), ("9" * 30, 0)])
def test_how_long_a_tap_was_kept_is_never_in_the_future_nor_long_past(event, olga, ago, days):
    tap(olga, event, headers=SCRIPT, kind="in_person", after="0", ago=ago)

    age = timezone.now() - Handover.objects.get().at
    assert timedelta(days) <= age < timedelta(days, minutes=1)


def test_the_very_tap_is_known_when_it_is_sent_again(event, olga):
    sent = {"kind": "in_person", "after": "0", "op_id": "6f1f6dc8-3a53-4c0e-9f0c-1f4f7d2b8e11"}
    back = {"number": "1", "op_id": "6f1f6dc8-3a53-4c0e-9f0c-1f4f7d2b8e12"}

    for _ in range(2):
        assert tap(olga, event, headers=SCRIPT, **sent).status_code == 200
        assert tap(olga, event, "handing_back", headers=SCRIPT, **back).status_code == 200

    overtaken = tap(olga, event, headers=SCRIPT, **sent | {"op_id": "x"})
    assert overtaken.status_code == 409
    assert notes(event) == [("in_person", ""), ("taken_back", "")]


def test_what_one_account_tapped_is_not_noted_as_anothers(event, olga):
    other = MembershipFactory(event=event).user

    answers = [
        tap(olga, event, headers=SCRIPT, kind="in_person", by=other.pk),
        tap(olga, event, "handing_back", headers=SCRIPT, number="1", by=other.pk),
    ]

    assert [each.status_code for each in answers] == [401, 401]
    assert notes(event) == []


def test_a_script_gives_up_a_taking_back_of_what_is_not_there(event, olga):
    answer = tap(olga, event, "handing_back", headers=SCRIPT, number="9")

    assert answer.status_code == 409
    assert f'data-row="{of(event).code}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["handing_note", "handing_back"])
def test_a_script_is_answered_of_a_diploma_that_is_gone(event, olga, name):
    gone = reverse(f"organizer:{name}", args=[event.slug, "000000000000"])

    answer = olga.post(gone, {"kind": "absent", "number": "1"}, headers=SCRIPT)

    assert answer.status_code == 409
    assert 'data-row="000000000000"' in answer.content.decode()
    assert "This diploma is not valid" in answer.content.decode()


def test_what_was_noted_before_the_diploma_was_revoked_is_said_when_it_is_sent_again(event, olga):
    sent = {"kind": "in_person", "op_id": "6f1f6dc8-3a53-4c0e-9f0c-1f4f7d2b8e11"}
    tap(olga, event, headers=SCRIPT, **sent)
    revoke_diploma(event.pk, of(event).code, reason="So", actor="test", at=DAY)

    html = tap(olga, event, headers=SCRIPT, **sent).content.decode()

    assert "This was noted. The diploma is not valid any more." in html
    assert "None" not in html


@pytest.mark.parametrize(("is_rehearsal", "ending"), [(False, ""), (True, "-rehearsal")])
def test_a_device_keeps_the_taps_of_a_rehearsal_apart(client, is_rehearsal, ending):
    event = event_with_team(1, is_rehearsal=is_rehearsal)
    issue(event)
    make_ready(event)
    user = MembershipFactory(event=event).user

    html = as_organizer(client, user).get(address(event)).content.decode()

    assert f'-{user.pk}-{event.pk}{ending}"' in html


def test_a_form_is_refused_in_words_too(event, olga):
    answer = olga.post(
        address(event, "handing_note", 1), {"kind": "proxy", "proxy": ""}, follow=True
    )

    assert "Who receives it: This is left empty." in answer.content.decode()


def test_of_a_diploma_that_was_revoked_meanwhile_the_line_says_so(event, olga):
    code = of(event).code
    revoke_diploma(event.pk, code, reason="So", actor="test", at=DAY)

    answer = tap(olga, event, headers=SCRIPT, kind="in_person")

    html = answer.content.decode()
    assert (answer.status_code, counts(html)) == (409, [0, 0, 0, 2])
    assert f'data-row="{code}"' in html
    assert "This diploma is not valid" in html


@pytest.mark.parametrize("kind", ["", "taken_back", "lost"])
def test_another_note_is_no_note(event, olga, kind):
    assert tap(olga, event, kind=kind).status_code == 404
    assert notes(event) == []


@pytest.mark.parametrize("number", ["", "x", "9", "9" * 30])
def test_a_note_that_is_not_there_is_not_taken_back(event, olga, number):
    assert tap(olga, event, "handing_back", number=number).status_code == 404


def test_people_are_found_by_name_number_and_code(event, olga):
    for sought, found in (
        ("улги", 3),
        ("2019/003", 1),
        (of(event).code, 1),
        ("Үлгі", 3),
        ("жоқ", 0),
    ):
        html = olga.get(address(event), {"q": sought}).content.decode()
        assert html.count("data-row=") == found, sought


def test_before_a_diploma_is_ready_there_is_nobody_to_give_one_to(client):
    event = event_with_team(1)
    issue(event)
    olga = as_organizer(client, MembershipFactory(event=event).user)

    html = olga.get(address(event)).content.decode()

    assert "No diploma is ready yet" in html
    assert "handing.js" not in html


@pytest.mark.parametrize("size", [1, 4])
def test_the_table_takes_as_many_queries_for_any_number(size, django_assert_num_queries):
    event = event_with_team(size)
    issue(event)
    make_ready(event)

    with django_assert_num_queries(5):
        handing_board(event)
