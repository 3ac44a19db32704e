"""What becomes of a row of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from events.listed import CellFlaw

NEW_PERSON: Final = "new"


class Fate(TextChoices):
    ASKED = "asked", pgettext_lazy("a row of a list", "in question")
    REFUSED = "refused", pgettext_lazy("a row of a list", "refused")
    NEW = "new", pgettext_lazy("a row of a list", "new")
    CHANGED = "changed", pgettext_lazy("a row of a list", "changed")
    SAME = "same", pgettext_lazy("a row of a list", "the same")


@dataclass(frozen=True)
class Difference:
    """A value before and after, under the name of its line."""

    line: str
    before: str
    after: str


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a row may mean: `answer` is `key:…` of a person, `row:…` of an earlier row."""

    answer: str
    name: str
    about: str = ""


@dataclass(frozen=True)
class RowFate:
    row: int
    name: str
    fate: Fate
    key: str = ""
    about: str = ""
    team: int | None = None
    changes: tuple[Difference, ...] = ()
    flaws: tuple[CellFlaw, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    keeps_name: bool = False  # the person confirmed it, and the list says another

    def refused(self, *flaws: CellFlaw) -> "RowFate":
        return replace(
            self, fate=Fate.REFUSED, flaws=(*self.flaws, *flaws), changes=(), candidates=()
        )


@dataclass(frozen=True)
class Answers:
    """Whom a person said the rows in question to mean, and rows that the rules of the event refuse."""

    by_row: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, CellFlaw] = field(default_factory=dict)

    def without(self, flaws: Iterable[CellFlaw]) -> "Answers":
        return replace(self, refused={**self.refused, **{flaw.row: flaw for flaw in flaws}})
