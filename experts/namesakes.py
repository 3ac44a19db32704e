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
    by_pair: dict[object, list[str]] = defaultdict(list)
    by_word: dict[object, list[str]] = defaultdict(list)
    shortened = {name for name in everybody if any(word.is_initial for word in heard(name).words)}
    is_loose = any(heard(name).is_loose for name in everybody)
    done: set[tuple[str, str]] = set()
    for name in sorted(everybody):
        ways = _ways(name, is_loose=is_loose)
        keys = {heard(name).spelled, *_pair_keys(ways)}
        if len(by_pair) + len(keys) > MOST_KEYS:
            raise TooManyAlike
        near = {other for key in keys for other in by_pair.get(key, ())}
        words = {way for each in ways for way in each.all}
        pool = by_word if name in shortened else {}
        near |= {other for word in words for other in pool.get(word, ())}
        near |= {other for word in words for other in by_word.get(word, ()) if other in shortened}
        for other in sorted(near):
            pair = (other, name)
            if pair not in done and not ours.isdisjoint(pair):
                done.add(pair)
                yield pair
        for key in keys:
            by_pair[key].append(name)
        for word in words:
            by_word[word].append(name)


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
