"""The keys of tablets: registered with a proof, closed by the next, and asked at every signed save."""

from datetime import datetime
from typing import Any

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, Pass, Person
from events.public_keys import is_signed, mark_of
from experts.errors import KeyRefused, ScoringIsClosed, SignatureRefused
from experts.models import SheetRevision, SheetSignature, TabletKey
from experts.sheets import Assignment, SheetOperation
from experts.signatures import Signer, text_of_key, text_of_sheet


@transaction.atomic
def register_key(held: Pass, *, public_key: str, proof: str, at: datetime) -> TabletKey:
    """The key of the tablet that holds this card from now on; the same key again changes nothing.

    Locks the event, so that none comes in while the scoring is closed, and then the person. Closes every other open key of this
    expert, whichever card it came with. Raises KeyRefused for what is no key, for a proof that the key did not make, and for
    a key that was closed; ScoringIsClosed for a new one after the close, when the slips are signed.
    """
    _check_proof(held, public_key, proof)
    event = Event.objects.held(held.person.event_id)
    Person.objects.select_for_update(no_key=True).get(pk=held.person_id)
    if not Pass.objects.valid().filter(pk=held.pk).exists():
        raise KeyRefused
    known = TabletKey.objects.filter(card=held, mark=mark_of(public_key)).first()
    if known is not None:
        if known.closed_at is not None:
            raise KeyRefused
        return known
    if not event.is_scoring_open:
        raise ScoringIsClosed
    return _registered(event, held, public_key, at)


def _registered(event: Event, held: Pass, public_key: str, at: datetime) -> TabletKey:
    person, mark = held.person, mark_of(public_key)
    closed = _close_others(held, at)
    key = TabletKey.objects.create(card=held, public_key=public_key, mark=mark, made_at=at)
    details = {
        "person": person.pk,
        "key": mark,
        "closed": [each.mark for each in closed],
        **lines_of(key, *closed),
    }
    AuditEntry.write(event, person, "tablet_key.registered", key, details)
    return key


def _check_proof(held: Pass, public_key: str, proof: str) -> None:
    text = text_of_key(signer_of(held), card=held.pk, public_key=public_key)
    try:
        is_proved = is_signed(text, signature=proof, key=public_key)
    except ValueError:
        raise KeyRefused from None
    if not is_proved:
        raise KeyRefused


def _close_others(held: Pass, at: datetime) -> list[TabletKey]:
    cards = Pass.objects.filter(person=held.person_id, is_rehearsal=held.is_rehearsal)
    others = list(TabletKey.objects.open().filter(card__in=cards).order_by("pk"))
    for key in others:
        key.closed_at = at
        key.save(update_fields=["closed_at"])
    return others


def signer_of(held: Pass, key: str = "") -> Signer:
    return Signer(event=held.person.event.slug, person=held.person.key, key=key)


def key_that_signed(
    operation: SheetOperation, assignment: Assignment, held: Pass
) -> TabletKey | None:
    """None for an unsigned operation. Raises SignatureRefused unless the open key of this card signed exactly this."""
    if operation.signed is None:
        return None
    if not operation.is_final:
        raise SignatureRefused
    open_keys = TabletKey.objects.open()
    key = open_keys.filter(card=held, mark=operation.signed.key).first()
    if key is None:
        raise SignatureRefused
    text = text_of_sheet(signer_of(held, key.mark), assignment, operation)
    if not is_signed(text, signature=operation.signed.signature, key=key.public_key):
        raise SignatureRefused
    return key


def has_signature(revision: SheetRevision) -> bool:
    return SheetSignature.objects.filter(revision=revision).exists()


def keep_signature(
    revision: SheetRevision, operation: SheetOperation, key: TabletKey | None
) -> dict[str, Any]:
    """Beside its revision; returns what the line of the log says of it."""
    if operation.signed is None or key is None:
        return {}
    signed = SheetSignature.objects.create(
        revision=revision, key=key, signature=operation.signed.signature
    )
    return signed.details()
