"""Names that are hard to set, on documents of every kind and language: one page, the same text, inside the frame."""

import itertools
import subprocess
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from diplomas.models import Diploma
from diplomas.record import LANGUAGES
from diplomas.rendering import Renderer
from diplomas.snapshots import Registration, Wording, record_of, take_snapshot
from diplomas.texts import default_design
from events.models import Event, Person
from events.pdf.pictures import first_page
from events.validators import person_name
from tests.diplomas.hard_names import hard_names
from tests.diplomas.test_crowded_diplomas import is_inside_the_frame, squeezed
from tests.events.pdf.reading import text_of

DAY = date(2019, 11, 30)
AWARD = {"kk": "Ең үздік зерттеу", "ru": "Лучшее исследование", "en": "Best research"}
COMBINATIONS = list(itertools.product(Diploma.Kind, LANGUAGES))
NAMES = hard_names()
# On every kind in every language; the others each on one, in turn.
HARDEST = [max(NAMES, key=len), "Ы" * 45, "Щ" * 20 + " " + "Щ" * 20, "ұ"]


@pytest.fixture(scope="module")
def renderer():
    return Renderer()


@pytest.fixture(scope="module")
def documents(renderer):
    """One of every kind in every language, with its record."""
    records = [record("Әлия Ұлпан-Өмірзаққызы", *turn) for turn in COMBINATIONS]
    return dict(zip(COMBINATIONS, zip(records, renderer.render(records), strict=True), strict=True))


def record(name, kind, language):
    event = Event(organiser="Almaty", course="Management", city="Almaty", languages=[language])
    event.starts_on = event.ends_on = DAY
    wording = Wording(
        event, default_design(event, kind), "Clara Chair", AWARD if kind == "award" else {}
    )
    thanks = kind in ("supervisor", "expert")
    return record_of(
        take_snapshot(
            Registration(number="2019/001", code="000000000002", verify_url="http://x.kz/d/1"),
            person=Person(name=name),
            topics=[] if kind == "expert" else ["Дарындылықты басқару"],
            supervisors=[] if thanks else ["Сәуле Жетекші"],
            wording=wording,
        )
    )


def read(pdf):
    """PDFium takes a hyphen at the end of a line for one that only the line brought."""
    return squeezed(text_of(pdf).replace("\ufffe", "-"))


def test_there_are_two_hundred_and_each_may_be_entered():
    assert len(set(NAMES)) == 200
    assert [name for name in NAMES if person_name.flaw(name)] == []
    assert max(map(len, NAMES)) > 110


@pytest.mark.parametrize("part", range(10))
def test_each_name_is_printed_whole_on_one_page_inside_the_frame(renderer, part):
    names = NAMES[part * 20 : (part + 1) * 20]
    turns = itertools.cycle(COMBINATIONS[part:] + COMBINATIONS[:part])
    records = [record(name, *turn) for name, turn in zip(names, turns, strict=False)]

    for each, pdf in zip(records, renderer.render(records), strict=True):
        assert len(pypdfium2.PdfDocument(pdf)) == 1, each.name
        assert squeezed(each.name) in read(pdf), each.name
        assert is_inside_the_frame(pdf), each.name


def test_the_hardest_are_printed_whole_on_every_kind(renderer):
    """The longest in every language, the other three each in another one."""
    turns = itertools.cycle(HARDEST[1:])
    records = [record(name, *turn) for turn in COMBINATIONS for name in (HARDEST[0], next(turns))]

    for each, pdf in zip(records, renderer.render(records), strict=True):
        assert len(pypdfium2.PdfDocument(pdf)) == 1, (each.kind, each.name)
        assert squeezed(each.name) in read(pdf), (each.kind, each.name)
        assert is_inside_the_frame(pdf), (each.kind, each.name)


@pytest.mark.parametrize(
    "name", ["Ы" * 61, "Ы" * 60 + " " + "Щ" * 59, "漢字", "Ali\u202eya", "А" * 121, "123", "А́́́́́"]
)
def test_what_no_page_can_hold_is_refused_where_it_is_entered(name):
    assert person_name.flaw(name)


@pytest.mark.parametrize(("kind", "language"), COMBINATIONS)
def test_other_readers_read_the_same_in_order(documents, kind, language, tmp_path):
    each, pdf = documents[kind, language]
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf)

    said = subprocess.run(
        ["pdftotext", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = [each.issuer, each.kind, each.lead, each.name, *each.before_topic, *each.after_topic]
    places = [squeezed(said).find(squeezed(word)) for word in words]
    with pikepdf.open(file) as pdf:
        fonts = pdf.pages[0].Resources.Font
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts.values()]
        embedded = [bool({"/FontFile3", "/FontFile2"} & {*each.keys()}) for each in descriptors]

    assert -1 not in places
    assert places == sorted(places)
    assert embedded
    assert all(embedded)


def test_the_code_on_every_kind_is_read_from_its_picture(documents):
    for _, pdf in documents.values():
        picture = Image.open(BytesIO(first_page(pdf, width=1188)))
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["http://x.kz/d/1"]
