"""Kinds of texts that a protocol prints over as many lines as they take, in letters that its faces have (see values.py)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from events.printing import why_unprintable
from events.values import Translatable, Words


@dataclass(frozen=True)
class PrintedProse(Words):
    """One text, of any width."""

    def flaw(self, value: Any) -> str | None:
        return super().flaw(value) or why_unprintable(value)


@dataclass(frozen=True)
class TranslatedProse(Translatable):
    """The same in one language or in several."""

    line: ClassVar[type[Words]] = PrintedProse
