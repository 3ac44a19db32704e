"""How a word of a name is heard, however it is spelled: its *skeletons*.

One romanisation of Kazakh and Russian names does not exist in practice. A word is transliterated to
Latin (letters after BGN/PCGN 1979 and ICAO 9303, reduced), with the variants that people mix made alike
(y = i, ye = e, q = k, kh = h, zh = j, w and u beside a vowel = v, doubled = single). Where one letter has
several romanisations, or one spelling stands for several letters, the word has several skeletons; two
words are heard alike when they have one in common. What a whole country spells its own way is respelled
by its rules first (`romanisations.py`).

The endings "son of" and "daughter of", of a patronymic or of a family, leave a *stem*. Words that are
read in more ways than are kept are *loose*: they are compared by their *outline* as well, which knows
only consonants by their kind, and vowels.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product, zip_longest
from math import prod
from typing import Final, NamedTuple

from events.lookalikes import plain_letter, readings
from experts.romanisations import respelled

APOSTROPHES: Final = "'`\u00b4\u2018\u2019\u02b9\u02bb\u02bc\u02bd\u02be\u02bf"
_ONE_APOSTROPHE: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_UNHEARD: Final = dict.fromkeys(map(ord, APOSTROPHES + "ьъʲ"))
_WORD: Final = re.compile(r"[^\W\d_]+")


def _table(letters: str, latin: str) -> dict[int, str]:
    return dict(zip(map(ord, letters), latin.split(), strict=True))


_CYRILLIC: Final = _table(
    "аәбвгғґдеёєжзийіїыкқлмнңоөпрстуўұүфхһҳцчшщэюя" + "ђјљњћџѓќѕ" + "җҷҙҡҫ",
    "a a b v g g g d e e e zh z i i i i i k k l m n n o o p r s t u u u u f h h h ts ch sh sh e iu ia "
    "j i l n ch j g k z j j z k s",
)
_LATIN: Final = _table("şșšśçčćžźżıəæœŋłđðøß", "sh sh sh sh ch ch ch zh z zh i a a o n l d d o s")
# In this order: a longer spelling before the shorter one that it contains.
# Then each consonant is one letter.
_ALIKE: Final = (
    ("shch", "ш"),
    ("sh", "ш"),
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("ch", "ч"),
    ("ts", "ц"),
    ("gh", "g"),
    ("ng", "n"),
    ("q", "k"),
    ("ye", "e"),
    ("y", "i"),
)
# Of a consonant that is spelled with two letters, an initial may be the first one.
_FIRST_LETTERS: Final = {"s": "ш", "c": "ч", "t": "ц", "z": "j", "d": "j"}
# What is read in more than one way, or otherwise than letter by letter.
_READ_AS: Final = {
    "ё": ("е", "ио", "о"),
    "ѕ": ("z", "s"),
    "ʲ": ("", "и"),
    "ә": ("а", "е"),
    "ө": ("о", "у"),
    "ў": ("у", "о"),
    "һ": ("h", "g"),
    "г": ("g", "h"),
    "ä": ("a", "e"),
    "á": ("a", "e"),
    "ə": ("a", "e"),
    "ö": ("o", "u"),
    "ó": ("o", "u"),
    "ý": ("i", "u"),
    # The apostrophes of Uzbek, and of the Kazakh alphabet of 2017.
    "a'": ("a", "e"),
    "o'": ("o", "u"),
    "g'": ("g",),
    "s'": ("s", "sh"),
    "c'": ("ch",),
    "y'": ("i", "u"),
    # Romanisations of other countries, and of older passports.
    "sch": ("sh",),
    "šč": ("sh",),
    "şç": ("sh",),
    "shch": ("sh",),
    "tch": ("ch", "tch"),
    "tsch": ("ch",),
    "ch": ("ch",),
    "ck": ("k",),
    "c": ("k", "ts", "s", "j"),
    "j": ("j", "y"),
    "jo": ("jo", "e", "yo"),
    "yo": ("io", "e", "o"),
    "io": ("io", "e"),
    "ie": ("ie", "e"),
    "kh": ("h", "k"),
    "ou": ("ou", "u"),
    "iou": ("iu", "iou"),
    "ph": ("f",),
    "tz": ("ts",),
    "tzh": ("tzh",),
    "ee": ("i", "e"),
    "oo": ("u", "o"),
    "x": ("h", "ks"),
}
_SEVERAL: Final = re.compile(f"({'|'.join(sorted(_READ_AS, key=len, reverse=True))})")
_SOFT: Final = re.compile(r"[ьъ](?=[аеёиоуэюяіїє])")
# я and ю after a consonant are often romanised by their vowel alone.
_SOFTENING: Final = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[яю]|(?<=[bcdfghklmnprstvz])y(?=[au])")
_VOWEL_ALONE: Final = {"я": "а", "ю": "у", "y": ""}
_ENDINGS: Final = (
    (re.compile(r"(?<=[bdgkptv])er$"), "r"),
    (re.compile(r"ff$"), "v"),
)
# Most ways to see and read a word; beyond them it is loose, and these few are kept.
_MOST_READINGS: Final = 48
_SEEN_LOOSELY: Final = 3
_READ_LOOSELY: Final = 4
_DOUBLED: Final = re.compile(r"(.)\1+")
_BESIDE_A_VOWEL: Final = re.compile(r"w|u(?=[aeio])|(?<=[aeo])u")
# Short vowels that come and go: Бауыржан and Бауржан, Әбдірахман and Абдрахман.
_SHORT: Final = re.compile(r"(?<=[aeo]u)i(?=[^aeiou])|(?<=[^aeiou]{2})[iu](?=[^aeiou])")
_PARENTAGE: Final = {
    "uulu": "son",
    "ulu": "son",
    "uli": "son",
    "ogli": "son",
    "oglu": "son",
    "oviч": "son",
    "eviч": "son",
    "kizi": "daughter",
    "ovna": "daughter",
    "evna": "daughter",
}
_OF_A_FAMILY: Final = {"ov": "son", "ova": "daughter"}
_OF_A_SOFT_FAMILY: Final = {"ev": "son", "eva": "daughter"}
# With the fewest letters of a stem: Кимов is not of Ким, nor Арынова of Арын.
_ENDINGS_OF_CHILDREN: Final = ((_PARENTAGE, 3), (_OF_A_SOFT_FAMILY, 4), (_OF_A_FAMILY, 5))
_OUTLINE: Final = str.maketrans(
    "aeiouy" + "ghk" + "szjшчц" + "fv", "aaaaaa" + "kkk" + "ssssss" + "vv"
)
# The Kazakh letters of KZ-1048, as Windows-1251 shows their bytes.
_KZ_1048: Final = {
    ord(shown): meant
    for shown, meant in (
        (bytes([byte]).decode("cp1251", "replace"), bytes([byte]).decode("kz1048", "replace"))
        for byte in range(0x80, 0x100)
    )
    if shown != meant and shown.isalpha()
}
_CAPITAL_I: Final = re.compile("(?<=[a-z])I")
_LETTERS_OF_DIGITS: Final = str.maketrans("0136", "olзб")


def with_one_apostrophe(text: str) -> str:
    return text.translate(_ONE_APOSTROPHE)


class Sounds(NamedTuple):
    """What a word may sound like; of whom it may speak as a child, with "son" or "daughter"."""

    skeletons: frozenset[str]
    stems: frozenset[tuple[str, str]]
    outlines: frozenset[str]
    is_loose: bool


def skeletons(word: str) -> frozenset[str]:
    return sounds(word).skeletons


@lru_cache(maxsize=16_384)
def sounds(word: str) -> Sounds:
    """A word that only says whose child somebody is sounds like nothing."""
    seen = sorted(_as_seen(word), key=lambda each: (_changed(each, word), each))
    is_loose = sum(map(_readings_of, seen)) > _MOST_READINGS
    kept, most = (seen[:_SEEN_LOOSELY], _READ_LOOSELY) if is_loose else (seen, _MOST_READINGS)
    heard = {_alike(text) for each in kept for text in _spellings(each, most)}
    found = frozenset(_without_short(each) for each in heard if each not in _PARENTAGE) - {""}
    return Sounds(
        skeletons=found,
        stems=frozenset(stem for each in heard for stem in _stems(each)),
        outlines=frozenset(map(_outline, found)),
        is_loose=is_loose,
    )


def initials_of(word: str) -> Iterable[str]:
    """How a name may sound that is shortened to this letter, or to these letters for one."""
    found = skeletons(word) | ({"e"} if word.casefold() == "y" else frozenset())
    return found | {_FIRST_LETTERS[each] for each in found & _FIRST_LETTERS.keys()}


def _romanised(text: str) -> str:
    """Lower-case Latin letters without marks; other characters stay as they are."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_UNHEARD)
    return "".join(map(_letter, text.translate(_CYRILLIC).translate(_LATIN)))


def _alike(word: str) -> str:
    for spelling, common in _ALIKE:
        word = word.replace(spelling, common)
    return word


def _without_short(word: str) -> str:
    """Without vowels that come and go."""
    return _once(_BESIDE_A_VOWEL.sub("v", _SHORT.sub("", _once(word))))


def _once(word: str) -> str:
    """Each letter once where it is doubled."""
    return _DOUBLED.sub(r"\1", word)


def _outline(skeleton: str) -> str:
    return _once(skeleton.translate(_OUTLINE))


def _stems(word: str) -> Iterator[tuple[str, str]]:
    for endings, shortest in _ENDINGS_OF_CHILDREN:
        for ending, child in endings.items():
            stem = word.removesuffix(ending)
            if stem == word or (endings is _OF_A_SOFT_FAMILY and stem[-1:] == "e"):
                continue
            # Абаев is of Абай.
            stems = [stem, stem + "i"] if stem[-1:] in "aoui" else [stem]
            yield from ((_without_short(each), child) for each in stems if len(each) >= shortest)


def _as_seen(word: str) -> set[str]:
    """In small letters: in each of its scripts, as the other code page, and with letters for digits."""
    if any(map(str.isdigit, word)):
        word = "".join(str(unicodedata.digit(each, each)) for each in word)
        word = word.translate(_LETTERS_OF_DIGITS)
    seen = readings(word)
    seen |= {_CAPITAL_I.sub("l", each) for each in seen}
    small = {unicodedata.normalize("NFC", each.casefold()) for each in seen}
    return small | {word.casefold().translate(_KZ_1048)}


def _changed(seen: str, word: str) -> int:
    """How many letters are seen otherwise than they are written."""
    return sum(a != b for a, b in zip_longest(seen, word.casefold()))


def _spellings(word: str, most: int) -> set[str]:
    """In Latin letters, by the rules of each country and as people mix them."""
    found: set[str] = set()
    for text in respelled(word):
        soft = _SOFT.sub("ʲ", text)
        vowels_alone = _SOFTENING.sub(lambda letter: _VOWEL_ALONE[letter[0]], soft)
        for each in {soft, vowels_alone}:
            found.update(_read(each, most))
    for ending, by in _ENDINGS:
        found |= {ending.sub(by, each) for each in found}
    return found


def _read(word: str, most: int) -> Iterator[str]:
    """With each reading of what is read in several ways; where those are many, the same throughout."""
    parts = _SEVERAL.split(word)
    options = [tuple(map(_plain, _READ_AS.get(part, (part,)))) for part in parts]
    if prod(map(len, options)) <= most:
        return map("".join, product(*options))
    kinds = dict(zip(parts, options, strict=True))
    chosen = (dict(zip(kinds, each, strict=True)) for each in product(*kinds.values()))
    return ("".join(each[part] for part in parts) for each in islice(chosen, most))


def _readings_of(word: str) -> int:
    return prod(len(_READ_AS.get(part, " ")) for part in _SEVERAL.split(_SOFT.sub("ʲ", word)))


@lru_cache(maxsize=16_384)
def _plain(text: str) -> str:
    return "".join(_WORD.findall(_romanised(text)))


@lru_cache(maxsize=4_096)
def _letter(letter: str) -> str:
    """Without marks; a letter of no table is read as the plain one that it is made from."""
    base = "".join(
        each for each in unicodedata.normalize("NFD", letter) if not unicodedata.combining(each)
    )
    if len(base) != 1 or base.isascii():
        return base
    plain = plain_letter(base)
    return plain.translate(_CYRILLIC).translate(_LATIN)
