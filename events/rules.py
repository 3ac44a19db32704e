"""What a set of things may be. A flaw is refused always; a gap is allowed in a draft.

Places are those of the event file: `people[3].name`, `panel`, `projects[2].members`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flaw:
    """Something that contradicts itself or could not be kept; always refused."""

    place: str
    sentence: str


@dataclass(frozen=True)
class Gap:
    """Something that is missing until the event can open."""

    place: str
    sentence: str
