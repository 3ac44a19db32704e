"""Numbers of the register: counted over all events of one installation and year."""

from diplomas.models import Diploma, Register
from diplomas.numbering import registration_number
from events.models import Event


def take_numbers(event: Event, count: int) -> list[str]:
    """The next numbers of the event's year, within the caller's transaction.

    The row of the register is locked until then, so two events that issue at the same time wait for
    each other; a transaction that fails gives its numbers back.
    """
    year, is_rehearsal = event.ends_on.year, event.is_rehearsal
    locked = Register.objects.select_for_update()
    register, _ = locked.get_or_create(year=year, is_rehearsal=is_rehearsal)
    first = register.last + 1
    register.last += count
    register.save(update_fields=["last"])
    places = range(first, first + count)
    return [registration_number(year, place, is_rehearsal=is_rehearsal) for place in places]


def forget_rehearsals() -> None:
    """Take away the registers of rehearsals none of whose diplomas is left, within the caller's transaction."""
    for register in Register.objects.select_for_update().filter(is_rehearsal=True):
        if not Diploma.objects.filter(number__startswith=f"{register.year}/R").exists():
            register.delete()
