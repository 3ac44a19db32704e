"""The words of one diploma in their final form, and how they come there from a design."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from events.pdf.faces import FACES_OF_TEXT
from events.printing import unprintable_letters

MOST_SIGNATORIES: Final = 4
LONGEST_AWARD: Final = 120
# In the order in which they stand on a page.
LANGUAGES: Final = ("kk", "ru", "en")


Signed = tuple[tuple[str, ...], tuple[str, ...]]
"""The office and the name of a signature, each in the languages in which it differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomaRecord:
    """Every word on one diploma, translated and in its final form.

    `language` is the BCP 47 tag of the main text, `title` that of the file. `supervised_by` says in
    that language what the `supervisors` are. `signatories` are pairs of an office and a name (which may
    be empty), at most four. `stamp` is what stands where a stamp may be put. `code` has no separators.
    `beside` are the same words in the other languages of the page, each a record. `accent` is the colour of
    the title, `logo` the hash of the file of one.
    """

    issuer: str
    kind: str
    lead: str
    name: str
    number: str
    code: str
    verify_url: str
    language: str
    title: str
    kinds: str = ""
    name_note: str = ""
    before_topic: tuple[str, ...] = ()
    topic: str = ""
    after_topic: tuple[str, ...] = ()
    supervised_by: str = ""
    supervisors: tuple[str, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()
    place_and_date: str = ""
    issued_on: date | None = None
    watermark: str = ""
    stamp: str = ""
    beside: tuple["DiplomaRecord", ...] = ()
    accent: str = ""
    logo: str = ""

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        return self.signatories[: (len(self.signatories) + 1) // 2]

    @property
    def right(self) -> tuple[tuple[str, str], ...]:
        return self.signatories[(len(self.signatories) + 1) // 2 :]

    @property
    def all_languages(self) -> tuple["DiplomaRecord", ...]:
        return (self, *self.beside)

    @property
    def names(self) -> tuple[str, ...]:
        """In the languages in which it differs."""
        return told_once(each.name for each in self.all_languages)

    @property
    def titles(self) -> tuple[str, ...]:
        return told_once(each.kind for each in self.all_languages)

    @property
    def heading(self) -> str:
        return " · ".join(self.titles)

    @property
    def signed(self) -> tuple[Signed, ...]:
        """Each signature: the office and the name, in the languages in which they differ."""
        rows = zip(*(each.signatories for each in self.all_languages), strict=True)
        return tuple(
            (told_once(office for office, _name in row), told_once(name for _office, name in row))
            for row in rows
        )

    @property
    def signed_left(self) -> tuple[Signed, ...]:
        return self.signed[: len(self.left)]

    @property
    def signed_right(self) -> tuple[Signed, ...]:
        return self.signed[len(self.left) :]

    @property
    def supervision(self) -> str:
        """`Project supervisor: Clara Chair`; nothing on a diploma that names none."""
        return f"{self.supervised_by}: {', '.join(self.supervisors)}" if self.supervisors else ""

    @property
    def address(self) -> str:
        """Where the code is typed by hand: `example.org/d`."""
        return self.verify_url.partition("://")[2].removesuffix(self.code).rstrip("/")

    @property
    def register(self) -> str:
        places = " / ".join(told_once(each.place_and_date for each in self.all_languages))
        return f"№ {self.number} · {places}" if places else f"№ {self.number}"


def told_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Those that say something, each once."""
    return tuple(dict.fromkeys(filter(None, texts)))


def printed_together(language: str, beside: str) -> list[str]:
    """The languages of a page, its main one first; `beside` as a wording says it (Design.Beside)."""
    wanted = LANGUAGES if beside == "all" else (beside,)
    return [language, *(each for each in LANGUAGES if each in wanted and each != language)]


def pages_of(language: str, beside: str) -> list[list[str]]:
    """The languages of each page that a wording may print; where one chooses, of each language that may be offered."""
    if beside == "chosen":
        return [[each] for each in (language, *(each for each in LANGUAGES if each != language))]
    return [printed_together(language, beside)]


def filled_in(text: str, given: Mapping[str, str]) -> str:
    """The text with `{key}` replaced by what is given; what came in is not filled in again."""
    keys = "|".join(map(re.escape, given))
    return re.sub(f"{{({keys})}}", lambda found: given[found[1]], text)


def in_capitals(text: str) -> str:
    """As a title stands on the page. A letter whose capital the faces lack stays as it is."""
    return "".join(
        letter if unprintable_letters(letter.upper(), FACES_OF_TEXT) else letter.upper()
        for letter in text
    )
