import dataclasses
import io
import os
import subprocess
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy
import pikepdf
import pypdfium2
import pytest
import weasyprint

from diplomas import art, rendering
from diplomas.artwork import draw
from diplomas.fitting import NameDoesNotFit
from diplomas.rendering import (
    DiplomaOverflows,
    DiplomaRecord,
    ForeignResource,
    Renderer,
    RenderingUnavailable,
    UnfitRecord,
    UnprintableText,
    asset_fetcher,
    lay_out,
    self_check,
    warm_renderer,
)

ROOT = Path(__file__).parents[2]
LARGEST_FILE = 45_000
CANARY = "CANARY-7f3a"

KAZAKH = DiplomaRecord(
    issuer="Үлгі Университеті · Білім беруді дамыту институты",
    kind="ДИПЛОМ",
    kinds="Diploma · Диплом",
    lead="осы дипломмен",
    name="Әбілқызы Ғалия Қайратқызы",
    name_note="директор, № 23 мектеп-гимназия, Шымкент қ.",
    before_topic=("«Білім берудегі менеджмент» бағдарламасы бойынша",),
    topic="«Мектептегі дарындыларды басқару: ӘҒҚҢӨҰҮҺІ»",
    after_topic=("жобасын көпшілік алдында қорғағаны үшін марапатталады",),
    signatories=(("Сарапшылар тобының төрағасы", "Үлгі Есім"), ("Ректор", "")),
    number="2019/044",
    place_and_date="Шымкент қ. · 2019 жылғы 30 қараша",
    issued_on=date(2019, 11, 30),
    code="7K3MQ9XBT4WD",
    verify_url="http://127.0.0.1:8000/d/7K3MQ9XBT4WD",
    language="kk",
    title="Диплом 2019/044",
)
ENGLISH = dataclasses.replace(
    KAZAKH,
    issuer="Sample University",
    kind="DIPLOMA",
    kinds="Диплом",
    lead="this diploma is awarded to",
    name="Jane Placeholder",
    name_note="principal, school No. 127",
    before_topic=("for the public defense of the project",),
    topic="“Talent management in the school”",
    after_topic=(),
    number="2019/045",
    code="000000000001",
    verify_url="http://127.0.0.1:8000/d/000000000001",
    language="en",
    title="Diploma 2019/045",
)
LONG_NAME = "Нұрмұхамбетова-Әбдірахманқызы Гүлнәр Төлегенқызы Һәкімова-Үй"


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


def text_of(pdf):
    """The words of a file, one space apart."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return " ".join("\n".join(pages).split())


def pixels(pdf, scale=2):
    return pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_numpy().astype(int)


def test_every_word_of_the_record_can_be_extracted(renderer):
    [pdf] = renderer.render([KAZAKH])

    text = text_of(pdf)
    for words in (
        KAZAKH.issuer,
        KAZAKH.kind,
        KAZAKH.kinds,
        KAZAKH.lead,
        KAZAKH.name,
        KAZAKH.name_note,
        *KAZAKH.before_topic,
        KAZAKH.topic,
        *KAZAKH.after_topic,
        "Сарапшылар тобының төрағасы Үлгі Есім",
        "Ректор",
        "№ 2019/044 · Шымкент қ. · 2019 жылғы 30 қараша",
        "7K3M-Q9XB-T4WD",
    ):
        assert words in text


def test_file_has_one_page_of_a4_landscape_a_title_and_a_language(renderer):
    [pdf] = renderer.render([KAZAKH])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        assert [round(float(side)) for side in opened.pages[0].MediaBox] == [0, 0, 842, 595]
        assert str(opened.Root.Lang) == "kk"
        assert str(opened.docinfo.Title) == "Диплом 2019/044"
        assert str(opened.docinfo.Author) == KAZAKH.issuer
        assert str(opened.docinfo.CreationDate) == "D:20191130"
    assert len(pdf) <= LARGEST_FILE


def test_the_three_faces_are_embedded_and_no_other(renderer):
    [pdf] = renderer.render([KAZAKH])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = opened.pages[0].Resources.Font.values()
        names = {str(font.BaseFont).split("+")[1] for font in fonts}
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert names == {"Vollkorn-Semi-Bold", "PT-Serif", "PT-Serif-Bold"}
        assert all("/FontFile2" in descriptor for descriptor in descriptors)


def test_a_name_of_sixty_letters_stands_in_two_lines_on_one_page(renderer):
    [pdf] = renderer.render([dataclasses.replace(KAZAKH, name=LONG_NAME)])

    assert LONG_NAME in text_of(pdf)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert len(pdf) <= LARGEST_FILE


def test_the_fullest_page_still_is_one_page(renderer):
    full = dataclasses.replace(
        KAZAKH,
        name=LONG_NAME,
        signatories=tuple((f"Қызметі {number}", "Үлгі Есім Әкесінің аты") for number in range(4)),
        topic="«" + "Жобаның ұзақ тақырыбы " * 6 + "»",
        watermark="РЕПЕТИЦИЯ",
    )

    [pdf] = renderer.render([full])

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "Қызметі 3 Үлгі Есім Әкесінің аты" in text_of(pdf)
    assert len(pdf) <= LARGEST_FILE


def test_only_what_is_given_is_printed(renderer):
    bare = DiplomaRecord(
        issuer="Sample University",
        kind="DIPLOMA",
        lead="awarded to",
        name="Jane Placeholder",
        number="2019/001",
        code="000000000002",
        verify_url="http://127.0.0.1:8000/d/000000000002",
        language="en",
        title="Diploma",
    )

    [pdf] = renderer.render([bare])

    assert text_of(pdf) == (
        "Sample University DIPLOMA awarded to Jane Placeholder 0000-0000-0002 № 2019/001"
    )


def test_watermark_is_printed_on_a_rehearsal_only(renderer):
    rehearsal = dataclasses.replace(ENGLISH, watermark="REHEARSAL")

    with_mark, without = renderer.render([rehearsal, ENGLISH])

    assert "REHEARSAL" in text_of(with_mark)
    assert "REHEARSAL" not in text_of(without)


def test_spaces_that_dates_bring_are_printed_as_plain_no_break_spaces(renderer):
    record = dataclasses.replace(ENGLISH, place_and_date="2019\u202fж. 30 қараша")

    [pdf] = renderer.render([record])

    assert "2019 ж. 30 қараша" in text_of(pdf)


def test_files_come_in_the_order_of_the_records_and_hold_one_person_each(renderer):
    records = [
        dataclasses.replace(ENGLISH, name=f"Person {number:02d}", code=f"{number:012d}")
        for number in range(rendering.CHUNK + 3)
    ]

    texts = [text_of(pdf) for pdf in renderer.render(records)]

    for number, text in enumerate(texts):
        assert [other for other in range(len(records)) if f"Person {other:02d}" in text] == [number]


def test_bytes_are_the_same_again_alone_in_a_chunk_and_in_a_new_renderer(renderer):
    alone = [renderer.render([record])[0] for record in (KAZAKH, ENGLISH)]

    assert renderer.render([KAZAKH, ENGLISH]) == alone
    assert renderer.render([ENGLISH, KAZAKH]) == alone[::-1]
    assert Renderer().render([KAZAKH, ENGLISH]) == alone


def test_no_records_give_no_files(renderer):
    assert renderer.render([]) == []


def test_text_of_more_than_a_page_is_refused_by_name(renderer):
    too_long = dataclasses.replace(ENGLISH, topic="A long topic of many words " * 40)

    with pytest.raises(DiplomaOverflows) as refused:
        renderer.render([KAZAKH, too_long])

    assert refused.value.record.name == "Jane Placeholder"
    assert str(refused.value) == "2019/045, Jane Placeholder: the text needs more than one page"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jane\x00", "U+0000"),
        ("Jane\u202egnp", "U+202E"),
        ("Jane\u200b", "U+200B"),
        ("Jane 漢", "U+6F22"),
        ("Jane\nDoe", "U+000A"),
    ],
)
def test_characters_that_cannot_be_printed_are_named(renderer, name, shown):
    with pytest.raises(UnprintableText) as refused:
        renderer.render([dataclasses.replace(ENGLISH, name=name)])

    assert refused.value.reason == f"characters that cannot be printed: {shown}"


def test_decomposed_letters_are_composed(renderer):
    [pdf] = renderer.render([dataclasses.replace(ENGLISH, name="Бай\u0438\u0306")])

    assert "Байй" in text_of(pdf)


def test_a_name_that_does_not_fit_is_refused(renderer):
    with pytest.raises(NameDoesNotFit):
        renderer.render([dataclasses.replace(ENGLISH, name="Ж" * 90)])


def test_five_signatories_are_refused(renderer):
    with pytest.raises(UnfitRecord):
        renderer.render([dataclasses.replace(ENGLISH, signatories=(("Rector", ""),) * 5)])


def test_kept_art_looks_like_plain_art(renderer):
    [kept] = renderer.render([KAZAKH])
    [plain] = Renderer(plain_images=True).render([KAZAKH])

    difference = numpy.abs(pixels(kept) - pixels(plain))

    assert difference.max() <= 2


def test_the_pixel_comparison_sees_a_module_that_is_missing(renderer):
    other = dataclasses.replace(KAZAKH, verify_url=KAZAKH.verify_url[:-1] + "E")

    difference = numpy.abs(
        pixels(renderer.render([KAZAKH])[0]) - pixels(renderer.render([other])[0])
    )

    assert difference.max() > 100


def test_art_that_is_not_flat_is_refused():
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs>'
        b'<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="9"><stop stop-color="red"/>'
        b'<stop offset="1" stop-color="blue"/></linearGradient></defs>'
        b'<rect width="9" height="9" fill="url(#g)"/></svg>'
    )
    fetcher = asset_fetcher({"asset:a.svg": svg})
    image = weasyprint.images.get_image_from_uri(
        {}, fetcher, weasyprint.DEFAULT_OPTIONS, "asset:a.svg"
    )
    document = lay_out(
        '<img src="asset:a.svg" alt="">',
        fetcher=fetcher,
        cache={"asset:a.svg": art.FlatArt("a", image)},
    )

    with pytest.raises(art.NotFlat):
        document.write_pdf()


def test_border_is_what_its_program_draws():
    assert (rendering.ARTWORK / "border.svg").read_text(encoding="utf-8") == draw.drawing()


def test_renderer_is_made_once_a_process():
    assert warm_renderer() is warm_renderer()


# What a hostile page may ask for; {http} is a server that counts, {file} a file with a canary.
PAYLOADS = {
    "attachment": '<link rel="attachment" href="{file}">',
    "attachment by http": '<link rel="attachment" href="{http}">',
    "anchor attachment": '<a rel="attachment" href="{file}">x</a>',
    "style sheet": '<link rel="stylesheet" href="{http}">',
    "import": '<style>@import "{http}";</style>',
    "css url": '<p style="background: url({http})">x</p>',
    "font face": "<style>@font-face {{ font-family: f; src: url({http}) }} p {{ font-family: f }}</style><p>x</p>",
    "image": '<img src="{http}">',
    "svg image": '<svg width="9" height="9" xmlns="http://www.w3.org/2000/svg"><image href="{http}" width="9" height="9"/></svg>',
    "object": '<object data="{http}">x</object>',
    "embed": '<embed src="{http}">',
    "base": '<base href="{http}"><img src="x.png">',
    "list marker": '<ul style="list-style-image: url({http})"><li>x</li></ul>',
    "content": "<style>p::before {{ content: url({http}) }}</style><p>x</p>",
    "iframe": '<iframe src="{http}"></iframe>',
    "script": '<script src="{http}"></script>',
}


class CountingHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.hits.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(CANARY.encode())

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    """A server on the loopback and a file, neither of which a diploma may reach."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), CountingHandler)
    server.hits = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text(CANARY)
    server.addresses = {
        "http": f"http://127.0.0.1:{server.server_port}/asked",
        "file": secret.as_uri(),
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hostile(payload, outside):
    outside.hits.clear()
    return PAYLOADS[payload].format(**outside.addresses)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_the_text_is_printed_as_text(payload, outside, renderer):
    markup = hostile(payload, outside)
    record = dataclasses.replace(
        ENGLISH,
        name=markup[:40],
        issuer=markup,
        kinds=markup,
        name_note=markup,
        before_topic=(),
        topic=markup,
        signatories=((markup[:60], markup[:60]),),
        place_and_date="",
        title=markup,
    )

    [pdf] = renderer.render([record])

    assert outside.hits == []
    assert CANARY.encode() not in uncompressed(pdf)
    assert "".join(markup.split()) in "".join(text_of(pdf).split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_the_page_reaches_nothing(payload, outside):
    html = hostile(payload, outside)

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
        html = hostile(payload, outside)
        pdf = weasyprint.HTML(string=html).write_pdf(uncompressed_pdf=True)
        if outside.hits:
            reached.add(payload)
        if CANARY.encode() in pdf:
            leaked.add(payload)

    assert len(reached) >= 9
    assert leaked >= {"attachment", "anchor attachment"}


def test_a_page_that_asks_for_a_foreign_thing_is_refused(outside):
    with pytest.raises(ForeignResource):
        lay_out(hostile("image", outside), fetcher=asset_fetcher({}))


def uncompressed(pdf):
    """The file with every stream open, attachments included."""
    opened_up = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            opened_up,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return opened_up.getvalue()


def test_self_check_passes_here():
    self_check()


def test_self_check_names_the_package_of_harfbuzz_subset(monkeypatch):
    monkeypatch.setattr(weasyprint.text.ffi, "harfbuzz_subset", None)

    with pytest.raises(RenderingUnavailable) as missing:
        self_check()

    assert str(missing.value) == (
        "The library harfbuzz-subset is missing: install the Debian package libharfbuzz-subset0."
    )


def check_elsewhere(**environment):
    """What self_check says in a process with another environment."""
    program = (
        "from diplomas.rendering import RenderingUnavailable, self_check\n"
        "try:\n    self_check()\nexcept RenderingUnavailable as error:\n    print(error)\n"
    )
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libpango-1.0-0", "libpango-1.0-0"),
        ("libpangoft2-1.0-0", "libpangoft2-1.0-0"),
        ("libgobject-2.0-0", "libglib2.0-0"),
        ("libsomething", "libpangoft2-1.0-0"),
    ],
)
def test_self_check_names_the_package_of_a_missing_library(tmp_path, library, package):
    (tmp_path / "weasyprint.py").write_text(
        f"print('advice')\nraise OSError(\"cannot load library '{library}'\")\n"
    )

    said = check_elsewhere(PYTHONPATH=str(tmp_path))

    assert said == (f"A library of WeasyPrint is missing: install the Debian package {package}.\n")


def test_self_check_sees_that_fontconfig_offers_other_fonts(tmp_path):
    folder = Path("/usr/share/fonts/truetype/paratype")
    if not folder.is_dir():
        pytest.skip("the faces lie elsewhere on this system")
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )

    said = check_elsewhere(FONTCONFIG_FILE=str(config))

    assert said == (
        "fontconfig does not offer the font Vollkorn SemiBold of the Debian package "
        "fonts-vollkorn: run fc-cache, or remove other copies of it.\n"
    )
