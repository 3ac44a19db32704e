"""One file of many: every page as it was, by three other programs, and what all share written once."""

import io
import subprocess
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from diplomas.rendering import BACKGROUND, Renderer
from events.pdf.engine import Metadata
from events.pdf.merging import MergedFile
from tests.diplomas.records import BARE
from tests.events.pdf.reading import text_of

ABOUT = Metadata(title="Барлығы (1)", language="kk", author="Үлгі \\ ұйым", identifier="0f" * 16)


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    names = ("Әлия Үлгі", "Һүрлігүл Ғалымқызы", "Sample O'Neil")
    return Renderer().render(
        [replace(BARE, name=name, code=f"{at:012d}") for at, name in enumerate(names)]
    )


def merged(files, **options) -> bytes:
    out = io.BytesIO()
    whole = MergedFile(out, **options)
    for file in files:
        whole.add(file)
    whole.finish(ABOUT)
    return out.getvalue()


def pages(pdf: bytes) -> list[bytes]:
    """As they look."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=0.5).to_pil().tobytes() for page in document]


def test_each_page_is_what_its_file_shows(files):
    whole = merged(files)

    assert pages(whole) == [page for file in files for page in pages(file)]
    assert text_of(whole) == " ".join(map(text_of, files))


def test_other_readers_find_no_fault(files, tmp_path):
    path = tmp_path / "whole.pdf"
    path.write_bytes(merged(files))

    with pikepdf.open(path) as opened:
        faults = opened.check_pdf_syntax()
        told = (str(opened.docinfo.Title), str(opened.docinfo.Author), str(opened.Root.Lang))
    popplers = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True, timeout=60
    )
    assert faults == []
    assert told == (ABOUT.title, ABOUT.author, "kk")
    assert popplers.stderr == ""
    assert {line.split()[-5] for line in popplers.stdout.splitlines()[2:]} == {"yes"}


def test_the_background_is_written_once(files):
    [border] = {each for file in files for each in streams(file) if len(each) > 15_000}

    assert streams(merged(files)).count(border) == 1
    assert len(merged(files)) < sum(map(len, files)) - len(border)


def streams(file: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(file)) as opened:
        found = [each for each in opened.objects if isinstance(each, pikepdf.Stream)]
        return [each.read_raw_bytes() for each in found]


def test_without_its_background_every_word_stands_in_its_place(files):
    whole, bare = merged(files), merged(files, left_out=BACKGROUND)

    assert boxes(bare) == boxes(whole)
    assert text_of(bare) == text_of(whole)
    assert corner(whole) != {(255, 255, 255)}
    assert corner(bare) == {(255, 255, 255)}


def boxes(pdf: bytes) -> list[tuple[float, ...]]:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage() for page in document]
        return [text.get_charbox(at) for text in texts for at in range(text.count_chars())]


def corner(pdf: bytes) -> set[tuple[int, ...]]:
    """The colours of a page where only the border is."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=0.5).to_pil()
    strip = picture.crop((0, 0, picture.width, 20))
    return {colour for _count, colour in strip.getcolors(99_999)}


def test_the_same_pages_are_the_same_bytes(files):
    assert merged(files) == merged(files)
    assert merged(files) != merged(files[::-1])


def test_what_a_page_inherits_or_leads_back_to_it_comes_along():
    """No file of ours is so: a size above the page, a note that names its page, an empty array."""
    source = pikepdf.new()
    source.add_blank_page(page_size=(300, 200))
    page = source.pages[0].obj
    note = source.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 9, 9],
            P=page,
            Contents=pikepdf.String("(1 0 R)"),
        )
    )
    page.Annots = pikepdf.Array([note])
    page.Empty = pikepdf.Array([])
    page.Parent.MediaBox = page.MediaBox
    del page.MediaBox
    written = io.BytesIO()
    source.save(written)

    with pikepdf.open(io.BytesIO(merged([written.getvalue()] * 2))) as opened:
        found = [each.obj for each in opened.pages]
        assert [list(each.MediaBox) for each in found] == [[0, 0, 300, 200]] * 2
        assert [each.Annots[0].P.objgen == each.objgen for each in found] == [True, True]
        assert {str(each.Annots[0].Contents) for each in found} == {"(1 0 R)"}
        assert opened.check_pdf_syntax() == []


def test_what_is_no_pdf_is_refused():
    with pytest.raises(pikepdf.PdfError):
        merged([b"%PDF-1.7 not a real page"])
