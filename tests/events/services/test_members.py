"""Who organizes an event: invited, come, changed and gone, and never without an owner."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events.errors import InvitationGone, LastOwner, NotYourInvitation
from events.models import AuditEntry, Invitation, Letter, Membership, User
from events.models.passes import hash_of
from events.services import members
from events.services.members import accept, change_role, invite, remove_member
from tests.cast import as_organizer, gather
from tests.defense.workspace.test_people import page
from tests.events.services.test_accounts import FORM
from tests.factories import EventFactory, MembershipFactory, UserFactory

Role = Membership.Role
INVITED = "new@example.org"


@pytest.fixture
def cast(db):
    return gather()


@pytest.fixture
def token(cast):
    return invite(cast.event, INVITED, role=Role.HOST, actor=cast.olga, at=timezone.now())


def link(token):
    return reverse("account_invitation", args=[token])


def role_of(cast, email):
    return Membership.objects.get(event=cast.event, user__email=email).role


def test_a_letter_leads_to_an_account_with_the_role(client, cast):
    as_organizer(client, cast.olga)
    client.post(page("member_invite", cast), {"email": "New@Example.org", "role": "host"})
    letter = Letter.objects.get()
    client.logout()
    path = re.search(r"http://[^/]+(/\S+)", letter.text)[1]

    assert INVITED in client.get(path).content.decode()
    response = client.post(path, {name: said for name, said in FORM.items() if name != "email"})

    assert letter.address == INVITED
    assert response.url == reverse("organizer:overview", args=["ours"])
    assert role_of(cast, INVITED) == Role.HOST
    assert client.get(response.url).status_code == 200
    assert not Invitation.objects.exists()


def test_without_mail_the_link_is_shown_once_and_kept_as_a_hash(client, cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    as_organizer(client, cast.olga)

    html = client.post(page("member_invite", cast), {"email": INVITED, "role": "host"})

    token = re.search(r"/accounts/invitation/(\w+)/", html.content.decode())[1]
    assert Invitation.objects.get().token_hash == hash_of(token)
    assert token not in client.get(page("members", cast)).content.decode()
    assert not Letter.objects.exists()


def test_who_has_an_account_signs_in_and_takes_part(client, cast, token):
    account = UserFactory(email=INVITED)
    assert "?next=/accounts/invitation/" in client.get(link(token)).content.decode()
    as_organizer(client, account)

    client.get(link(token))
    assert not Membership.objects.filter(user=account).exists()
    client.post(link(token))

    assert role_of(cast, INVITED) == Role.HOST


def used(cast, token):
    accept(token, UserFactory(email=INVITED))


def replaced(cast, token):
    invite(cast.event, INVITED, role=Role.HOST, actor=cast.olga, at=timezone.now())


def withdrawn(cast, token):
    members.withdraw(cast.event, Invitation.objects.get().pk, actor=cast.olga)


def expired(cast, token):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("made", [used, replaced, withdrawn, expired])
def test_a_link_that_is_over_lets_nobody_in(client, cast, token, made):
    made(cast, token)
    before = Membership.objects.count()

    answers = [client.get(link(token)), client.post(link(token), FORM)]

    assert [each.status_code for each in answers] == [410, 410]
    assert Membership.objects.count() == before
    with pytest.raises(InvitationGone):
        accept(token, User(email=INVITED))


def test_an_invitation_is_for_its_address_alone(client, cast, token):
    """Also where the address is an account's: nobody takes it over with a new password."""
    as_organizer(client, cast.oleg)

    client.post(link(token))

    with pytest.raises(NotYourInvitation):
        accept(token, cast.oleg)
    assert not Membership.objects.filter(user=cast.oleg, event=cast.event).exists()
    UserFactory(email=INVITED, password="theirs and only theirs")
    client.logout()
    client.post(link(token), FORM)
    assert User.objects.get(email=INVITED).check_password("theirs and only theirs")


def test_who_takes_part_is_not_invited_again(client, cast):
    as_organizer(client, cast.olga)

    response = client.post(page("member_invite", cast), {"email": cast.hana.email, "role": "owner"})

    assert response.status_code == 422
    assert role_of(cast, cast.hana.email) == Role.HOST


def test_a_role_is_changed_and_somebody_is_taken_out(client, cast):
    as_organizer(client, cast.olga)
    hana = Membership.objects.get(user=cast.hana)

    client.post(page("member_role", cast, hana.pk), {"role": "secretary"})
    assert role_of(cast, cast.hana.email) == Role.SECRETARY
    client.post(page("member_remove", cast, hana.pk), {"agreed": "1"})

    assert not Membership.objects.filter(pk=hana.pk).exists()
    verbs = AuditEntry.objects.filter(event=cast.event).order_by("number")
    assert list(verbs.values_list("verb", flat=True)) == ["member.added", "member.removed"]
    as_organizer(client, cast.hana)
    assert client.get(page("overview", cast)).status_code == 404


def test_everybody_may_leave_but_the_last_owner(client, cast):
    for who in (cast.mona, cast.olga):
        as_organizer(client, who)
        client.post(page("member_leave", cast), {"agreed": "1"})

    assert not Membership.objects.filter(user=cast.mona).exists()
    assert role_of(cast, cast.olga.email) == Role.OWNER
    olga = Membership.objects.get(user=cast.olga)
    with pytest.raises(LastOwner):
        change_role(cast.event, olga.pk, role=Role.HOST, actor=cast.olga)


def test_nobody_reaches_the_members_of_another_event(client, cast):
    as_organizer(client, cast.olga)
    oleg = Membership.objects.get(user=cast.oleg)

    answers = [
        client.post(page(name, cast, oleg.pk), {"role": "host", "agreed": "1"})
        for name in ("member_role", "member_remove")
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert Membership.objects.get(user=cast.oleg).role == Role.OWNER


def two_owners_take_each_other_out(event) -> list[str]:
    first, second = Membership.objects.filter(event=event).order_by("pk")
    meet, came = Barrier(2, timeout=30), []

    def take_out(mine: Membership, other: Membership) -> None:
        meet.wait()
        try:
            remove_member(event, other.pk, actor=mine.user)
            came.append("gone")
        except LastOwner:
            came.append("stays")
        finally:
            connection.close()

    threads = [Thread(target=take_out, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came)


def two_owners():
    event = EventFactory()
    MembershipFactory.create_batch(2, event=event)
    return event


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_take_each_other_out_at_once_one_stays():
    event = two_owners()

    assert two_owners_take_each_other_out(event) == ["gone", "stays"]
    assert Membership.objects.filter(event=event, role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time")
def test_without_the_lock_no_owner_would_be_left(monkeypatch):
    """The negative control: both look before either has acted."""
    event = two_owners()
    looked = Barrier(2, timeout=30)
    refuse = members._refuse_last_owner

    def both_look(member):
        refuse(member)
        looked.wait()

    monkeypatch.setattr(members, "_hold", lambda event: None)
    monkeypatch.setattr(members, "_refuse_last_owner", both_look)

    assert two_owners_take_each_other_out(event) == ["gone", "gone"]
