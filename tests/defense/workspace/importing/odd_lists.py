"""Lists of people as they should not be, made from a number: the same number makes the same bytes."""

import random
from datetime import date
from typing import Any

from tests.spreadsheets import delimited, workbook

HEADINGS = (
    ("ФИО", "Аты-жөні", "Name", "Ф.И.О. участника", "", "Кто"),
    ("Команда", "Топ №", "Team", "№", ""),
    ("Школа", "Мектеп", "Место работы", "Телефон"),
    ("Тема", "Жоба тақырыбы", "Topic", "Подпись"),
    ("Роль", "Рөлі", "Статус", ""),
    ("Должность", "Лауазымы (қазақша)", "Ескерту", "Key"),
)
NAMES = (
    "Қасымова Әлия", "Ким Анна", "ким анна", "Kim Anna", "Tia", "Emil", "Clara", "-", "нет", "", None, "а" * 300, "Анна " * 40,
    "=1+1", "#Н/Д", "\u202eанна", "Ким\nАнна", "1234", 42, 3.14, date(2019, 11, 30), "Серге\u0438\u0306", "«»", "'+7 701", "Å\u0301\u0302\u0303\u0304",
)  # fmt: skip
TEAMS = (
    1,
    2,
    "3",
    "№ 1",
    "первая",
    0,
    -1,
    10**12,
    1.5,
    None,
    "",
    date(2019, 4, 12),
    "2 команда",
    "1-топ",
    "9999",
)
SCHOOLS = (
    "№ 127 мектеп",
    "школа №84",
    date(2019, 4, 12),
    "12/4",
    25,
    "NIS",
    None,
    "",
    "б" * 400,
    "№ 99999 мектеп",
)
TOPICS = (
    "Мектеп және отбасы",
    "Таланты",
    None,
    "",
    "т" * 900,
    5,
    "Таланты?",
    "<script>alert(1)</script>",
)
ROLES = (
    "слушатель",
    "эксперт",
    "руководитель, эксперт",
    "председатель",
    "гость",
    None,
    "",
    7,
    "төраға орынбасары",
)
OTHERS = ("директор", None, "", "person-2", "д" * 3000, "%s %(x)s {0}", "\U0001f600", 0)
COLUMNS = (NAMES, TEAMS, SCHOOLS, TOPICS, ROLES, OTHERS)


def odd_list(number: int) -> bytes:
    chance = random.Random(number)
    order = chance.sample(range(len(COLUMNS)), chance.randint(1, len(COLUMNS)))
    rows: list[list[Any]] = [["Список участников"]] * chance.randint(0, 2)
    rows.append([chance.choice(HEADINGS[column]) for column in order])
    for _row in range(chance.randint(0, 12)):
        rows.append([chance.choice(COLUMNS[column]) for column in order])
        if chance.random() < 0.1:
            rows.append([chance.choice(("Команда 1", "2 топ", "Итого: 80", "Team 3: Topic"))])
    return _spoilt(chance, _written(chance, rows))


def _written(chance: random.Random, rows: list[list[Any]]) -> bytes:
    if chance.random() < 0.5:
        merged = (
            [f"A{at}:A{at + 1}" for at in range(2, len(rows) - 1, 3)]
            if chance.random() < 0.3
            else []
        )
        return workbook(*rows, merged=merged)
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    page = chance.choice(("utf-8", "utf-8-sig", "utf-16"))
    return delimited(*texts, by=chance.choice(";,\t|"), code_page=page)


def _spoilt(chance: random.Random, data: bytes) -> bytes:
    """Now and then a byte is another one, the end is missing, or it is something else altogether."""
    kind = chance.random()
    if kind < 0.1 and data:
        at = chance.randrange(len(data))
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    if kind < 0.15:
        return data[: chance.randrange(len(data) + 1)]
    return chance.randbytes(chance.randint(0, 300)) if kind < 0.18 else data
