"""What the expert's pages say of keys and signatures, and what the tablet's script needs to sign."""

from dataclasses import dataclass
from typing import Any, Self

from django.urls import reverse

from events.models import Person
from experts.access import Assigned
from experts.sheets import Assignment, Sheet
from experts.signatures import Signer, short_hash, text_of_stored

KEY_URL = "api:tablet_key"


@dataclass(frozen=True)
class SignatureLine:
    """By which an expert knows a submitted sheet again; `key` is empty for one that was not signed."""

    hash: str
    key: str

    @classmethod
    def of(cls, person: Person, assignment: Assignment, sheet: Sheet | None) -> Self | None:
        if sheet is None or not sheet.is_final:
            return None
        return cls(hash_of_sheet(person, assignment, sheet), sheet.signed_by)


def hash_of_sheet(person: Person, assignment: Assignment, sheet: Sheet) -> str:
    """The person comes with their event."""
    signer = Signer(event=person.event.slug, person=person.key)
    return short_hash(text_of_stored(signer, assignment, sheet))


def signer_data(found: Assigned) -> dict[str, Any]:
    """Whose tablet it is, as it stands in what is signed (experts/signatures.py)."""
    return {
        "card": found.card,
        "event": found.seat.panel.room.event.slug,
        "person": found.seat.person.key,
        "url": reverse(KEY_URL),
    }
