import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize("is_known", [True, False])
def test_a_mail_names_the_site_of_the_settings_whatever_the_host_header_says(
    client, settings, is_known
):
    settings.SITE_URL, settings.SITE_HOST = "https://defense.example.org", "defense.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    email = UserFactory().email if is_known else "nobody@example.org"

    client.post(reverse("account_reset_password"), {"email": email}, HTTP_HOST="evil.example:666")

    [message] = mail.outbox
    assert "evil" not in f"{message.subject} {message.body}"
    assert "https://defense.example.org/accounts/" in message.body
