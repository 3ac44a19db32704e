"""How a diploma is set that has more text than the page has room for.

First the page is laid out as the style sheet has it. What does not fit is set closer: over the
full width, with less air and every size smaller by the same share, down to the smallest that can
still be read. The heights are measured on the faces, so that the same question is answered where a
text is entered (rules.py): what fits at the smallest share fits on paper. Lengths are in points; the
spaces are those of `.close` in artwork/diploma.css.
"""

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from diplomas.record import DiplomaRecord
from events.pdf.faces import DISPLAY, FACES_OF_TEXT, TEXT_BOLD, FaceSource
from events.pdf.fitting import FLOOR_PT, balanced_width, line_count
from events.printing import POINTS_PER_MM, fitted_name, text_width

FULL: Final = {
    "issuer": 11.5,
    "kind": 40.0,
    "kinds": 11.0,
    "lead": 13.0,
    "note": 11.5,
    "text": 13.5,
    "foot": 10.5,
    "register": 10.5,
}
SMALLEST: Final = 7.0
SMALLEST_KIND: Final = 14.0
SMALLEST_KIND_IN_ONE_LINE: Final = 20.0
SHARES: Final = tuple(percent / 100 for percent in range(95, 30, -5))

PAGE_HEIGHT: Final = 160 * POINTS_PER_MM
LINE: Final = 249 * POINTS_PER_MM
KIND_LINE: Final = 238 * POINTS_PER_MM
COLUMN: Final = 100 * POINTS_PER_MM
TALLEST_MATTER: Final = 112 * POINTS_PER_MM
SEAL: Final = 25 * POINTS_PER_MM + 9 * 1.35
LEADING, KIND_LEADING, NAME_LEADING = 1.25, 1.1, 1.18
# What the style sheet puts between letters, in em; a little more where it puts nothing, for kerning.
TEXT_SPACING, ISSUER_SPACING, KINDS_SPACING, KIND_SPACING = 0.01, 0.03, 0.05, 0.08
SLACK: Final = 4.0
# A word that takes more than this part of its line is broken where the line ends.
LONGEST_IN_LINE, LONGEST_IN_COLUMN = 0.2, 0.45

FACES_OF_KIND: Final = (DISPLAY, TEXT_BOLD)
FACES_OF_BOLD: Final = (TEXT_BOLD, DISPLAY)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text at a size in a column of a width; `spacing` is what stands between letters, in em."""

    text: str
    size: float
    width: float = LINE
    longest: float = LONGEST_IN_LINE
    faces: tuple[FaceSource, ...] = FACES_OF_TEXT
    leading: float = LEADING
    spacing: float = TEXT_SPACING

    def width_of(self, text: str) -> float:
        return text_width(text, self.size, self.faces) + len(text) * self.spacing * self.size

    @property
    def longest_word(self) -> float:
        return max(map(self.width_of, self.text.split(" ")))

    @property
    def is_broken(self) -> bool:
        """Whether a word is too long to be kept whole."""
        return self.longest_word > self.width * self.longest

    @property
    def line_count(self) -> int:
        """No fewer lines than the text takes when it is printed."""
        if not self.text:
            return 0
        if self.is_broken:
            widest = max(map(self.width_of, self.text))
            return math.ceil(self.width_of(self.text) / (self.width - widest))
        words = map(self.width_of, self.text.split(" "))
        return line_count(list(words), self.width_of(" "), self.width)

    @property
    def height(self) -> float:
        return self.line_count * self.size * self.leading


@dataclass(frozen=True, slots=True)
class Closer:
    """One record set closer, with a share of every full size."""

    record: DiplomaRecord
    share: float

    def size(self, role: str) -> float:
        smallest = SMALLEST_KIND if role == "kind" else SMALLEST
        return max(smallest, round(FULL[role] * self.share, 1))

    @property
    def kind_size(self) -> float:
        return kind_size(self.record.kind, largest=self.size("kind"))

    @property
    def name_size(self) -> float:
        return max(FLOOR_PT, round(fitted_name(self.record.name).size_pt * self.share, 1))

    @property
    def gap(self) -> float:
        return 4 * POINTS_PER_MM * self.share

    @property
    def signing_room(self) -> float:
        return 8 * POINTS_PER_MM * self.share

    @property
    def matter_room(self) -> float:
        """What the matter takes at least, so that the foot stands at the bottom of the page."""
        left = PAGE_HEIGHT - self.foot_height - self.register_height - self.gap / 2 - SLACK
        return max(0.0, min(TALLEST_MATTER, left))

    @property
    def lengths(self) -> dict[str, float]:
        """The custom properties of the style sheet."""
        return {role: self.size(role) for role in FULL} | {
            "gap": self.gap,
            "signing-room": self.signing_room,
            "matter-room": self.matter_room,
        }

    @property
    def topic_width(self) -> float:
        """The narrowest column that takes no more lines; at the smallest share all there is."""
        topic = self.record.topic
        if self.share == SHARES[-1] or topic in self.broken:
            return LINE
        measure = functools.partial(text_width, faces=FACES_OF_BOLD)
        width = balanced_width(topic, width_pt=LINE, size_pt=self.size("text"), measure=measure)
        return min(width * (1 + TEXT_SPACING), LINE)

    @property
    def broken(self) -> frozenset[str]:
        """The texts with a word that is too long to be kept whole."""
        signed = self._signed((*self.record.left, *self.record.right))
        texts = (self._kind, *self._texts(), *signed, self._register)
        return frozenset(each.text for each in texts if each.is_broken)

    @property
    def height(self) -> float:
        return self.matter_height + self.foot_height + self.register_height + SLACK

    @property
    def fits(self) -> bool:
        return self.height <= PAGE_HEIGHT

    @property
    def matter_height(self) -> float:
        names = len(fitted_name(self.record.name).lines) * self.name_size * NAME_LEADING
        texts = sum(paragraph.height for paragraph in self._texts())
        lines = len(self.record.before_topic) + 1 + len(self.record.after_topic)
        return self._kind.height + names + texts + (4 + 0.1 * lines) * self.gap

    @property
    def foot_height(self) -> float:
        return max(SEAL, *map(self._column_height, (self.record.left, self.record.right)))

    @property
    def register_height(self) -> float:
        return self._register.height + self.gap / 2

    @property
    def _kind(self) -> Paragraph:
        return _as_kind(self.record.kind, self.kind_size)

    @property
    def _register(self) -> Paragraph:
        return Paragraph(self.record.register, self.size("register"))

    def _texts(self) -> Iterator[Paragraph]:
        record = self.record
        yield Paragraph(record.issuer, self.size("issuer"), spacing=ISSUER_SPACING)
        yield Paragraph(record.kinds, self.size("kinds"), spacing=KINDS_SPACING)
        yield Paragraph(record.lead, self.size("lead"))
        yield Paragraph(record.name_note, self.size("note"))
        yield Paragraph(record.topic, self.size("text"), faces=FACES_OF_BOLD)
        for line in (*record.before_topic, *record.after_topic):
            yield Paragraph(line, self.size("text"))

    def _signed(self, signatories: tuple[tuple[str, str], ...]) -> Iterator[Paragraph]:
        size = self.size("foot")
        for office, name in signatories:
            yield Paragraph(office, size, COLUMN, LONGEST_IN_COLUMN, FACES_OF_BOLD)
            yield Paragraph(name, size, COLUMN, LONGEST_IN_COLUMN)

    def _column_height(self, signatories: tuple[tuple[str, str], ...]) -> float:
        lines = sum(paragraph.height for paragraph in self._signed(signatories))
        return lines + len(signatories) * (self.signing_room + self.gap / 4 + 1)


def closer_settings(record: DiplomaRecord) -> Iterator[Closer]:
    """The largest setting that holds the text, and those that are smaller; always the smallest."""
    *larger, smallest = (Closer(record, share) for share in SHARES)
    yield from (each for each in larger if each.fits)
    yield smallest


def kind_size(title: str, *, largest: float) -> float:
    """A title is set smaller before a word of it is broken, unless it were too small for a title."""
    whole = math.floor(10 * KIND_LINE / max(_as_kind(title, 1.0).longest_word, 0.1)) / 10
    return min(largest, max(SMALLEST_KIND_IN_ONE_LINE, whole))


def _as_kind(title: str, size: float) -> Paragraph:
    return Paragraph(title, size, LINE, 1, FACES_OF_KIND, KIND_LEADING, KIND_SPACING)
