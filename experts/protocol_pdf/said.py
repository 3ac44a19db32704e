"""A decision or a word of somebody, as the protocol prints it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Who, when and on what; the words; what became of it."""

    title: str
    about: str = ""
    text: str = ""
    after: str = ""


@dataclass(frozen=True)
class SaidGroup:
    title: str
    lines: Sequence[Said]
