"""Slabs and rows on pages: what stays together, what stands again, and that nothing is lost."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2

from events.pdf.blocks import Cell, Frame, Row, Text, table
from events.pdf.canvas import Canvas, Fonts, file_of
from events.pdf.engine import Metadata
from events.pdf.faces import FACES_OF_TEXT
from events.pdf.flow import Slab, pages_of
from events.pdf.typefaces import Type
from events.pdf.writing import MOST_TOGETHER

BODY = Type(FACES_OF_TEXT, 10, 12, (0, 0, 0))
FRAME = Frame(50, [200, 200], 4, 3, 0.5)


def slab(height: float, **how) -> Slab:
    return Slab(height, lambda _canvas, _top: None, **how)


def heights(slabs: list[Slab], bottom: float = 100) -> list[list[tuple[float, float]]]:
    """Top and height of what stands on each page."""
    return [
        [(top, each.height) for top, each in page.placed] for page in pages_of(slabs, 0, bottom)
    ]


def read(slabs: list[Slab], bottom: float = 700) -> list[str]:
    fonts, drawn = Fonts(), []
    for page in pages_of(slabs, 50, bottom):
        drawn.append(Canvas(fonts))
        page.paint(drawn[-1])
    pdf = file_of(drawn, fonts, Metadata(title="T", language="kk"))
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(each.get_textpage().get_text_bounded().split()) for each in document]


def row(*texts: str) -> Row:
    return Row([Cell([Text(each, BODY)]) for each in texts])


def test_the_larger_room_counts_between_two_and_none_at_the_top_of_a_page():
    first, second = slab(40, before=9, after=5), slab(40, before=7)

    assert heights([first, second, slab(30, before=20)]) == [[(0, 40), (47, 40)], [(0, 30)]]


def test_what_keeps_goes_on_with_what_follows():
    title = slab(10, keeps=True)

    assert heights([slab(85), title, slab(20)]) == [[(0, 85)], [(0, 10), (10, 20)]]


def test_what_no_page_holds_together_is_broken_all_the_same():
    kept = [slab(40, keeps=True)] * 3 + [slab(40)]

    assert heights(kept) == [[(0, 40), (40, 40)], [(0, 40), (40, 40)]]


def test_what_no_page_holds_together_goes_on_on_the_page_begun():
    kept = [slab(40, keeps=True)] * 3 + [slab(40)]

    assert heights([slab(10), *kept]) == [
        [(0, 10), (10, 40), (50, 40)],
        [(0, 40), (40, 40)],
    ]


def test_a_whole_that_no_page_holds_is_broken_where_nothing_keeps():
    title, last = slab(10, keeps=True), slab(40)
    whole = [replace(title, of_whole=True), *[slab(40, of_whole=True)] * 3, last]

    assert heights([slab(40), *whole]) == [
        [(0, 40), (40, 10), (50, 40)],
        [(0, 40), (40, 40)],
        [(0, 40)],
    ]
    assert heights([slab(60), *whole]) == [
        [(0, 60)],
        [(0, 10), (10, 40), (50, 40)],
        [(0, 40), (40, 40)],
    ]
    assert heights([slab(40), slab(40, of_whole=True), last]) == [[(0, 40)], [(0, 40), (40, 40)]]


def test_a_head_stands_again_on_each_page_that_it_goes_on_to():
    head = slab(10)
    rows = [slab(40, head=[head])] * 4

    assert heights([replace(head, keeps=True), *rows]) == [[(0, 10), (10, 40), (50, 40)]] * 2


def test_a_table_repeats_its_head_and_loses_no_row():
    rows = [row(f"Row {number}", "told") for number in range(100)]

    pages = read(list(table(FRAME, row("Head", "of it"), rows, most=650, before=0)))

    assert len(pages) == 3
    assert all(page.startswith("Head of it Row") for page in pages)
    assert [f"Row {number} told" in " ".join(pages) for number in range(100)] == [True] * 100


def test_a_row_that_no_page_holds_is_cut_and_nothing_of_it_is_lost():
    words = [f"word{number}" for number in range(900)]
    high = row(" ".join(words), "short")

    pages = read(list(table(FRAME, row("Head", "of it"), [high], most=650, before=0)))

    assert len(pages) > 1
    assert all(page.startswith("Head of it word") for page in pages)
    found = [word for word in " ".join(pages).split() if word.startswith("word")]
    assert found == words


def tall(slabs: list[Slab]) -> list[list[float]]:
    """The heights on each page of 650 points."""
    return [[each.height for _, each in page.placed] for page in pages_of(slabs, 50, 700)]


def test_a_row_that_no_page_holds_fills_the_page_begun():
    high = row(" ".join(f"word{number}" for number in range(900)), "short")
    title, head = slab(20, keeps=True), row("Head", "of it")

    for above, is_filled in ((300, True), (560, True), (570, False)):
        rows = list(table(FRAME, head, [row("a", "b"), high], most=650, before=0))
        found = tall([slab(above), title, *rows])

        assert (len(found[0]) == 5) == is_filled, above
        assert all(600 < sum(each) <= 650.01 for each in found[is_filled ^ 1 : -1])


def test_a_row_that_is_cut_stays_with_the_one_that_opens_it():
    high = replace(row(" ".join(["word"] * 900), "short"), joins=True)
    opening = replace(row("Opening", "of it"), opens=True)

    found = tall([slab(615), *table(FRAME, None, [opening, high], most=650, before=0)])

    assert found[0] == [615]
    assert [len(each) for each in found[1:]] == [2, *[1] * (len(found) - 2)]


def test_the_room_above_a_table_counts_where_its_first_row_is_cut():
    high = row(" ".join(["word"] * 900), "")

    first, *_rest = pages_of([slab(100), *table(FRAME, None, [high], most=650, before=9)], 50, 700)

    assert [top for top, _slab in first.placed] == [50, 159]


def test_a_head_as_high_as_a_page_stands_once_and_nothing_is_lost():
    head = row(" ".join(f"head{number}" for number in range(900)), "of it")
    words = [f"word{number}" for number in range(900)]

    told = " ".join(read(list(table(FRAME, head, [row(" ".join(words), "")], most=650, before=0))))

    assert [word for word in told.split() if word.startswith("word")] == words
    assert [word for word in told.split() if word.startswith("head")] == [
        f"head{number}" for number in range(900)
    ]


def test_letters_are_copied_out_as_they_were_written_whichever_face_draws_them():
    text = "Қазақ әліпбиі: ә ғ қ ң ө ұ ү һ і. Office fi ffl AVAV 1 234,50 Հայ q\u0301"

    [page] = read(list(table(FRAME, None, [row(text, "")], most=650, before=0)))

    assert page.replace(" ", "") == text.replace(" ", "")


def test_a_file_says_what_is_a_head_and_what_a_cell_and_a_head_that_comes_again_is_read_once():
    rows = [row(f"Row {number}", "told") for number in range(60)]
    fonts, drawn = Fonts(), []
    for page in pages_of(
        list(table(FRAME, row("Head", "of it"), rows, most=650, before=0)), 50, 700
    ):
        drawn.append(Canvas(fonts))
        page.paint(drawn[-1])

    with pikepdf.open(io.BytesIO(file_of(drawn, fonts, Metadata(title="T", language="kk")))) as pdf:
        [whole] = [pdf.Root.StructTreeRoot.K]
        [found] = [(str(each.S), len(each.K)) for each in whole.K]
        first, *rest = [[str(cell.S) for cell in each.K] for each in whole.K[0].K]
        by_page = pdf.Root.StructTreeRoot.ParentTree.Nums

    assert found == ("/Table", 61)
    assert (first, rest) == (["/TH", "/TH"], [["/TD", "/TD"]] * 60)
    assert (len(drawn), len(by_page)) == (2, 4)


def test_a_file_of_thousands_of_tags_is_whole_and_unpacked_in_parts():
    fonts = Fonts()
    canvas = Canvas(fonts)
    rows = [row(f"Row {number}", "told") for number in range(700)]
    for each in table(FRAME, None, rows, most=650, before=0):
        each.paint(canvas, 50)

    with pikepdf.open(
        io.BytesIO(file_of([canvas], fonts, Metadata(title="T", language="kk")))
    ) as pdf:
        faults = pdf.check_pdf_syntax()
        parents = [each.S for each in pdf.Root.StructTreeRoot.ParentTree.Nums[1]]
        first, *others = (int(each.N) for each in pdf.objects if is_of_objects(each))
        title = str(pdf.docinfo.Title)

    assert (faults, parents, title) == ([], ["/TD"] * 1400, "T")
    assert (first, len(others)) == (MOST_TOGETHER, 2)


def is_of_objects(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/ObjStm"


def test_the_bytes_depend_on_the_pages_alone():
    def printed() -> bytes:
        fonts = Fonts()
        canvas = Canvas(fonts)
        for each in table(FRAME, None, [row("Әділ", "x")], most=650, before=0):
            each.paint(canvas, 50)
        return file_of([canvas], fonts, Metadata(title="T", language="kk"))

    assert printed() == printed()
