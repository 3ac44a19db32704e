"""A code is read whatever keyboard, address or sentence it comes from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.codes import ALPHABET, as_written, in_groups

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


@given(CODES, CODES)
def test_another_code_stays_another(one, other):
    assert (as_written(one) == as_written(other)) == (one == other)


@pytest.mark.parametrize("typed", ["ßßßß", "ıııı", "жжжж", "+", "漢"])
def test_what_is_no_letter_of_a_code_stays_refused(typed):
    assert not set(as_written(typed)) <= set(ALPHABET)
