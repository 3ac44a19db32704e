"""The catalogues as the tests of the languages read them."""

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.core.management import call_command

from tests.processes import ROOT

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
    files: frozenset[str]

    @property
    def key(self) -> tuple[str | None, tuple[str, ...]]:
        return self.context, self.english


@dataclass(frozen=True)
class Extraction:
    """What `makemessages` found, said and wrote; a catalogue it leaves holds what it found alone."""

    found: tuple[Entry, ...]
    said: str
    written: dict[str, str]


@cache
def extraction() -> Extraction:
    """From a copy of this checkout, catalogues included: nothing here is touched."""
    left_out = shutil.ignore_patterns(
        ".*", "__pycache__", "docs", "script", "static", "tests", "var"
    )
    with tempfile.TemporaryDirectory(prefix="qorgau-messages-") as folder:
        tree = Path(folder) / "copy"
        shutil.copytree(ROOT, tree, ignore=left_out)
        return extraction_from(tree)


def extraction_from(tree: Path) -> Extraction:
    """Run `makemessages` where the tree is; the folder `locale` in it has to be there."""
    said = StringIO()
    with contextlib.chdir(tree):
        call_command("makemessages", stdout=said)
    return Extraction(
        found=tuple(entries_of(catalogue(path_of("kk", tree), "kk"))),
        said=said.getvalue(),
        written={language: path_of(language, tree).read_text() for language in LANGUAGES},
    )


def sources() -> tuple[Entry, ...]:
    return extraction().found


@cache
def entries(language: str) -> tuple[Entry, ...]:
    return tuple(entries_of(catalogue(path_of(language), language)))


def path_of(language: str, root: Path = ROOT) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def entries_of(catalog: Catalog) -> Iterator[Entry]:
    for message in catalog:
        if message.id:
            yield Entry(
                message.context,
                forms(message.id),
                forms(message.string),
                message.fuzzy,
                frozenset(name for name, _line in message.locations),
            )


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def plain(text: str) -> str:
    """Without what is no word of the language: placeholders and tags."""
    return TAG.sub(" ", PLACEHOLDER.sub(" ", text))
