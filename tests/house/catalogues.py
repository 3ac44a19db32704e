"""The catalogues as the tests of the languages read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from defense.running.messages import ROOT, extracted

LANGUAGES = ("kk", "ru")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd%]|\{\w+\}")
TAG = re.compile(r"</?[a-z][^>]*>|&\w+;")


@dataclass(frozen=True)
class Entry:
    """One string in English and what a catalogue says for it; a plural has several of each."""

    context: str | None
    english: tuple[str, ...]
    translated: tuple[str, ...]
    is_fuzzy: bool

    @property
    def key(self) -> tuple[str | None, tuple[str, ...]]:
        return self.context, self.english


@cache
def sources() -> tuple[Entry, ...]:
    return tuple(entries_of(extracted()))


@cache
def entries(language: str) -> tuple[Entry, ...]:
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return tuple(entries_of(read_po(file, locale=language)))


def entries_of(catalog: Catalog) -> Iterator[Entry]:
    for message in catalog:
        if message.id:
            yield Entry(message.context, forms(message.id), forms(message.string), message.fuzzy)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def plain(text: str) -> str:
    """Without what is no word of the language: placeholders and tags."""
    return TAG.sub(" ", PLACEHOLDER.sub(" ", text))
