"""What a trainee sees of the language of their documents: among which they choose, and what they chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from diplomas.services.choosing_language import language_chosen_by, may_choose
from diplomas.texts import languages_offered
from events.entry_forms import LANGUAGE_NAMES
from events.models import Person


@dataclass(frozen=True)
class OfferedLanguage:
    language: str
    name: str | Promise
    is_taken: bool


@dataclass(frozen=True)
class OwnLanguage:
    """`offered` is empty where no wording lets one choose; `is_said` where the person chose one that is offered."""

    offered: Sequence[OfferedLanguage]
    is_said: bool
    is_open: bool

    @property
    def to_choose(self) -> list[OfferedLanguage]:
        """All until one is chosen, then the others."""
        return [each for each in self.offered if not (self.is_said and each.is_taken)]

    @property
    def taken(self) -> str | Promise:
        return next(each.name for each in self.offered if each.is_taken)


def own_language(person: Person) -> OwnLanguage:
    languages = languages_offered(person.event)
    said = language_chosen_by(person) if languages else ""
    taken = said if said in languages else next(iter(languages), "")
    return OwnLanguage(
        [OfferedLanguage(each, LANGUAGE_NAMES[each], each == taken) for each in languages],
        is_said=taken == said != "",
        is_open=bool(languages) and may_choose(person),
    )
