import dataclasses
import io
from datetime import date

import numpy
import pikepdf
import pypdfium2
import pytest

from diplomas import rendering
from diplomas.artwork import draw
from diplomas.record import DiplomaRecord
from diplomas.rendering import (
    DiplomaOverflows,
    Renderer,
    UnfitRecord,
    UnprintableText,
    warm_renderer,
)
from events.pdf.fitting import NameDoesNotFit
from tests.diplomas.records import BARE
from tests.events.pdf.hostile import CANARY, PAYLOADS, outside_of
from tests.events.pdf.reading import text_of, uncompressed

LARGEST_FILE = 45_000

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
    [pdf] = renderer.render([BARE])

    assert text_of(pdf) == (
        "Sample University DIPLOMA awarded to Jane Placeholder 0000-0000-0002 127.0.0.1:8000/d № 2019/001"
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
    too_long = dataclasses.replace(ENGLISH, before_topic=("A line",) * 200)

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


def test_letters_that_the_text_face_lacks_are_lent_by_the_display_family(renderer):
    record = dataclasses.replace(
        ENGLISH, topic="“Δ and π → 8 ≥ 7”", signatories=(("Chair", "Nguyễn Əliyev"),)
    )

    [pdf] = renderer.render([record])

    text = text_of(pdf)
    assert record.topic in text
    assert "Nguyễn Əliyev" in text
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = opened.pages[0].Resources.Font.values()
        families = {str(font.BaseFont).split("+")[1].split("-")[0] for font in fonts}
    assert families == {"PT", "Vollkorn"}


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


def test_border_is_what_its_program_draws():
    assert (rendering.ARTWORK / "border.svg").read_text(encoding="utf-8") == draw.drawing()


def test_renderer_is_made_once_a_process():
    assert warm_renderer() is warm_renderer()


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    with outside_of(tmp_path_factory.mktemp("outside")) as server:
        yield server


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_the_text_is_printed_as_text(payload, outside, renderer):
    markup = outside.payload(payload)
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
