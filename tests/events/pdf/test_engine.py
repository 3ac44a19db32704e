import io
from datetime import date

import pikepdf
import pypdfium2
import pytest
import weasyprint

from events.pdf.engine import Metadata, PageStyle, asset_fetcher, lay_out, render_pdf, write_pdf
from events.pdf.errors import ForeignResource
from tests.events.pdf.hostile import CANARY, PAYLOADS, outside_of
from tests.events.pdf.reading import text_of

LINE = "<p>Жоба қорғалды</p>"
METADATA = Metadata(title="Хаттама 1", language="kk", author="AlmaU", created_on=date(2019, 11, 30))
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<rect width="9" height="9" fill="#075766"/></svg>'
)
CSS = "@page { size: A5; margin: 10mm } html { font: 12pt PT Serif }"


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    with outside_of(tmp_path_factory.mktemp("outside")) as server:
        yield server


def test_a_line_of_text_is_a_file_with_its_words_its_size_and_what_it_says_of_itself():
    pdf = render_pdf(LINE, css=CSS, metadata=METADATA)

    assert text_of(pdf) == "Жоба қорғалды"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [round(float(side)) for side in opened.pages[0].MediaBox] == [0, 0, 420, 595]
        assert str(opened.Root.Lang) == "kk"
        assert {key: str(opened.docinfo[key]) for key in opened.docinfo} == {
            "/Title": "Хаттама 1",
            "/Author": "AlmaU",
            "/Creator": "Qorgau",
            "/Producer": "WeasyPrint 70.0",
            "/CreationDate": "D:20191130",
        }


def test_bytes_are_the_same_for_the_same_text_and_bear_the_identifier():
    known = Metadata(title="A", language="en", identifier="0123456789abcdef" * 2)

    pdf = render_pdf(LINE, css=CSS, metadata=known)

    assert render_pdf(LINE, css=CSS, metadata=known) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert bytes(opened.trailer.ID[0]) == b"0123456789abcdef" * 2


def test_a_picture_is_shown_when_it_is_an_asset():
    image = '<img src="asset:square.svg" alt="">'

    with_picture = render_pdf(
        image, css=CSS, assets={"asset:square.svg": SQUARE}, metadata=METADATA
    )

    page = pypdfium2.PdfDocument(with_picture)[0].render(scale=1).to_numpy()
    assert (page < 200).any()
    with pytest.raises(ForeignResource):
        render_pdf(image, css=CSS, assets={"asset:other.svg": SQUARE}, metadata=METADATA)


def test_a_style_is_kept_for_many_texts_and_each_brings_its_own_pictures():
    style = PageStyle(CSS)

    first = style.lay_out('<img src="asset:one.svg" alt="">', assets={"asset:one.svg": SQUARE})

    assert len(first.pages) == 1
    assert text_of(write_pdf(style.lay_out(LINE), METADATA)) == "Жоба қорғалды"
    with pytest.raises(ForeignResource):
        style.lay_out('<img src="asset:one.svg" alt="">')


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_the_page_reaches_nothing(payload, outside):
    html = outside.payload(payload)

    try:
        pdf = lay_out(html, fetcher=asset_fetcher({})).write_pdf(uncompressed_pdf=True)
    except (ForeignResource, weasyprint.urls.FatalURLFetchingError):
        pdf = b""

    assert outside.hits == []
    assert CANARY.encode() not in pdf


@pytest.mark.filterwarnings("ignore")
def test_the_payloads_do_reach_out_of_an_open_renderer(outside):
    reached, leaked = set(), set()
    for payload in PAYLOADS:
        html = outside.payload(payload)
        pdf = weasyprint.HTML(string=html).write_pdf(uncompressed_pdf=True)
        if outside.hits:
            reached.add(payload)
        if CANARY.encode() in pdf:
            leaked.add(payload)

    assert len(reached) >= 9
    assert leaked >= {"attachment", "anchor attachment"}


def test_a_page_that_asks_for_a_foreign_thing_is_refused(outside):
    with pytest.raises(ForeignResource):
        lay_out(outside.payload("image"), fetcher=asset_fetcher({}))
