"""A secretary who has never seen the program: from an empty database to an open event, with a stopwatch."""

import re
import sys
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from defense.event_file.writing import dump_event, write_event_file
from events.models import Event, Person
from experts.models import Seat
from projects.models import Project, TeamMember
from tests.browser.stopwatch import Stopwatch
from tests.browser.visitor import Visitor
from tests.spreadsheets import workbook

MOST_CLICKS = 40
PASSWORD = "жүз шақырым жол"
GIVEN = ["Әлия", "Бота", "Гүлнар", "Дана", "Ерлан", "Жанар", "Зере", "Ислам", "Камила", "Лаура"]
FAMILY = [
    "Ахметова",
    "Бектұрова",
    "Ғабитова",
    "Досова",
    "Ережепова",
    "Жұмабаева",
    "Қасымова",
    "Мұратова",
]
TOPICS = [
    "Цифровая школа",
    "Живая библиотека",
    "Школьный медиацентр",
    "Наставничество",
    "Тёплая среда",
    "Дуальное обучение",
    "Школа родителей",
]


def people() -> list[list[object]]:
    """Twelve experts, seven supervisors, and the trainees of seven teams: eighty."""
    names = [f"{family} {given} Серікқызы" for given in GIVEN for family in FAMILY]
    rows: list[list[object]] = []
    for at, name in enumerate(names):
        number = (at - 12) % 7 + 1
        role = (
            "председатель"
            if at == 0
            else "эксперт"
            if at < 12
            else "руководитель"
            if at < 19
            else "слушатель"
        )
        team = None if at < 12 else f"{number}. {TOPICS[number - 1]}"
        rows.append([at + 1, name, role, team, f"Школа № {at + 20}", "учитель"])
    return rows


def spreadsheet() -> bytes:
    """With a title row, somebody who is nearly there twice, and a row of nobody."""
    rows = people()
    twice = [
        81,
        str(rows[30][1]).replace("Серікқызы", "Серикқызы"),
        "слушатель",
        rows[30][3],
        None,
        None,
    ]
    nobody = [82, "нет", "слушатель", rows[12][3], None, None]
    title = ["Список участников публичной защиты проектов, 30 ноября 2026 года"]
    headings = ["№ п/п", "ФИО (полностью)", "Кем является", "Команда", "Место работы", "Должность"]
    return workbook(title, headings, *rows, twice, nobody, merged=["A1:F1"])


def begin_address() -> str:
    said = StringIO()
    call_command("first_account", stdout=said)
    return "/" + re.search(r"http\S+", said.getvalue())[0].split("/", 3)[3]


def make_the_account(page: Page) -> None:
    page.locator("[name=name]").fill("Айгүл Сейітова")
    page.locator("[name=email]").fill("aigul@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()


def make_the_event(page: Page) -> None:
    page.get_by_role("link", name="New event").click()
    page.get_by_label("Name of the event").fill("Публичная защита проектов")
    page.get_by_label("Town").fill("Шымкент")
    page.get_by_label("School or hall").fill("№ 127 мектеп")
    page.get_by_label("First day").fill("2026-11-30")
    page.get_by_role("button", name="Make the event").click()


def set_what_is_otherwise(page: Page) -> None:
    """Shorter talks, and the teams in public."""
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Minutes for the talk").fill("7")
    page.locator("#rule").get_by_role("button", name="Save").click()
    page.get_by_label("Projects", exact=True).check()
    page.locator("#public").get_by_role("button", name="Save").click()


def bring_the_list(page: Page) -> None:
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="See to it").click()
    page.get_by_role("link", name="Bring a spreadsheet").click()
    file = {"name": "Список.xlsx", "mimeType": "application/octet-stream", "buffer": spreadsheet()}
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label(re.compile("row 33 of this file")).check()
    page.get_by_role("button", name="Write 80 new").click()


def mend_what_is_missing(page: Page) -> None:
    """One thing: the teams that came with the list have no place in the day yet."""
    page.get_by_role("link", name="Overview").click()
    expect(page.locator(".todo-missing li")).to_have_count(2)
    page.get_by_role("link", name="See to it").click()
    page.get_by_role("button", name="Put them in").click()


def open_the_event(page: Page) -> None:
    page.get_by_role("link", name="Overview").click()
    page.locator("#phase").get_by_role("button", name="Open the event").click()
    expect(page.locator("#phase")).to_contain_text("Begin the day")


def take_it_out(page: Page) -> bytes:
    page.get_by_role("link", name="Lists to take away").click()
    page.get_by_role("link", name="Take it, or bring it back").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the event as a file").click()
    return download.value.path().read_bytes()


def bring_it_into_an_empty_installation(visitor: Visitor, file: bytes) -> None:
    call_command("flush", interactive=False, verbosity=0)
    page = visitor.go(begin_address())
    make_the_account(page)
    page.get_by_role("link", name="New event").click()
    brought = {"name": "e.json", "mimeType": "application/json", "buffer": file}
    page.locator("[type=file]").set_input_files(brought)
    page.get_by_role("button", name="Bring the event").click()
    expect(page.get_by_text("The event is made of its file.")).to_be_visible()


def test_a_secretary_opens_an_event_out_of_one_spreadsheet(
    transactional_db: None, visit: Callable[..., Visitor], capsys: pytest.CaptureFixture[str]
):
    secretary, somewhere_else = visit(), visit()
    watch = Stopwatch(secretary)
    page = secretary.go(begin_address())

    make_the_account(page)
    make_the_event(page)
    set_what_is_otherwise(page)
    bring_the_list(page)
    mend_what_is_missing(page)
    open_the_event(page)
    with capsys.disabled():
        sys.stdout.write(f"\n{watch}\n")
    event = Event.objects.get()
    before, file = dump_event(event), take_it_out(page)

    assert watch.clicks <= MOST_CLICKS
    assert event.phase == Event.Phase.OPEN
    assert Person.objects.of_event(event).count() == 80
    assert Seat.objects.of_event(event).count() == 12
    assert TeamMember.objects.of_event(event).count() == 61
    assert [str(each.topic) for each in Project.objects.order_by("number")] == TOPICS
    assert file == write_event_file(before)
    bring_it_into_an_empty_installation(somewhere_else, file)
    assert dump_event(Event.objects.get()) == before
    assert [*secretary.complaints, *somewhere_else.complaints] == []
