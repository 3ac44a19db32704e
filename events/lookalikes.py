"""Letters that look the same in two scripts: Unicode's table of confusables (UTS 39), and letters of Kazakh.

A word is written in one script. Where it is not, the letters of the others are read as those of the
majority that look the same; a letter without such a one stays as it is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

_WORD: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
# The letters that names are written in; the table holds many more, of mathematics and of old scripts.
_SCRIPTS: Final = {
    "CYRILLIC": re.compile("[\u0400-\u045f\u0490-\u04ff]"),
    "LATIN": re.compile("[A-Za-z\u00c0-\u0137\u0139-\u017f\u018f\u0259]"),
    "GREEK": re.compile("[\u0370-\u03ff]"),
    "ARMENIAN": re.compile("[\u0530-\u058f]"),
}
# What the table leaves out, and the eye does not: the letters of Kazakh beside those of other alphabets.
_ALSO_ALIKE: Final = (
    # The first of each script in a line is the one that is read.
    "әəǝ",
    "ӘƏƎ",
    "өɵθ",
    "ӨƟΘ",
    "ұ¥ɏ",
    "ҰɎ",
    "үγʏ",
    "ҮΥY",
    "ғƒ",
    "ҒƑ",
    "қķκ̡",
    "ҚĶ",
    "ңņ",
    "ҢŅ",
    "пnπ",
    "иuυ",
    "гr",
    "ГΓ",
    "ПΠ",
    "ЛΛ",
    "лλ",
    "ФΦ",
    "фφ",
    "дδ",
    "зʒ",
    "ЗƷ",
    "bβ",
    "вβʙ",
    "кkκ",
    "мmμ",
    "тtτ",
    "нhη",
    "оoοօ",
    "уyγ",
    "һhհ",
    "тտ",
    "рpρ",
    "хxχ",
    "сcϲ",
    "іiι",
    "аaα",
    "еeε",
    "ыьı",
)
# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties: nothing is seen of them.
_IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def without_ignorables(text: str) -> str:
    return _IGNORABLE.sub("", text)


def folded(text: str) -> str:
    """The text with each word of mixed scripts in the script of its majority."""
    text = unicodedata.normalize("NFC", without_ignorables(text))
    return _WORD.sub(lambda word: _in_majority(word[0]), text)


def mixed_words(text: str) -> Iterator[tuple[str, str]]:
    """Words of mixed scripts, each with its letters that are not of the majority."""
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        majority = _majority(word)
        if strange := "".join(each for each in word if script_of(each) not in (None, majority)):
            yield word, strange


@cache
def script_of(letter: str) -> str | None:
    """The first word of a letter's name in Unicode says its script."""
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else None


@cache
def alike(letter: str, script: str) -> str | None:
    """The letter of a script that looks like this one, of the same case where there is one."""
    found = [each for each in _lookalikes(letter) if _is_of(each, script)]
    same_case = [each for each in found if each.isupper() == letter.isupper()]
    if same_case:
        return same_case[0]
    other = letter.swapcase()
    turned = (
        [each for each in _lookalikes(other) if _is_of(each, script)] if len(other) == 1 else []
    )
    return next((each.swapcase() for each in turned), None)


def _lookalikes(letter: str) -> Iterator[str]:
    for line in _ALSO_ALIKE:
        if letter in line:
            yield from line
    prototypes = [each["c"] for each in confusables_data.get(letter, [])]
    yield from prototypes
    for prototype in prototypes:
        yield from (each["c"] for each in confusables_data.get(prototype, []))


def _is_of(letter: str, script: str) -> bool:
    return letter.isalpha() and bool(_SCRIPTS[script].fullmatch(letter))


def _majority(word: str) -> str | None:
    counts = Counter(script for script in map(script_of, word) if script)
    return max(counts, key=lambda script: (counts[script], script == "CYRILLIC"), default=None)


def _in_majority(word: str) -> str:
    majority = _majority(word)
    if majority not in _SCRIPTS:
        return word
    read = (_read_in(letter, majority) for letter in word)
    return unicodedata.normalize("NFC", "".join(read))


def _read_in(letter: str, script: str) -> str:
    if script_of(letter) in (None, script):
        return letter
    if found := alike(letter, script):
        return found
    base, marks = unicodedata.normalize("NFD", letter)[0], unicodedata.normalize("NFD", letter)[1:]
    return (alike(base, script) or base) + marks
