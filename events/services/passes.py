from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.codes import CARD_LETTERS, random_letters
from events.covered import lines_of
from events.errors import PassNotFound, PassOnAnotherDevice, PassUnknown
from events.models import AuditEntry, Pass, Person, User
from events.models.passes import hash_of


@dataclass(frozen=True)
class Card:
    """A pass just made, with the token that is shown once and stored nowhere."""

    issued: Pass
    token: str


@transaction.atomic
def issue_pass(
    person: Person, *, kind: str, actor: User | str, at: datetime, is_rehearsal: bool = False
) -> Card:
    """Make a new pass; the person's earlier pass of this kind stops working."""
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = Pass.objects.valid().filter(person=person, kind=kind, is_rehearsal=is_rehearsal)
    replaced = list(earlier)
    earlier.update(revoked_at=at)
    token = random_letters(CARD_LETTERS)
    issued = Pass.objects.create(
        person=person,
        kind=kind,
        token_hash=hash_of(token),
        is_rehearsal=is_rehearsal,
        issued_at=at,
    )
    AuditEntry.write(person.event, actor, "pass.issued", issued, lines_of(issued, *replaced))
    return Card(issued=issued, token=token)


@transaction.atomic
def redeem_pass(token: str, *, device: str, at: datetime) -> Pass:
    """The valid pass of this token, bound to the device if its kind is.

    Raises PassUnknown, PassNotFound when it was revoked, or PassOnAnotherDevice when another device was
    there first.
    """
    issued = Pass.objects.filter(token_hash=hash_of(token))
    found = issued.valid().first()
    if found is None:
        raise PassNotFound if issued.exists() else PassUnknown(CARD_LETTERS)
    if not found.is_bound_to_device:
        Pass.objects.filter(pk=found.pk, redeemed_at=None).update(redeemed_at=at)
        return found
    unbound = Pass.objects.filter(pk=found.pk, device_hash="")
    unbound.update(device_hash=hash_of(device), redeemed_at=at)
    found.refresh_from_db()
    if found.device_hash != hash_of(device):
        raise PassOnAnotherDevice
    return found


@transaction.atomic
def revoke_pass(revoked: Pass, *, actor: User | str, at: datetime) -> None:
    if Pass.objects.valid().filter(pk=revoked.pk).update(revoked_at=at):
        AuditEntry.write(revoked.person.event, actor, "pass.revoked", revoked, lines_of(revoked))
