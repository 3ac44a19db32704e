"""How accounts are made: the first one of an installation by a link, every other by an invitation."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from events.codes import random_letters
from events.errors import InvitationGone
from events.models import Event, Invitation, Membership, User
from events.models.invitations import FIRST_ACCOUNT_FOR
from events.models.passes import hash_of
from events.services.members import TOKEN_LETTERS, add_member

ACTOR: Final = "command:first_account"


@transaction.atomic
def first_link(*, at: datetime) -> str | None:
    """A new token by which the first account is made; an earlier one stops working.

    None once somebody has an account: then organizers invite each other.
    """
    if User.objects.of_people().exists():
        return None
    token = random_letters(TOKEN_LETTERS)
    made = {"token_hash": hash_of(token), "made_at": at, "expires_at": at + FIRST_ACCOUNT_FOR}
    Invitation.objects.update_or_create(event=None, role=Membership.Role.OWNER, defaults=made)
    return token


def first_invitation(token: str) -> Invitation | None:
    """The open link to the first account, while nobody has one."""
    found = Invitation.objects.open().filter(event=None, token_hash=hash_of(token)).first()
    return None if found and User.objects.of_people().exists() else found


def make_first_account(token: str, account: User) -> User:
    """Save the account, and make it an owner of the events that the program brought along.

    The link is used up. Raises InvitationGone; of two who use it at once the second is refused.
    """
    with transaction.atomic():
        list(Invitation.objects.select_for_update().filter(event=None))
        invitation = first_invitation(token)
        if invitation is None:
            raise InvitationGone
        invitation.delete()
        account.save()
        for event in _events_of_the_program():
            add_member(event, account, role=Membership.Role.OWNER, actor=ACTOR)
    return account


def _events_of_the_program() -> QuerySet[Event]:
    """The demo: an event that nobody has come to organize yet."""
    of_people = Membership.objects.filter(user__in=User.objects.of_people())
    return Event.objects.exclude(membership__in=of_people).order_by("pk")
