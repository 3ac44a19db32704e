"""One row of this app as it comes from outside: the wording of the diploma."""

from collections.abc import Iterator
from typing import Annotated, Literal

from i18nfield.strings import LazyI18nString

from diplomas import rules, validators
from diplomas.record import MOST_SIGNATORIES
from events.entries import Language
from events.entry_base import Entry, Several, WordOr
from events.rules import Flaw
from events.texts import LANGUAGES, Text, stored


class SignatoryEntry(Entry):
    role: Annotated[Text, validators.signatory_role]
    name: Annotated[str, validators.signatory_name] | None = None


class AwardEntry(Entry):
    """What an award of the day is for."""

    name: Annotated[Text, validators.award_name]


class DesignEntry(Entry):
    """The words of the document around the holder's name and the topic, and its main language."""

    language: Language
    title: Annotated[Text, validators.design_title]
    lead: Annotated[Text, validators.design_lead]
    before_topic: Annotated[Text, validators.design_before_topic] | None = None
    after_topic: Annotated[Text, validators.design_after_topic] | None = None
    signatories: Annotated[tuple[SignatoryEntry, ...], Several(most=MOST_SIGNATORIES)] = ()

    def flaws(self) -> Iterator[Flaw]:
        if not self.language:  # unread; without it nobody knows which of the words are printed
            return iter(())
        others = (each for each in LANGUAGES if each != self.language)
        wording = rules.Wording(
            title=_said(self.title, self.language),
            other_titles=list(dict.fromkeys(_said(self.title, each) for each in others)),
            lead=_said(self.lead, self.language),
            before_topic=_said(self.before_topic, self.language),
            after_topic=_said(self.after_topic, self.language),
            signatories=[
                (_said(each.role, self.language), each.name or "")
                for each in self.signatories or ()
            ],
        )
        return rules.wording_flaws(wording)


def _said(text: Text | None, language: str) -> str:
    """As a document in this language prints it: in another one if it lacks that."""
    return str(LazyI18nString(stored(text)).localize(language))


DesignChoice = Annotated[Literal["default"] | DesignEntry, WordOr()]
