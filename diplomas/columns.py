"""How a page in several languages is set: titles and names over the full width, the rest in a column for each language.

It is always set as a page is that has more text than room (fitting.py), only at the full sizes if it can be.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from diplomas.fitting import (
    BELOW_THE_SMALLEST,
    KIND_LINE,
    LINE,
    NAME_LEADING,
    NO_BREAK,
    PAGE_HEIGHT,
    SHARES,
    SLACK,
    SMALLEST_KIND_IN_ONE_LINE,
    Closer,
    Paragraph,
    kind_size,
    title_of,
)
from diplomas.record import DiplomaRecord, Signed, told_once
from events.pdf.faces import FACES_OF_BOLD
from events.pdf.fitting import FLOOR_PT
from events.printing import POINTS_PER_MM, fitted_name

GUTTER: Final = 8 * POINTS_PER_MM
# How many there are on a page, at most, and how much may come to each where there is room.
GAPS: Final = 8
MOST_AIR: Final = 3.5 * POINTS_PER_MM
SHARES_OF_COLUMNS: Final = (1.0, *SHARES)


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in the column of one language, and how wide each line of it is."""

    printed: DiplomaRecord
    before_topic: list[tuple[str, str]]
    topic_width: str
    after_topic: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Together(Closer):
    """One record in several languages, with a share of every full size; `air` is more room between the parts."""

    air: float = 0.0

    @property
    def columns(self) -> list[Closer]:
        """A record of one language each, in the width of its column."""
        every = self.record.all_languages
        width = (LINE - GUTTER * (len(every) - 1)) / len(every)
        return [Closer(each, self.share, self.below, line=width) for each in every]

    @property
    def told(self) -> list[Column]:
        return [
            Column(
                printed=each.printed,
                before_topic=each.balanced_lines(each.record.before_topic),
                topic_width=f"{each.topic_width:.1f}",
                after_topic=each.balanced_lines(each.record.after_topic),
            )
            for each in self.columns
        ]

    @property
    def gap(self) -> float:
        return 4 * POINTS_PER_MM * self.share + self.air

    @property
    def airy(self) -> Together:
        """With what is left of the page between its parts."""
        left = (PAGE_HEIGHT - self.height) / GAPS
        return dataclasses.replace(self, air=max(0.0, min(left, MOST_AIR)))

    @property
    def kind_size(self) -> float:
        """In one line if it is large enough there."""
        heading, largest = self.record.heading, self.size("kind")
        one_line = math.floor(10 * KIND_LINE / title_of(heading, 1.0).width_of(heading)) / 10
        if one_line >= SMALLEST_KIND_IN_ONE_LINE:
            return min(largest, one_line)
        return kind_size(heading, largest=min(largest, SMALLEST_KIND_IN_ONE_LINE))

    @property
    def heading(self) -> str:
        """A line ends between two titles, unless one is longer than a line."""
        titles = (self._as_title(each.replace(" ", NO_BREAK)) for each in self.record.titles)
        return " · ".join(
            each.text if each.longest_word <= each.width else each.text.replace(NO_BREAK, " ")
            for each in titles
        )

    @property
    def name_size(self) -> float:
        largest = min(fitted_name(name).size_pt for name in self.record.names)
        return max(FLOOR_PT, round(largest * self.share, 1))

    @property
    def names(self) -> list[tuple[str, ...]]:
        """Each in its lines."""
        return [fitted_name(name).lines for name in self.record.names]

    @property
    def printed(self) -> DiplomaRecord:
        main, *others = (each.printed for each in self.columns)
        kinds = self._kinds.printed
        return dataclasses.replace(main, beside=tuple(others), kinds=kinds)

    @property
    def matter_height(self) -> float:
        columns = self.columns
        names = sum(map(len, self.names)) * self.name_size * NAME_LEADING
        issuer = max(each.issuer_height for each in columns)
        lead = max(each.lead_height for each in columns)
        body = max(each.body_height for each in columns)
        return self._kind.height + self._kinds.height + issuer + lead + names + body + 4 * self.gap

    @property
    def matter_room(self) -> float:
        return max(
            0.0, PAGE_HEIGHT - self.foot_height - self.register_height - self.gap / 2 - SLACK
        )

    @property
    def _kind(self) -> Paragraph:
        return self._as_title(self.heading)

    @property
    def foot_height(self) -> float:
        return max(
            self.seal_height,
            *map(self._height_signed, (self.record.signed_left, self.record.signed_right)),
        )

    def _height_signed(self, signed: tuple[Signed, ...]) -> float:
        lines = sum(each.height for pair in signed for each in self._told(*pair))
        return lines + len(signed) * (self.signing_room + self.gap / 4 + 1)

    def _told(self, offices: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Paragraph]:
        for office in offices:
            yield self._signing(office, faces=FACES_OF_BOLD)
        for name in names:
            yield self._signing(name)


def settings_together(record: DiplomaRecord) -> Iterator[Together]:
    """As `closer_settings` for a page in one language."""
    *larger, smallest = (Together(record, share) for share in SHARES_OF_COLUMNS)
    yield from (each.airy for each in larger if each.fits)
    yield smallest
    *below, last = (Together(record, SHARES[-1], share) for share in BELOW_THE_SMALLEST)
    yield from (each for each in below if each.fits)
    yield last


def has_room(record: DiplomaRecord) -> bool:
    """Whether its texts fit in the smallest letters; what is measured to be more may still be printed below them."""
    setting = Together if record.beside else Closer
    return setting(record, SHARES[-1]).fits


def is_one_text(record: DiplomaRecord, name: str) -> bool:
    """Whether all languages of the page say the same here, which then stands once over the full width."""
    return len(told_once(getattr(each, name) for each in record.all_languages)) < 2
