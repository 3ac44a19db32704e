"""Near matches between names, and between employers, across spellings and scripts.

One romanisation of Kazakh and Russian names does not exist in practice, so names are compared by
their *skeleton*: transliterated to Latin (letters after BGN/PCGN 1979 and ICAO 9303, reduced), with
the variants that people mix made alike (y = i, ye = e, q = k, kh = h, zh = j, doubled = single) and
the endings "son of" and "daughter of" dropped.

A match is a question to a human, never an answer: nothing here merges two people, and a match is no
proof of an interest. Two people may share a name; and one person may be missed, for instance when
one list gives initials only. What is found is confirmed or dismissed, with a reason, by a person.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import islice, product
from types import MappingProxyType

from events.lookalikes import folded


class Match(IntEnum):
    """How alike two names are; NONE is falsy, and more alike is greater.

    CERTAIN speaks of the spelling, not of the person: it too is shown and can be dismissed.
    """

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


# Straight, curly and modifier apostrophes, grave and acute; soft and hard sign.
_UNHEARD = dict.fromkeys(map(ord, "'`\u00b4\u2018\u2019\u02b9\u02bb\u02bcьъ"))
_CYRILLIC = dict(
    zip(
        map(ord, "аәбвгғдеёжзийіїыкқлмнңоөпрстуұүўфхһҳцчшщэюя"),
        _words(
            "a a b v g g d e e zh z i i i i i k k l m n n o o p r s t u u u u f h h h "
            "ts ch sh sh e iu ia"
        ),
        strict=True,
    )
)
_LATIN = dict(
    zip(map(ord, "şșšçčžıəæŋ"), _words("sh sh sh ch ch zh i a a n"), strict=True),
)
# In this order: a longer spelling before the shorter one that it contains.
_ALIKE = (
    ("shch", "sh"),
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ng", "n"),
    ("q", "k"),
    ("x", "ks"),
    ("ye", "e"),
    ("y", "i"),
)
# One letter, and the ways in which it is romanised beside the first.
_SPELLINGS = {
    "ё": ("е", "ио"),
    "ʲ": ("", "и"),
    "ý": ("i", "u"),
    "ө": ("о", "у"),
    "ö": ("o", "u"),
    "һ": ("h", "g"),
    "г": ("g", "h"),
    "є": ("е",),
    "ґ": ("g",),
}
# The Kazakh letters of KZ-1048, as Windows-1251 shows their bytes.
_KZ_1048 = {
    ord(shown): meant
    for shown, meant in (
        (bytes([byte]).decode("cp1251", "replace"), bytes([byte]).decode("kz1048", "replace"))
        for byte in range(0x80, 0x100)
    )
    if shown != meant and shown.isalpha()
}
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['`´‘ʹʻʼ][^\W\d_]+)*")
_SOFT = re.compile(r"[ьъ](?=[аеёиоуэюяіїє])")
_MOST_SPELLINGS = 64
_PARENTAGE = re.compile(r"(?:kizi|uli|ogli|oglu|ovna|evna|ovich|evich)$")
_SHORTEST_STEM = 3

_CONNECTING = frozenset(
    _words("of the in at for and by under named after no имени им во по при города атындағы")
)
_LEGAL_FORMS = frozenset(
    _words(
        "jsc ojsc cjsc llp llc ltd inc plc ао оао зао ооо тоо гу кгу гкп гккп рмқк кмм кмқк жшс ақ"
    )
)
# Words that say what kind of body it is, or where it stands, but not which one.
_KINDS = (
    "school schools secondary primary general comprehensive lyceum gymnasium kindergarten college "
    "university institute academy centre center department division office faculty ministry "
    "akimat administration company city region regional district state national public private "
    "школа средняя общеобразовательная лицей гимназия колледж университет институт академия "
    "центр управление отдел департамент министерство акимат область район "
    "мектеп мектебі мектептері орта лицейі гимназиясы колледжі университеті институты академиясы "
    "орталығы басқармасы бөлімі департаменті министрлігі әкімдігі облысы ауданы қаласы"
)
_SHORTEST_ACRONYM = 3


def match_names(a: str, b: str) -> Match:
    """How alike two full names are. A match asks a human; it never merges.

    CERTAIN: the same words, in any order and case. LIKELY: the same skeleton, a skeleton that adds
    only further words to two or more common ones (a patronymic), or one broken by a space. A
    single word in common, be it a surname or a given name, is no match, and a name of a single
    word is never CERTAIN.
    """
    spelled_a, spelled_b = _spelled(a), _spelled(b)
    if len(spelled_a) > 1 and spelled_a == spelled_b:
        return Match.CERTAIN
    return Match.LIKELY if _names_sound_alike(_heard(a), _heard(b)) else Match.NONE


def match_employers(a: str, b: str, aliases: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether two employers may be the same organisation. A match asks a human; it never merges.

    True when one name says all that the other says and that includes a word of its own (not only
    a kind of body, such as "state university"), or when one holds the initials of the other
    (three or more). A numbered body matches only the same number and a word in common.
    ``aliases`` maps a short form to the full name it stands for. Translations are not recognised.
    """
    full_a, full_b = _expanded(a, aliases), _expanded(b, aliases)
    words_a, words_b = _employer_words(full_a), _employer_words(full_b)
    stems_a, stems_b = _employer_stems(words_a), _employer_stems(words_b)
    numbers_a, numbers_b = _numbers(full_a), _numbers(full_b)
    if numbers_a or numbers_b:
        return numbers_a == numbers_b and not stems_a.isdisjoint(stems_b)
    if _holds_initials(words_a, words_b) or _holds_initials(words_b, words_a):
        return True
    common = stems_a & stems_b
    return common in (stems_a, stems_b) and not common <= _KIND_STEMS


def _spelled(name: str) -> Counter[str]:
    return Counter(_words(folded(name).casefold()))


@lru_cache(maxsize=4_096)
def _heard(name: str) -> tuple[frozenset[str], ...]:
    """Each word of a name in written order, as all the skeletons that its spellings have."""
    text = unicodedata.normalize("NFC", folded(name).casefold().replace("\u2019", "'"))
    words = (_skeletons(word) for word in _NAME_WORD.findall(text))
    return tuple(skeletons for skeletons in words if skeletons)


def _skeletons(word: str) -> frozenset[str]:
    """Without what only says whose child it is."""
    readings = {word, word.translate(_KZ_1048)}
    return frozenset(s for read in readings for each in _spellings(read) for s in _stems(each))


def _spellings(word: str) -> Iterator[str]:
    soft = _SOFT.sub("ʲ", word)
    choices = [_SPELLINGS.get(letter, (letter,)) for letter in soft]
    return ("".join(each) for each in islice(product(*choices), _MOST_SPELLINGS))


def _stems(name: str) -> list[str]:
    """Reduced words in written order, without those that only say whose child it is."""
    stems = []
    for word in _words(_romanised(name)):
        alike = _alike(word)
        stem = _PARENTAGE.sub("", alike)
        if stem:
            stems.append(_undoubled(stem if len(stem) >= _SHORTEST_STEM else alike))
    return stems


def _names_sound_alike(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> bool:
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) == len(longer) or len(shorter) > 1:
        if _all_found(list(shorter), list(longer)):
            return True
        return min(len(a), len(b)) > 1 and not _joined(a).isdisjoint(_joined(b))
    return False


def _all_found(words: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> bool:
    """Whether each word has one of its own among the others."""
    if not words:
        return True
    first, *rest = words
    return any(
        not first.isdisjoint(other) and _all_found(rest, [*others[:i], *others[i + 1 :]])
        for i, other in enumerate(others)
    )


def _joined(words: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset(
        "".join(each) for each in islice(product(*map(sorted, words)), _MOST_SPELLINGS)
    )


def _romanised(text: str) -> str:
    """Lower-case Latin letters without marks; other characters stay as they are."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_UNHEARD)
    text = unicodedata.normalize("NFD", text.translate(_CYRILLIC).translate(_LATIN))
    return "".join(character for character in text if not unicodedata.combining(character))


def _alike(word: str) -> str:
    for spelling, common in _ALIKE:
        word = word.replace(spelling, common)
    return word


def _undoubled(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _expanded(employer: str, aliases: Mapping[str, str]) -> str:
    for short, full in aliases.items():
        alone = re.compile(rf"(?<!\w){re.escape(short)}(?!\w)", re.IGNORECASE)
        employer = alone.sub(full.replace("\\", ""), employer)
    return employer


def _numbers(employer: str) -> frozenset[str]:
    return frozenset(number.lstrip("0") for number in _NUMBER.findall(employer))


def _employer_words(employer: str) -> list[str]:
    """Words as written, without initials, connecting words and legal forms."""
    text = unicodedata.normalize("NFC", employer).translate(_UNHEARD)
    skipped = _CONNECTING | _LEGAL_FORMS
    return [w for w in _words(text) if len(w) > 1 and w.casefold() not in skipped]


def _employer_stem(word: str) -> str:
    romanised = _romanised(word)
    singular = romanised[:-1] if len(romanised) > 3 and romanised[-1] == "s" else romanised
    return _undoubled(_alike(singular))


def _employer_stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(_employer_stem, words))


def _holds_initials(words: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a word in capitals spells the initials of neighbouring words in the other name."""
    initials = "".join(word[0].upper() for word in other)
    return any(acronym in initials for acronym in _acronyms(words))


def _acronyms(words: Sequence[str]) -> Iterator[str]:
    """Words in capitals, unless the whole name is written so."""
    if len(words) > 1 and all(word.isupper() for word in words):
        return
    yield from (word for word in words if word.isupper() and len(word) >= _SHORTEST_ACRONYM)


_KIND_STEMS = _employer_stems(_words(_KINDS))
