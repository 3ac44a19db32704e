import time
import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from events.pdf.faces import DISPLAY, FACES_OF_BOLD, FACES_OF_TEXT, TEXT
from events.printing import (
    LAID_OUT,
    WIDE_LETTER_EM,
    as_printed,
    name_fits,
    text_width,
    unprintable_letters,
    why_too_wide,
    why_unprintable,
    why_unprintable_name,
    with_codes,
)
from events.validators import person_position
from projects.validators import project_topic

KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
FITTING = "Нұрмұхамбетова-Әбдірахманқызы Гүлнәр Төлегенқызы Һәкімова-Үй"


@pytest.mark.parametrize(
    "text",
    [
        KAZAKH,
        "".join(map(chr, range(0x20, 0x7F))),
        "«Мектеп» “School” — № 23, 45 % · 10–12 ’26…",
        "Ågren Łukasz Žižek Çağlar Şükrü İpek ışık Đorđe Ñuñez Müller-Lüdenscheidt O’Brien Ő Ű",
        "Oʻktamjon Muqimʼyanov",
        "Əliyev Nguyễn Siôn Ŵyn",
        "Ǵúlnár Ḱ Ҧ ҧ Ⱪ",
        "₸ Ꞌ ƏșțŻ ẞ ʻ ʼ Ԝ",
        "Нино ნინო Արամ Ελένη Ἀθηνᾶ",
        "Kazybek bi\u202f25,\u20097\u2011сынып",
        unicodedata.normalize("NFD", "Байқоңыр Ёлкин Çağlar"),
    ],
)
def test_letters_of_kazakh_russian_english_and_of_latin_names_are_printed(text):
    assert unprintable_letters(text) == ""
    assert why_unprintable_name(text[:60]) is None


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Нино ነጠላነ", "ነጠላ"),
        ("علي Ali", "علي"),
        ("Tia 🎓🎓", "🎓"),
        ("Tia ☎ \ue000", "☎\ue000"),
        ("\u05d0\u0627", "\u05d0\u0627"),
        ("漢 Han", "漢"),
        ("Tia\u202egnp", "\u202e"),
        ("Tia\u200b\x07", "\u200b\x07"),
        ("two\nlines", "\n"),
    ],
)
def test_letters_that_a_face_lacks_are_named_once(text, letters):
    assert unprintable_letters(text) == letters


def test_a_face_lends_what_another_lacks():
    assert unprintable_letters("Nguyễn Ə", (TEXT,)) == "ễƏ"
    assert unprintable_letters("Nguyễn Ə", (DISPLAY,)) == ""
    assert unprintable_letters("Ǵ", (DISPLAY,)) == "Ǵ"
    assert why_unprintable("Nguyễn Ə: Δ → π") is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "This cannot be printed on a document: ነ (U+1290 ETHIOPIC SYLLABLE NA). Write it otherwise.",
        ),
        (
            "ru",
            "Этого нельзя напечатать на документе: ነ (U+1290 ETHIOPIC SYLLABLE NA). Напишите иначе.",
        ),
        (
            "kk",
            "Мынаны құжатқа басып шығару мүмкін емес: ነ (U+1290 ETHIOPIC SYLLABLE NA). Басқаша жазыңыз.",
        ),
    ],
)
def test_the_letter_is_named_in_the_readers_language(language, sentence):
    with translation.override(language):
        assert why_unprintable("Nino ነ") == sentence


def test_of_many_letters_the_first_are_named_and_none_that_cannot_be_seen_is_shown():
    assert why_unprintable("\u202eነጠላ") == (
        "This cannot be printed on a document: U+202E RIGHT-TO-LEFT OVERRIDE,"
        " ነ (U+1290 ETHIOPIC SYLLABLE NA), ጠ (U+1320 ETHIOPIC SYLLABLE THA)…. Write it otherwise."
    )


@pytest.mark.parametrize(("name", "fits"), [("Tia", True), (FITTING, True), ("Ж" * 60, False)])
def test_a_name_is_measured(name, fits):
    assert name_fits(name) is fits
    assert (why_unprintable_name(name) is None) is fits


def test_a_name_that_is_too_long_is_told_so():
    assert why_unprintable_name("Ж" * 60) == (
        "This name does not fit on a diploma, even small and in two lines. Shorten it."
    )


@pytest.mark.parametrize("letter", ["Ш", "Щ", "Ж", "Ю", "W", "Ҧ", "@"])
def test_every_letter_of_a_language_may_fill_a_text_to_its_limit(letter):
    assert project_topic.flaw(letter * project_topic.longest) is None
    assert person_position.flaw(letter * person_position.longest) is None


@pytest.mark.parametrize(
    ("text", "percent"), [("⸻" * 500, 66), ("‰" * 500, 15), ("№" * 300 + "⸻" * 150, 35)]
)
def test_a_text_wider_than_its_place_is_told_by_how_much(text, percent):
    assert project_topic.flaw(text) == (
        "Even in the smallest letters this is wider than its place on a document."
        f" Shorten it by {percent} %."
    )


@given(st.text())
def test_what_is_asked_and_what_is_printed_are_the_same_text(text):
    assert unprintable_letters(text) == unprintable_letters(as_printed(text))
    assert as_printed(as_printed(text)) == as_printed(text)


def test_thousands_of_names_are_asked_within_a_second():
    why_unprintable_name(FITTING)

    started = time.process_time()
    for _ in range(2_000):
        why_unprintable_name("Әбілқызы Ғалия Қайратқызы")

    assert time.process_time() - started < 1


def test_letters_that_no_face_has_stand_as_their_codes():
    assert with_codes("Өте жақсы — 8,5\nП.\u202fС.") == "Өте жақсы — 8,5\nП.\u202fС."
    assert with_codes("1\u2060–\u20603") == "1\u2060–\u20603"
    assert with_codes("漢字 and ]^-\\ 😀\u200d") == "[U+6F22 U+5B57] and ]^-\\ [U+1F600 U+200D]"
    assert with_codes("\u0007\u202e") == "[U+0007 U+202E]"
    every = with_codes("".join(map(chr, range(1, 0x3000))))
    assert not set(unprintable_letters(every)) - LAID_OUT


@given(st.text(alphabet="iщЩ—@Ҧ … a", max_size=120), st.integers(1, 120))
def test_a_short_text_is_told_to_fit_as_if_it_were_measured(text, letters):
    """Most are so short that they fit in the widest letters there are."""
    widths = (text_width(text, 1, faces) for faces in (FACES_OF_TEXT, FACES_OF_BOLD))

    assert (why_too_wide(text, letters) is None) == (max(widths) <= letters * WIDE_LETTER_EM)
