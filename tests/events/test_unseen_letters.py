"""Characters of which nothing is seen: refused in every line of text, and passed over in codes and names."""

from functools import cache

import regex

from events import validators
from events.codes import as_written
from events.lookalikes import first_ignorable, folded
from events.values import PrintedNames, WebAddress, Words
from experts.conflicts import Match, match_names
from experts.validators import interest_reason

# One of each block.
FEW = "\u00ad\u034f\u061c\u115f\u17b4\u180b\u200b\u200d\u2060\u3164\ufe0f\ufeff\uffa0\U000e0061\U000e0100"
LINES = [each for each in vars(validators).values() if isinstance(each, Words)]


@cache
def unseen() -> list[str]:
    return [letter for letter in map(chr, range(0x110000)) if first_ignorable(letter)]


def test_table_is_that_of_unicode():
    """As the regex library has it, which knows the property by its name."""
    known = regex.compile(r"\p{Default_Ignorable_Code_Point}")

    assert [letter for letter in map(chr, range(0x110000)) if known.match(letter)] == unseen()


def test_every_line_of_text_refuses_each_by_its_number():
    assert len(LINES) > 20
    for letter in unseen():
        assert f"U+{ord(letter):04X}" in (interest_reason.flaw(f"Са{letter}уле") or ""), hex(
            ord(letter)
        )
    for line in LINES:
        for letter in FEW:
            assert f"U+{ord(letter):04X}" in (line.flaw(_held_by(line, letter)) or ""), (
                line,
                letter,
            )


def test_each_stands_for_a_space_between_words_and_for_nothing_within_one():
    for letter in [*unseen(), *"\x00\x1f\x85\ufff9\u2800"]:
        for name in (f"Иван{letter}Петров", f"ИВАН{letter}ПЕТРОВ", f"Ив{letter}ан Пе{letter}тров"):
            assert match_names(name, "Петров Иван") == Match.CERTAIN, hex(ord(letter))
    for name in ("И\u200bВАН ПЕТРОВ", "\u200bИван Петров\ufeff", "Иван\u2060\u200b Петров"):
        assert match_names(name, "Петров Иван") == Match.CERTAIN
    assert match_names("СА\u00adУЛЕ АХМЕТ", "Сауле Ахмет")


def _held_by(line, letter):
    """What a column of this kind holds, with the character in it."""
    text = f"https://a{letter}b.kz" if isinstance(line, WebAddress) else f"Са{letter}уле"
    return {"kk": text} if isinstance(line, PrintedNames) else text


def test_names_and_codes_are_compared_without_them():
    for letter in FEW:
        assert match_names(f"Са{letter}уле Ким", "Сауле Ким")
        assert folded(f"Са{letter}уле") == "Сауле"
        assert as_written(f"7K3M{letter}Q9XB") == "7K3MQ9XB"
