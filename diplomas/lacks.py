"""Which words documents lack in a language that is to be printed, and where those are entered."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from django.utils.translation import gettext as _

from diplomas.recipients import Recipient
from diplomas.record import LANGUAGES
from diplomas.snapshots import Wording
from diplomas.texts import in_language
from events.entry_forms import LANGUAGE_NAMES
from events.models import Event
from events.texts import Translated, told

MOST_NAMED: Final = 5


class Lack(Enum):
    """A text that a language has not, or that is written once for all languages, and so as in the event's first one."""

    MISSING = auto()
    ONCE = auto()


@dataclass(frozen=True)
class Entered:
    """A text of a document: what it is called, and on which page it is entered."""

    page: str
    name: str
    text: Any

    def lack_in(self, language: str, own: str) -> Lack | None:
        text = told(self.text)
        if isinstance(text, Translated):
            return None if getattr(text, language) else Lack.MISSING
        return Lack.ONCE if text and language != own else None

    def length_in(self, languages: Iterable[str]) -> int:
        return sum(len(in_language(self.text, each)) for each in languages)

    def __str__(self) -> str:
        return f"{self.page}: {self.name}"


def lacks_of_wordings(event: Event, wordings: Iterable[Wording]) -> list[str]:
    """Of what all documents say alike."""
    every = ((each.language, text) for each in wordings for text in texts_of_event(each))
    return lacks_told(event, every)


def lacks_told(event: Event, texts: Iterable[tuple[str, Entered]]) -> list[str]:
    """A sentence for each language, with the texts and where they are entered."""
    lacking: dict[tuple[str, Lack], dict[str, dict[str, None]]] = {}
    for language, text in texts:
        if lack := text.lack_in(language, event.languages[0]):
            pages = lacking.setdefault((language, lack), {})
            pages.setdefault(text.page, {})[text.name] = None
    return [
        _sentence(language, lack, lacking[language, lack])
        for language in LANGUAGES
        for lack in Lack
        if (language, lack) in lacking
    ]


def texts_of_all(wanted: Sequence[tuple[Recipient, Wording]]) -> Iterator[tuple[str, Entered]]:
    """Those of a wording once."""
    for wording in {id(wording): wording for _recipient, wording in wanted}.values():
        for each in wording.all_languages:
            yield from ((each.language, text) for text in texts_of_event(each))
    for recipient, wording in wanted:
        for text in texts_of_recipient(recipient):
            yield from ((each.language, text) for each in wording.all_languages)


def texts_of_event(wording: Wording) -> Iterator[Entered]:
    design, event, page = wording.design, wording.event, _("Wording")
    yield Entered(page, _("Title"), design.title)
    yield Entered(page, _("Line before the name"), design.lead)
    yield Entered(page, _("Text before the topic"), design.before_topic)
    yield Entered(page, _("Text after the topic"), design.after_topic)
    for number, each in enumerate(design.signatories, start=1):
        yield Entered(page, _("Signature %(number)s") % {"number": number}, each["role"])
    yield Entered(_("Awards of the day"), _("What the award is for"), dict(wording.award))
    yield Entered(_("Settings"), _("Course"), event.course)
    yield Entered(_("Settings"), _("Organiser"), event.organiser)
    yield Entered(_("Settings"), _("Town"), event.city)


def texts_of_recipient(recipient: Recipient) -> Iterator[Entered]:
    person = recipient.person
    for project in recipient.projects:
        topic = _("topic of team %(number)s") % {"number": project.number}
        yield Entered(_("Teams"), topic, project.topic)
    named = {"name": person.name}
    yield Entered(_("People"), _("position of %(name)s") % named, person.position)
    yield Entered(_("People"), _("school or organisation of %(name)s") % named, person.organisation)


def _sentence(language: str, lack: Lack, pages: Mapping[str, Collection[str]]) -> str:
    said = {
        Lack.MISSING: _("Missing %(language)s, so another language is printed: %(texts)s."),
        Lack.ONCE: _("Written once, so the same is printed %(language)s: %(texts)s."),
    }
    texts = " · ".join(f"{page}: {listed(list(names))}" for page, names in pages.items())
    return said[lack] % {"language": LANGUAGE_NAMES[language], "texts": texts}


def listed(names: Sequence[str]) -> str:
    said = ", ".join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return said
    others = _("and %(count)s more") % {"count": len(names) - MOST_NAMED}
    return f"{said} {others}"
