"""Who answers for an event is asked for a second factor, where the setting says so."""

import time

import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from events.models import AuditEntry, Event, Membership
from tests.factories import MembershipFactory, UserFactory

PASSWORD = "a long enough one"
ASKED = {"owner", "secretary"}
Role = Membership.Role


@pytest.fixture
def owner(db):
    user = UserFactory(password=PASSWORD)
    MembershipFactory(event__slug="ours", user=user, role=Role.OWNER)
    return user


def signed_in(user):
    client = Client()
    form = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code == 302
    return client


def overview(client):
    return client.get(reverse("organizer:overview", args=["ours"]))


def code(secret):
    """What the authenticator app shows now."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def set_up(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    address = reverse("mfa_activate_totp")
    secret = client.get(address).context["form"].secret
    assert client.post(address, {"code": code(secret)}).status_code == 302
    return secret


@pytest.mark.django_db
@pytest.mark.parametrize("is_wanted", [True, False])
def test_owners_and_secretaries_are_asked_where_the_setting_says_so(settings, is_wanted):
    settings.SECOND_FACTOR = is_wanted
    asked = set()
    for role in Role:
        client = Client()
        client.force_login(MembershipFactory(event__slug=f"of-{role}", role=role).user)
        places = [("organizer:overview", [f"of-{role}"]), ("organizer:home", [])]
        answers = [client.get(reverse(name, args=args)) for name, args in places]
        if {answer.status_code for answer in answers} == {302}:
            assert {answer.url for answer in answers} == {reverse("mfa_activate_totp")}
            asked.add(role)

    assert asked == (ASKED if is_wanted else set())


def test_who_has_set_one_up_goes_on_and_older_sessions_are_asked_for_it(settings, owner):
    settings.SECOND_FACTOR = True
    thief, laptop = signed_in(owner), signed_in(owner)

    set_up(laptop)

    assert overview(laptop).status_code == 200
    assert overview(thief).url.startswith(reverse("mfa_reauthenticate"))


def test_who_takes_it_away_again_is_asked_to_set_one_up(settings, owner):
    settings.SECOND_FACTOR = True
    laptop = signed_in(owner)
    set_up(laptop)

    laptop.post(reverse("mfa_deactivate_totp"))

    assert overview(laptop).url == reverse("mfa_activate_totp")


def demand(client, answer="yes"):
    return client.post(reverse("organizer:second_factor", args=["ours"]), {"demand": answer})


def is_demanded():
    return Event.objects.get(slug="ours").second_factor_since is not None


def test_an_owner_who_has_none_shuts_nobody_out(owner):
    laptop = signed_in(owner)

    demand(laptop)

    assert not is_demanded()
    assert overview(laptop).status_code == 200


def test_an_event_demands_it_by_itself_of_owners_and_secretaries(owner):
    laptop, thief = signed_in(owner), signed_in(owner)
    set_up(laptop)
    event = Event.objects.get(slug="ours")
    members = {role: MembershipFactory(event=event, role=role).user for role in Role}

    demand(laptop)
    demand(laptop)

    assert overview(laptop).status_code == 200
    assert overview(thief).url.startswith(reverse("mfa_reauthenticate"))
    assert demand(thief, "no").url.startswith(reverse("mfa_reauthenticate"))
    asked = set()
    for role, user in members.items():
        client = Client()
        client.force_login(user)
        if overview(client).status_code == 302:
            asked.add(role)
    assert asked == ASKED
    demand(laptop, "no")
    assert (is_demanded(), overview(thief).status_code) == (False, 200)
    assert AuditEntry.objects.filter(verb="event.second_factor").count() == 2


def test_another_event_of_the_same_people_is_as_before(owner):
    laptop, thief = signed_in(owner), signed_in(owner)
    MembershipFactory(event__slug="theirs", user=owner, role=Role.OWNER)
    set_up(laptop)

    demand(laptop)

    assert thief.get(reverse("organizer:overview", args=["theirs"])).status_code == 200
