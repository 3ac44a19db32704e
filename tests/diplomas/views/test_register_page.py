"""The register: the page, the paper and the file say the same of every diploma, line by line."""

import io
import re
from datetime import datetime
from html import unescape

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from diplomas.handing import handing_board
from diplomas.models import Diploma, Handover, RenderJob
from diplomas.register import register_of
from diplomas.register_pdf import register_pdf
from diplomas.services import making
from diplomas.services.correcting import correct_outdated
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.handing_over import note_handover, take_handover_back
from diplomas.services.issuing import issue_diplomas
from diplomas.services.issuing_documents import issue_documents
from diplomas.services.revoking import revoke_diploma
from events.models import Person
from events.pdf.engine import page_numbers
from tests.cast import as_organizer
from tests.diplomas.people import add_members, event_with_team, issue, make_ready
from tests.events.pdf.reading import text_of
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db

LATE = DAY.replace(hour=20)  # of the next day already in Tokyo
ACT = {"actor": "test", "at": DAY}
LONG = "Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы-Әбдіғаппарова Құттықыз Ғабдулғазизқызы О'Нил-Һашімова Үмітжан"
FORMULA = '=HYPERLINK("http://127.0.0.1","x")'


@pytest.fixture
def event():
    """Six diplomas: in person, by a proxy named like a formula, absent, revoked, corrected, given anew; one failed."""
    event = event_with_team(7, languages=["kk", "ru"], course="Білім берудегі менеджмент")
    issue(event)
    failed = of(event, 7)
    RenderJob.objects.filter(diploma=failed).update(state=RenderJob.State.FAILED, error="crashed")
    make_ready_but(event, failed)
    note(event, 1, Handover.Kind.IN_PERSON)
    note(event, 2, Handover.Kind.PROXY, FORMULA)
    note(event, 3, Handover.Kind.ABSENT)
    note(event, 4, Handover.Kind.IN_PERSON)
    take_handover_back(event.pk, of(event, 4).code, 1, **ACT)
    revoke_diploma(event.pk, of(event, 4).code, reason="+7 Given by mistake", **ACT)
    Person.objects.filter(pk=of(event, 5).person_id).update(name=LONG)
    correct_outdated(event.pk, only=[of(event, 5).code], **ACT)
    duplicate_diploma(event.pk, of(event, 6).code, reason="Lost", **ACT)
    return event


def make_ready_but(event, failed):
    waiting = Diploma.objects.of_event(event).exclude(pk=failed.pk)
    for each in waiting:
        Diploma.objects.filter(pk=each.pk).update(state="ready", file_hash=each.code, ready_at=DAY)


def of(event, sequence):
    return Diploma.objects.of_event(event).get(sequence=sequence)


def note(event, sequence, kind, proxy=""):
    note_handover(event.pk, of(event, sequence).code, kind, proxy=proxy, **ACT)


@pytest.fixture
def olga(event, client):
    return as_organizer(client, MembershipFactory(event=event).user)


def address(event, name="diploma_register", *also):
    return reverse(f"organizer:{name}", args=[event.slug, *also])


def on_paper(olga, event, language):
    """As a worker makes it; diplomas that are still being made are waited for, so their jobs are done here."""
    RenderJob.objects.of_event(event).unfinished().update(state=RenderJob.State.DONE)
    kind = f"register-{language}"
    olga.post(address(event, "diploma_files_make", kind))
    assert making.make(making.claim())
    return olga.get(address(event, "diploma_files_get", kind))


def cells_of_page(html):
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [
            " ".join(unescape(re.sub("<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def letters(text):
    """Without spaces and hyphens, which the end of a line swallows."""
    return "".join(filter(str.isalnum, text))


def test_a_line_says_who_received_it_and_what_became_of_it(event):
    said = [(each.number, each.received_by, each.notes) for each in register_of(event)]

    assert said == [
        ("2019/001", "in person", ()),
        ("2019/002", f"{FORMULA}, by proxy", ()),
        ("2019/003", "", ("Absent at the handing over, 30.11.2019",)),
        ("2019/004", "", ("Revoked, 30.11.2019: +7 Given by mistake",)),
        ("2019/005", "", ("Superseded by № 2019/008, 30.11.2019: corrected",)),
        ("2019/006", "", ("Replaced by the duplicate № 2019/009, 30.11.2019: Lost",)),
        ("2019/007", "", ("Not made: see the page of the diplomas",)),
        ("2019/008", "", ("Being made", "Corrected, in place of № 2019/005")),
        ("2019/009", "", ("Being made", "Duplicate in place of № 2019/006")),
    ]
    assert [each.kind for each in register_of(event)] == ["Диплом"] * 9
    assert {each.course for each in register_of(event)} == {"Білім берудегі менеджмент"}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_page_paper_and_file_agree_line_by_line(event, olga, language):
    olga.cookies["django_language"] = language
    page = cells_of_page(olga.get(address(event)).content.decode())
    paper = on_paper(olga, event, language)
    file = olga.get(address(event, "diploma_register_xlsx", language))

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    [_heads, *rows] = sheet.iter_rows()
    text, at = letters(text_of(paper.getvalue())), 0
    assert len(page) == len(rows) == 9
    assert (
        paper["Content-Disposition"]
        == f'attachment; filename="{event.slug}-register-{language}.pdf"'
    )
    for shown, row in zip(page, rows, strict=True):
        number, day, kind, name, team, course, hours, by, on, notes, code = [
            each.strftime("%d.%m.%Y") if hasattr(each, "strftime") else str(each or "")
            for each in (cell.value for cell in row)
        ]
        grouped = "-".join(re.findall("....", code))
        received = f"{by}, {on}" if on else by
        assert shown[2].startswith(name)
        assert team in shown[2].removeprefix(name)
        told = [f"{number} {grouped}", day, f"{kind} {course}", received, notes]
        assert [*shown[:2], *shown[3:]] == told
        assert hours == ""
        printed = [number, grouped, day, kind, name, course, received, notes]
        for each in map(letters, printed):
            at = text.index(each, at) + len(each)


def test_what_looks_like_a_formula_is_text(event, olga):
    file = olga.get(address(event, "diploma_register_xlsx", "ru"))

    cells = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(file.content)).active.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert any(str(cell.value).startswith("=") and cell.data_type == "s" for cell in cells)


def test_on_paper_the_heads_and_the_number_of_the_page_stand_on_each_page(client):
    event = event_with_team(40, languages=["en"])
    issue(event)
    for each in Diploma.objects.of_event(event)[:10]:
        words = each.snapshot | {"name": LONG, "programme": "Ө" * 120}
        Diploma.objects.filter(pk=each.pk).update(snapshot=words)
    olga = as_organizer(client, MembershipFactory(event=event).user)

    content = on_paper(olga, event, "en").getvalue()

    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
        sizes = {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document}
    assert sizes == {(297, 210)}
    assert len(pages) > 2
    for at, page in enumerate(pages, start=1):
        assert f"Page {at} of {len(pages)}" in page
        assert "Received by" in page
        assert "Signature" in page
    joined = " ".join(pages)
    assert [each.number for each in register_of(event) if each.number not in joined] == []
    assert "40 diplomas stand in this register." in " ".join(joined.split())


@pytest.mark.once("what a page draws and what is found in lines, whatever the engine")
def test_an_award_of_many_words_takes_few_lines_and_is_found_by_them():
    event = event_with_team(1, languages=["ru"])
    [person] = Person.objects.of_event(event).filter(teammember__isnull=False)
    words = ("Лучшее исследование преподавания казахского языка " * 3)[:120].strip()
    issue_documents(event.pk, "award", [person.pk], award={"ru": words}, actor="test", at=DAY)
    make_ready(event)

    with pypdfium2.PdfDocument(register_pdf(event)) as document:
        page = document[0].get_textpage().get_text_range()
    cell = page[page.index("Лучшее") : page.index(person.name.split()[0])]
    [line], found = register_of(event), handing_board(event, "исследование языка")

    assert len(cell.splitlines()) <= 8
    assert line.is_sought("казахского преподавания")
    assert not line.is_sought("турецкого")
    assert [row.code for row in found.found] == [line.code]


def test_a_sentence_of_page_numbers_is_safe_in_a_style_sheet():
    said = page_numbers('%(pages)s "of\\" %(page)s</style>')

    assert said == '"" counter(pages) " of " counter(page) "/style"'


def test_there_is_no_register_in_another_language(event, olga):
    for language in ("de", "KK"):
        xlsx = olga.get(address(event, "diploma_register_xlsx", language))
        paper = olga.get(address(event, "diploma_files_get", f"register-{language}"))
        asked = olga.post(address(event, "diploma_files_make", f"register-{language}"))
        assert {each.status_code for each in (xlsx, paper, asked)} == {404}


@pytest.mark.parametrize(
    ("sought", "numbers"),
    [
        ("2019/003", ["2019/003"]),
        ("мухамедрахымова үмітжан", ["2019/008"]),
        (
            "Үлгі",
            [
                "2019/001",
                "2019/002",
                "2019/003",
                "2019/004",
                "2019/005",
                "2019/006",
                "2019/007",
                "2019/009",
            ],
        ),
        ("nobody", []),
    ],
)
def test_a_line_is_found_by_its_number_and_name(event, olga, sought, numbers):
    page = cells_of_page(olga.get(address(event), {"q": sought}).content.decode())

    assert [cells[0].split()[0] for cells in page] == numbers


def test_a_line_is_found_by_its_code_as_it_is_printed(event, olga):
    [line] = [each for each in register_of(event) if each.number == "2019/002"]

    for sought in (line.code, line.printed_code, line.code.lower()):
        page = cells_of_page(olga.get(address(event), {"q": sought}).content.decode())
        assert [cells[0].split()[0] for cells in page] == ["2019/002"]


def test_a_day_is_that_of_the_events_zone_on_page_paper_and_file(client):
    event = event_with_team(1, time_zone="Asia/Tokyo")
    issue_diplomas(event.pk, actor="test", at=LATE)
    make_ready(event)
    note_handover(event.pk, of(event, 1).code, Handover.Kind.IN_PERSON, actor="test", at=LATE)
    olga = as_organizer(client, MembershipFactory(event=event).user)

    [cells] = cells_of_page(olga.get(address(event)).content.decode())
    paper = text_of(on_paper(olga, event, "ru").getvalue())
    file = olga.get(address(event, "diploma_register_xlsx", "ru")).content

    assert (cells[1], cells[4]) == ("01.12.2019", "in person, 01.12.2019")
    assert (paper.count("01.12.2019"), paper.count("30.11.2019")) == (2, 0)
    [_heads, row] = openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
    assert [row[1], row[8]] == [datetime(2019, 12, 1)] * 2  # noqa: DTZ001 - a spreadsheet knows no zone


def test_fifty_stand_on_a_page(client):
    event = event_with_team(51)
    issue(event)
    olga = as_organizer(client, MembershipFactory(event=event).user)

    pages = [
        cells_of_page(olga.get(address(event), {"page": at}).content.decode()) for at in (1, 2)
    ]

    assert [len(page) for page in pages] == [50, 1]


def test_a_rehearsal_has_a_register_of_its_own(event):
    played = event_with_team(1, is_rehearsal=True)
    issue(played)
    add_members(event, 1)

    assert [each.number for each in register_of(played)] == ["2019/R001"]
    event.is_rehearsal = True
    event.save()
    assert register_of(event) == []


@pytest.mark.parametrize("size", [1, 4])
def test_the_register_takes_as_many_queries_for_any_number(size, django_assert_num_queries):
    event = event_with_team(size)
    issue(event)
    make_ready(event)
    for each in Diploma.objects.of_event(event):
        note_handover(event.pk, each.code, Handover.Kind.IN_PERSON, **ACT)

    with django_assert_num_queries(3):
        register_of(event)
