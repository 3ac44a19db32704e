"""What the expert's pages say of keys and signatures."""

from dataclasses import dataclass
from typing import Self

from events.models import Person
from experts.sheets import Assignment, Sheet
from experts.signatures import Signer, short_hash, text_of_stored


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
