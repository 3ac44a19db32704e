"""One row of this app as it comes from outside: the wording of the diploma."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from diplomas import rules, validators
from diplomas.record import MOST_SIGNATORIES, pages_of
from events.entries import Language
from events.entry_base import Choice, Entry, Several, WordOr
from events.rules import Flaw
from events.texts import LANGUAGES, Text, Translated, languages_of, stored


class SignatoryEntry(Entry):
    role: Annotated[Text, validators.signatory_role]
    name: Annotated[str, validators.signatory_name] | None = None


class AwardEntry(Entry):
    """What an award of the day is for."""

    name: Annotated[Text, validators.award_name]


Beside = Annotated[Literal["none", "kk", "ru", "en", "all", "chosen"], Choice()]
Accent = Annotated[Literal["petrol", "blue", "green", "burgundy", "violet", "black"], Choice()]
Shown = Annotated[Literal["printed", "none"], Choice()]


class DesignEntry(Entry):
    """The words of the document around the holder's name and the topic, its main language and the others beside it."""

    placeholders: ClassVar[tuple[str, ...]] = ("{programme}", "{chair}")

    language: Language
    beside: Beside = "none"
    title: Annotated[Text, validators.design_title]
    lead: Annotated[Text, validators.design_lead]
    before_topic: Annotated[Text, validators.design_before_topic] | None = None
    after_topic: Annotated[Text, validators.design_after_topic] | None = None
    hours: Annotated[int, validators.design_hours] | None = None
    dates: Shown = "printed"
    stamp: Shown = "none"
    accent: Accent = "petrol"
    signatories: Annotated[tuple[SignatoryEntry, ...], Several(most=MOST_SIGNATORIES)] = ()

    def flaws(self) -> Iterator[Flaw]:
        yield from self._flaws_of_texts()
        if not self.language:  # unread; without it nobody knows which of the words are printed
            return
        if self.beside == self.language:
            yield Flaw("beside", _("This is the language of the main text. Choose another one."))
            return
        yield from {flaw.place: flaw for flaw in self._flaws_of_pages()}.values()

    def _flaws_of_pages(self) -> Iterator[Flaw]:
        for languages in pages_of(self.language, self.beside):
            main, *others = [self._wording(each) for each in languages]
            for flaw in rules.wording_flaws(replace(main, beside=others)):
                yield replace(flaw, place=self._place(flaw.place))

    def _place(self, place: str) -> str:
        """Without the language where the text is the same in each, or is printed in another one."""
        name, _dot, language = place.partition(".")
        text = getattr(self, name)
        return place if isinstance(text, Translated) and getattr(text, language) else name

    def _wording(self, language: str) -> rules.Wording:
        others = (each for each in LANGUAGES if each != language)
        return rules.Wording(
            language=language,
            title=_said(self.title, language),
            other_titles=list(dict.fromkeys(_said(self.title, each) for each in others)),
            lead=_said(self.lead, language),
            before_topic=_said(self.before_topic, language),
            after_topic=_said(self.after_topic, language),
            hours=self.hours or 0,
            signatories=[
                (_said(each.role, language), each.name or "") for each in self.signatories or ()
            ],
        )

    def _flaws_of_texts(self) -> Iterator[Flaw]:
        """Each text in each language by itself."""
        told = {name: getattr(self, name) for name in rules.TEXTS}
        for number, each in enumerate(self.signatories or ()):
            told[f"signatories[{number}].role"] = each.role
            told[f"signatories[{number}].name"] = each.name
        for place, text in told.items():
            for language, words in _each_language(text):
                where = f"{place}.{language}" if language else place
                yield from rules.text_flaws(where, words, self.placeholders)


class AwardDesignEntry(DesignEntry):
    """The same of an award, which also says what it is for."""

    placeholders: ClassVar[tuple[str, ...]] = ("{programme}", "{chair}", "{award}")


class DocumentsEntry(Entry):
    """The words of the documents beside the diploma; those that are not listed have this product's own."""

    certificate: DesignEntry | None = None
    supervisor: DesignEntry | None = None
    expert: DesignEntry | None = None
    award: AwardDesignEntry | None = None


def _each_language(text: Text | None) -> Iterator[tuple[str, str]]:
    if isinstance(text, str):
        yield "", text
    elif text is not None:
        yield from languages_of(text).items()


def _said(text: Text | None, language: str) -> str:
    """As a document in this language prints it: in another one if it lacks that."""
    return str(LazyI18nString(stored(text)).localize(language))


DesignChoice = Annotated[Literal["default"] | DesignEntry, WordOr()]
