"""What a tablet asks besides its sheets: the PIN over the page, and its word of itself."""

import json
import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.access import DEVICE_COOKIE, session_key
from events.build import OURS
from events.models import AuditEntry, Enrolment, Event, Pass, RunItem
from events.services.passes import Card, issue_pass, revoke_pass
from tests.cast import Cast, gather
from tests.defense.running.test_log import formatter
from tests.factories import DAY

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("the services below the API are tried on both engines"),
]

SAID = {"version": "abc", "unsent": 2, "clock_ms": -1200, "battery": 0.4}


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def card(cast, client) -> Card:
    """Emil's, opened on this tablet."""
    made = issue_pass(cast.emil.person, kind="expert", actor="system:test", at=DAY)
    client.post(reverse("public:pass_open"), {"token": made.token})
    return made


def send(client: Client, name: str, sent: object, method: str = "post", **headers):
    return getattr(client, method)(
        reverse(f"api:{name}"), json.dumps(sent), content_type="application/json", headers=headers
    )


def unlock(client: Client, pin: str, **headers):
    return send(client, "unlock", {"pin": pin}, **headers)


def note(client: Client, **changed):
    return send(client, "tablet", {**SAID, **changed}, "put")


def session_ends(client: Client) -> None:
    client.session.flush()
    del client.cookies["sessionid"]


def wrong(card: Card) -> str:
    return f"{(int(card.pin) + 1) % 10_000:04}"


def test_the_pin_opens_the_session_anew(client, card):
    session_ends(client)
    assert client.get(reverse("expert:home")).url == reverse("public:pass_unlock")

    answer = unlock(client, card.pin)

    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "unlocked", "card": card.issued.pk},
    )
    assert client.session[session_key("expert")] == card.issued.pk
    assert client.get(reverse("expert:home")).status_code == 200
    assert "csrftoken" in answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_what_a_wrong_pin_costs_is_said_in_words_and_figures(client, card):
    session_ends(client)

    answers = [unlock(client, wrong(card)) for _try in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[0].json() == {
        "status": "wrong",
        "detail": "The PIN is wrong. 9 tries are left on this tablet.",
        "left": 9,
    }
    last = answers[-1]
    assert last.json()["status"] == "waiting"
    assert int(last["Retry-After"]) == last.json()["seconds"] <= 30
    assert "csrftoken" in last.cookies


def test_after_ten_wrong_ones_the_tablet_is_closed_and_reads_why(client, card):
    session_ends(client)
    for _try in range(10):
        Enrolment.objects.update(waits_until=None)
        answer = unlock(client, wrong(card))

    assert (answer.status_code, answer.json()["status"]) == (403, "closed")
    assert answer.json()["why"] == "guessed"
    page = client.get(reverse("expert:home"), follow=True)
    assert page.request["PATH_INFO"] == reverse("public:pass_open")
    assert "The PIN was wrong ten times" in page.content.decode()


def test_a_page_of_another_site_unlocks_nothing(card, client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[DEVICE_COOKIE] = client.cookies[DEVICE_COOKIE].value

    refused = unlock(strict, card.pin)

    assert (refused.status_code, refused.json()["status"]) == (403, "csrf")
    token = refused.cookies["csrftoken"].value
    assert unlock(strict, card.pin, **{"x-csrftoken": token}).status_code == 200


def test_a_tablet_that_lies_still_is_locked_until_its_pin(client, cast, card):
    lines = AuditEntry.objects.count()
    page = client.get(reverse("expert:home")).content.decode()
    assert f'data-lock-url="{reverse("api:lock")}"' in page
    assert 'data-locks-after="180"' in page

    answer = send(client, "lock", None)

    assert (answer.status_code, answer.json()) == (200, {"status": "locked"})
    assert Enrolment.objects.get().locked_at is not None
    assert client.get(reverse("expert:home")).url == reverse("public:pass_unlock")
    sheet = reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"])
    told = [client.get(sheet), note(client), send(client, "lock", None)]
    assert [(each.status_code, each.json()["why"]) for each in told] == [(401, "locked")] * 3
    assert unlock(client, card.pin).status_code == 200
    assert client.get(sheet).status_code == 200
    assert Enrolment.objects.get().locked_at is None
    assert AuditEntry.objects.count() == lines


def test_a_session_says_when_it_began_so_that_a_script_knows_a_new_one(client, card):
    began = client.session["entered"]
    assert f'data-entered="{began}"' in client.get(reverse("expert:home")).content.decode()


def test_a_page_of_another_expert_and_one_of_another_site_lock_nothing(client, card):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    others = send(client, "lock", None, **{"x-person": "somebody"})
    refused = send(strict, "lock", None)

    assert (others.status_code, refused.status_code) == (401, 403)
    assert Enrolment.objects.get().locked_at is None
    assert client.get(reverse("expert:home")).status_code == 200


def test_a_card_without_a_pin_is_not_locked(cast):
    made = issue_pass(
        cast.emil.person, kind="expert", actor="system:test", at=DAY, is_rehearsal=True
    )
    player = Client()
    player.post(reverse("public:pass_open"), {"token": made.token})

    answer = send(player, "lock", None)

    assert (answer.status_code, answer.json()) == (200, {"status": "open"})
    assert player.session[session_key("expert")] == made.issued.pk
    page = player.get(reverse("expert:home")).content.decode()
    assert 'data-holder="' in page
    assert "data-lock-url" not in page


@pytest.mark.parametrize("sent", [{}, {"pin": "123"}, {"pin": 1234}, {"pin": "12345"}, [], "1234"])
def test_what_is_no_pin_is_not_counted(client, card, sent):
    answer = send(client, "unlock", sent)

    assert (answer.status_code, answer.json()["status"]) == (422, "invalid")
    assert Enrolment.objects.get().wrong_count == 0


def test_a_tablet_that_no_card_opened_is_told_so(card):
    answer = unlock(Client(), card.pin)

    assert (answer.status_code, answer.json()["why"]) == (403, "unknown")


REASONS = {
    "locked": (lambda card: None, "This tablet is locked"),
    "stopped": (
        lambda card: revoke_pass(card.issued, actor="system:test", at=DAY),
        "The organizers stopped the card",
    ),
    "replaced": (
        lambda card: issue_pass(card.issued.person, kind="expert", actor="system:test", at=DAY),
        "A new card was made",
    ),
    "over": (
        lambda card: Event.objects.update(phase="archived", scoring_closed_at=DAY),
        "The event is over",
    ),
}


@pytest.mark.parametrize("why", REASONS)
def test_a_save_without_a_session_reads_why_the_tablet_is_out(client, cast, card, why):
    happen, sentence = REASONS[why]
    happen(card)
    session_ends(client)

    answer = client.get(reverse("api:sheet_save", args=[f"{cast.emil.pk}-{cast.defense.pk}"]))

    assert answer.status_code == 401
    assert (answer.json()["status"], answer.json()["why"]) == ("signed_out", why)
    assert answer.json()["detail"].startswith(sentence)


def test_the_tablet_of_before_reads_that_the_new_card_is_elsewhere(client, cast, card):
    newer = issue_pass(cast.emil.person, kind="expert", actor="system:test", at=DAY)
    Client().post(reverse("public:pass_open"), {"token": newer.token})

    page = client.get(reverse("expert:home"), follow=True).content.decode()
    assert "The new card was opened on another tablet" in page
    assert note(client).json()["why"] == "elsewhere"


def test_a_tablet_says_how_it_is_and_hears_the_time_the_build_and_the_stage(client, cast, card):
    RunItem.objects.update(started_at=DAY)
    before = int(timezone.now().timestamp() * 1000)

    answer = note(client)

    tablet = Enrolment.objects.get()
    said = answer.json()
    assert (said["status"], said["on_stage"], said["team"]) == ("noted", cast.defense.pk, 1)
    assert before <= said["now"]
    assert said["version"] == answer[OURS] == "unhashed"  # the tests collect no files
    assert (tablet.page_version, tablet.unsent_count, tablet.clock_ms) == ("abc", 2, -1200)
    assert tablet.battery_percent == 40
    assert tablet.last_seen_at is not None


def test_it_is_written_seldom(client, card):
    note(client)
    note(client, unsent=7)
    assert Enrolment.objects.get().unsent_count == 2
    Enrolment.objects.update(last_seen_at=timezone.now() - timedelta(seconds=11))

    note(client, unsent=7)

    assert Enrolment.objects.get().unsent_count == 7


def test_nobody_is_on_stage(client, cast, card):
    RunItem.objects.update(started_at=DAY, ended_at=DAY)

    assert note(client).json()["on_stage"] is None
    assert client.get(reverse("api:tablet")).json() == {
        "status": "current",
        "on_stage": None,
        "team": None,
    }


def test_the_stage_is_asked_for_in_three_queries_and_writes_nothing(
    client, cast, card, django_assert_num_queries
):
    RunItem.objects.update(started_at=DAY)

    with django_assert_num_queries(3) as asked:
        said = client.get(reverse("api:tablet")).json()

    assert said == {"status": "current", "on_stage": cast.defense.pk, "team": 1}
    assert {each["sql"].split()[0] for each in asked.captured_queries} == {"SELECT"}
    session_ends(client)
    assert client.get(reverse("api:tablet")).status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"unsent": -1},
        {"unsent": "2"},
        {"unsent": 10**9},
        {"battery": 1.2},
        {"battery": "full"},
        {"clock_ms": 10**15},
        {"version": "x" * 65},
        {"version": None},
    ],
)
def test_what_no_tablet_says_is_refused(client, card, changed):
    answer = note(client, **changed)

    assert (answer.status_code, answer.json()["status"]) == (422, "invalid")
    assert Enrolment.objects.get().last_seen_at is None


def test_a_tablet_without_a_battery_or_a_clock_is_noted(client, card):
    assert note(client, battery=None, clock_ms=None).status_code == 200


def test_every_page_behind_a_card_says_which_build_it_is_of(client, cast, card):
    sheet = reverse("expert:score_sheet", args=[cast.defense.pk])
    pages = [client.get(reverse("expert:home")), client.get(sheet)]
    session_ends(client)
    pages += [client.get(sheet), client.get(reverse("public:pass_unlock"))]

    assert [page[OURS] for page in pages] == ["unhashed"] * 4
    assert OURS not in client.get(reverse("public:home"))


def test_a_shared_tablet_asks_whose_it_is(client, cast, card):
    other = issue_pass(cast.clara.person, kind="expert", actor="system:test", at=DAY)
    client.post(reverse("public:pass_open"), {"token": other.token})
    client.post(reverse("public:pass_leave"))
    where = reverse("public:pass_unlock")

    assert "Whose tablet it is now" in client.get(where).content.decode()
    chosen = client.post(where, {"pin": card.pin, "card": card.issued.pk})

    assert chosen.url == reverse("expert:home")
    assert Pass.objects.get(pk=client.session[session_key("expert")]).person == cast.emil.person


def test_no_token_and_no_pin_stand_in_a_line_of_the_log(card, cast, client, caplog):
    """Of a card that is used twice, read by three scanners, and guessed at until its tablet is closed."""
    caplog.set_level(logging.DEBUG)
    address = reverse("public:pass_open")
    for _ in range(3):
        assert Client().get(address).status_code == 200
    assert Client().post(address, {"token": card.token}).status_code == 410
    session_ends(client)
    for turn in range(11):
        Enrolment.objects.update(waits_until=None)
        assert unlock(client, wrong(card)).status_code == (401 if turn < 9 else 403)

    lines = [formatter().format(record) for record in caplog.records]
    assert any("Tablet closed" in line for line in lines)
    assert [line for line in lines if card.token in line or wrong(card) in line.split()] == []
