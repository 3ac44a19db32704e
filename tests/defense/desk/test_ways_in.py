"""Nobody is locked out by a stranger: there is a way in whatever somebody else does."""

import io
import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from defense.desk.account_urls import urlpatterns
from events.models import AuditEntry, Letter
from events.services import mail as post
from events.services.members import invite
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough one"
STRANGERS_REQUESTS = 12


@pytest.fixture
def organizer():
    return UserFactory(email="olga@example.org", password=PASSWORD)


def log_in(client, password=PASSWORD):
    form = {"login": "olga@example.org", "password": password}
    return client.post(reverse("account_login"), form).status_code == 302


def ask_for_reset(client, email="olga@example.org"):
    response = client.post(reverse("account_reset_password"), {"email": email})
    return response.status_code, response.url


def choose_password(client, link, password="another long enough"):
    """Follow the link of a reset to its end; whether that let in."""
    steps = client.get(urlsplit(link).path, follow=True).redirect_chain
    if not steps:
        return False
    client.post(steps[-1][0], {"password1": password, "password2": password})
    return client.get(reverse("organizer:home")).status_code == 200


def letters_to(device):
    return Letter.objects.filter(address="olga@example.org", device=device).count()


def known_laptop():
    laptop = Client()
    assert log_in(laptop)
    laptop.post(reverse("account_logout"))
    return laptop


@pytest.mark.parametrize("limit", [post.MOST_AN_HOUR, 1000])
def test_strangers_have_few_letters_sent_and_a_known_device_has_its_own(
    organizer, monkeypatch, limit
):
    """With a limit out of reach, every request is a letter: the negative control."""
    monkeypatch.setattr(post, "MOST_AN_HOUR", limit)
    laptop = known_laptop()

    answers = {ask_for_reset(Client()) for _ in range(STRANGERS_REQUESTS)}
    answers |= {ask_for_reset(laptop), ask_for_reset(Client(), "nobody@example.org")}

    assert answers == {(302, reverse("account_reset_password_done"))}
    assert letters_to("") == min(limit, STRANGERS_REQUESTS)
    assert Letter.objects.exclude(device="").count() == 1
    assert set(Letter.objects.values_list("address", flat=True)) == {organizer.email}


def test_the_letters_that_a_stranger_asked_for_let_the_organizer_in(organizer):
    for _ in range(STRANGERS_REQUESTS):
        ask_for_reset(Client())
    post.send_letters()

    link = re.search(r"http\S+", mail.outbox[0].body).group()

    assert choose_password(Client(), link)


def way_in(*arguments):
    out = io.StringIO()
    call_command("way_in", *arguments, stdout=out)
    return out.getvalue().splitlines()[0]


def test_the_keeper_of_the_server_gives_a_way_in_that_works_once(organizer):
    event = MembershipFactory(user=organizer).event
    for guess in range(STRANGERS_REQUESTS):
        log_in(Client(), f"wrong-{guess}")
    assert not log_in(Client())

    link = way_in("Olga@example.org")

    assert choose_password(Client(), link)
    assert not choose_password(Client(), link)
    lines = AuditEntry.objects.filter(event=event).values_list("actor", "verb", "subject")
    assert list(lines) == [("command:way_in", "account.let_in", f"user:{organizer.pk}")]


def test_there_is_no_way_into_no_account():
    with pytest.raises(CommandError, match="no account"):
        way_in("nobody@example.org")


@pytest.mark.parametrize(("limit", "lets_in"), [(False, True), ("20/m/ip", False)])
def test_who_tries_made_up_links_stops_no_true_one(organizer, settings, limit, lets_in):
    """The whole hall is one address: with allauth's own limit a stranger does. The negative control."""
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "reset_password_from_key": limit,
    }
    link, false = (
        way_in(organizer.email),
        reverse("account_reset_password_from_key", args=["1", "no-such-key"]),
    )
    for _ in range(25):
        Client().post(false)

    assert choose_password(Client(), link) == lets_in


def drops_kept_tables(answer):
    """Of the pages of handing over that another account kept on this device."""
    return b"js/pages/forget_tables." in answer.content


NO_LINK = {"token": "no-such-link", "uidb36": "1", "key": "no-such-key"}


def pages_of_a_stranger():
    """Whatever page of accounts opens for who is not signed in."""
    for each in urlpatterns:
        arguments = {
            name: NO_LINK[name] for name in each.pattern.converters or each.pattern.regex.groupindex
        }
        answer = Client().get(reverse(each.name, kwargs=arguments))
        if answer.status_code != 302:
            yield each.name, answer


def test_every_way_in_drops_the_tables_that_another_account_kept(organizer):
    opened = dict(pages_of_a_stranger())

    assert {"account_login", "account_begin", "account_invitation"} < {*opened}
    assert "account_reset_password_from_key" in opened
    assert [name for name, answer in opened.items() if not drops_kept_tables(answer)] == []


def test_links_that_let_in_and_the_way_out_drop_them_as_well(organizer):
    owner, now = MembershipFactory(role="owner"), timezone.now()
    invited = [
        invite(owner.event, role="host", email=email, actor=owner.user, at=now)
        for email in ("new@example.org", "olga@example.org")
    ]
    laptop = Client()
    reset = laptop.get(urlsplit(way_in("olga@example.org")).path, follow=True)
    links = [Client().get(reverse("account_invitation", args=[token])) for token in invited]
    assert log_in(laptop)

    assert all(drops_kept_tables(each) for each in [reset, *links])
    assert drops_kept_tables(laptop.get(reverse("account_logout")))
    assert not drops_kept_tables(laptop.get(reverse("account_change_password")))
