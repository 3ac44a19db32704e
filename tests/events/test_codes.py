"""A code is read whatever keyboard, address or sentence it comes from."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.codes import ALPHABET, LENGTHS, as_written, in_groups

CODES = st.text(ALPHABET, min_size=12, max_size=24)
SHAPES = [
    str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ"),
    str.maketrans("ABCEHKMPTXY0", "авсенкмртхуо"),
    str.maketrans("ABEHKMNPTXYZ1", "ΑΒΕΗΚΜΝΡΤΧΥΖΙ"),
]
KEYS = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "йцукенгшщзфывапролдячсмить")
SPACES = [chr(i) for i in range(0x3100) if unicodedata.category(chr(i)) in ("Zs", "Pd", "Cf")]


@given(CODES, st.sampled_from(SHAPES), st.booleans())
def test_letters_of_the_same_shape_are_read(code, shapes, is_lower):
    printed = in_groups(code)
    assert as_written((printed.lower() if is_lower else printed).translate(shapes)) == code
    assert (
        as_written("".join(p.translate(shapes) if i % 2 else p for i, p in enumerate(printed)))
        == code
    )


@given(CODES)
def test_keys_of_a_russian_keyboard_are_read(code):
    typed = ("Q" + code).translate(KEYS)
    assert as_written(typed) == "Q" + code


@given(CODES, st.sampled_from(SPACES))
def test_every_space_and_dash_may_stand_between(code, space):
    assert as_written(space + space.join(code) + space) == code


@pytest.mark.parametrize(
    "sentence",
    [
        "%s.",
        "№ %s",
        "№%s",
        "«%s»",
        "https://example.org/d/%s/",
        "https://example.org/d/%s/?language=kk&from=mail",
        "https://example.org/pass/#%s.",
        "(%s),",
        "https://example.org/d?code=%s",
        "https://example.org/d/?code=%s",
        "https://example.org/d/?language=kk&code=%s&from=mail",
        "%s!",
        "*%s*…",
        "[%s]",
    ],
)
@given(code=CODES)
def test_addresses_and_sentences_are_left_behind(sentence, code):
    assert as_written(sentence % in_groups(code)) == code


WRAPPED = [
    "Код: %s",
    "код %s",
    "Код карточки %s",
    "Диплом коды — %s",
    "code %s",
    "Your code is %s",
    "Card code: %s",
    "Диплом № %s",
    "No. %s",
    "n° %s",
    "# %s",
    "„%s“",
    "`%s`",
    "<%s>",
    "{%s};",
    "https://example.org/d/%s#x",
    "https://example.org/d/%s?utm_source=mail&x=y",
    "https://example.org/d/%s/?utm_source=mail#top",
    "example.org/d/%s/#",
    "Проверить: https://example.org/d/%s",
    "https://example.org/d/%s проверьте",
    "  %s\r\n",
]
DRESSED = {
    "as it is": in_groups,
    "full-width": lambda code: "".join(chr(ord(each) + 0xFEE0) for each in code),
    "mathematical": lambda code: "".join(
        chr(0x1D400 + ord(each) - 65) if each.isalpha() else chr(0x1D7CE + int(each))
        for each in code
    ),
    "two lines": lambda code: f"{in_groups(code[:8])}-\n{in_groups(code[8:])}",
    "two lines of a mail": lambda code: f"{code[:8]}\r\n  {code[8:]}",
    "dots": lambda code: "․".join(in_groups(code).split("-")),
    "dashes": lambda code: "‐‑‒–—―−﹘－"[: len(code)].join(in_groups(code).split("-")),
    "underscores": lambda code: "_".join(in_groups(code).split("-")),
    "small": lambda code: in_groups(code).lower(),
}


@given(st.text(ALPHABET, min_size=12, max_size=12) | st.text(ALPHABET, min_size=24, max_size=24))
@settings(max_examples=20)
def test_every_two_decorations_are_left_behind(code):
    """A code, dressed, in a sentence or an address, that may stand in another sentence."""
    for (dress, dressed), wrap in product(DRESSED.items(), WRAPPED):
        if "/" in wrap and not dress.startswith(("as", "small", "full")):
            continue
        assert as_written(wrap % dressed(code)) == code, (dress, wrap)
    for outer, inner in product(["Код: %s", "«%s»", "code %s.", "(%s)", "№ %s"], WRAPPED):
        assert as_written(outer % (inner % in_groups(code))) == code, (outer, inner)


@given(st.text(ALPHABET, max_size=40).filter(lambda each: len(each) not in LENGTHS))
@settings(max_examples=20)
def test_what_is_not_as_long_as_a_code_is_never_read_as_one(letters):
    for dressed, wrap in product(DRESSED.values(), WRAPPED):
        assert len(as_written(wrap % dressed(letters))) not in LENGTHS


# Sentences that no list of words for a code knows, and signs of mails, lists and addresses.
UNKNOWN_SENTENCES = [
    "Код подтверждения: %s",
    "Растау коды:\n%s",
    "Проверочный код %s, спасибо",
    "Кіру коды %s",
    "Verification code: %s",
    "Код эксперта %s",
    "QR-код: %s",
    "Құпиясөз: %s",
    "Диплом № 2019-12, %s",
    "1. %s",
    "2) %s",
    "→ %s",
    "👉%s ✅",
    "%s (Анна Ким)",
    "Сауле Ахметова; %s; 2019",
    "code=%s",
    "https%%3A%%2F%%2Fexample.org%%2Fd%%2F%s",
    "https://example.org/pass/%%23%s",
]


@pytest.mark.parametrize("sentence", UNKNOWN_SENTENCES)
@pytest.mark.parametrize(
    "code", ["7K3MQ9XBT4WD", "ZH26KDPAX0AB", "7K3MQ9XBT4WDABCEHKPRSYVN", "PASSQ9XBT4WDABCEHKPRSY11"]
)
def test_the_only_code_of_a_sentence_is_found(sentence, code):
    for written in (in_groups(code), in_groups(code).lower(), code):
        assert as_written(sentence % written) == code, written
    typed = in_groups(code).translate(KEYS)
    assert as_written(sentence % typed) == code


@pytest.mark.parametrize("sign", "/\\+=~⁻─·•_:")
def test_any_one_sign_may_stand_between_groups(sign):
    assert as_written(in_groups("7K3MQ9XBT4WD").replace("-", sign)) == "7K3MQ9XBT4WD"


@pytest.mark.parametrize(
    "sentence",
    [
        "Проверка: 7K3M-Q9XB-T4WD и 7K3M-Q9XB-T4WX",
        "Проверьте: 7K3M-Q9XB-T4WD-HJ26",
        "Проверка: 7K3M-Q9XB",
        "Проверка подтверждает: нет",
        "Проверка 77751112233 000000000000",
    ],
)
def test_a_sentence_with_two_codes_or_none_is_not_read_as_one(sentence):
    written = as_written(sentence)
    assert len(written) not in LENGTHS or not set(written) <= set(ALPHABET)


@given(CODES, CODES)
def test_another_code_stays_another(one, other):
    assert (as_written(one) == as_written(other)) == (one == other)


@pytest.mark.parametrize("typed", ["ßßßß", "ıııı", "жжжж", "+", "漢"])
def test_what_is_no_letter_of_a_code_stays_refused(typed):
    assert not set(as_written(typed)) <= set(ALPHABET)


@pytest.mark.parametrize("word", ["CARD", "PASS"])
@pytest.mark.parametrize("length", LENGTHS)
def test_a_code_may_begin_as_the_word_for_one_does(word, length):
    code = word + "7K3MQ9XBT4WDHJ26ZA58"[: length - len(word)]

    assert as_written(in_groups(code).replace("-", " ")) == code
    assert as_written(f"Card code: {in_groups(code)}") == code
