import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.access import DEVICE_COOKIE, session_key
from events.codes import in_groups
from events.models import Event, Pass
from events.services.passes import Card, issue_pass, revoke_pass
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pass_open() -> str:
    return reverse("public:pass_open")


def make_card(kind: str = Pass.Kind.EXPERT) -> Card:
    return issue_pass(PersonFactory(), kind=kind, actor="system", at=timezone.now())


def state_of(card: Card) -> tuple[object, ...]:
    card.issued.refresh_from_db()
    return card.issued.device_hash, card.issued.redeemed_at, card.issued.revoked_at


def test_an_expert_card_opens_the_experts_room_and_binds_the_device(client, pass_open):
    card = make_card()

    response = client.post(pass_open, {"token": card.token})

    device_hash, redeemed_at, _ = state_of(card)
    assert response.status_code == 302
    assert response.url == reverse("expert:home")
    assert client.session[session_key("expert")] == card.issued.pk
    assert device_hash != ""
    assert redeemed_at is not None
    assert client.get(reverse("expert:home")).status_code == 200


def test_a_trainee_card_opens_the_trainees_room(client, pass_open):
    card = make_card(Pass.Kind.TRAINEE)

    response = client.post(pass_open, {"token": card.token})

    assert response.url == reverse("trainee:home")
    assert client.session[session_key("trainee")] == card.issued.pk


def test_the_device_cookie_is_for_the_server_alone_and_lasts(client, pass_open):
    client.post(pass_open, {"token": make_card().token})

    cookie = client.cookies[DEVICE_COOKIE]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    assert cookie["max-age"] >= 300 * 24 * 3600
    assert len(cookie.value) >= 22


def test_a_device_keeps_its_cookie_from_card_to_card(client, pass_open):
    client.post(pass_open, {"token": make_card().token})
    before = client.cookies[DEVICE_COOKIE].value

    response = client.post(pass_open, {"token": make_card().token})

    assert DEVICE_COOKIE not in response.cookies
    assert client.cookies[DEVICE_COOKIE].value == before


def test_an_emptied_device_cookie_is_replaced(client, pass_open):
    client.cookies[DEVICE_COOKIE] = ""

    client.post(pass_open, {"token": make_card().token})

    assert client.cookies[DEVICE_COOKIE].value != ""
    assert client.get(reverse("expert:home")).status_code == 200


def test_a_second_tablet_is_refused_with_a_sentence(pass_open):
    card = make_card()
    first, second = Client(), Client()
    first.post(pass_open, {"token": card.token})

    response = second.post(pass_open, {"token": card.token})

    assert response.status_code == 410
    assert "already in use on another tablet" in response.content.decode()
    assert session_key("expert") not in second.session
    assert DEVICE_COOKIE not in response.cookies
    assert first.get(reverse("expert:home")).status_code == 200


def test_a_used_card_leads_its_own_tablet_to_the_pin(client, pass_open):
    card = make_card()
    client.post(pass_open, {"token": card.token})
    left = client.post(reverse("public:pass_leave"))

    response = client.post(pass_open, {"token": card.token})

    assert left.url == reverse("public:pass_unlock")
    assert response.url == f"{left.url}?card={card.issued.pk}"
    assert session_key("expert") not in client.session
    assert client.get(response.url).status_code == 200
    assert f'href="{left.url}"' in client.get(pass_open).content.decode()


def test_a_card_on_a_shared_tablet_opens_its_own_experts_pages_and_no_others(client, pass_open):
    """Whoever is in is not taken for the one whose card is shown."""
    first, second = make_card(), make_card()
    for card in (first, second):
        client.post(pass_open, {"token": card.token})

    asked = client.post(pass_open, {"token": first.token}).url
    page = " ".join(client.get(asked).content.decode().split())
    client.post(asked, {"card": first.issued.pk, "pin": first.pin})

    assert asked == f"{reverse('public:pass_unlock')}?card={first.issued.pk}"
    assert page.index(first.issued.person.name) < page.index(second.issued.person.name)
    assert client.session[session_key("expert")] == first.issued.pk


def test_a_stopped_card_keeps_nobody_else_off_a_shared_tablet(client, pass_open):
    first, second = make_card(), make_card()
    for card in (second, first):
        client.post(pass_open, {"token": card.token})
    revoke_pass(first.issued, actor="system", at=timezone.now())

    asked = client.post(pass_open, {"token": second.token}).url
    response = client.post(asked, {"pin": second.pin})

    assert client.get(asked).status_code == 302
    assert response.url == reverse("expert:home")
    assert client.session[session_key("expert")] == second.issued.pk


def test_a_card_that_is_sent_twice_by_one_tablet_opens_it(client, pass_open):
    """The cookie of the device came with the button."""
    card = make_card()
    client.get(pass_open)

    answers = [client.post(pass_open, {"token": card.token}) for _press in range(2)]

    assert [answer.url for answer in answers] == [reverse("expert:home")] * 2
    assert DEVICE_COOKIE not in answers[0].cookies


def test_a_card_of_a_rehearsal_opens_its_own_tablet_again(client, pass_open):
    person, at = PersonFactory(), timezone.now()
    card = issue_pass(person, kind="expert", actor="system", at=at, is_rehearsal=True)
    client.post(pass_open, {"token": card.token})
    left = client.post(reverse("public:pass_leave"))

    assert left.url == pass_open
    assert client.post(pass_open, {"token": card.token}).url == reverse("expert:home")


@pytest.mark.parametrize("phase", ["closed", "archived"])
def test_a_card_that_nobody_opened_ends_with_the_event(client, pass_open, phase):
    card, trainees = make_card(), make_card(Pass.Kind.TRAINEE)
    Event.objects.update(phase=phase, scoring_closed_at=timezone.now())

    response = client.post(pass_open, {"token": card.token})

    assert response.status_code == 410
    assert "The event is over, and this card ended with it" in response.content.decode()
    assert state_of(card)[1] is None
    assert client.post(pass_open, {"token": trainees.token}).url == reverse("trainee:home")


def test_what_was_refused_is_counted_on_the_card(pass_open):
    card = make_card()
    Client().post(pass_open, {"token": card.token})

    for _tablet in range(3):
        Client().post(pass_open, {"token": card.token})

    card.issued.refresh_from_db()
    assert card.issued.refused_count == 3


def test_a_trainee_card_opens_on_any_phone(pass_open):
    card = make_card(Pass.Kind.TRAINEE)

    answers = [Client().post(pass_open, {"token": card.token}) for _ in range(3)]

    assert [answer.url for answer in answers] == [reverse("trainee:home")] * 3


@pytest.mark.parametrize("kind", Pass.Kind)
def test_a_revoked_card_does_not_open(client, pass_open, kind):
    card = make_card(kind)
    revoke_pass(card.issued, actor="system", at=timezone.now())

    response = client.post(pass_open, {"token": card.token})

    assert response.status_code == 410
    assert "not valid any more" in response.content.decode()
    assert session_key(kind) not in client.session


@pytest.mark.parametrize("kind", Pass.Kind)
def test_revoking_signs_out_at_the_next_page(client, pass_open, kind):
    card = make_card(kind)
    home = client.post(pass_open, {"token": card.token}).url
    assert client.get(home).status_code == 200

    revoke_pass(card.issued, actor="system", at=timezone.now())

    response = client.get(home)
    assert response.status_code == 302
    assert response.url == pass_open


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        in_groups,
        lambda token: f" {in_groups(token)} ".replace("0", "o").replace("1", "l"),
    ],
    ids=["small letters", "groups", "look-alikes"],
)
def test_a_code_is_read_as_people_type_it(client, pass_open, typed):
    card = make_card()

    response = client.post(pass_open, {"token": typed(card.token)})

    assert response.url == reverse("expert:home")


@pytest.mark.parametrize("token", ["no such card", "0" * 64, "'; --", "Ә" * 40])
def test_an_unknown_code_is_refused_with_a_sentence(client, pass_open, token):
    response = client.post(pass_open, {"token": token})

    assert response.status_code == 410
    assert "There is no such code: check its 24 characters." in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"token": ""}, {"token": "  "}, {"token": "x" * 400}])
def test_what_is_no_code_is_asked_for_again(client, pass_open, data):
    response = client.post(pass_open, data)

    assert response.status_code == 422
    assert response.context["form"].errors["token"]


def test_the_hash_that_is_stored_is_no_key(client, pass_open):
    card = make_card()

    response = client.post(pass_open, {"token": card.issued.token_hash})

    assert response.status_code == 410


def test_the_whole_link_may_be_pasted(client, pass_open):
    card = make_card()

    response = client.post(pass_open, {"token": f" http://testserver{pass_open}#{card.token} "})

    assert response.url == reverse("expert:home")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_does_not_use_the_card(client, pass_open, method):
    card = make_card()
    before = state_of(card)
    look = getattr(client, method)

    looks = [look(pass_open, {"token": card.token}) for _ in range(3)]

    assert [answer.status_code for answer in looks] == [200] * 3
    assert state_of(card) == before
    assert client.post(pass_open, {"token": card.token}).url == reverse("expert:home")


def test_opening_a_card_changes_the_session_key(client, pass_open):
    session = client.session
    session["seen"] = True
    session.save()
    planted = session.session_key

    client.post(pass_open, {"token": make_card().token})

    assert client.session.session_key != planted
    assert not client.session.exists(planted)


def test_a_refused_card_leaves_the_session_alone(client, pass_open):
    session = client.session
    session["seen"] = True
    session.save()

    client.post(pass_open, {"token": "no such card"})

    assert client.session.session_key == session.session_key


def test_opening_a_card_without_the_forms_token_is_refused(pass_open):
    client, card = Client(enforce_csrf_checks=True), make_card()

    response = client.post(pass_open, {"token": card.token})

    assert response.status_code == 403
    assert "This page is out of date" in response.content.decode()
    assert state_of(card)[1] is None


def test_the_code_stays_out_of_logs_and_addresses(client, pass_open, caplog):
    card = make_card()
    with caplog.at_level(logging.DEBUG):
        opened = client.post(pass_open, {"token": card.token})
        refused = Client().post(pass_open, {"token": card.token})

    assert caplog.records
    assert all(card.token not in repr(vars(record)) for record in caplog.records)
    assert card.token not in opened.url
    assert card.token not in refused.content.decode()


def test_the_pin_stays_out_of_logs_and_addresses(client, pass_open, caplog):
    card, unlock = make_card(), reverse("public:pass_unlock")
    client.post(pass_open, {"token": card.token})
    client.post(reverse("public:pass_leave"))
    with caplog.at_level(logging.DEBUG):
        client.post(unlock, {"pin": "x" + card.pin})
        opened = client.post(unlock, {"pin": card.pin})

    assert opened.url == reverse("expert:home")
    said = [(record.getMessage(), record.__dict__.get("pass_id")) for record in caplog.records]
    assert ("Tablet unlocked", card.issued.pk) in said
    assert all(card.pin not in message for message, _pk in said if message == "Tablet unlocked")


def test_the_page_is_kept_by_no_cache(client, pass_open):
    response = client.get(pass_open)

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_leaving_puts_the_card_away_and_not_the_organizers_session(client, pass_open, admin_user):
    client.post(pass_open, {"token": make_card().token})
    client.force_login(admin_user)

    client.post(reverse("public:pass_leave"))

    assert session_key("expert") not in client.session
    assert client.session["_auth_user_id"] == str(admin_user.pk)
    assert client.get(reverse("expert:home")).url == reverse("public:pass_unlock")


def test_a_get_does_not_leave(client, pass_open):
    client.post(pass_open, {"token": make_card().token})

    response = client.get(reverse("public:pass_leave"))

    assert response.status_code == 405
    assert session_key("expert") in client.session


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Open your card"), ("kk", ""), ("ru", "")]
)
def test_the_language_is_switched_by_a_button(client, pass_open, language, heading):
    client.post(reverse("set_language"), {"language": language, "next": pass_open})

    html = client.get(pass_open).content.decode()

    assert f'<html lang="{language}">' in html
    assert heading in html


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_language_switch_leads_to_no_other_site(client, address):
    response = client.post(reverse("set_language"), {"language": "ru", "next": address})

    assert response.url == "/"


@pytest.mark.parametrize(
    "address",
    [
        "/pass/7K3M-Q9XB",
        "/pass/%237K3M-Q9XB",
        "/pass/7K3M-Q9XB/",
    ],
)
def test_a_code_in_the_address_goes_on_to_where_no_server_sees_it(client, pass_open, address):
    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"{pass_open}#7K3M-Q9XB")


@pytest.mark.parametrize("address", ["/7K3M-Q9XB/", "/7K3M/Q9XB", "/d/7K3M-Q9XB"])
def test_no_request_of_a_page_tells_the_address_that_may_hold_a_code(client, address):
    """Its style sheets and links are asked for with a referrer, which a proxy may write down."""
    assert client.get(address)["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("typed", ["//evil.example", "\\evil.example", '"><script>'])
def test_what_is_no_code_leads_nowhere_else(client, pass_open, typed):
    url = client.get(f"/pass/{typed}").url

    assert url.startswith(f"{pass_open}#")
    assert set(url.partition("#")[2]) <= set("abcdefghijklmnopqrstuvwxyz.%023579ABCDEFX")


@pytest.mark.parametrize("kind", Pass.Kind)
def test_opening_a_card_ends_the_session_of_an_account_in_that_browser(client, pass_open, kind):
    membership = MembershipFactory(event__slug="of-the-account")
    page = reverse("organizer:overview", args=["of-the-account"])
    client.force_login(membership.user)
    before = client.get(page).status_code, client.session.session_key

    opened = client.post(pass_open, {"token": make_card(kind).token})

    assert (before[0], opened.status_code) == (200, 302)
    assert client.get(page).url.startswith(reverse("account_login"))
    assert not Session.objects.filter(session_key=before[1]).exists()


def test_a_card_that_is_refused_signs_nobody_out(client, pass_open):
    membership = MembershipFactory(event__slug="of-the-account")
    client.force_login(membership.user)

    client.post(pass_open, {"token": "no such card"})

    page = reverse("organizer:overview", args=["of-the-account"])
    assert client.get(page).status_code == 200


def test_who_puts_the_card_away_leaves_no_session(client, pass_open):
    client.post(pass_open, {"token": make_card(Pass.Kind.TRAINEE).token})
    assert Session.objects.count() == 1

    client.post(reverse("public:pass_leave"))

    assert Session.objects.count() == 0
