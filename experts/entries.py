"""One row of this app as it comes from outside: a seat, a tie that is disclosed."""

from typing import Annotated, Literal

from events.entries import Key, SmallNumber
from events.entry_base import Choice, Entry, Several
from events.texts import Text
from experts import validators

SeatRole = Annotated[Literal["chair", "deputy", "member", "secretary", "reserve"], Choice()]
Tie = Annotated[Literal["employer", "partner", "superior", "organiser", "other"], Choice()]


class SeatEntry(Entry):
    person: Key
    role: SeatRole = "member"
    role_text: Annotated[Text, validators.seat_role_text] | None = None
    affiliation: Annotated[Text, validators.seat_affiliation] | None = None
    note: Annotated[str, validators.seat_note] | None = None


class DisclosureEntry(Entry):
    """Why some experts stand near some projects without supervising them."""

    kind: Tie
    experts: Annotated[tuple[Key, ...], Several(least=1, most=100, distinct=True)]
    projects: Annotated[tuple[SmallNumber, ...], Several(least=1, distinct=True)]
    reason: Annotated[str, validators.interest_evidence]
