import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from defense.desk.devices import KNOWN_COOKIE
from events.services.mail import send_letters
from tests.factories import UserFactory

PASSWORD = "a long enough one"


@pytest.mark.django_db
def test_a_mail_names_the_site_of_the_settings_whatever_the_host_header_says(client, settings):
    settings.SITE_URL, settings.SITE_HOST = "https://defense.example.org", "defense.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    form = {"email": UserFactory().email}

    client.post(reverse("account_reset_password"), form, HTTP_HOST="evil.example:666")
    send_letters()

    [message] = mail.outbox
    assert "evil" not in f"{message.subject} {message.body}"
    assert "https://defense.example.org/accounts/" in message.body


def log_in(client, user, password=PASSWORD):
    """Whether the password was taken."""
    form = {"login": user.email, "password": password}
    return client.post(reverse("account_login"), form).status_code == 302


@pytest.fixture
def organizer():
    return UserFactory(password=PASSWORD)


def guess_until_refused(client, user):
    for guess in range(12):
        assert not log_in(client, user, f"wrong-{guess}")


@pytest.mark.django_db
def test_a_stranger_who_guesses_locks_no_known_device_out(organizer):
    laptop, stranger = Client(), Client()
    assert log_in(laptop, organizer)
    laptop.post(reverse("account_logout"))

    guess_until_refused(stranger, organizer)

    assert log_in(laptop, organizer)
    assert not log_in(stranger, organizer)


@pytest.mark.django_db
def test_unknown_devices_guess_together_no_more_than_one_alone(organizer):
    guess_until_refused(Client(), organizer)

    assert not log_in(Client(), organizer)


@pytest.mark.django_db
def test_another_port_or_capitals_give_no_further_guesses(organizer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    guess_until_refused(Client(headers={"host": "defense.example.org:1"}), organizer)
    organizer.email = organizer.email.upper()

    assert not log_in(Client(headers={"host": "defense.example.org:2"}), organizer)


@pytest.mark.django_db
def test_a_known_device_is_known_by_capitals_too(organizer):
    laptop = Client()
    assert log_in(laptop, organizer)
    laptop.post(reverse("account_logout"))
    guess_until_refused(Client(), organizer)
    organizer.email = organizer.email.upper()

    assert log_in(laptop, organizer)


@pytest.mark.django_db
def test_a_reset_by_mail_is_a_way_in_from_a_new_device_while_somebody_guesses(organizer):
    guess_until_refused(Client(), organizer)
    laptop = Client()

    laptop.post(reverse("account_reset_password"), {"email": organizer.email})
    send_letters()
    [link] = re.findall(r"http\S+", mail.outbox[0].body)
    form = laptop.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]
    laptop.post(form, {"password1": "another long enough", "password2": "another long enough"})

    assert laptop.get(reverse("organizer:home")).status_code == 200


@pytest.mark.django_db
def test_a_known_device_may_not_guess_for_ever_either(organizer):
    laptop = Client()
    assert log_in(laptop, organizer)
    laptop.post(reverse("account_logout"))

    guess_until_refused(laptop, organizer)

    assert not log_in(laptop, organizer)


@pytest.mark.django_db
def test_the_device_of_one_account_is_a_stranger_to_another(organizer):
    laptop, other = Client(), UserFactory(password=PASSWORD)
    assert log_in(laptop, other)
    laptop.post(reverse("account_logout"))
    guess_until_refused(Client(), organizer)

    assert not log_in(laptop, organizer)


@pytest.mark.django_db
def test_a_made_up_device_is_unknown(organizer):
    guess_until_refused(Client(), organizer)
    forger = Client()
    forger.cookies[KNOWN_COOKIE] = "device:" + "0" * 64

    assert not log_in(forger, organizer)


@pytest.mark.django_db
def test_an_account_made_on_the_server_may_switch_two_step_sign_in_on(client, organizer):
    log_in(client, organizer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse("mfa_activate_totp"))

    assert response.status_code == 200
    assert 'name="code"' in response.content.decode()
