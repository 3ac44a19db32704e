"""Which project of the database each project of an event file is.

A key says it, and two keys that differ say no. Where one of the two has no key it is the likest
pair first: the more members in common, then the more supervisors, then the same topic, then the
same number. So the points of a team stay with its people, whatever is said of their topic.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter


@dataclass(frozen=True)
class Known:
    """What a project is known by."""

    key: str
    members: frozenset[Hashable]
    supervisors: frozenset[Hashable]
    topic: str
    number: int


def recognised(held: Sequence[Known], wanted: Sequence[Known]) -> list[int | None]:
    """For each wanted project the index of the held one that it is, each used once."""
    found: list[int | None] = [None] * len(wanted)
    free = set(range(len(held)))
    for i, j in (*_of_one_key(held, wanted), *_likest_first(held, wanted)):
        if found[i] is None and j in free:
            found[i] = j
            free.remove(j)
    return found


def _of_one_key(held: Sequence[Known], wanted: Sequence[Known]) -> Iterator[tuple[int, int]]:
    by_key = {project.key: j for j, project in enumerate(held) if project.key}
    return ((i, by_key[each.key]) for i, each in enumerate(wanted) if each.key in by_key)


def _likest_first(held: Sequence[Known], wanted: Sequence[Known]) -> list[tuple[int, int]]:
    alike = [
        (likeness, i, j)
        for i, each in enumerate(wanted)
        for j, project in enumerate(held)
        if not (each.key and project.key)
        if any(likeness := _likeness(each, project))
    ]
    alike.sort(key=itemgetter(0), reverse=True)  # stable: equals stay in the order of the file
    return [(i, j) for _likeness, i, j in alike]


def _likeness(one: Known, other: Known) -> tuple[int, int, bool, bool]:
    return (
        len(one.members & other.members),
        len(one.supervisors & other.supervisors),
        one.topic == other.topic,
        one.number == other.number,
    )
