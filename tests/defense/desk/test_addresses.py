"""Whose an address is: the account's that was made with it, and nobody else's."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import include, path, reverse

from defense import urls
from defense.desk import account_urls
from events.models import Membership, User
from tests.defense.event_file.documents import DEMO
from tests.factories import UserFactory

PASSWORD = "a long enough one"
BOSS = "boss@example.org"


class EveryPageOfAllauth:
    """The addresses of the negative controls: allauth's own in place of ours."""

    handler500 = urls.handler500
    urlpatterns = (
        path("accounts/", include("allauth.urls")),
        *(each for each in urls.urlpatterns if str(each.pattern) != "accounts/"),
    )


@pytest.fixture
def squatter(db):
    return UserFactory(email="squatter@example.org")


def claim_address_of_boss(squatter):
    client = Client()
    client.force_login(squatter)
    return client.post("/accounts/email/", {"action_add": "", "email": BOSS}).status_code


def addresses():
    """Every address that the login knows: whose it is and whether it is verified."""
    found = EmailAddress.objects.order_by("email")
    return list(found.values_list("email", "user__email", "verified", "primary"))


def test_with_every_page_of_allauth_anybody_puts_anothers_address_beside_their_own(
    squatter, settings
):
    """The negative control."""
    settings.ROOT_URLCONF = EveryPageOfAllauth

    assert claim_address_of_boss(squatter) == 302
    assert EmailAddress.objects.filter(email=BOSS, user=squatter).exists()


def test_an_event_goes_to_the_account_that_was_made_with_the_address(squatter):
    """Even where somebody had put it beside their own, in a database that has lived."""
    assert claim_address_of_boss(squatter) == 404
    EmailAddress.objects.create(user=squatter, email=BOSS)

    boss = User.objects.create_user("Boss@Example.org", PASSWORD)
    call_command("load_event", str(DEMO), "--owner", "BOSS@example.org")
    form = {"login": BOSS, "password": PASSWORD}

    assert [membership.user for membership in Membership.objects.all()] == [boss]
    assert Client().post(reverse("account_login"), form).status_code == 302
    assert (BOSS, BOSS, True, True) in addresses()


def test_an_account_has_the_address_it_was_made_with_verified_and_no_other(squatter):
    squatter.emailaddress_set.create(email="second@example.org")

    squatter.email = "Moved@Example.org"
    squatter.save()

    assert addresses() == [("moved@example.org", "moved@example.org", True, True)]


def test_a_database_that_has_lived_keeps_every_account_at_its_own_address(squatter):
    EmailAddress.objects.create(user=squatter, email=BOSS, verified=True)
    User.objects.filter(pk=squatter.pk).update(email="Squatter@example.org")
    step = import_module("events.migrations.0013_an_account_has_its_own_address")

    step.give_accounts_their_addresses(apps, None)

    assert addresses() == [("squatter@example.org", "squatter@example.org", True, True)]


def test_two_accounts_have_no_address_but_for_capitals(squatter):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Squatter@EXAMPLE.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="SQUATTER@example.org")])


OF_OURS = {"account_begin", "account_invitation"}
ACCOUNT_PAGES = [page.name for page in account_urls.urlpatterns]


def kept_pages(client, pages=ACCOUNT_PAGES):
    """The pages of an account that a cache or the history of a browser may keep."""
    arguments = {
        "account_begin": ["no-such-link"],
        "account_invitation": ["no-such-link"],
        "account_reset_password_from_key": ["1", "no-such-key"],
    }
    addresses = {name: reverse(name, args=arguments.get(name, [])) for name in pages}
    answers = {name: client.get(address) for name, address in addresses.items()}
    return {
        name
        for name, answer in answers.items()
        if answer.status_code == 200 and "no-store" not in answer.get("Cache-Control", "")
    }


def test_no_page_of_an_account_is_kept(client, squatter, settings):
    client.force_login(squatter)

    assert kept_pages(client) == set()

    settings.ROOT_URLCONF = EveryPageOfAllauth  # the negative control
    assert "mfa_index" in kept_pages(client, [*{*ACCOUNT_PAGES} - OF_OURS])
