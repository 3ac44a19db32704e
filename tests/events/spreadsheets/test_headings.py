"""What headings, schools, days and roles say, in three languages."""

from datetime import date

import pytest

from events.listed import listed
from events.spreadsheets import read_spreadsheet
from events.spreadsheets.days import day_of
from events.spreadsheets.headings import Meaning, meaning_of, proposed
from events.spreadsheets.schools import school_of
from experts.role_words import roles_of
from tests.spreadsheets import delimited, workbook

MEANINGS = {
    Meaning.NAME: (
        "ФИО|Ф.И.О. участника (полностью)|Фамилия, имя, отчество|Тегі, аты, әкесінің аты|Аты-жөні|АТЫ – ЖӨНІ|Name"
        "|Full name|Слушатель|Тыңдаушының аты-жөні|Имя и фамилия|Имя, отчество"
    ),
    Meaning.FAMILY: "Фамилия|Тегі|Surname|Last name|ФАМИЛИЯ:",
    Meaning.GIVEN: "Имя|Аты|First name|Given name|Имя участника команды",
    Meaning.PATRONYMIC: "Отчество|Әкесінің аты|Patronymic",
    Meaning.PRINTED_KK: "Name on the diploma (kk)|Имя на дипломе, на казахском|Дипломдағы аты (қазақша)",
    Meaning.POSITION: "Должность|Лауазымы|Position|Қызметі",
    Meaning.POSITION_RU: "Должность на русском|Лауазымы (орысша)|Position, in Russian",
    Meaning.WORK: "Мектеп|Школа|№ школы|Место работы|Жұмыс орны|Организация|School|Білім беру ұйымы",
    Meaning.CITY: "Город|Қала|Town|Елді мекен",
    Meaning.TEAM: "Команда|Команда №|Топ|Team|Номер проекта",
    Meaning.TOPIC: (
        "Тема|Тема проекта|Жобаның тақырыбы|Topic|Название проекта|Название команды|Имя команды|Team name"
        "|Топтың атауы|Топ аты|Команда (название)|Наименование группы"
    ),
    Meaning.ROLE: "Роль|Рөлі|Role|Статус",
    Meaning.NOTE: "Примечание|Ескерту|Note",
    None: "Телефон|Дата рождения|Подпись|ИИН|Диплом",
}


@pytest.mark.parametrize("meaning", MEANINGS)
def test_headings_are_known_by_their_words(meaning):
    assert {text: meaning_of(text) for text in MEANINGS[meaning].split("|")} == dict.fromkeys(
        MEANINGS[meaning].split("|"), meaning
    )


SCHOOLS = {
    "№ 127 мектеп": ("мектеп", 127),
    "№127 мектеп-лицейі": ("мектеп-лицей", 127),
    "Абай атындағы № 5 мектеп-гимназиясы": ("мектеп-гимназия", 5),
    "№ 12 жалпы білім беретін мектебі": ("жалпы білім беретін мектеп", 12),
    "Школа-лицей № 23": ("школа-лицей", 23),
    "школа №84": ("школа", 84),
    "КГУ «Средняя школа № 12» г. Шымкент": ("средняя школа", 12),
    "school No. 84": ("school", 84),
    "№ 25": ("школа", 25),
    "25": ("школа", 25),
    "НИШ": ("", None),
    "школа 12/4": ("", None),
    "Гимназия": ("", None),
}


def test_schools_are_read_as_a_kind_and_a_number():
    found = {text: school_of(text, "Школа") for text in SCHOOLS}

    assert {text: (school.kind, school.number) for text, school in found.items()} == SCHOOLS
    assert (found["№ 25"].text, school_of(25, "Мектеп").text, school_of(25, "Work").text) == (
        "школа № 25",
        "№ 25 мектеп",
        "25",
    )


def test_days_are_read_in_three_forms_and_as_a_day_of_the_spreadsheet():
    day = date(2019, 11, 30)

    assert {
        day_of(text) for text in ("30.11.2019", "30/11/2019", "2019-11-30", "30.11.2019 г.", day)
    } == {day}
    assert [day_of(text) for text in ("31.11.2019", "30.11", "12/4", 43799)] == [None] * 4


def test_roles_are_known_by_their_words():
    roles = {
        "слушатель": {"trainee"},
        "Тыңдаушы": {"trainee"},
        "Эксперт, руководитель": {"expert", "supervisor"},
        "Ғылыми жетекші": {"supervisor"},
        "зам. председателя": {"deputy"},
        "Төраға": {"chair"},
        "Төраға орынбасары": {"deputy"},
        "Секретарь комиссии": {"secretary"},
        "қосалқы сарапшы": {"reserve"},
        "член жюри": {"expert"},
        "": set(),
    }

    assert {text: (set(roles_of(text)[0]), roles_of(text)[1]) for text in roles} == {
        text: (each, "") for text, each in roles.items()
    }
    assert roles_of("гость")[1] == "гость"


def read(data: bytes, **remembered: str):
    table = read_spreadsheet(data).table
    return listed(table, proposed(table, remembered))


def test_a_name_in_three_columns_in_any_order():
    (person,) = read(
        workbook(["Имя", "Отчество", "№", "Фамилия"], ["Роза", "Қайратқызы", 1, "Жанабаева"])
    )

    assert person.name == "Жанабаева Роза Қайратқызы"
    assert person.parts == {
        "family_name": "Жанабаева",
        "given_name": "Роза",
        "patronymic": "Қайратқызы",
    }


WITHOUT_THE_FAMILY = {
    "Surname": "Name",
    "Фамилия": "Имя, отчество",
    "Фамилия участника": "Имя и отчество участника",
    "Тегі": "Аты, әкесінің аты",
}


@pytest.mark.parametrize("family", WITHOUT_THE_FAMILY)
def test_a_name_beside_the_family_name_is_not_the_whole_name(family):
    rows = [WITHOUT_THE_FAMILY[family], family], ["Роза Қайратқызы", "Жанабаева"]

    (person,) = read(delimited(*rows))

    assert person.name == "Жанабаева Роза Қайратқызы"
    assert person.parts == {"family_name": "Жанабаева", "given_name": "Роза Қайратқызы"}


def test_whole_names_stay_whole_beside_their_parts():
    for whole in ("ФИО", "Аты-жөні", "Full name"):
        (person,) = read(delimited([whole, "Фамилия"], ["Ким Анна", "Ким"]))
        assert person.name == "Ким Анна"


def test_the_name_of_whoever_answers_for_the_row_is_not_that_of_the_row():
    """Unless the list names nobody else; then it is a list of them."""
    headings = ["ФИО руководителя", "Должность руководителя", "ФИО слушателя", "Должность"]
    row = ["Серікова Гүлнар", "доцент", "Ким Анна", "директор"]

    assert [(each.name, dict(each.texts)) for each in read(delimited(headings, row))] == [
        ("Ким Анна", {"position": "директор"})
    ]
    assert [each.name for each in read(delimited(headings[:2], row[:2]))] == ["Серікова Гүлнар"]


def test_a_line_between_the_rows_says_the_team_of_those_below():
    rows = read(
        delimited(
            ["Список", ""],
            ["ФИО", "Школа"],
            ["Команда 1. Управление талантами", ""],
            ["Ким Анна", "школа № 5"],
            ["2 топ", ""],
            ["Ли Инна", ""],
            ["ФИО", "Школа"],
        )
    )

    assert [(each.name, each.team, dict(each.topics)) for each in rows] == [
        ("Ким Анна", 1, {"": "Управление талантами"}),
        ("Ли Инна", 2, {}),
    ]


def test_a_numbering_is_a_team_only_where_it_is_merged_beside_topics():
    rows = (["№", "Тема", "ФИО"], [1, "Таланты", "Ким Анна"], [None, None, "Ли Инна"])

    assert [each.team for each in read(workbook(*rows, merged=["A2:A3", "B2:B3"]))] == [1, 1]
    assert [each.team for each in read(workbook(*rows))] == [None, None]


def test_a_numbering_of_which_only_the_heading_is_merged_numbers_the_lines():
    rows = (
        ["№", "Аты-жөні", None, None, "Тақырыбы"],
        [None, "Тегі", "Аты", "Әкесінің аты", None],
        [1, "Ким", "Анна", None, "Таланты"],
        [2, "Ли", "Инна", None, "Таланты"],
    )

    found = read(workbook(*rows, merged=["A1:A2", "B1:D1", "E1:E2"]))

    assert [(each.name, each.team) for each in found] == [("Ким Анна", None), ("Ли Инна", None)]


def test_a_row_of_people_is_not_taken_for_the_headings():
    """Its cells hold words that headings hold as well, but figures too, and what other rows say again."""
    rows = read(
        delimited(
            ["Ф.И.О.", "Кто", "№ ком.", "Откуда", "Что защищает"],
            ["Иванов Иван", "участник", "Команда 1", "Школа № 5", "Проект «Икс»"],
            ["Ли Инна", "участник", "Команда 1", "Школа № 6", ""],
        )
    )

    assert [(each.row, each.name) for each in rows] == [(2, "Иванов Иван"), (3, "Ли Инна")]


def test_the_headings_are_found_below_titles_and_columns_by_what_was_remembered():
    rows = read(
        workbook(["Защита 30.11.2019"], [None], ["Кто", "Команда"], ["Ким Анна", "№ 3"]), кто="name"
    )

    assert [(each.row, each.name, each.team) for each in rows] == [(4, "Ким Анна", 3)]


TEAMS = {
    "3": (3, {}),
    "Команда 3": (3, {}),
    "3. Цифровая школа": (3, {"": "Цифровая школа"}),
    "Команда № 3 – «Таланты»": (3, {"": "«Таланты»"}),
    "3-топ: Мектеп және отбасы": (3, {"": "Мектеп және отбасы"}),
    "3.0": (3, {}),
    "3,0": (3, {}),
    "Топ-3": (3, {}),
    "3-ші топ": (3, {}),
    "3-я команда": (3, {}),
    "12-13": (None, {}),
    "3.5": (None, {}),
    "наша": (None, {}),
}


@pytest.mark.parametrize("cell", TEAMS)
def test_one_column_may_say_the_team_and_what_it_defends(cell):
    (person,) = read(delimited(["ФИО", "Команда"], ["Ким Анна", cell]))

    assert (person.team, dict(person.topics)) == TEAMS[cell]
    assert bool(person.flaws) == (person.team is None)
