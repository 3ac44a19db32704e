"""The first account of an installation: by a link that works once, for a while, and while there is none."""

import re
from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events.errors import InvitationGone
from events.models import AuditEntry, Event, Invitation, Membership, User
from events.models.passes import hash_of
from events.services import accounts
from events.services.accounts import first_link, make_first_account
from tests.factories import EventFactory, MembershipFactory, UserFactory

FORM = {
    "name": "Айгүл",
    "email": "Aigul@Example.org",
    "password1": "жүз шақырым жол",
    "password2": "жүз шақырым жол",
}


def begin(client, token, **changes):
    return client.post(reverse("account_begin", args=[token]), FORM | changes)


def printed() -> str:
    told = StringIO()
    call_command("first_account", stdout=told)
    return told.getvalue()


@pytest.mark.django_db
def test_the_link_makes_the_account_and_signs_it_in(client):
    link = re.search(r"http\S+", printed())[0]
    path = "/" + link.split("/", 3)[3]

    assert client.get(path).status_code == 200
    response = client.post(path, FORM)

    assert response.url == reverse("organizer:home")
    account = User.objects.get()
    assert (account.email, str(account)) == ("aigul@example.org", "Айгүл")
    assert account.check_password(FORM["password1"])
    assert client.get(response.url).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_only_the_hash_of_the_token_is_kept():
    token = first_link(at=timezone.now())

    assert Invitation.objects.get().token_hash == hash_of(token) != token


def used(token):
    make_first_account(token, User(email="first@example.org"))
    User.objects.all().delete()
    return token


def replaced(token):
    first_link(at=timezone.now())
    return token


def expired(token):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    return token


def beside_an_account(token):
    UserFactory()
    return token


def another(token):
    return token[::-1]


def of_an_event(token):
    Invitation.objects.update(event=EventFactory(), email="somebody@example.org")
    return token


@pytest.mark.django_db
@pytest.mark.parametrize("made", [used, replaced, expired, beside_an_account, another, of_an_event])
def test_no_other_link_makes_an_account(client, made):
    token = made(first_link(at=timezone.now()))
    before = set(User.objects.values_list("email", flat=True))

    answers = client.get(reverse("account_begin", args=[token])), begin(client, token)

    assert [each.status_code for each in answers] == [410, 410]
    assert set(User.objects.values_list("email", flat=True)) == before
    with pytest.raises(InvitationGone):
        make_first_account(token, User(email="late@example.org"))


@pytest.mark.django_db
def test_once_somebody_has_an_account_no_link_is_printed():
    UserFactory()

    assert printed() == ""
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_the_demo_has_an_account_of_nobody_and_goes_to_the_first(client):
    demo = MembershipFactory(user__email="organizer@demo.localhost", event__slug="demo").event

    begin(client, first_link(at=timezone.now()))

    mine = Membership.objects.get(user__email="aigul@example.org")
    assert (mine.event, mine.role) == (demo, Membership.Role.OWNER)
    assert AuditEntry.objects.get(event=demo).verb == "member.added"


@pytest.mark.django_db
def test_an_event_of_somebody_would_not_go_to_the_first():
    """The negative control of the test above."""
    MembershipFactory(event__slug="theirs")

    assert list(accounts._events_of_the_program()) == []
    assert Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"name": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"password2": "another one"}, "password2"),
        ({"password1": "password12", "password2": "password12"}, "password1"),
    ],
)
def test_what_is_wrong_is_told_at_its_line_and_nothing_is_made(client, changes, line):
    response = begin(client, first_link(at=timezone.now()), **changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [line]
    assert not User.objects.exists()
    assert Invitation.objects.exists()


def both_begin(token: str) -> list[str]:
    """Two people use the same link at the same moment; what came of each."""
    meet, came = Barrier(2, timeout=30), []

    def use(email: str) -> None:
        account = User(email=email)
        meet.wait()
        try:
            came.append(make_first_account(token, account).email)
        except InvitationGone:
            came.append("gone")
        finally:
            connection.close()

    threads = [Thread(target=use, args=[f"{name}@example.org"]) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_the_link_at_once_one_has_the_account():
    came = both_begin(first_link(at=timezone.now()))

    assert sorted(came)[1] == "gone"
    assert User.objects.count() == 1
