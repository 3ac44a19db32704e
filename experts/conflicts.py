"""Near matches between names, and between employers, across spellings and scripts.

Names are compared by what their words look and sound like (`spellings.py`), in any order. A match is a
question to a human, never an answer: nothing here merges two people, and a match is no proof of an
interest. Two people may share a name, and one person may be missed. What is found is confirmed or
dismissed, with a reason, by a person.

Two that match have a *key* in common: so many names and employers are compared with many others by
looking up who has the same key, and only those are asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from events.lookalikes import folded, words_of_a_name
from experts.spellings import APOSTROPHES, initials_of, skeletons, sounds, with_one_apostrophe


class Match(IntEnum):
    """How alike two names are; NONE is falsy, and more alike is greater.

    CERTAIN speaks of the spelling, not of the person: it too is shown and can be dismissed.
    """

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
K = TypeVar("K")


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


# With apostrophes inside, and with digits that stand for letters.
_NAME_WORD = re.compile(r"\d?[^\W\d_](?:'?[^\W_])*'?")
# Letters that stand for one letter, and so may be an initial.
_ONE_LETTER = re.compile(r"s?[ckzs]h|ts|[yij][aeou]|дж", re.IGNORECASE)
_MARKS = re.compile("[\u0300-\u036f]")
_MOST_BROKEN = 8
_LONGEST_INITIAL = 5

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


@lru_cache(maxsize=65_536)
def match_names(a: str, b: str) -> Match:
    """How alike two full names are. A match asks a human; it never merges.

    CERTAIN: the same words, in any order and case. LIKELY: words heard alike, of which one name may
    have more than the two or more in common (a patronymic), may shorten all but one to their initials,
    may break one in two, and may call all but one by another ending of the same family (Ахмет, Ахметов,
    Ахметұлы; but not a son and a daughter). A single word in common, be it a surname or a given name, is no match, and
    a name of a single word is never CERTAIN.
    """
    heard_a, heard_b = heard(a), heard(b)
    if len(heard_a.spelled) > 1 and heard_a.spelled == heard_b.spelled:
        return Match.CERTAIN
    return Match.LIKELY if heard_a.sounds_like(heard_b) else Match.NONE


def match_employers(a: str, b: str, aliases: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether two employers may be the same organisation. A match asks a human; it never merges.

    True when one name says all that the other says and that includes a word of its own (not only
    a kind of body, such as "state university"), or when one holds the initials of the other
    (three or more). A numbered body matches only the same number and a word in common.
    ``aliases`` maps a short form to the full name it stands for. Translations are not recognised.
    """
    return _employer(_expanded(a, aliases)).may_be(_employer(_expanded(b, aliases)))


def matching_names(ours: Iterable[str], theirs: Iterable[str]) -> dict[tuple[str, str], Match]:
    """Every pair of one of ours and one of theirs that match_names finds."""
    ours, theirs = set(ours), set(theirs)
    pairs = _with_a_key_in_common(ours, theirs, lambda name: heard(name).keys)
    loose = [{name for name in names if heard(name).is_loose} for names in (ours, theirs)]
    for some, others in ((loose[0], theirs), (ours, loose[1])):
        pairs |= _with_a_key_in_common(some, others, lambda name: heard(name).outlines)
    found = {pair: match_names(*pair) for pair in pairs}
    return {pair: match for pair, match in found.items() if match}


def matching_employers(ours: Iterable[str], theirs: Iterable[str]) -> set[tuple[str, str]]:
    """The same of employers."""
    pairs = _with_a_key_in_common(ours, theirs, lambda employer: _employer(employer).keys)
    return {pair for pair in pairs if _may_be_one(*pair)}


@lru_cache(maxsize=65_536)
def _may_be_one(employer: str, other: str) -> bool:
    return match_employers(employer, other)


def _with_a_key_in_common(
    ours: Iterable[str], theirs: Iterable[str], keys_of: Callable[[str], frozenset[K]]
) -> set[tuple[str, str]]:
    by_key: dict[K, list[str]] = defaultdict(list)
    for one in set(ours):
        for key in keys_of(one):
            by_key[key].append(one)
    return {
        (one, other)
        for other in set(theirs)
        for key in keys_of(other)
        for one in by_key.get(key, ())
    }


@dataclass(frozen=True)
class Word:
    """What a word of a name may sound like; of an initial, what the name may begin with."""

    sounds: frozenset[str]
    families: frozenset[tuple[str, str]] = frozenset()
    """Whose son or daughter may be called so, and who is called so without saying which."""
    outlines: frozenset[str] = frozenset()
    is_loose: bool = False
    is_initial: bool = False
    is_joined: bool = False

    @cached_property
    def beginnings(self) -> frozenset[str]:
        return frozenset(each[:size] for each in self.sounds for size in range(1, _LONGEST_INITIAL))

    def is_heard_as(self, other: Word) -> bool:
        if not self.sounds.isdisjoint(other.sounds):
            return True
        is_loose = self.is_loose or other.is_loose
        return is_loose and not self.outlines.isdisjoint(other.outlines)

    def may_be(self, other: Word) -> bool:
        if self.is_initial or other.is_initial:
            return self._is_shortened_by(other) or other._is_shortened_by(self)
        return self.is_heard_as(other) or not self.families.isdisjoint(other.families)

    def _is_shortened_by(self, other: Word) -> bool:
        is_possible = other.is_initial and not self.is_joined
        return is_possible and not other.sounds.isdisjoint(self.beginnings)


@dataclass(frozen=True)
class Heard:
    """A name by its spelling, and by the sounds of its words in written order."""

    spelled: tuple[tuple[str, int], ...]
    words: tuple[Word, ...]
    joined: tuple[Word, ...]
    """Each two neighbours that may be one word which a space has broken."""

    @cached_property
    def keys(self) -> frozenset[object]:
        return frozenset([self.spelled, *self.whole])

    @cached_property
    def whole(self) -> frozenset[object]:
        """Sounds and families of all that is no initial."""
        words = [word for word in (*self.words, *self.joined) if not word.is_initial]
        return frozenset(each for word in words for each in (*word.sounds, *word.families))

    @cached_property
    def outlines(self) -> frozenset[object]:
        return frozenset(outline for word in self.words for outline in word.outlines)

    @cached_property
    def is_loose(self) -> bool:
        return any(word.is_loose for word in self.words)

    def sounds_like(self, other: Heard) -> bool:
        theirs = list(other._ways_to_break(self))
        return any(
            _one_says_the_other(ours, each)
            for ours in self._ways_to_break(other)
            for each in theirs
        )

    def _ways_to_break(self, other: Heard) -> Iterator[tuple[Word, ...]]:
        yield self.words
        # One word alone is no match, so a name of two is not joined to one.
        if len(self.words) > 2:
            for at, both in enumerate(self.joined):
                if not both.sounds.isdisjoint(other.whole):
                    yield (*self.words[:at], both, *self.words[at + 2 :])


@lru_cache(maxsize=16_384)
def heard(name: str) -> Heard:
    """Costs most of a comparison, and is kept for the next."""
    text = unicodedata.normalize("NFC", words_of_a_name(name))
    text = _MARKS.sub("", with_one_apostrophe(text))
    found = [(each[0], word) for each in _NAME_WORD.finditer(text) if (word := _word(each)).sounds]
    is_broken = 2 < len(found) <= _MOST_BROKEN
    return Heard(
        spelled=tuple(sorted(Counter(_words(folded(name).casefold())).items())),
        words=tuple(word for _spelled, word in found),
        joined=tuple(_joined(*two) for two in pairwise(found)) if is_broken else (),
    )


def _word(found: re.Match[str]) -> Word:
    written, following = found[0], found.string[found.end() : found.end() + 1]
    if len(written) == 1 or (following == "." and _ONE_LETTER.fullmatch(written)):
        return Word(frozenset(initials_of(written)), is_initial=True)
    return _whole(written)


@lru_cache(maxsize=16_384)
def _whole(written: str) -> Word:
    said = sounds(written)
    bare = ((each, child) for each in said.skeletons for child in ("son", "daughter"))
    return Word(said.skeletons, said.stems.union(bare), said.outlines, said.is_loose)


def _joined(first: tuple[str, Word], second: tuple[str, Word]) -> Word:
    if any(word.is_initial or word.is_loose for _written, word in (first, second)):
        return Word(frozenset(), is_joined=True)
    return replace(_whole(first[0] + second[0]), is_loose=False, is_joined=True)


def _one_says_the_other(a: Sequence[Word], b: Sequence[Word]) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if not shorter or len(shorter) < min(len(longer), 2):
        return False
    return _is_one_in_common(shorter, longer) and _each_has_its_own(shorter, longer)


def _is_one_in_common(shorter: Sequence[Word], longer: Sequence[Word]) -> bool:
    """Whether a word is heard alike, or differs by its ending only where the other one is an initial."""
    ours, theirs = ([w for w in words if not w.is_initial] for words in (shorter, longer))
    is_shortened = len(ours) < len(shorter) or len(theirs) < len(longer)
    same = Word.may_be if is_shortened else Word.is_heard_as
    return any(same(word, other) for word in ours for other in theirs)


def _each_has_its_own(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether each word can be given one of the others that it may be: a matching in a bipartite graph."""
    holder: dict[int, int] = {}

    def find(at: int, seen: set[int]) -> bool:
        for i, other in enumerate(others):
            if i not in seen and words[at].may_be(other):
                seen.add(i)
                if i not in holder or find(holder[i], seen):
                    holder[i] = at
                    return True
        return False

    return all(find(at, set()) for at in range(len(words)))


@dataclass(frozen=True)
class Employer:
    """An organisation by its words without connecting ones, and by its numbers."""

    sounds: tuple[frozenset[str], ...]
    numbers: frozenset[str]
    acronyms: frozenset[str]
    initials: str

    @cached_property
    def keys(self) -> frozenset[object]:
        own = {sound for word in self.sounds for sound in word}
        if self.numbers:
            return frozenset((self.numbers, sound) for sound in own)
        size = len(self.initials)
        spans = ((i, j) for i in range(size) for j in range(i + _SHORTEST_ACRONYM, size + 1))
        short = {(self.initials[i:j],) for i, j in spans} | {(each,) for each in self.acronyms}
        return frozenset(own - _KIND_SOUNDS) | short

    def may_be(self, other: Employer) -> bool:
        if self.numbers or other.numbers:
            is_one_in_common = any(_is_among(word, other.sounds) for word in self.sounds)
            return self.numbers == other.numbers and is_one_in_common
        if self._shortens(other) or other._shortens(self):
            return True
        return self._is_said_by(other) or other._is_said_by(self)

    def _shortens(self, other: Employer) -> bool:
        return any(acronym in other.initials for acronym in self.acronyms)

    def _is_said_by(self, other: Employer) -> bool:
        own = [word for word in self.sounds if _KIND_SOUNDS.isdisjoint(word)]
        return bool(own) and all(_is_among(word, other.sounds) for word in self.sounds)


def _is_among(word: frozenset[str], words: Iterable[frozenset[str]]) -> bool:
    return any(not word.isdisjoint(other) for other in words)


@lru_cache(maxsize=16_384)
def _employer(text: str) -> Employer:
    words = _employer_words(text)
    return Employer(
        sounds=tuple(map(_employer_sounds, words)),
        numbers=frozenset(number.lstrip("0") for number in _NUMBER.findall(text)),
        acronyms=frozenset(_acronyms(words)),
        initials="".join(word[0].upper() for word in words),
    )


def _expanded(employer: str, aliases: Mapping[str, str]) -> str:
    for short, full in aliases.items():
        alone = re.compile(rf"(?<!\w){re.escape(short)}(?!\w)", re.IGNORECASE)
        employer = alone.sub(full.replace("\\", ""), employer)
    return employer


def _employer_words(employer: str) -> list[str]:
    """Words as written, without initials, connecting words and legal forms."""
    text = folded(employer).translate(_NO_APOSTROPHES)
    skipped = _CONNECTING | _LEGAL_FORMS
    return [w for w in _words(text) if len(w) > 1 and w.casefold() not in skipped]


@lru_cache(maxsize=16_384)
def _employer_sounds(word: str) -> frozenset[str]:
    """In the singular, where the plural has an s."""
    is_plural = len(word) > 3 and word[-1] in "sS"
    return skeletons(word[:-1] if is_plural else word)


def _acronyms(words: Sequence[str]) -> Iterator[str]:
    """Words in capitals, unless the whole name is written so."""
    if len(words) > 1 and all(word.isupper() for word in words):
        return
    yield from (word for word in words if word.isupper() and len(word) >= _SHORTEST_ACRONYM)


_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
_KIND_SOUNDS = frozenset(sound for word in _words(_KINDS) for sound in _employer_sounds(word))
