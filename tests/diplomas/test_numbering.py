import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomas.numbering import (
    ALPHABET,
    new_code,
    normalise_code,
    registration_number,
)
from events.codes import DIPLOMA_LETTERS, in_groups


def test_code_is_the_first_sixty_bits_it_is_given():
    code = new_code(lambda count: bytes.fromhex("0123456789abcdef")[:count])

    assert code == "04HMASW9NF6Y"


@pytest.mark.parametrize(("octet", "code"), [(b"\x00", "000000000000"), (b"\xff", "ZZZZZZZZZZZZ")])
def test_code_keeps_its_length_at_both_ends(octet, code):
    assert new_code(lambda count: octet * count) == code


def test_ten_thousand_codes_differ_and_use_the_alphabet_only():
    codes = {new_code() for _ in range(10_000)}

    assert len(codes) == 10_000
    assert {len(code) for code in codes} == {DIPLOMA_LETTERS}
    assert set("".join(codes)) == set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3MQ9XBT4WD",
        "7K3M-Q9XB-T4WD",
        "7k3m-q9xb-t4wd",
        " 7K3M Q9XB T4WD\n",
        "7K3M–Q9XB—T4WD",
        "7K3M\u00a0Q9XB\u2011T4WD",
        "7\u041a3\u041c-Q9XB-T4WD",
        "https://example.org/d/7K3M-Q9XB-T4WD/",
    ],
)
def test_code_is_read_as_people_type_it(typed):
    assert normalise_code(typed) == "7K3MQ9XBT4WD"


def test_letters_taken_for_digits_are_read_as_digits():
    assert normalise_code("OoIiLl-000111") == "001111000111"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7K3M-Q9XB-T4W",
        "7K3M-Q9XB-T4WDD",
        "7K3M-Q9XB-T4WU",
        "7K3MQ9XBT4W\x00",
        "7K3MQ9XBT4W①",
        "7K3MQ9XBT4ß",
        "7K3MQ9XBT4Wı",
        "7K3MQ9XBT4Wſ",
        "7K3M-Q9XB-T4WD" + " " * 300,
    ],
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise_code(typed) is None


@given(st.binary(min_size=8, max_size=8))
def test_a_printed_code_is_read_back(random):
    code = new_code(lambda count: random[:count])

    assert normalise_code(in_groups(code)) == code


@given(st.text())
def test_any_text_gives_a_code_or_none(text):
    code = normalise_code(text)

    assert code is None or (len(code) == DIPLOMA_LETTERS and set(code) <= set(ALPHABET))


def test_code_is_printed_in_groups_of_four():
    assert in_groups("7K3MQ9XBT4WD") == "7K3M-Q9XB-T4WD"


@pytest.mark.parametrize(
    ("arguments", "is_rehearsal", "number"),
    [
        ((2019, 44), False, "2019/044"),
        ((2026, 1200), False, "2026/1200"),
        ((2019, 44), True, "2019/R044"),
    ],
)
def test_registration_number(arguments, is_rehearsal, number):
    assert registration_number(*arguments, is_rehearsal=is_rehearsal) == number
