"""What is written to people by mail: one letter, in one language or one below the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from diplomas.texts import in_language
from events.models import Event, Letter
from events.models.people import name_printed

BETWEEN: Final = "\n\n* * *\n\n"
BETWEEN_SUBJECTS: Final = " · "


@dataclass(frozen=True)
class Written:
    """To whom, and what is told: `link` opens the own page, and `addresses` those of the documents."""

    name: str
    printed_names: Mapping[str, str]
    link: str
    until: date
    addresses: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """What a letter says in one of its languages."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Text:
    parts: Sequence[Part]

    @property
    def subject(self) -> str:
        return BETWEEN_SUBJECTS.join(part.subject for part in self.parts)

    @property
    def text(self) -> str:
        return BETWEEN.join(part.text for part in self.parts)


def letter_of(event: Event, purpose: str, languages: Sequence[str], to: Written) -> Text:
    parts = []
    for language in languages:
        with override(language):
            subject, paragraphs = _WORDS[purpose](to, in_language(event.course, language))
            name = name_printed(to.name, to.printed_names, language)
            text = "\n\n".join([_("Hello, %(name)s.") % {"name": name}, *paragraphs])
            parts.append(Part(language, subject, text))
    return Text(parts)


def _of_name(to: Written, course: str) -> tuple[str, list[str]]:
    asks = _(
        "Your diploma of the course “%(course)s” will be printed soon. Please look at its page and confirm your name, or ask for another spelling:"
    )
    return _("Your name on the diploma"), [asks % {"course": course}, to.link, _lasts(to)]


def _of_document(to: Written, course: str) -> tuple[str, list[str]]:
    said = _("Your documents of the course “%(course)s” are ready. Anybody may check them here:")
    paragraphs = [said % {"course": course}, "\n".join(to.addresses)]
    if to.link:
        paragraphs += [_("Your own page, where you can download them:"), to.link, _lasts(to)]
    return _("Your documents of the course"), paragraphs


def _lasts(to: Written) -> str:
    said = _(
        "The link is yours alone and works until %(day)s. If you expected no such letter, do nothing."
    )
    return said % {"day": date_format(to.until, "DATE_FORMAT")}


_WORDS: Final[Mapping[str, Callable[[Written, str], tuple[str, list[str]]]]] = {
    Letter.Purpose.NAME: _of_name,
    Letter.Purpose.DOCUMENT: _of_document,
}
