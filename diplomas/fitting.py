"""How a diploma is set that has more text than the page has room for.

First the page is laid out as the style sheet has it. What does not fit is set closer: over the
full width, with less air and every size smaller by the same share, down to the smallest that can
still be read. The heights are measured on the faces, so that the same question is answered where a
text is entered (rules.py): what fits at the smallest share fits on paper. Lengths are in points; the
spaces are those of `.close` in artwork/diploma.css.
"""

import dataclasses
import functools
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from diplomas.record import DiplomaRecord
from events.pdf.faces import (
    FACES_OF_BOLD,
    FACES_OF_NAMES,
    FACES_OF_TEXT,
    FaceSource,
    installed_face,
)
from events.pdf.fitting import FLOOR_PT, balanced_width
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
# A name stands out of the text below it, however long it is.
TEXT_BESIDE_NAME: Final = 0.8
SMALLEST: Final = 7.0
SMALLEST_KIND: Final = 14.0
SMALLEST_KIND_IN_ONE_LINE: Final = 18.0
SHARES: Final = tuple(percent / 100 for percent in range(95, 30, -5))
BELOW_THE_SMALLEST: Final = (0.85, 0.7, 0.6)

PAGE_HEIGHT: Final = 160 * POINTS_PER_MM
LINE: Final = 249 * POINTS_PER_MM
KIND_LINE: Final = 238 * POINTS_PER_MM
COLUMN: Final = 100 * POINTS_PER_MM
TALLEST_MATTER: Final = 112 * POINTS_PER_MM
SEAL: Final = 49 * POINTS_PER_MM
ADDRESS: Final = 7.0
LEADING, KIND_LEADING, NAME_LEADING = 1.25, 1.1, 1.18
QR_AND_CODE: Final = 21.5 * POINTS_PER_MM + 9 * 1.35
# What a line grows by for letters that another face lends.
BORROWED_LEADING: Final = 0.09
# What the style sheet puts between letters, in em; a little more for kerning and for places to break.
TEXT_SPACING, ISSUER_SPACING, KINDS_SPACING, KIND_SPACING = 0.01, 0.03, 0.05, 0.1
SLACK: Final = 4.0
# A word that takes more than this part of its line may be broken where the line ends.
LONGEST_IN_LINE, LONGEST_AT_SMALLEST = 0.5, 0.2
# Where a word may be broken: a character that is seen neither on paper nor in what is copied from it.
BREAK: Final = "\u200b"
LETTERS_KEPT: Final = 4
NO_BREAK: Final = "\u00a0"

Signatories = tuple[tuple[str, str], ...]


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
    def printed(self) -> str:
        """The text, with places where a word that is too long may be broken."""
        return " ".join(
            breakable(word) if self.width_of(word) > self.width * self.longest else word
            for word in self.text.split(" ")
        )

    @property
    def line_count(self) -> int:
        """No fewer lines than the text takes when it is printed."""
        count, used = 1 if self.text else 0, 0.0
        for word in self.printed.split(" "):
            space = self.width_of(" ") if used else 0.0
            for piece in word.split(BREAK):
                width = self.width_of(piece)
                if used and used + space + width > self.width:
                    count, used = count + 1, width
                else:
                    used += space + width
                space = 0.0
        return count

    @property
    def height(self) -> float:
        borrows = not installed_face(self.faces[0]).letters.issuperset(self.text)
        return self.line_count * self.size * (self.leading + BORROWED_LEADING * borrows)


@dataclass(frozen=True, slots=True)
class Closer:
    """One record set closer, with a share of every full size."""

    record: DiplomaRecord
    share: float
    below: float = 1.0
    """How far below the smallest sizes: a design that was stored before its rule is printed so."""
    line: float = LINE
    """How wide its texts are."""

    def size(self, role: str) -> float:
        smallest = self.below * (SMALLEST_KIND if role == "kind" else SMALLEST)
        largest = text_size(self.name_size) if role == "text" else FULL[role]
        return round(max(smallest, min(largest, FULL[role] * self.share * self.below)), 1)

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
        return self.balanced(self._topic)

    def balanced(self, text: Paragraph) -> float:
        """The narrowest column that takes no more lines; at the smallest share all there is."""
        if self.is_smallest or text.printed != text.text:
            return self.line
        measure = functools.partial(text_width, faces=text.faces)
        width = balanced_width(text.text, width_pt=self.line, size_pt=text.size, measure=measure)
        return min(width * (1 + TEXT_SPACING), self.line)

    def balanced_lines(self, lines: Sequence[str]) -> list[tuple[str, str]]:
        """Each as it is printed, and how wide its column is."""
        texts = (self._line(each, "text") for each in lines)
        return [(each.printed, f"{self.balanced(each):.1f}") for each in texts]

    @property
    def printed(self) -> DiplomaRecord:
        """The record, with places where words that are too long may be broken."""
        record = self.record
        return dataclasses.replace(
            record,
            issuer=self._issuer.printed,
            kind=self._kind.printed,
            kinds=self._kinds.printed,
            lead=self._line(record.lead, "lead").printed,
            name_note=self._line(record.name_note, "note").printed,
            before_topic=tuple(self._line(each, "text").printed for each in record.before_topic),
            topic=self._topic.printed,
            after_topic=tuple(self._line(each, "text").printed for each in record.after_topic),
            supervisors=tuple(self._supervisor(each).printed for each in record.supervisors),
            signatories=tuple(
                (office.printed, name.printed) for office, name in self._signed(record.signatories)
            ),
            place_and_date=self._line(record.place_and_date, "register").printed,
        )

    @property
    def is_smallest(self) -> bool:
        return self.share == SHARES[-1]

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
        gaps = 4 + 0.1 * lines + 0.4 * bool(self.record.supervisors)
        return self._kind.height + names + texts + gaps * self.gap

    @property
    def foot_height(self) -> float:
        return max(
            self.seal_height, *map(self._column_height, (self.record.left, self.record.right))
        )

    @property
    def seal_height(self) -> float:
        return QR_AND_CODE + Paragraph(self.record.address or " ", ADDRESS, SEAL, 1).height

    @property
    def register_height(self) -> float:
        return self._line(self.record.register, "register").height + self.gap / 2

    @property
    def issuer_height(self) -> float:
        return self._issuer.height

    @property
    def lead_height(self) -> float:
        return self._line(self.record.lead, "lead").height

    @property
    def body_height(self) -> float:
        """What stands below the name, with the room between its paragraphs."""
        record = self.record
        texts = [self._line(each, "text") for each in (*record.before_topic, *record.after_topic)]
        texts += [self._line(record.name_note, "note"), self._topic, self._supervision]
        gaps = 0.1 * len(texts) + 0.4 * bool(record.supervisors)
        return sum(each.height for each in texts) + gaps * self.gap

    @property
    def _kind(self) -> Paragraph:
        return self._as_title(self.record.kind)

    def _as_title(self, title: str) -> Paragraph:
        return title_of(title, self.kind_size)

    @property
    def _issuer(self) -> Paragraph:
        return self._line(self.record.issuer, "issuer", spacing=ISSUER_SPACING)

    @property
    def _kinds(self) -> Paragraph:
        return self._line(self.record.kinds, "kinds", spacing=KINDS_SPACING)

    @property
    def _topic(self) -> Paragraph:
        return self._line(self.record.topic, "text", faces=FACES_OF_BOLD)

    @property
    def _supervision(self) -> Paragraph:
        whole = tuple(self._supervisor(each).text for each in self.record.supervisors)
        text = dataclasses.replace(self.record, supervisors=whole).supervision
        return Paragraph(text, self.size("note"), self.line, longest=1)

    def _supervisor(self, name: str) -> Paragraph:
        """A line ends between two names, unless one is longer than a line."""
        whole = Paragraph(name.replace(" ", NO_BREAK), self.size("note"), self.line, longest=1)
        return (
            whole
            if whole.width_of(f"{whole.text},") <= self.line
            else dataclasses.replace(whole, text=name)
        )

    def _line(self, text: str, role: str, **options: Any) -> Paragraph:
        longest = LONGEST_AT_SMALLEST if self.is_smallest else LONGEST_IN_LINE
        return Paragraph(text, self.size(role), self.line, longest, **options)

    def _texts(self) -> Iterator[Paragraph]:
        record = self.record
        yield from (self._issuer, self._kinds, self._topic)
        yield self._line(record.lead, "lead")
        yield self._line(record.name_note, "note")
        yield self._supervision
        for text in (*record.before_topic, *record.after_topic):
            yield self._line(text, "text")

    def _signed(self, signatories: Signatories) -> Iterator[tuple[Paragraph, Paragraph]]:
        for office, name in signatories:
            yield self._signing(office, faces=FACES_OF_BOLD), self._signing(name)

    def _signing(self, text: str, **options: Any) -> Paragraph:
        longest = LONGEST_AT_SMALLEST if self.is_smallest else LONGEST_IN_LINE
        return Paragraph(text, self.size("foot"), COLUMN, longest, **options)

    def _column_height(self, signatories: Signatories) -> float:
        lines = sum(office.height + name.height for office, name in self._signed(signatories))
        return lines + len(signatories) * (self.signing_room + self.gap / 4 + 1)


def breakable(word: str) -> str:
    """The word in pieces of a few letters, each with its marks."""
    pieces, letters = [""], 0
    for letter in word:
        is_mark = unicodedata.combining(letter) > 0
        if not is_mark and letters == LETTERS_KEPT:
            pieces, letters = [*pieces, ""], 0
        pieces[-1] += letter
        letters += not is_mark
    return BREAK.join(pieces)


def closer_settings(record: DiplomaRecord) -> Iterator[Closer]:
    """The largest setting that holds the text, and those that are smaller; always the smallest.

    Then those that only a design needs which its rule would refuse today, and the last of them always.
    """
    *larger, smallest = (Closer(record, share) for share in SHARES)
    yield from (each for each in larger if each.fits)
    yield smallest
    *below, last = (Closer(record, SHARES[-1], share) for share in BELOW_THE_SMALLEST)
    yield from (each for each in below if each.fits)
    yield last


def text_size(name_size: float) -> float:
    """The size of the topic and the lines around it, under a name of a size."""
    return min(FULL["text"], math.floor(10 * TEXT_BESIDE_NAME * name_size) / 10)


def kind_size(title: str, *, largest: float) -> float:
    """A title is set smaller before a word of it is broken, unless it were too small for a title."""
    whole = math.floor(10 * KIND_LINE / max(title_of(title, 1.0).longest_word, 0.1)) / 10
    return min(largest, max(SMALLEST_KIND_IN_ONE_LINE, whole))


def title_of(title: str, size: float) -> Paragraph:
    return Paragraph(title, size, LINE, 1, FACES_OF_NAMES, KIND_LEADING, KIND_SPACING)
