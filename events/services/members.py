"""Who organizes an event: invited, come, changed and gone. Every act holds the event, so that it keeps an owner."""

from datetime import datetime
from typing import Final

from django.db import transaction

from events.codes import random_letters
from events.covered import lines_of
from events.errors import AlreadyMember, InvitationGone, LastOwner, NotYourInvitation
from events.models import AuditEntry, Event, Invitation, Membership, User
from events.models.audit import name_of
from events.models.invitations import INVITATION_FOR
from events.models.passes import hash_of

TOKEN_LETTERS: Final = 32  # 160 random bits: an address, which nobody types


@transaction.atomic
def add_member(event: Event, user: User, *, role: str, actor: User | str) -> bool:
    """Give the account this part in the event, with a line that says so; False if it has it already."""
    member, is_new = Membership.objects.get_or_create(
        user=user, event=event, defaults={"role": role}
    )
    if not is_new and member.role == role:
        return False
    if not is_new:
        member.role = role
        member.save(update_fields=["role"])
    details = {"user": user.pk, "role": str(role), **lines_of(member)}
    AuditEntry.write(event, actor, "member.added", member, details)
    return True


@transaction.atomic
def invite(event: Event, email: str, *, role: str, actor: User, at: datetime) -> str:
    """The token of a new invitation; an earlier one to the same address stops working.

    Raises AlreadyMember.
    """
    _hold(event)
    if Membership.objects.filter(event=event, user__email=email).exists():
        raise AlreadyMember(email)
    token = random_letters(TOKEN_LETTERS)
    made = {"token_hash": hash_of(token), "made_at": at, "expires_at": at + INVITATION_FOR}
    invitation, _is_new = Invitation.objects.update_or_create(
        event=event, email=email, defaults={"role": role, **made}
    )
    AuditEntry.write(event, actor, "member.invited", invitation, {"role": str(role)})
    return token


@transaction.atomic
def withdraw(event: Event, invitation_id: int, *, actor: User) -> bool:
    """Take an invitation back; False if it was used or taken back already."""
    _hold(event)
    found = Invitation.objects.filter(event=event, pk=invitation_id).first()
    if found is None:
        return False
    AuditEntry.write(event, actor, "member.uninvited", found)
    found.delete()
    return True


def open_invitation(token: str) -> Invitation | None:
    """The invitation of this token to an event, if it still works."""
    found = Invitation.objects.open().exclude(event=None).select_related("event")
    return found.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept(token: str, account: User) -> Event:
    """Take part in the event; an account that is new is saved. The invitation is used up.

    Raises InvitationGone, and NotYourInvitation for the account of another address.
    """
    found = open_invitation(token)
    if found is None or found.event is None:
        raise InvitationGone
    _hold(found.event)
    found = open_invitation(token)
    if found is None or found.event is None:
        raise InvitationGone
    if account.email.lower() != found.email:
        raise NotYourInvitation
    if account.pk is None:
        account.save()
    event, role = found.event, found.role
    found.delete()
    add_member(event, account, role=role, actor=account)
    return event


@transaction.atomic
def change_role(event: Event, membership_id: int, *, role: str, actor: User) -> Membership:
    """Raises Membership.DoesNotExist, and LastOwner where no owner would be left."""
    _hold(event)
    member = Membership.objects.select_related("user").get(event=event, pk=membership_id)
    if role != Membership.Role.OWNER:
        _refuse_last_owner(member)
    add_member(event, member.user, role=role, actor=actor)
    member.role = role
    return member


@transaction.atomic
def remove_member(event: Event, membership_id: int, *, actor: User) -> Membership:
    """Somebody leaves, or is taken out. Raises Membership.DoesNotExist, LastOwner."""
    _hold(event)
    member = Membership.objects.select_related("user").get(event=event, pk=membership_id)
    _refuse_last_owner(member)
    details = {"user": member.user_id, "role": member.role, **lines_of(gone=[name_of(member)])}
    AuditEntry.write(event, actor, "member.removed", member, details)
    member.delete()
    return member


def _hold(event: Event) -> None:
    Event.objects.held(event.pk)


def _refuse_last_owner(member: Membership) -> None:
    if member.role != Membership.Role.OWNER:
        return
    owners = Membership.objects.filter(event=member.event_id, role=Membership.Role.OWNER)
    if not owners.exclude(pk=member.pk).exists():
        raise LastOwner
