"""The catalogues hold every string of the sources, and every translation can be shown as it is."""

import re
import unicodedata
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from defense.running.messages import (
    PLURAL_FORMS,
    ROOT,
    add_strings_of,
    bring_up_to_date,
    empty_catalog,
)
from tests.house.catalogues import (
    LANGUAGES,
    PLACEHOLDER,
    TAG,
    Entry,
    entries,
    entries_of,
    plain,
    sources,
)

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ALPHABETS = {"ru": RUSSIAN, "kk": RUSSIAN + "әғқңөұүһі"}
THE_SAME_EVERYWHERE = {"null", "PDF", "%(name)s: %(reason)s"}
DJANGO, ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
BORROWED_FROM = [
    *(DJANGO / "forms" / name for name in ("fields.py", "models.py")),
    DJANGO / "core" / "validators.py",
    DJANGO / "db" / "models" / "fields" / "__init__.py",
    DJANGO / "utils" / "dates.py",
    DJANGO / "contrib" / "auth" / "password_validation.py",
    *(ALLAUTH / "account" / name for name in ("adapter.py", "fields.py", "forms.py")),
    *(ALLAUTH / "mfa" / name for name in ("adapter.py", "totp/forms.py")),
    *sorted((ALLAUTH / "templates" / "account").rglob("*.*")),
    *sorted((ALLAUTH / "templates" / "mfa").rglob("*.*")),
]

every_language = pytest.mark.parametrize("language", LANGUAGES)


def faults(language: str, is_wrong) -> list[str]:
    return [
        text for entry in entries(language) for text in entry.translated if is_wrong(entry, text)
    ]


@every_language
def test_catalogue_holds_the_strings_of_the_sources_and_no_others(language):
    ours = {entry.key for entry in sources()}

    kept = {entry.key for entry in entries(language)}

    assert kept == ours, "run script/messages, then translate what it names"


@every_language
def test_every_string_is_translated_in_every_form(language):
    plurals = {"kk": 2, "ru": 4}[language]

    left = [
        entry.english
        for entry in entries(language)
        if not all(entry.translated)
        or entry.is_fuzzy
        or len(entry.translated) != (plurals if len(entry.english) > 1 else 1)
    ]

    assert left == []


@every_language
def test_a_translation_is_not_the_english_text(language):
    assert not faults(
        language,
        lambda entry, text: text in entry.english and text not in THE_SAME_EVERYWHERE,
    )


@every_language
def test_placeholders_and_tags_survive(language):
    def differs(entry: Entry, text: str) -> bool:
        return marks(text) != marks(entry.english[-1])

    assert faults(language, differs) == []


def marks(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text) + TAG.findall(text))


def test_a_lost_placeholder_is_found():
    assert marks("листы") != marks("%(count)d sheets")
    assert marks("%(count)d листов") == marks("%(count)d sheets")


@every_language
def test_nobody_is_shouted_at(language):
    assert faults(language, lambda entry, text: "!" in text) == []


@every_language
def test_edges_and_line_ends_are_those_of_the_source(language):
    def differs(entry: Entry, text: str) -> bool:
        source = entry.english[-1]
        edges = text[:1].isspace(), text[-1:].isspace(), text.count("\n")
        return edges != (source[:1].isspace(), source[-1:].isspace(), source.count("\n"))

    assert faults(language, differs) == []


@every_language
def test_no_latin_letter_hides_in_a_cyrillic_word(language):
    assert faults(language, lambda entry, text: mixed_words(plain(text))) == []


def mixed_words(text: str) -> list[str]:
    return [
        word
        for word in re.findall(r"[^\W\d_]+", text)
        if re.search("[A-Za-z]", word) and re.search("[\u0400-\u04ff]", word)
    ]


def test_a_hidden_latin_letter_is_found():
    assert mixed_words("сынып, cынып, QR-код") == ["cынып"]


@every_language
def test_a_latin_word_stands_in_the_source_too(language):
    def is_foreign(entry: Entry, text: str) -> bool:
        words = re.findall("[A-Za-z]+", plain(text))
        return any(word not in " ".join(entry.english) for word in words)

    assert faults(language, is_foreign) == []


@every_language
def test_letters_are_those_of_the_alphabet(language):
    alphabet = ALPHABETS[language]

    strange = {
        letter
        for entry in entries(language)
        for text in entry.translated
        for letter in text.lower()
        if "\u0400" <= letter <= "\u052f" and letter not in alphabet
    }

    assert strange == set()


@every_language
def test_texts_are_composed(language):
    assert faults(language, lambda _, text: not unicodedata.is_normalized("NFC", text)) == []


@every_language
def test_plural_forms_are_those_django_counts_by(language):
    path = DJANGO / "conf" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        theirs = read_po(file, locale=language).plural_forms

    assert empty_catalog(language).plural_forms.replace(" ", "") == theirs.replace(" ", "")
    assert set(PLURAL_FORMS) == set(LANGUAGES)


def test_borrowed_strings_are_still_those_of_the_libraries():
    theirs, borrowed = Catalog(), Catalog()
    for path in BORROWED_FROM:
        if path.is_file():
            add_strings_of(path, theirs, name=path.name)
    add_strings_of(ROOT / "defense" / "running" / "borrowed_strings.py", borrowed, name="borrowed")

    gone = {each.key for each in entries_of(borrowed)} - {each.key for each in entries_of(theirs)}

    assert gone == set()


@every_language
def test_extraction_leaves_a_finished_catalogue_as_it_is(language, tmp_path):
    before = (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").read_text()
    copy = tmp_path / language / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_text(before)

    missing = bring_up_to_date(copy)

    assert missing == []
    assert copy.read_text() == before


def test_extraction_names_what_wants_a_translation(tmp_path):
    po = tmp_path / "kk" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid "Nobody says this any more"\nmsgstr "Бұл енді айтылмайды"\n')

    missing = bring_up_to_date(po)

    assert len(missing) == len(sources())
    assert 'any more"' not in po.read_text()
