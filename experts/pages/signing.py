"""What the expert's pages say of keys and signatures."""

from dataclasses import dataclass
from typing import Self

from experts.access import Assigned
from experts.models import Seat
from experts.sheets import Assignment, Sheet
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
        return cls(mark_of_sheet(found.seat, found.assignment.defense, sheet), sheet.signed_by)


def mark_of_sheet(seat: Seat, defense_id: int, sheet: Sheet) -> str:
    """The short hash of what the server has of the sheet, as slips and the protocol say it."""
    signer = Signer(event=seat.panel.room.event.slug, person=seat.person.key)
    return short_hash(text_of_stored(signer, Assignment(seat.pk, defense_id), sheet))
