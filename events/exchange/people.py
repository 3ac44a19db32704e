"""The people of an event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from events import entries
from events.columns import entry_of, values_of
from events.journal import Journal, shown
from events.matching import Table, Wanted, bring
from events.models import Event, Person
from events.texts import LANGUAGES, Translated, languages_of


@dataclass(frozen=True)
class People:
    """The people of a file by key, those of them who are new, and those who are in it no longer."""

    by_key: Mapping[str, Person]
    new: Sequence[Person]
    left: Sequence[Person]


def load_people(
    event: Event,
    people: Sequence[entries.PersonEntry],
    journal: Journal,
    *,
    renaming: Collection[str] = (),
) -> People:
    """Add and change the people of the file. Who is in it no longer is left to the caller.

    `renaming` are the keys of those whose name an organizer changes who knows that it is confirmed.
    """
    table = Table(
        Person,
        keys_of=lambda person: (person.key,),
        place_of=lambda person: f"people.{person.key}",
        title_of=lambda person: person.name,
        fitted=lambda person, values: (
            _to_be_confirmed_anew(person, _without_older_word(person, values, journal))
            if person.key in renaming
            else _without_confirmed_names(
                person, _without_older_word(person, values, journal), journal
            )
        ),
    )
    held = list(Person.objects.of_event(event))
    known, named = {person.key for person in held}, {entry.key for entry in people}
    wanted = [
        Wanted(
            place=f"people.{entry.key}",
            title=entry.name,
            values={"event": event, **_values(entry)},
            keys=(entry.key,),
        )
        for entry in people
    ]
    stay = [person for person in held if person.key in named]
    brought = bring(table, stay, wanted, journal)
    return People(
        by_key={person.key: person for person in brought.rows},
        new=[person for person in brought.rows if person.key not in known],
        left=[person for person in held if person.key not in named],
    )


def _values(entry: entries.PersonEntry) -> dict[str, Any]:
    names = languages_of(entry.printed_names) if entry.printed_names else {}
    return {**values_of(entry, Person), "printed_names": names}


def _without_confirmed_names(
    person: Person, values: dict[str, Any], journal: Journal
) -> dict[str, Any]:
    """The name a person has confirmed is theirs: what is printed, and what it falls back to."""
    if person.confirmed_at is None:
        return values
    for name in ("name", "printed_names"):
        before = getattr(person, name)
        if before != values.pop(name):
            reason = _("confirmed by the person")
            journal.kept(f"people.{person.key}.{name}", shown(before), reason)
    return values


def _without_older_word(person: Person, values: dict[str, Any], journal: Journal) -> dict[str, Any]:
    """What somebody said of being named in public stays until they say otherwise later; of one day a no does."""
    said, on = person.named_in_public, person.named_in_public_on
    wanted, wanted_on = values["named_in_public"], values["named_in_public_on"]
    if on is None or (wanted, wanted_on) == (said, on):
        return values
    if wanted_on and (wanted_on > on or (wanted_on == on and not wanted)):
        return values
    place = f"people.{person.key}.named_in_public"
    journal.kept(place, shown(said), _("said by the person on %(day)s") % {"day": shown(on)})
    return {**values, "named_in_public": said, "named_in_public_on": on}


def _to_be_confirmed_anew(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    """A confirmation holds for what was printed then, in any language."""
    named = Person(name=values["name"], printed_names=values["printed_names"])
    is_moved = any(person.printed_name(each) != named.printed_name(each) for each in LANGUAGES)
    return {**values, "confirmed_at": None} if is_moved else values


def dump_people(event: Event) -> tuple[entries.PersonEntry, ...]:
    return tuple(map(person_entry, Person.objects.of_event(event).order_by("pk")))


def person_entry(person: Person) -> entries.PersonEntry:
    names = Translated(**person.printed_names) if person.printed_names else None
    return entry_of(entries.PersonEntry, person, printed_names=names)
