"""Kinds of single values: what each may be, and the sentence that refuses it (see value_base.py)."""

import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from events.damage import why_damaged, why_damaged_name, why_misread
from events.lookalikes import first_ignorable
from events.numerals import is_decimal, is_whole, with_point
from events.printing import why_too_wide, why_unprintable, why_unprintable_name
from events.texts import LANGUAGES, Translated, languages_of, told, told_always
from events.value_base import (
    Limited,
    Validator,
    is_finite,
    kind_flaw,
    refusal,
    word_or_object,
    wrong_kind,
)
from events.zones import zone_names

DECIMAL_PLACES = 2
LONGEST_WORD = 60
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
# A letter of dots without one, and the ends of lines and paragraphs.
_UNSEEN = frozenset("\u2800\u2028\u2029")
# Each mark over or under a letter stands on the one before it, up to the edge of the page and beyond.
_MARKS = frozenset(["Mn", "Me"])
_MOST_MARKS = 3
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HOUR = "%H:%M"
_HOUR = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def printable_name(text: str) -> str | None:
    """Why a person's name cannot be printed on a diploma, or nothing."""
    if not any(letter.isalpha() for letter in text):
        return _("A name has at least one letter.")
    if _has_a_tower(text):
        return _("A letter here carries more marks than any language writes.")
    if any(len(word) > LONGEST_WORD for word in text.split()):
        reason = _("A word of more than %(longest)s letters does not fit on a diploma.")
        return reason % {"longest": LONGEST_WORD}
    return why_unprintable_name(text)


@dataclass(frozen=True)
class Words(Limited):
    """One line of text, in the letters a person can see."""

    def read_kind(self, raw: Any, handler: Callable[[Any], Any]) -> Any:
        # Halves of pairs are a text that pydantic does not take; the sentence names the half.
        return raw if isinstance(raw, str) else handler(raw)

    def flaw(self, value: Any) -> str | None:
        text: str = value
        if not text.strip():
            return _("This is left empty.")
        if len(text) > self.longest:
            reason = _("This is %(length)s characters long; at most %(longest)s fit.")
            return reason % {"length": len(text), "longest": self.longest}
        if hidden := _hidden_character(text):
            reason = _("This holds a character that cannot be seen or printed (%(character)s).")
            return reason % {"character": hidden}
        if text != text.strip():
            return _("This starts or ends with a space.")
        if not unicodedata.is_normalized("NFC", text):
            return _("A letter here is written as two characters. Save the text as Unicode NFC.")
        return self.why_damaged(text)

    def why_damaged(self, text: str) -> str | None:
        return why_damaged(text)


@dataclass(frozen=True)
class PrintedWords(Words):
    """One line of text that stands on documents, in letters that their faces have."""

    def flaw(self, value: Any) -> str | None:
        return super().flaw(value) or why_unprintable(value) or why_too_wide(value, self.longest)


@dataclass(frozen=True)
class PersonName(Words):
    """A person's name, as it can be set on a diploma."""

    def flaw(self, value: Any) -> str | None:
        return super().flaw(value) or printable_name(value)

    def why_damaged(self, text: str) -> str | None:
        return why_damaged_name(text)


@dataclass(frozen=True)
class Translatable(Words):
    """A line of text as it stands, or an object with the same text in several languages."""

    line: ClassVar[type[Words]] = Words

    def expected(self) -> str:
        return _('a text, or an object with "en", "kk" or "ru"')

    def flaw(self, value: Any) -> str | None:
        """Of a column's value, of a `Translated`, or of one line."""
        if isinstance(value, LazyI18nString):
            value = told(value) or ""
        lines = languages_of(value).values() if isinstance(value, Translated) else [value]
        flaws = map(self.line(self.longest).flaw, lines)
        return next((flaw for flaw in flaws if flaw), None)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(coerce_numbers_to_str=True)
        line = core_schema.no_info_wrap_validator_function(self.read, text)
        languages = in_languages(self.line(self.longest))
        return word_or_object(line, languages, is_word=lambda raw: not isinstance(raw, dict))


@dataclass(frozen=True)
class PrintedText(Translatable):
    """The same of a text that stands on documents."""

    line: ClassVar[type[Words]] = PrintedWords


@dataclass(frozen=True)
class PrintedNames(PersonName):
    """A person's name in several languages: a JSON column, and an object of the file."""

    def flaw(self, value: Any) -> str | None:
        """Of the column's value."""
        return languages_flaw(value, super().flaw)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def read(raw: Any, languages: Callable[[Any], Any]) -> Any:
            if not isinstance(raw, dict):
                raise wrong_kind(raw, _('an object with "en", "kk" or "ru"'))
            return languages(raw)

        names = in_languages(PersonName(self.longest))
        return core_schema.no_info_wrap_validator_function(read, names)


def in_languages(words: Words) -> CoreSchema:
    """An object with a line of text per language, as a `Translated`."""
    text = core_schema.str_schema(coerce_numbers_to_str=True)
    line = core_schema.no_info_wrap_validator_function(words.read, text)
    fields = {each: core_schema.typed_dict_field(line, required=False) for each in LANGUAGES}
    # A schema within an entry's takes nothing of its strictness.
    strictly = core_schema.CoreConfig(strict=True)
    languages = core_schema.typed_dict_schema(fields, extra_behavior="forbid", config=strictly)
    return core_schema.no_info_after_validator_function(_translated, languages)


def languages_flaw(value: Any, line_flaw: Callable[[Any], str | None]) -> str | None:
    """Why a value of a JSON column is no text per language, or nothing."""
    if not isinstance(value, dict):
        return kind_flaw(value, _('an object with "en", "kk" or "ru"'))
    if set(value) - set(LANGUAGES):
        return _("Texts are kept in en, kk and ru; this is another key.")
    flaws = (
        line_flaw(t) if isinstance(t, str) else kind_flaw(t, _("a text")) for t in value.values()
    )
    return next((flaw for flaw in flaws if flaw), None)


def _translated(texts: dict[str, str]) -> Translated:
    if not texts:
        raise refusal(_("This is left empty."))
    return Translated(**texts)


@dataclass(frozen=True)
class Slug(Limited):
    """Small letters, digits and single hyphens."""

    taken: ClassVar[frozenset[str]] = frozenset()

    def flaw(self, value: Any) -> str | None:
        if len(value) > self.longest or not _SLUG.fullmatch(value):
            reason = _("Use small Latin letters, digits and single hyphens, at most %(longest)s.")
            return reason % {"longest": self.longest}
        if value in self.taken:
            return _("The program itself uses this word in its addresses. Choose another.")
        return None


@dataclass(frozen=True)
class AddressSlug(Slug):
    """A slug at the beginning of the event's addresses."""

    taken: ClassVar[frozenset[str]] = TAKEN_SLUGS


@dataclass(frozen=True)
class Whole(Validator):
    """A whole number between two bounds, both included."""

    least: int
    most: int

    def expected(self) -> str:
        return _("a whole number")

    def from_cell(self, cell: Any) -> Any:
        """A text of digits for a number."""
        return int(cell) if isinstance(cell, str) and is_whole(cell) else cell

    def flaw(self, value: Any) -> str | None:
        if self.least <= value <= self.most:
            return None
        reason = _("This must be between %(least)s and %(most)s.")
        return reason % {"least": self.least, "most": self.most}


@dataclass(frozen=True)
class Number(Whole):
    """A decimal number between two bounds, both included, with at most two decimal places."""

    def expected(self) -> str:
        return _("a number")

    def prepared(self, raw: Any) -> Any:
        return Decimal(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw

    def from_cell(self, cell: Any) -> Any:
        """A text of digits for a number, and what a spreadsheet shows of a binary one."""
        if isinstance(cell, str) and is_decimal(with_point(cell)):
            return Decimal(with_point(cell))
        return Decimal(str(cell)) if isinstance(cell, float) else cell

    def flaw(self, value: Any) -> str | None:
        if not is_finite(value):
            return kind_flaw(value, self.expected())
        if reason := super().flaw(value):
            return reason
        if value != round(value, DECIMAL_PLACES):
            reason = _("At most %(places)s digits may follow the decimal point.")
            return reason % {"places": DECIMAL_PLACES}
        return None


@dataclass(frozen=True)
class LevelTexts(Validator):
    """A JSON column with a text for some of a scale's points, by the points as `shown` writes them."""

    points: Number
    text: Translatable

    def flaw(self, value: Any) -> str | None:
        if not isinstance(value, dict):
            return kind_flaw(value, _("an object with a text for some points"))
        flaws = (self._level_flaw(*level) for level in value.items())
        return next((flaw for flaw in flaws if flaw), None)

    def _level_flaw(self, points: str, text: Any) -> str | None:
        if not is_decimal(points):
            return kind_flaw(points, _("a number"))
        return self.points.flaw(Decimal(points)) or self._text_flaw(text)

    def _text_flaw(self, text: Any) -> str | None:
        if isinstance(text, dict):
            line = self.text.line(self.text.longest)
            return languages_flaw(text, line.flaw) if text else self.text.flaw("")
        if not isinstance(text, str):
            return kind_flaw(text, self.text.expected())
        return self.text.flaw(told_always(text))


@dataclass(frozen=True)
class Day(Validator):
    """A date as 2019-11-30."""

    def expected(self) -> str:
        return _("a date as 2019-11-30")

    def from_cell(self, cell: Any) -> Any:
        """A day that a spreadsheet keeps as midnight."""
        is_midnight = isinstance(cell, datetime) and cell.time() == time()
        return cell.date() if is_midnight else cell

    def prepared(self, raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        try:
            return date.fromisoformat(raw if _DAY.fullmatch(raw) else "")
        except ValueError:
            raise refusal(_("There is no such date. Write it as 2019-11-30.")) from None

    def flaw(self, value: Any) -> str | None:
        if not 1990 <= value.year <= 2200:
            return _("There is no such date. Write it as 2019-11-30.")
        return None


@dataclass(frozen=True)
class Hour(Validator):
    """A time of day as 09:30."""

    def expected(self) -> str:
        return _("a time as 09:30")

    def from_cell(self, cell: Any) -> Any:
        """A time that a spreadsheet keeps with its seconds."""
        return cell.strftime(HOUR) if isinstance(cell, time) else cell

    def prepared(self, raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        try:
            hour, minute = map(int, raw.split(":")) if _HOUR.fullmatch(raw) else (24, 0)
            return time(hour, minute)
        except ValueError:
            raise refusal(_("There is no such time. Write it as 09:30.")) from None

    def flaw(self, value: Any) -> str | None:
        return None


@dataclass(frozen=True)
class TimeZoneName(Limited):
    """A time zone by its one name in the IANA list."""

    def flaw(self, value: Any) -> str | None:
        names = zone_names()
        if value not in names.zones:
            reason = _("There is no such time zone. Write it as %(zone)s.")
            return reason % {"zone": names.written(value)}
        return None


@dataclass(frozen=True)
class WebAddress(Words):
    """An address that starts with http:// or https://."""

    def flaw(self, value: Any) -> str | None:
        if reason := super().flaw(value):
            return reason
        if not _is_web_address(value):
            return _("This must be a web address that starts with https:// or http://.")
        return None

    def why_damaged(self, text: str) -> str | None:
        return why_misread(text)


def _has_a_tower(text: str) -> bool:
    letters = unicodedata.normalize("NFD", text)
    runs = itertools.groupby(unicodedata.category(letter) in _MARKS for letter in letters)
    return any(are_marks and len(list(run)) > _MOST_MARKS for are_marks, run in runs)


def _hidden_character(text: str) -> str | None:
    if text.isprintable() and _UNSEEN.isdisjoint(text) and not first_ignorable(text):
        return None
    for character in text:
        is_control = unicodedata.category(character)[0] == "C"
        if is_control or character in _UNSEEN or first_ignorable(character):
            return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
