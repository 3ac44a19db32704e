"""Rows of a list beside those who are known, and beside each other: who may be one person.

A name that is written the very same way is the same person, unless that is in doubt. A name that is
heard alike asks a human; nothing here joins two people.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experts.conflicts import matching_names


@dataclass(frozen=True)
class Namesakes:
    """Of one row: who has its very name, and who is called alike; keys of people, and numbers of earlier rows."""

    same: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def namesakes(rows: Sequence[tuple[int, str]], known: Mapping[str, str]) -> dict[int, Namesakes]:
    """By the number of the row. `rows` in their order, `known` names by key."""
    keys_of: dict[str, list[str]] = defaultdict(list)
    for key, name in known.items():
        keys_of[name].append(key)
    names = [name for _row, name in rows]
    alike_known = _by_first(matching_names(names, keys_of))
    alike_rows = _by_first(matching_names(names, names))
    earlier: dict[str, list[int]] = defaultdict(list)
    found: dict[int, Namesakes] = {}
    for row, name in rows:
        same = keys_of.get(name, [])
        others = [
            key for other in sorted(alike_known[name]) for key in keys_of[other] if key not in same
        ]
        near = sorted({each for other in {name, *alike_rows[name]} for each in earlier[other]})
        found[row] = Namesakes(tuple(same), tuple(others), tuple(near))
        earlier[name].append(row)
    return found


def _by_first(pairs: Mapping[tuple[str, str], object]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found
