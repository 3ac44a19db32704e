"""Whether a person may be named in public: said by themselves on the phone, or recorded by organizers."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Event, Pass, Person, User
from events.services.asked_names import held_person, hold


class SaidMeanwhile(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was changed: somebody recorded this meanwhile. Look at what stands here now."
            )
        )


@transaction.atomic
def say_naming(held: Pass, *, is_named: bool, on: date) -> Person:
    """The person's own word, which needs no other to have been seen. Raises PassNotFound, NamesAreReal."""
    person = held_person(held)
    _record(person, is_named, on, person)
    return person


@transaction.atomic
def record_naming(
    event: Event,
    person_id: int,
    *,
    is_named: bool | None,
    on: date | None,
    seen: tuple[bool | None, date | None],
    actor: User | str,
) -> Person:
    """What somebody said on paper or aloud; None takes a wrong record back. `seen` is what stood on the page.

    Raises Person.DoesNotExist, SaidMeanwhile.
    """
    hold(event.pk)
    people = Person.objects.of_event(event).select_related("event")
    person = people.select_for_update(of=("self",)).get(pk=person_id)
    if (person.named_in_public, person.named_in_public_on) != seen:
        raise SaidMeanwhile
    _record(person, is_named, on, actor)
    return person


def _record(
    person: Person, is_named: bool | None, on: date | None, actor: Person | User | str
) -> None:
    if (person.named_in_public, person.named_in_public_on) == (is_named, on):
        return
    person.named_in_public, person.named_in_public_on = is_named, on
    person.save(update_fields=["named_in_public", "named_in_public_on"])
    word = "" if is_named is None else "yes" if is_named else "no"
    details = {"named": word, **lines_of(person)}
    AuditEntry.write(person.event, actor, "person.naming", person, details)
