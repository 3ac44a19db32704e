"""What a trainee sees of the language of their documents: among which they choose, and what they chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diplomas.models import Diploma
from diplomas.services.choosing_language import kinds_to_choose_for, language_chosen_by
from diplomas.services.issuing import Wordings
from diplomas.texts import languages_offered
from events.entry_forms import LANGUAGE_NAMES
from events.models import Person

# Who may choose the language of an award is not told that there will be one.
PERHAPS: Final = {Diploma.Kind.AWARD: _("award of the day, if you are given one")}


@dataclass(frozen=True)
class OfferedLanguage:
    language: str
    name: str | Promise
    is_taken: bool


@dataclass(frozen=True)
class Coming:
    """A document that is not issued yet, and the language in which it will be."""

    kind: str | Promise
    language: str | Promise


@dataclass(frozen=True)
class OwnLanguage:
    """`offered` is empty where no wording lets one choose; `is_said` where the person chose one that is offered.

    `coming` are the kinds for which they may choose yet.
    """

    offered: Sequence[OfferedLanguage]
    is_said: bool
    coming: Sequence[Coming]

    @property
    def is_open(self) -> bool:
        return bool(self.coming)

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
        coming=_coming(person, said) if languages else (),
    )


def _coming(person: Person, said: str) -> list[Coming]:
    wordings = Wordings(person.event)
    return [
        Coming(PERHAPS.get(kind, kind.label), LANGUAGE_NAMES[wordings.languages_of(kind, said)[0]])
        for kind in kinds_to_choose_for(person)
    ]
