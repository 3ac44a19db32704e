"""Single values of the event file: what each may be, and what is said when it is not.

A reader returns the value, or notes a problem and returns None.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Protocol
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from defense.event_file.parsing import Spoilt
from defense.event_file.problems import ProblemLog, key_place
from events.printing import why_unprintable, why_unprintable_name

LANGUAGES = ("en", "kk", "ru")
LONGEST_NAME = 120
LONGEST_WORD = 60
DECIMAL_PLACES = 2
# First parts of the program's own addresses: an event of that name could not be opened.
TAKEN_SLUGS = frozenset(
    [
        "accounts",
        "api",
        "d",
        "expert",
        "health",
        "i18n",
        "live",
        "me",
        "organize",
        "pass",
        "screen",
        "static",
    ]
)
# Control, direction and zero-width characters, halves of pairs, private and unassigned ones.
_HIDDEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
# Letters by category, yet nothing to see.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Each mark over or under a letter stands on the one before it, up to the edge of the page and beyond.
_MARKS = frozenset(["Mn", "Me"])
_MOST_MARKS = 3
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Reader(Protocol):
    def read(self, raw: object, place: str, log: ProblemLog) -> object | None: ...


@dataclass(frozen=True)
class Translated:
    """One text in several languages, at least one."""

    en: str | None = None
    kk: str | None = None
    ru: str | None = None


def describe(raw: object) -> str:
    """What a value of the wrong kind is, for "must be a text, not …"."""
    match raw:
        case None:
            return _("null")
        case bool():
            return _("true or false")
        case int() | Decimal():
            return _("a number")
        case str():
            return _("a text")
        case list():
            return _("a list")
        case _:
            return _("an object")


def note_wrong_kind(raw: object, expected: str, place: str, log: ProblemLog) -> None:
    if raw is None:
        log.add(place, _("This is null. Leave the key out when there is nothing to say."))
    elif isinstance(raw, Spoilt):
        log.add(place, raw.reason)
    else:
        reason = _("This must be %(expected)s, not %(found)s.")
        log.add(place, reason % {"expected": expected, "found": describe(raw)})


@dataclass(frozen=True)
class Words:
    """One line of text, in the letters a person can see."""

    longest: int

    def read(self, raw: object, place: str, log: ProblemLog) -> str | None:
        if not isinstance(raw, str):
            note_wrong_kind(raw, _("a text"), place, log)
            return None
        reason = self.flaw(raw)
        if reason:
            log.add(place, reason)
            return None
        return raw

    def flaw(self, text: str) -> str | None:
        if not text.strip():
            return _("This is left empty.")
        if len(text) > self.longest:
            reason = _("This is %(length)s characters long; at most %(longest)s fit.")
            return reason % {"length": len(text), "longest": self.longest}
        hidden = _hidden_character(text)
        if hidden:
            reason = _("This holds a character that cannot be seen or printed (%(character)s).")
            return reason % {"character": hidden}
        if text != text.strip():
            return _("This starts or ends with a space.")
        if not unicodedata.is_normalized("NFC", text):
            return _("A letter here is written as two characters. Save the text as Unicode NFC.")
        return None


@dataclass(frozen=True)
class PrintedWords(Words):
    """One line of text that stands on documents."""

    def flaw(self, text: str) -> str | None:
        return super().flaw(text) or why_unprintable(text)


@dataclass(frozen=True)
class PersonName(Words):
    """A person's name, as it can be set on a diploma."""

    longest: int = LONGEST_NAME

    def flaw(self, text: str) -> str | None:
        reason = super().flaw(text)
        if reason:
            return reason
        if not any(letter.isalpha() for letter in text):
            return _("A name has at least one letter.")
        if _has_a_tower(text):
            return _("A letter here carries more marks than any language writes.")
        if any(len(word) > LONGEST_WORD for word in text.split()):
            reason = _("A word of more than %(longest)s letters does not fit on a diploma.")
            return reason % {"longest": LONGEST_WORD}
        return why_unprintable_name(text)


def _has_a_tower(text: str) -> bool:
    letters = unicodedata.normalize("NFD", text)
    runs = itertools.groupby(unicodedata.category(letter) in _MARKS for letter in letters)
    return any(are_marks and len(list(run)) > _MOST_MARKS for are_marks, run in runs)


def _hidden_character(text: str) -> str | None:
    for character in text:
        if unicodedata.category(character)[0] == "C" or character in _BLANK_LETTERS | {
            "\u2028",
            "\u2029",
        }:
            name = unicodedata.name(character, "")
            return f"U+{ord(character):04X} {name}".rstrip()
    return None


@dataclass(frozen=True)
class Slug:
    """Small letters, digits and single hyphens."""

    longest: int
    taken: frozenset[str] = frozenset()

    def read(self, raw: object, place: str, log: ProblemLog) -> str | None:
        if not isinstance(raw, str):
            note_wrong_kind(raw, _("a text"), place, log)
        elif len(raw) > self.longest or not _SLUG.fullmatch(raw):
            reason = _("Use small Latin letters, digits and single hyphens, at most %(longest)s.")
            log.add(place, reason % {"longest": self.longest})
        elif raw in self.taken:
            log.add(place, _("The program itself uses this word in its addresses. Choose another."))
        else:
            return raw
        return None


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both included."""

    least: int
    most: int

    def read(self, raw: object, place: str, log: ProblemLog) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, int):
            note_wrong_kind(raw, _("a whole number"), place, log)
        elif not self.least <= raw <= self.most:
            note_out_of_range(self.least, self.most, place, log)
        else:
            return raw
        return None


@dataclass(frozen=True)
class Number:
    """A decimal number between two bounds, both included, with at most two decimal places."""

    least: int
    most: int

    def read(self, raw: object, place: str, log: ProblemLog) -> Decimal | None:
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            note_wrong_kind(raw, _("a number"), place, log)
            return None
        number = Decimal(raw)
        if not self.least <= number <= self.most:
            note_out_of_range(self.least, self.most, place, log)
        elif number != round(number, DECIMAL_PLACES):
            reason = _("At most %(places)s digits may follow the decimal point.")
            log.add(place, reason % {"places": DECIMAL_PLACES})
        else:
            return number
        return None


def note_out_of_range(least: int, most: int, place: str, log: ProblemLog) -> None:
    reason = _("This must be between %(least)s and %(most)s.")
    log.add(place, reason % {"least": least, "most": most})


@dataclass(frozen=True)
class Day:
    """A date as 2019-11-30."""

    def read(self, raw: object, place: str, log: ProblemLog) -> date | None:
        if not isinstance(raw, str):
            note_wrong_kind(raw, _("a date as 2019-11-30"), place, log)
            return None
        try:
            day = date.fromisoformat(raw) if _DAY.fullmatch(raw) else None
        except ValueError:
            day = None
        if day is None or not 1990 <= day.year <= 2200:
            log.add(place, _("There is no such date. Write it as 2019-11-30."))
            return None
        return day


@dataclass(frozen=True)
class TimeZoneName:
    """A time zone by its IANA name."""

    def read(self, raw: object, place: str, log: ProblemLog) -> str | None:
        if not isinstance(raw, str):
            note_wrong_kind(raw, _("a text"), place, log)
        elif raw not in _time_zones():
            log.add(place, _("There is no such time zone. Write it as Asia/Almaty."))
        else:
            return raw
        return None


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


@dataclass(frozen=True)
class WebAddress:
    """An address that starts with http:// or https://."""

    longest: int = 500

    def read(self, raw: object, place: str, log: ProblemLog) -> str | None:
        text = Words(self.longest).read(raw, place, log)
        if text is not None and not _is_web_address(text):
            log.add(place, _("This must be a web address that starts with https:// or http://."))
            return None
        return text


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


@dataclass(frozen=True)
class Wording:
    """A text as it stands, or an object with the same text in several languages."""

    words: Words
    plain: bool = True

    def read(self, raw: object, place: str, log: ProblemLog) -> str | Translated | None:
        if isinstance(raw, dict):
            return self._translated(raw, place, log)
        if self.plain and isinstance(raw, str):
            return self.words.read(raw, place, log)
        plain = _('a text, or an object with "en", "kk" or "ru"')
        note_wrong_kind(
            raw, plain if self.plain else _('an object with "en", "kk" or "ru"'), place, log
        )
        return None

    def _translated(self, raw: dict[str, object], place: str, log: ProblemLog) -> Translated | None:
        for key in getattr(raw, "repeated", ()):
            log.add(key_place(place, key), _("This key is written twice."), unread=False)
        strange = [key for key in raw if key not in LANGUAGES]
        for key in strange[:3]:
            log.add(
                key_place(place, key), _("Texts are kept in en, kk and ru; this is another key.")
            )
        if not raw:
            log.add(place, _("This is left empty."))
        texts = {
            language: self.words.read(raw[language], key_place(place, language), log)
            for language in LANGUAGES
            if language in raw
        }
        return Translated(**texts) if texts and not strange else None


Name = Annotated[str, PersonName()]
NamePart = Annotated[str, PersonName(60)]
PrintedName = Annotated[Translated, Wording(PersonName(), plain=False)]
Key = Annotated[str, Slug(60)]
ShortKey = Annotated[str, Slug(40)]
EventSlug = Annotated[str, Slug(60, TAKEN_SLUGS)]
Word = Annotated[str, Words(40)]
Caption = Annotated[str, Words(100)]
Line = Annotated[str, Words(200)]
Note = Annotated[str, Words(500)]
# Texts that stand on documents.
Heading = Annotated[str | Translated, Wording(PrintedWords(60))]
Lead = Annotated[str | Translated, Wording(PrintedWords(120))]
PrintedLabel = Annotated[str | Translated, Wording(PrintedWords(100))]
PrintedShortText = Annotated[str | Translated, Wording(PrintedWords(200))]
PrintedText = Annotated[str | Translated, Wording(PrintedWords(300))]
PrintedTitle = Annotated[str | Translated, Wording(PrintedWords(400))]
PrintedLongText = Annotated[str | Translated, Wording(PrintedWords(2000))]
# Texts of pages alone.
Label = Annotated[str | Translated, Wording(Words(100))]
ShortText = Annotated[str | Translated, Wording(Words(200))]
Text = Annotated[str | Translated, Wording(Words(300))]
Title = Annotated[str | Translated, Wording(Words(400))]
LongText = Annotated[str | Translated, Wording(Words(2000))]
Count = Annotated[int, Whole(1, 1_000_000)]
SmallNumber = Annotated[int, Whole(1, 9_999)]
Minutes = Annotated[int, Whole(1, 1_440)]
Percent = Annotated[Decimal, Number(0, 100)]
Points = Annotated[Decimal, Number(0, 999)]
CalendarDay = Annotated[date, Day()]
ZoneName = Annotated[str, TimeZoneName()]
Address = Annotated[str, WebAddress()]
