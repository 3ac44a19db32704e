"""A new event out of one spreadsheet: 80 people, 7 teams, 12 experts, a near-duplicate and a bad row; 2,000 rows at once."""

import pytest

from defense.event_file.writing import dump_event
from defense.workspace.importing.looking import look_at, write_list
from defense.workspace.importing.plan import planned
from events.imports.fates import Answers
from events.listed import listed
from events.models import Person, Upload
from events.services.uploads import keep_upload
from events.spreadsheets import read_spreadsheet
from events.spreadsheets.headings import proposed
from experts.models import Seat
from projects.models import Project, TeamMember
from tests.factories import DAY, EventFactory, UserFactory
from tests.spreadsheets import workbook

pytestmark = pytest.mark.django_db
GIVEN = ["Әлия", "Бота", "Гүлнар", "Дана", "Ерлан", "Жанар", "Зере", "Ислам", "Камила", "Лаура"]
FAMILY = [
    "Ахметов",
    "Бектұров",
    "Ғабитов",
    "Досов",
    "Ережепов",
    "Жұмабаев",
    "Қасымов",
    "Мұратов",
    "Нұртаев",
    "Омаров",
    "Сәрсенов",
    "Тілеуов",
]


def named(number: int) -> str:
    return f"{FAMILY[number % 12]} {GIVEN[number // 12 % 10]} {'абвгдежзик'[number // 120 % 10].upper()}лан{'а' * (number // 1200 + 1)}қызы"


def the_list() -> bytes:
    rows = [
        ["Список участников защиты, 30.11.2019"],
        ["№", "ФИО", "Роль", "Команда", "Тема", "Школа", "Должность"],
    ]
    people = [named(number) for number in range(80)]
    for number, name in enumerate(people):
        if number < 12:
            role, team = ("председатель" if number == 0 else "эксперт"), None
        else:
            team = (number - 12) % 7 + 1
            role = "руководитель" if number < 19 else "слушатель"
        rows.append(
            [
                number + 1,
                name,
                role,
                team,
                f"Тема {team}" if team else None,
                f"№ {number + 1} мектеп",
                "директор",
            ]
        )
    rows.append([81, people[30].upper(), "слушатель", 5, None, None, None])
    rows.append([82, "нет", "слушатель", 1, None, None, None])
    return workbook(*rows)


def test_an_empty_event_becomes_whole():
    event, owner = EventFactory(trainees_stated=0), UserFactory()
    upload = keep_upload(event, Upload.Kind.LIST, name="list.xlsx", content=the_list(), by=owner)

    look = look_at(event, upload, actor=owner, at=DAY)
    write_list(event, upload, look, seen=look.digest, answers={}, actor=owner, at=DAY)

    assert look.plan.counts == {"asked": 1, "refused": 1, "new": 80, "changed": 0, "same": 0}
    assert Person.objects.filter(event=event).count() == 80
    assert Seat.objects.of_event(event).count() == 12
    assert Project.objects.of_event(event).count() == 7
    assert TeamMember.objects.of_event(event).count() == 61


@pytest.mark.once("reads and plans; the database only gives the event")
def test_2000_rows_are_planned():
    file = dump_event(EventFactory())
    table = read_spreadsheet(
        workbook(["ФИО", "Школа"], *([named(n), f"№ {n} мектеп"] for n in range(2_000)))
    ).table

    plan = planned(file, listed(table, proposed(table, {})), Answers())

    assert len(plan.fates) == 2_000
