"""The catalogues hold every string of the sources, and every translation can be shown as it is."""

import re
import shutil
import unicodedata
from pathlib import Path

import allauth
import django
import pytest

from tests.house.catalogues import (
    LANGUAGES,
    PLACEHOLDER,
    TAG,
    Entry,
    catalogue,
    entries,
    extraction,
    extraction_from,
    path_of,
    plain,
    sources,
)

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ALPHABETS = {"ru": RUSSIAN, "kk": RUSSIAN + "әғқңөұүһі"}
THE_SAME_EVERYWHERE = {"null", "PDF", "PIN", "%(name)s: %(reason)s"}
DJANGO, ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
BORROWED = "defense/running/borrowed_strings.py"
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
    theirs = catalogue(
        DJANGO / "conf" / "locale" / language / "LC_MESSAGES" / "django.po", language
    )

    ours = catalogue(path_of(language), language)

    assert ours.plural_forms.replace(" ", "") == theirs.plural_forms.replace(" ", "")


def test_borrowed_strings_are_still_those_of_the_libraries(tmp_path):
    (tmp_path / "locale").mkdir()
    for path in BORROWED_FROM:
        copy = tmp_path / path.relative_to(DJANGO.parent)
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    borrowed = {each.key for each in sources() if BORROWED in each.files}

    theirs = {each.key for each in extraction_from(tmp_path).found}

    assert len(borrowed) > 100
    assert borrowed - theirs == set()


@every_language
def test_extraction_leaves_a_finished_catalogue_as_it_is(language):
    assert f"{language}: 0 without translation" in extraction().said
    assert extraction().written[language] == path_of(language).read_text()


def test_extraction_names_what_wants_a_translation_and_guesses_none(tmp_path):
    for language in LANGUAGES:
        po = path_of(language, tmp_path)
        po.parent.mkdir(parents=True)
        shutil.copy(path_of(language), po)
    (tmp_path / "page.html").write_text(
        '{% load i18n %}{% translate "Somebody says this now" %}'
        "{% blocktranslate count n=n %}a sheet{% plural %}{{ n }} sheets{% endblocktranslate %}"
    )

    after = extraction_from(tmp_path)

    assert "kk: 2 without translation\n  Somebody says this now\n  a sheet" in after.said
    assert 'msgid "Chair"' not in after.written["kk"]
    assert 'msgid "Somebody says this now"\nmsgstr ""' in after.written["kk"]


def test_kazakh_has_one_word_for_a_rehearsal_and_one_for_a_full_name():
    """Not that of gymnastics, and not that of a first name (docs/languages.md)."""
    retired = re.compile(r"\b(?:жаттығу|есім)", re.IGNORECASE)

    found = [each for each in entries("kk") if retired.search(" ".join(each.translated))]

    assert found == []
