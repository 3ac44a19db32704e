"""The words of one diploma in their final form, and how they come there from a design."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from events.pdf.faces import FACES_OF_TEXT
from events.printing import unprintable_letters

MOST_SIGNATORIES: Final = 4
LONGEST_AWARD: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomaRecord:
    """Every word on one diploma, translated and in its final form.

    `language` is the BCP 47 tag of the main text, `title` that of the file. `supervised_by` says in
    that language what the `supervisors` are. `signatories` are pairs of an office and a name (which may
    be empty), at most four. `stamp` is what stands where a stamp may be put. `code` has no separators.
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

    @property
    def left(self) -> tuple[tuple[str, str], ...]:
        return self.signatories[: (len(self.signatories) + 1) // 2]

    @property
    def right(self) -> tuple[tuple[str, str], ...]:
        return self.signatories[(len(self.signatories) + 1) // 2 :]

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
        place = f" · {self.place_and_date}" if self.place_and_date else ""
        return f"№ {self.number}{place}"


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
