"""How the protocol looks: A4, to be bound on the left. The style sheet of the other papers says the same of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from events.pdf import blocks
from events.pdf.blocks import Cell, Frame, Row, Text
from events.pdf.canvas import MILLIMETRE, PAGE
from events.pdf.faces import FACES_OF_BOLD, FACES_OF_NAMES, FACES_OF_TEXT
from events.pdf.flow import Slab
from events.pdf.lines import WORD_JOINER
from events.pdf.typefaces import Colour, Type
from events.printing import as_printed, with_codes

FIRM_HYPHEN: Final = "\u2011"
MM: Final = MILLIMETRE
LEFT: Final = 24 * MM
TOP: Final = 17 * MM
BOTTOM: Final = PAGE[1] - 20 * MM
WIDTH: Final = PAGE[0] - LEFT - 14 * MM


def _colour(red: int, green: int, blue: int) -> Colour:
    return red / 255, green / 255, blue / 255


INK: Final = _colour(0x17, 0x22, 0x3B)
GREY: Final = _colour(0x4A, 0x55, 0x6B)
RED: Final = _colour(0x9C, 0x2F, 0x1F)
RULE: Final = _colour(0x8B, 0x85, 0x75)
BAR: Final = _colour(0xD8, 0xCF, 0xBD)
HEAD_FILL: Final = _colour(0xF3, 0xEE, 0xE3)
SUM_FILL: Final = _colour(0xFA, 0xF7, 0xF0)

BODY: Final = Type(FACES_OF_TEXT, 9.5, 9.5 * 1.35, INK)
SMALL: Final = Type(FACES_OF_TEXT, 8, 8 * 1.35, GREY)
LEAD: Final = replace(BODY, size=11, leading=11 * 1.35)
STATE: Final = replace(BODY, faces=FACES_OF_BOLD, colour=RED)
TITLE: Final = Type(FACES_OF_NAMES, 21, 21 * 1.15, INK)
SECTION: Final = Type(FACES_OF_NAMES, 13, 13 * 1.2, INK)
PART: Final = Type(FACES_OF_BOLD, 10, 10 * 1.35, INK)
ROLES: Final = {TITLE: "H1", SECTION: "H2", PART: "H3"}  # for who has it read aloud
LABEL: Final = replace(BODY, colour=GREY)
UNDER: Final = replace(SMALL, size=7, leading=7 * 1.35)
HEAD: Final = Type(FACES_OF_BOLD, 8, 8 * 1.2, INK)
CELL: Final = Type(FACES_OF_TEXT, 8.5, 8.5 * 1.25, INK)
STRONG: Final = replace(CELL, faces=FACES_OF_BOLD)
CELL_SMALL: Final = replace(CELL, size=8, colour=GREY)
FIGURE: Final = replace(CELL, features=("lnum", "tnum"))
FIGURE_STRONG: Final = replace(STRONG, features=("lnum", "tnum"))
FIGURE_HEAD: Final = replace(HEAD, size=6.8, leading=6.8 * 1.2)
SCALE: Final = Type(FACES_OF_TEXT, 5.7, 5.7 * 1.2, GREY)
WORD: Final = Type(FACES_OF_TEXT, 7, 7 * 1.15, GREY)
RUNNING: Final = Type(FACES_OF_TEXT, 8, 8 * 1.2, GREY)
RUNNING_STATE: Final = replace(RUNNING, faces=FACES_OF_BOLD, colour=RED)
NUMBER: Final = replace(RUNNING, colour=INK)
PROOF: Final = Type(FACES_OF_TEXT, 6.3, 6.3 * 1.45, GREY)


def text(words: object, kind: Type, *, is_right: bool = False, keeps_lines: bool = False) -> Text:
    return Text(printed(str(words), kind), kind, is_right, keeps_lines, ROLES.get(kind, "P"))


@lru_cache(maxsize=1 << 15)
def printed(words: str, kind: Type) -> str:
    """With a plain hyphen for the one that does not break, which stays so, and codes for letters that the faces lack."""
    told = with_codes(words, kind.faces).replace(FIRM_HYPHEN, f"{WORD_JOINER}-{WORD_JOINER}")
    return as_printed(told)


def paragraph(
    words: object,
    kind: Type = BODY,
    *,
    before: float = 0,
    after: float = 0,
    keeps: bool = False,
    indent: float = 0,
    keeps_lines: bool = False,
) -> Iterator[Slab]:
    """`before`, `after` and `indent` in millimetres."""
    return blocks.paragraph(
        text(words, kind, keeps_lines=keeps_lines),
        LEFT + indent * MM,
        WIDTH - indent * MM,
        before=before * MM,
        after=after * MM,
        keeps=keeps,
    )


def section(title: str) -> Iterator[Slab]:
    return paragraph(title, SECTION, before=7, after=2, keeps=True)


def part(title: str, *, is_first: bool = False) -> Iterator[Slab]:
    """`is_first` right below the title of a section."""
    return paragraph(title, PART, before=0 if is_first else 4, after=1, keeps=True)


def facts(
    lines: Sequence[tuple[str, str]], *, before: float, is_whole: bool = False, keeps: bool = False
) -> Iterator[Slab]:
    """Labels, and what there is to say of each."""
    frame = Frame(LEFT, [46 * MM, WIDTH - 46 * MM], 0, 0.7 * MM)
    rows = [Row([Cell([text(label, LABEL)]), Cell([text(told, BODY)])]) for label, told in lines]
    return blocks.table(
        frame,
        None,
        rows,
        most=BOTTOM - TOP,
        before=before * MM,
        is_whole=is_whole,
        keeps=keeps,
    )


def ruled(
    given: Sequence[float | None],
    head: Row,
    rows: Sequence[Row],
    *,
    before: float = 1.5,
    is_whole: bool = False,
) -> Iterator[Slab]:
    """With lines around its cells; the widths and `before` in millimetres."""
    widths = blocks.shared_widths(WIDTH, [each and each * MM for each in given])
    frame = Frame(LEFT, widths, 1.2 * MM, 0.9 * MM, 0.2 * MM, RULE)
    return blocks.table(frame, head, rows, most=BOTTOM - TOP, before=before * MM, is_whole=is_whole)


def heads(*labels: str, right: Sequence[int] = ()) -> Row:
    """`right` are the columns of figures."""
    return Row(
        [
            Cell([text(label, HEAD, is_right=at in right)], fill=HEAD_FILL)
            for at, label in enumerate(labels)
        ]
    )


def cell(words: object, kind: Type = CELL, small: str = "") -> Cell:
    below = [text(small, CELL_SMALL)] if small else []
    return Cell([text(words, kind), *below])


def right(words: object, kind: Type = FIGURE) -> Cell:
    return Cell([text(words, kind, is_right=True)])
