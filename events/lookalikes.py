"""Letters that look the same in two scripts: Unicode's table of confusables (UTS 39), and letters of Kazakh.

A word is written in one script. Where it is not, the letters of the others are read as those of the
majority that look the same; a letter without such a one stays as it is. The same is done with a letter
that none of the alphabets in use has, such as a full-width one or one of phonetics.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

_WORD: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
# The letters that names are written in; the table holds many more, of mathematics and of old scripts.
_CYRILLIC: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" + "әғқңөұүһі" + "ґєїўҳҷӣӯҗҙҡҫ" + "ђјљњћџѓќѕ"
_SCRIPTS: Final = {
    "CYRILLIC": re.compile(f"[{_CYRILLIC}{_CYRILLIC.upper()}]"),
    "LATIN": re.compile("[A-Za-z\u00c0-\u0137\u0139-\u017f\u018f\u0259\u01f4\u01f5]"),
    "GREEK": re.compile("[\u0370-\u03ff]"),
    "ARMENIAN": re.compile("[\u0530-\u058f]"),
}
# What a word of another script is taken for, if all its letters look so.
_IN_USE: Final = frozenset(["CYRILLIC", "LATIN"])
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
    "bβьЬ",
    "lӏ",
    "вβʙ",
    "кkκ",
    "мmμ",
    "тtτ",
    "һhհ",
    "нhη",
    "оoοօ",
    "уyγ",
    "тտ",
    "рpρ",
    "хxχ",
    "сcϲ",
    "іiιɩ",
    "аaα",
    "еeε",
    "ыьı",
    "лʟᴫ",
)
_MOST_READINGS: Final = 32
# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties: nothing is seen of them.
_IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# In a name neither controls, marks of annotations nor the dots of Braille without one are seen.
_NOT_SEEN: Final = f"{_IGNORABLE.pattern[1:-1]}\x00-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\u2800"
_UNSEEN: Final = re.compile(f"[{_NOT_SEEN}]+")
_HELD_TOGETHER: Final = re.compile(rf"[\w{_NOT_SEEN}]*[{_NOT_SEEN}][\w{_NOT_SEEN}]*")
_BASE_OF_LATIN: Final = re.compile(
    r"LATIN (?:SMALL|CAPITAL|LETTER) .*\b([A-Z])(?: WITH| WITHOUT|$)"
)
_BASE_OF_OTHERS: Final = re.compile(r"(.+) WITH .+")


def first_ignorable(text: str) -> str | None:
    """The first character of which nothing is seen, or nothing."""
    found = _IGNORABLE.search(text)
    return found[0] if found else None


def without_ignorables(text: str) -> str:
    return _IGNORABLE.sub("", text)


def words_of_a_name(text: str) -> str:
    """The text without what is not seen, which stands for a space between words that begin with a capital."""
    return _HELD_TOGETHER.sub(lambda found: _taken_apart(_UNSEEN.split(found[0])), text)


def _taken_apart(parts: list[str]) -> str:
    words = [part for part in parts if part]
    is_of_words = all(len(word) > 1 and word[0].isupper() for word in words)
    return (" " if is_of_words else "").join(words)


def folded(text: str) -> str:
    """The text with each word of mixed scripts in the script of its majority."""
    text = _composed(words_of_a_name(text))
    return _WORD.sub(lambda word: _in_majority(word[0]), text)


def readings(word: str) -> frozenset[str]:
    """A word as the eye may take it: in each of its scripts, and in one whose letters all look like its own."""
    word = _composed(without_ignorables(word))
    scripts = {script_of(letter) for letter in word} & _SCRIPTS.keys()
    found = {word} if len(scripts) == 1 else set[str]()
    for script in _SCRIPTS if len(word) > 1 else ():
        options = [_options(letter, script) for letter in word]
        is_in_use = script in _IN_USE and all(_all_alike(letter, script) for letter in word)
        if script in scripts or is_in_use:
            found |= {"".join(each) for each in islice(product(*options), _MOST_READINGS)}
    return frozenset(found or {word})


def mixed_words(text: str) -> Iterator[tuple[str, str]]:
    """Words of mixed scripts, each with its letters that are not of the majority."""
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if len({*map(script_of, word)} - {None}) < 2:
            continue
        majority = _majority(word)
        if strange := "".join(each for each in word if script_of(each) not in (None, majority)):
            yield word, strange


@cache
def script_of(letter: str) -> str | None:
    """The first word of a letter's name in Unicode says its script."""
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else None


def alike(letter: str, script: str) -> str | None:
    """The letter of a script that looks like this one, of the same case where there is one."""
    return next(iter(_all_alike(letter, script)), None)


@cache
def plain_letter(letter: str) -> str:
    """A letter without the hooks, strokes and marks that its name in Unicode speaks of."""
    name = unicodedata.name(letter, "")
    if found := _BASE_OF_LATIN.match(name):
        return found[1] if letter.isupper() else found[1].lower()
    if found := _BASE_OF_OTHERS.fullmatch(name):
        return unicodedata.lookup(found[1]) if _is_named(found[1]) else letter
    return letter


def _is_named(name: str) -> bool:
    try:
        unicodedata.lookup(name)
    except KeyError:
        return False
    return True


def _composed(text: str) -> str:
    """In NFC; letters that are only drawn otherwise, as full-width ones, are the letter itself."""
    return unicodedata.normalize("NFC", "".join(map(_undrawn, text)))


@cache
def _undrawn(letter: str) -> str:
    is_drawn = letter.isalnum() and script_of(letter) not in _SCRIPTS
    return unicodedata.normalize("NFKC", letter) if is_drawn else letter


@cache
def _all_alike(letter: str, script: str) -> tuple[str, ...]:
    found = [each for each in _lookalikes(letter) if _is_of(each, script)]
    same_case = [each for each in found if each.isupper() == letter.isupper()]
    other = letter.swapcase()
    if not same_case and len(other) == 1:
        turned = (each.swapcase() for each in _lookalikes(other) if _is_of(each, script))
        same_case = [each for each in turned if _is_of(each, script)]
    return tuple(dict.fromkeys(same_case))


@cache
def _lookalikes(letter: str) -> tuple[str, ...]:
    found = [each for line in _ALSO_ALIKE if letter in line for each in line]
    prototypes = [each["c"] for each in confusables_data.get(letter, [])]
    found += prototypes
    for prototype in prototypes:
        found += [each["c"] for each in confusables_data.get(prototype, [])]
    return tuple(found)


def _is_of(letter: str, script: str) -> bool:
    return letter.isalpha() and bool(_SCRIPTS[script].fullmatch(letter))


def _majority(word: str) -> str | None:
    counts = Counter(script for script in map(script_of, word) if script)
    return max(counts, key=lambda script: (counts[script], script == "CYRILLIC"), default=None)


def _in_majority(word: str) -> str:
    majority = _majority(word)
    if majority not in _SCRIPTS:
        return word
    read = (_options(letter, majority)[0] for letter in word)
    return unicodedata.normalize("NFC", "".join(read))


@cache
def _options(letter: str, script: str) -> tuple[str, ...]:
    """What a letter may be in a word of this script."""
    if not letter.isalpha() or _is_of(letter, script):
        return (letter,)
    other_case = (each for each in _lookalikes(letter) if _is_of(each, script))
    if found := tuple(dict.fromkeys([*_all_alike(letter, script), *other_case])):
        return found
    base, marks = unicodedata.normalize("NFD", letter)[0], unicodedata.normalize("NFD", letter)[1:]
    base = plain_letter(base)
    return (((alike(base, script) if script_of(base) != script else None) or base) + marks,)
