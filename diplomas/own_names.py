"""What a person sees of their own names on the phone: as they will be printed, and what became of a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from diplomas.texts import languages_of_names
from events.entry_forms import LANGUAGE_NAMES, packed
from events.models import AskedName, Event, Person
from events.models.asked_names import confirmed_words, stands_confirmed
from events.services.asked_names import names_in


@dataclass(frozen=True)
class PrintedName:
    language: str
    in_language: str | Promise
    name: str
    asked: str = ""

    @property
    def is_asked_otherwise(self) -> bool:
        return self.asked not in ("", self.name)


@dataclass(frozen=True)
class OwnNames:
    """`asked` is the last request, unless it was withdrawn; `seen` says to the server what stood here.

    `is_confirmed` while the words that the person confirmed are those that stand here.
    """

    names: Sequence[PrintedName]
    seen: str
    person: Person
    asked: AskedName | None
    is_issued: bool
    is_confirmed: bool

    @property
    def is_waiting(self) -> bool:
        return self.asked is not None and self.asked.state == AskedName.State.WAITING

    @property
    def is_declined(self) -> bool:
        """A confirmation that came after it settles it."""
        asked = self.asked
        declined = asked is not None and asked.state == AskedName.State.DECLINED
        return declined and not self.is_confirmed

    @property
    def is_taken(self) -> bool:
        """The spelling stands as it was asked for."""
        asked = self.asked
        taken = asked is not None and asked.state == AskedName.State.TAKEN
        is_last = asked is not None and self.person.confirmed_at == asked.asked_at
        return taken and is_last and self.is_confirmed

    @property
    def can_confirm(self) -> bool:
        return not (self.is_confirmed or self.is_issued or self.is_over)

    @property
    def is_over(self) -> bool:
        return bool(self.person.event.phase == Event.Phase.ARCHIVED)


def own_names(person: Person, *, is_issued: bool) -> OwnNames:
    said = names_in(person, languages_of_names(person.event))
    last = AskedName.objects.filter(person=person).order_by("pk").last()
    asked = None if last and last.state == AskedName.State.WITHDRAWN else last
    return OwnNames(
        names=printed_and_asked(said, asked),
        seen=packed(said),
        person=person,
        asked=asked,
        is_issued=is_issued,
        is_confirmed=stands_confirmed(person, confirmed_words(person), said),
    )


def printed_and_asked(said: dict[str, str], asked: AskedName | None) -> list[PrintedName]:
    wanted = asked.names if asked else {}
    return [
        PrintedName(each, LANGUAGE_NAMES[each], name, wanted.get(each, ""))
        for each, name in said.items()
    ]
