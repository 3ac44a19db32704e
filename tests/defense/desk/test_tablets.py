"""The page of tablets: who is let in on what and how it is; several stopped or replaced in one act. And the printed PINs."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, check_password
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from defense.desk.cards import SLIPS_A_PAGE, make_cards, replace_chosen
from events.codes import as_written
from events.models import AuditEntry, Enrolment, Pass, Photograph
from events.services.passes import issue_pass, redeem_pass
from events.services.unlocking import unlock
from tests.cast import Cast, gather
from tests.factories import DAY, SeatFactory
from tests.reading import words

pytestmark = pytest.mark.django_db

IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Safari/604.1"


@pytest.fixture
def cast(client) -> Cast:
    """Olga looks; Clara's card opened an iPad, Emil's is not opened, Rita has none."""
    cast = gather()
    client.force_login(cast.olga)
    clara = issue_pass(cast.clara.person, kind="expert", actor="system:test", at=DAY)
    redeem_pass(clara.token, device="clara", at=DAY, user_agent=IPAD)
    issue_pass(cast.emil.person, kind="expert", actor="system:test", at=DAY)
    return cast


def address(name: str, cast: Cast) -> str:
    return reverse(f"organizer:{name}", args=[cast.event.slug])


def look(client: Client, cast: Cast) -> str:
    return words(client.get(address("tablets", cast)))


def line_of(client: Client, cast: Cast, name: str) -> str:
    rows = client.get(address("tablets", cast)).content.decode().split("<tr>")[1:]
    found = next(row for row in rows if name in row)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def pass_of(seat) -> Pass:
    return Pass.objects.valid().get(person=seat.person)


def act(client: Client, name: str, cast: Cast, *seats, **data):
    cards = [pass_of(seat).pk for seat in seats]
    return client.post(address(name, cast), {"card": cards, "agreed": "999", **data})


def test_it_says_of_each_expert_how_far_the_tablet_is(client, cast):
    assert "let in" in line_of(client, cast, "Clara")
    assert "iPad, Safari" in line_of(client, cast, "Clara")
    assert "card not opened" in line_of(client, cast, "Emil")
    assert "no card yet" in line_of(client, cast, "Rita")


def test_it_says_what_the_tablet_said_of_itself(client, cast):
    now = timezone.now()
    Enrolment.objects.update(
        last_seen_at=now,
        page_version="of yesterday",
        unsent_count=3,
        clock_ms=-86_400_000,
        battery_percent=40,
        wrong_count=2,
    )
    Pass.objects.filter(person=cast.clara.person).update(refused_count=1)

    line = line_of(client, cast, "Clara")

    assert "24 h slow" in line
    assert "40 %" in line
    assert "out of date" in line
    assert "card 1 time, PIN 2 times" in line
    assert "3 changes wait on the tablets." in look(client, cast)


def test_a_tablet_that_locked_itself_is_not_called_silent_until_it_says_something(client, cast):
    earlier = timezone.now() - timedelta(minutes=20)
    Enrolment.objects.update(locked_at=earlier, last_seen_at=earlier)
    assert "locked, lies still" in line_of(client, cast, "Clara")

    Enrolment.objects.update(last_seen_at=earlier + timedelta(seconds=1))
    assert "silent" in line_of(client, cast, "Clara")


def test_a_tablet_that_says_nothing_for_a_minute_is_silent(client, cast):
    Enrolment.objects.update(last_seen_at=timezone.now() - timedelta(seconds=61))
    assert "silent" in line_of(client, cast, "Clara")
    Enrolment.objects.update(last_seen_at=timezone.now())

    assert "silent" not in line_of(client, cast, "Clara")


@pytest.mark.parametrize(
    ("clock", "told"),
    [(0, "exact"), (1_999, "exact"), (-90_000, "90 s slow"), (600_000, "10 min fast")],
)
def test_a_clock_is_told_in_words(client, cast, clock, told):
    Enrolment.objects.update(clock_ms=clock, last_seen_at=timezone.now())

    assert told in line_of(client, cast, "Clara")


def test_several_are_stopped_in_one_act(client, cast):
    asked = words(act(client, "tablets_stop", cast, cast.clara, cast.emil, agreed="1"))
    assert "Stop 2 cards?" in asked
    assert "Signed out at once: Clara, Emil." in asked
    assert Pass.objects.valid().count() == 2

    done = act(client, "tablets_stop", cast, cast.clara, cast.emil)

    assert done.url == address("tablets", cast)
    assert not Pass.objects.valid().exists()
    assert Enrolment.objects.get().why == "stopped"
    assert AuditEntry.objects.filter(verb="pass.revoked").count() == 2
    assert "stopped by the organizers" in line_of(client, cast, "Clara")


def test_the_question_says_what_waits_on_the_tablets(client, cast):
    Enrolment.objects.update(unsent_count=2)

    asked = words(act(client, "tablets_renew", cast, cast.clara, agreed=""))

    assert "Replace 1 card?" in asked
    assert "2 changes wait on these tablets" in asked


def test_several_are_replaced_in_one_act_and_printed(client, cast):
    before = set(Pass.objects.values_list("pk", flat=True))

    sheet = act(client, "tablets_renew", cast, cast.clara, cast.emil)

    html = sheet.content.decode()
    assert len(re.findall(r"<code>([^<]+)</code>", html)) == 2
    assert set(Pass.objects.valid().values_list("pk", flat=True)).isdisjoint(before)
    assert Enrolment.objects.get().why == "replaced"
    [code, _other] = re.findall(r"<code>([^<]+)</code>", html)
    assert Client().post(reverse("public:pass_open"), {"token": code}).url == reverse("expert:home")


@pytest.mark.parametrize("act_name", ["tablets_stop", "tablets_renew"])
@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 18], ["-1"]])
def test_what_is_nobodys_card_changes_nothing(client, cast, act_name, chosen):
    answer = client.post(address(act_name, cast), {"card": chosen, "agreed": "9"})

    assert answer.url == address("tablets", cast)
    assert Pass.objects.valid().count() == 2


@pytest.mark.parametrize("act_name", ["tablets_stop", "tablets_renew"])
def test_cards_of_another_event_a_trainee_or_a_rehearsal_are_not_chosen(client, cast, act_name):
    others = [
        issue_pass(cast.ella.person, kind="expert", actor="system:test", at=DAY),
        issue_pass(cast.tia.person, kind="trainee", actor="system:test", at=DAY),
        issue_pass(cast.emil.person, kind="expert", actor="system:test", at=DAY, is_rehearsal=True),
    ]
    chosen = [card.issued.pk for card in others]

    client.post(address(act_name, cast), {"card": chosen, "agreed": "9"})

    assert Pass.objects.valid().filter(pk__in=chosen).count() == 3


def test_the_pins_stand_on_slips_apart_from_the_cards(client, cast):
    html = act(client, "tablets_renew", cast, cast.clara, cast.emil).content.decode()

    cards, slips = html.split('class="slip-page"')
    pins = re.findall(r"<b>([0-9]{4})</b>", slips)
    hashes = Pass.objects.valid().order_by("pk").values_list("pin_hash", flat=True)
    assert all(check_password(pin, kept) for pin, kept in zip(pins, hashes, strict=True))
    assert not re.search(r"<b>[0-9]{4}</b>", cards)
    assert "<code>" not in slips


def test_trainees_have_no_slips(client, cast):
    answer = client.post(address("pass_issue", cast), {"kind": "trainee"})

    assert 'class="access-card"' in answer.content.decode()
    assert "slip-page" not in answer.content.decode()


def test_many_slips_share_a_page(client, cast):
    for order in range(10, 10 + SLIPS_A_PAGE):
        SeatFactory(panel=cast.emil.panel, order=order)

    html = client.post(address("pass_issue", cast), {"kind": "expert"}).content.decode()

    sheets = html.split('class="slip-page"')[1:]
    assert [sheet.count('class="pin-slip"') for sheet in sheets] == [18, 1]


def test_a_card_shows_the_face_or_the_initials_and_is_in_the_events_language(client, cast):
    cast.event.languages = ["ru", "en"]
    cast.event.save()
    Photograph.objects.create(person=cast.clara.person, file_hash="a" * 64)

    html = act(client, "tablets_renew", cast, cast.clara, cast.emil).content.decode()

    clara, emil = html.split('class="slip-page"')[0].split('class="access-card"')[1:]
    picture = reverse("organizer:photograph", args=[cast.event.slug, cast.clara.person.key])
    assert picture in clara
    assert '<i class="avatar access-card-face" aria-hidden="true">E</i>' in emil
    assert html.count('<li lang="ru"') == 2
    assert "Наведите камеру" in clara


@pytest.mark.django_db(transaction=True)
def test_no_pin_is_hashed_while_a_lock_is_held(monkeypatch):
    """Each takes a good part of a tenth of a second, and SQLite has one lock for everybody."""
    held: list[bool] = []
    for name in ("encode", "verify"):
        plainly = getattr(MD5PasswordHasher, name)

        def noted(self, *values, plainly=plainly):
            held.append(connection.in_atomic_block)
            return plainly(self, *values)

        monkeypatch.setattr(MD5PasswordHasher, name, noted)
    cast, at = gather(), timezone.now()
    held.clear()

    cards = make_cards(cast.event, "expert", person_id=None, actor=cast.olga, at=at)
    redeem_pass(as_written(cards[0].code), device="a", at=at)
    unlock("a", cards[0].pin, at=at)
    replace_chosen(cast.event, Pass.objects.values_list("pk", flat=True), actor=cast.olga, at=at)

    assert len(cards) == 3
    assert held
    assert not any(held)
