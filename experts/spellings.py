"""How a word of a name is heard, however it is spelled: its *skeletons*.

One romanisation of Kazakh and Russian names does not exist in practice. A word is transliterated to
Latin (letters after BGN/PCGN 1979 and ICAO 9303, reduced), with the variants that people mix made alike
(y = i, ye = e, q = k, kh = h, zh = j, doubled = single) and the endings "son of" and "daughter of"
dropped. Where one letter has several romanisations, or one spelling stands for several letters, the word
has several skeletons; two words are heard alike when they have one in common.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from math import prod
from typing import Final

from events.lookalikes import plain_letter, readings

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
_ALIKE: Final = (
    ("shch", "sh"),
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("gh", "g"),
    ("ng", "n"),
    ("q", "k"),
    ("ye", "e"),
    ("y", "i"),
)
# What is read in more than one way, or otherwise than letter by letter.
_READ_AS: Final = {
    "ё": ("е", "ио", "о"),
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
    "tch": ("ch",),
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
    "w": ("v", "u"),
    "x": ("h", "ks"),
}
_SEVERAL: Final = re.compile(f"({'|'.join(sorted(_READ_AS, key=len, reverse=True))})")
_SOFT: Final = re.compile(r"[ьъ](?=[аеёиоуэюяіїє])")
# я and ю after a consonant are often romanised by their vowel alone.
_SOFTENING: Final = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[яю]")
_VOWEL_ALONE: Final = {"я": "а", "ю": "у"}
_ENDINGS: Final = (
    (re.compile(r"(?<=[bdgkptv])er$"), "r"),
    (re.compile(r"ff$"), "v"),
)
_MOST_SPELLINGS: Final = 64
_PARENTAGE: Final = re.compile(r"(?:kizi|uulu|uli|ogli|oglu|ovna|evna|ovich|evich)$")
_SHORTEST_STEM: Final = 3
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


@lru_cache(maxsize=16_384)
def skeletons(word: str) -> frozenset[str]:
    """All that a word may sound like, without what only says whose child it is."""
    return frozenset(
        skeleton
        for seen in _as_seen(word)
        for spelling in _spellings(seen)
        if (skeleton := _skeleton(spelling))
    )


def initials_of(word: str) -> Iterable[str]:
    """How a name may sound that is shortened to this letter, or to these letters for one."""
    return skeletons(word) | ({"e"} if word.casefold() == "y" else frozenset())


def _romanised(text: str) -> str:
    """Lower-case Latin letters without marks; other characters stay as they are."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_UNHEARD)
    return "".join(map(_letter, text.translate(_CYRILLIC).translate(_LATIN)))


def _alike(word: str) -> str:
    for spelling, common in _ALIKE:
        word = word.replace(spelling, common)
    return word


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _as_seen(word: str) -> set[str]:
    """In small letters: in each of its scripts, as the other code page, and with letters for digits."""
    if any(map(str.isdigit, word)):
        word = "".join(str(unicodedata.digit(each, each)) for each in word)
        word = word.translate(_LETTERS_OF_DIGITS)
    seen = readings(word)
    seen |= {_CAPITAL_I.sub("l", each) for each in seen}
    small = {unicodedata.normalize("NFC", each.casefold()) for each in seen}
    return small | {word.casefold().translate(_KZ_1048)}


def _spellings(word: str) -> Iterator[str]:
    soft = _SOFT.sub("ʲ", word)
    vowels_alone = _SOFTENING.sub(lambda letter: _VOWEL_ALONE[letter[0]], soft)
    for each in {soft, vowels_alone}:
        for spelling in _read(each):
            yield spelling
            yield from (end.sub(by, spelling) for end, by in _ENDINGS if end.search(spelling))


def _read(word: str) -> Iterator[str]:
    """With each reading of what is read in several ways; where those are many, the same throughout."""
    parts = _SEVERAL.split(word)
    options = [_READ_AS.get(part, (part,)) for part in parts]
    if prod(map(len, options)) <= _MOST_SPELLINGS:
        yield from map("".join, product(*options))
        return
    kinds = dict(zip(parts, options, strict=True))
    for chosen in islice(product(*kinds.values()), _MOST_SPELLINGS):
        reading = dict(zip(kinds, chosen, strict=True))
        yield "".join(reading[part] for part in parts)


def _skeleton(spelling: str) -> str:
    word = _alike("".join(_WORD.findall(_romanised(spelling))))
    stem = _PARENTAGE.sub("", word)
    return _undoubled(word if stem and len(stem) < _SHORTEST_STEM else stem)


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
