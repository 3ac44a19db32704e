"""What organizers do with the panel: each a pure change of its section of the event file."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from events.editing import Edit, Refused, edited, entry_from, found, replaced
from events.errors import DomainError
from events.revisions import Beside, moved, without
from events.rules import Flaw
from experts.entries import DisclosureEntry, SeatEntry
from experts.rules import CHAIR, SCORING_ROLES

SAID: Final = ("role", "role_text", "affiliation", "note")
RESERVE: Final = "reserve"
Seats = tuple[SeatEntry, ...]


class NobodyToReplace(DomainError):
    """A reserve takes the place of somebody who scores, and nobody else's."""

    def __init__(self) -> None:
        super().__init__(
            _("A reserve takes the place of an expert who scores. Choose the reserve again.")
        )


def with_new_seat(panel: Sequence[SeatEntry], said: Edit, person: str, own: str) -> Seats:
    """A seat at the end, so that nobody is renumbered. Raises Refused."""
    if any(seat.person == person for seat in panel):
        raise Refused([Flaw("person", _("They sit on the panel already."))])
    base = SeatEntry.model_construct(person=person, role="member")
    seat = entry_from(SeatEntry, SAID, said.given, own=own, base=base)
    refuse_second_chair([*panel, seat], seat)
    return (*panel, seat)


def with_seat_said(panel: Sequence[SeatEntry], person: str, edit: Edit, own: str) -> Seats:
    """The seat with its role, affiliation and note as they were changed. Raises what `edited` raises."""
    seat = _of(panel, person)
    changed = edited(seat, edit, SAID, own=own)
    seats = replaced(panel, seat, changed)
    refuse_second_chair(seats, changed)
    return seats


def refuse_second_chair(panel: Sequence[SeatEntry], seat: SeatEntry) -> None:
    """In the words of a page, before the rule of the file is asked. Raises Refused."""
    if seat.role == CHAIR and any(each.role == CHAIR for each in panel if each is not seat):
        reason = _("The panel has a chair: give the present one another role first.")
        raise Refused([Flaw("role", reason)])


def with_seat_moved(panel: Sequence[SeatEntry], person: str, to: Beside) -> Seats:
    return moved(panel, lambda seat: seat.person, person, to)


def without_seat(panel: Sequence[SeatEntry], person: str) -> Seats:
    return without(panel, _of(panel, person))


def with_reserve_seated(
    panel: Sequence[SeatEntry], absent: str, reserve: str, *, has_scored: bool
) -> Seats:
    """The reserve scores from now on. Nobody changes their number.

    Who was there before keeps a seat: in the role held so far with sheets in it or as the chair, and
    as a reserve otherwise. Raises RowGone, NobodyToReplace.
    """
    leaving, coming = _of(panel, absent), _of(panel, reserve)
    if leaving.role not in SCORING_ROLES or coming.role != RESERVE:
        raise NobodyToReplace
    stays = has_scored or leaving.role == CHAIR
    left = leaving if stays else leaving.model_copy(update={"role": RESERVE})
    come = coming.model_copy(update={"role": "member"})
    return replaced(replaced(panel, leaving, left), coming, come)


def _of(panel: Sequence[SeatEntry], person: str) -> SeatEntry:
    return found(panel, lambda seat: seat.person == person)


def disclosures_with_numbers(
    disclosures: Sequence[DisclosureEntry], numbers: Mapping[int, int]
) -> tuple[DisclosureEntry, ...]:
    """The ties under the new numbers of their projects; one to none that is left is none."""
    renumbered = (
        each.model_copy(
            update={"projects": tuple(sorted(numbers[n] for n in each.projects if n in numbers))}
        )
        for each in disclosures
    )
    return tuple(each for each in renumbered if each.projects)
