"""What the expert's pages say of keys and signatures."""

from dataclasses import dataclass
from typing import Self

from experts.access import Assigned
from experts.sheets import Sheet
from experts.signatures import Signer, short_hash, text_of_stored


@dataclass(frozen=True)
class SignatureLine:
    """By which an expert knows a submitted sheet again; `key` is empty for one that was not signed."""

    hash: str
    key: str

    @classmethod
    def of(cls, found: Assigned, sheet: Sheet | None) -> Self | None:
        if sheet is None or not sheet.is_final:
            return None
        seat = found.seat
        signer = Signer(event=seat.panel.room.event.slug, person=seat.person.key)
        text = text_of_stored(signer, found.assignment, sheet)
        return cls(short_hash(text), sheet.signed_by)
