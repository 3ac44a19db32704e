"""Rows of a list beside those who are known, and beside each other: who may be one person.

A name that is written the very same way is the same person, unless that is in doubt. A name that is
heard alike asks a human; nothing here joins two people.

Two names without initials are alike only with two words in common, so they are looked up by pairs of
words: in a list of 2,000 a single one, such as a given name, is common to far too many.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from experts.conflicts import heard, match_names

MOST_OFFERED: Final = 5
MOST_COMPARED: Final = 60_000  # pairs; a list of people has a few hundred
_NONE: Final[frozenset[object]] = frozenset()
MOST_KEYS: Final = 1_000_000  # of all names together; a list of 2,000 people has a tenth


class TooManyAlike(Exception):
    """So many names are alike that comparing them would take minutes, and answering hours."""


@dataclass(frozen=True)
class Namesakes:
    """Of one row: who has its very name, and who is called alike; keys of people, and numbers of earlier rows."""

    same: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def namesakes(rows: Sequence[tuple[int, str]], known: Mapping[str, str]) -> dict[int, Namesakes]:
    """By the number of the row. `rows` in their order, `known` names by key. Raises TooManyAlike."""
    keys_of: dict[str, list[str]] = defaultdict(list)
    for key, name in known.items():
        keys_of[name].append(key)
    alike = _alike({name for _row, name in rows}, keys_of)
    earlier: dict[str, list[int]] = defaultdict(list)
    found: dict[int, Namesakes] = {}
    for row, name in rows:
        same = keys_of.get(name, [])
        others = [
            key for other in sorted(alike[name]) for key in keys_of.get(other, ()) if other != name
        ]
        near = sorted(
            each for other in {name, *alike[name]} for each in earlier[other][:MOST_OFFERED]
        )
        found[row] = Namesakes(
            tuple(same), tuple(others[:MOST_OFFERED]), tuple(near[:MOST_OFFERED])
        )
        earlier[name].append(row)
    return found


def _alike(names: Iterable[str], known: Iterable[str]) -> dict[str, set[str]]:
    """For each name the others, listed or known, that are heard alike."""
    found: dict[str, set[str]] = defaultdict(set)
    ours = set(names)
    for compared, (one, other) in enumerate(_pairs(ours, ours | set(known))):
        if compared > MOST_COMPARED:
            raise TooManyAlike
        if match_names(one, other):
            found[one].add(other)
            found[other].add(one)
    return found


def _pairs(ours: set[str], everybody: set[str]) -> Iterator[tuple[str, str]]:
    """Each two that have a key in common, at least one of them ours, once."""
    index = _Index(everybody)
    for name in sorted(everybody):
        keys = index.keys_of(name)
        for other in sorted(index.near(keys)):
            if name in ours or other in ours:
                yield other, name
        index.add(keys)


@dataclass(frozen=True)
class Keys:
    """By what a name is looked up: pairs of its words; and single words, where an initial stands for one."""

    name: str
    pairs: frozenset[object]
    words: frozenset[object]
    is_shortened: bool


class _Index:
    """The names so far, by their keys; of single words only what a name with initials is compared by."""

    def __init__(self, everybody: set[str]) -> None:
        said = {name: heard(name) for name in everybody}
        self.is_loose = any(each.is_loose for each in said.values())
        self.shortened = {
            name for name, each in said.items() if any(word.is_initial for word in each.words)
        }
        self.by_pair: dict[object, list[str]] = defaultdict(list)
        self.by_word: dict[object, list[str]] = defaultdict(list)
        self.shortened_by_word: dict[object, list[str]] = defaultdict(list)

    def keys_of(self, name: str) -> Keys:
        """Raises TooManyAlike."""
        ways = _ways(name, is_loose=self.is_loose)
        pairs = frozenset([heard(name).spelled, *_pair_keys(ways)])
        if len(self.by_pair) + len(pairs) > MOST_KEYS:
            raise TooManyAlike
        words = frozenset(way for each in ways for way in each.all) if self.shortened else _NONE
        return Keys(name, pairs, words, name in self.shortened)

    def near(self, keys: Keys) -> set[str]:
        by_word = self.by_word if keys.is_shortened else self.shortened_by_word
        near = {other for key in keys.pairs for other in self.by_pair.get(key, ())}
        return near.union(*(by_word.get(word, ()) for word in keys.words))

    def add(self, keys: Keys) -> None:
        for key in keys.pairs:
            self.by_pair[key].append(keys.name)
        for word in keys.words:
            self.by_word[word].append(keys.name)
            if keys.is_shortened:
                self.shortened_by_word[word].append(keys.name)


@dataclass(frozen=True)
class Ways:
    """By what `match_names` may know a word again: heard, or also of the same family."""

    heard: frozenset[object]
    all: frozenset[object]


def _ways(name: str, *, is_loose: bool) -> list[Ways]:
    """Of each word that is no initial, and of two that may be one.

    Outlines only where somebody is spelled so loosely that they are asked for.
    """
    said, found = heard(name), []
    for word in (*said.words, *said.joined):
        if not word.is_initial:
            ways = word.sounds | word.outlines if is_loose else word.sounds
            found.append(Ways(ways, ways if word.is_joined else ways | word.families))
    return found


def _pair_keys(ways: Sequence[Ways]) -> Iterator[object]:
    """Two words of the name, of which one is heard."""
    for one, other in combinations(ways, 2):
        yield from map(frozenset, product(one.heard, other.all))
        yield from map(frozenset, product(one.all, other.heard))
