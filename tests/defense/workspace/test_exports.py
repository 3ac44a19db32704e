"""Lists taken away: complete, safe to open, in the language of the reader."""

import io

import openpyxl
import pytest
from django.urls import reverse

from defense.workspace.lists import LISTS
from events.models import Person
from events.spreadsheets import read_spreadsheet
from events.spreadsheets.writing import List, as_delimited, as_workbook
from experts.services.closing import close_scoring
from experts.services.setting_aside import set_sheet_aside
from tests.cast import as_organizer
from tests.experts.hall import fill
from tests.factories import DAY, MembershipFactory, UserFactory
from tests.house.scene import set_scene

pytestmark = pytest.mark.django_db
DANGEROUS = [
    '=HYPERLINK("http://127.0.0.1","x")',
    "+7 701",
    "-",
    "@SUM(1)",
    "Әлия; Ғали",
    "-1+1",
    "|calc",
    'a"b',
]


@pytest.fixture
def scene():
    return set_scene()


@pytest.fixture
def olga(client, scene):
    return as_organizer(client, scene.cast.olga)


def page(name, scene, *arguments):
    return reverse(f"organizer:{name}", args=[scene.cast.event.slug, *arguments])


@pytest.mark.parametrize("written", [as_workbook, as_delimited])
def test_no_cell_is_a_formula_and_every_one_is_the_same_when_it_comes_back(written):
    content = written(List("Тізім", ["Ескерту"], [[text] for text in DANGEROUS]))

    assert [row.at(0) for row in read_spreadsheet(content).table.rows[1:]] == DANGEROUS
    if written is as_workbook:
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
    else:
        lines = content.decode("utf-8-sig").split("\r\n")
        assert content.startswith(b"\xef\xbb\xbf")
        assert not [line for line in lines if line.lstrip('"')[:1] in "=+@|" and line]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_list_is_taken_away_in_the_language_of_its_reader(olga, scene, kind):
    said = {name: set() for name in LISTS}
    for language in ("en", "kk", "ru"):
        olga.cookies["django_language"] = language
        for name in LISTS:
            answer = olga.get(page(f"list_{name}", scene, kind))
            assert answer["Content-Disposition"].startswith("attachment")
            said[name].add(str([row.cells for row in read_spreadsheet(answer.content).table.rows]))

    assert {name: len(each) for name, each in said.items()} == dict.fromkeys(LISTS, 3)


def test_the_list_of_people_names_everybody(olga, scene):
    answer = olga.get(page("list_people", scene, "xlsx"))

    names = {row.at(0) for row in read_spreadsheet(answer.content).table.rows[1:]}
    assert names == set(
        Person.objects.filter(event=scene.cast.event).values_list("name", flat=True)
    )


@pytest.fixture
def judged():
    """Three experts before two teams: one steps aside, one sheet is set aside, one was never given."""
    hall = fill(3, 2)
    Person.objects.filter(pk=hall.seats[1].person_id).update(name="=1+1")
    hall.recuse(1, 2)
    hall.give(1, 1, points=7)
    hall.give(2, 1, points=8)
    set_sheet_aside(
        hall.event, hall.give(3, 1, points=2).pk, reason="Wrong team", actor=UserFactory(), at=DAY
    )
    hall.give(2, 2, points=9)
    return hall


def points_as(role, event, client, kind="csv"):
    user = MembershipFactory(event=event, role=role).user
    address = reverse("organizer:list_points", args=[event.slug, kind])
    return as_organizer(client, user).get(address)


def test_points_are_told_after_the_close_by_criterion_with_what_became_of_each_sheet(
    judged, client
):
    event = judged.event
    assert points_as("observer", event, client).status_code == 403
    assert points_as("host", event, client).status_code == 403
    before = read_spreadsheet(points_as("secretary", event, client).content).table.rows
    assert [row.at(0) for row in before] == [
        "Points are withheld until the scoring is closed.",
        "Team",
    ]
    close_scoring(event.pk, actor=UserFactory(), at=DAY)

    for kind, number in (("csv", str), ("xlsx", int)):
        answer = points_as("owner", event, client, kind)
        rows = read_spreadsheet(answer.content).table.rows
        assert rows[1].at(4) == "The whole, 1 to 10"
        told = [[row.at(at) for at in (0, 3, 4, 6)] for row in rows[2:]]
        assert told == [
            [number(1), "=1+1", number(7), "counts"],
            [number(1), judged.seats[2].person.name, number(8), "counts"],
            [number(1), judged.seats[3].person.name, number(2), "set aside"],
            [number(2), "=1+1", None, "recused"],
            [number(2), judged.seats[2].person.name, number(9), "counts"],
            [number(2), judged.seats[3].person.name, None, "not submitted"],
        ]


def test_a_role_is_told_which_lists_are_not_for_it(client, scene):
    page_of = as_organizer(client, scene.cast.odil).get(page("lists", scene)).content.decode()

    assert "Not for your role: Which score sheets are in, Results, Who gave whom which points" in (
        page_of
    )
