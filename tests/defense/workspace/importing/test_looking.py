"""A list looked at and written: the fate of each row, and that what is shown is what is written."""

import pytest

from defense.event_file.revising import revise_event
from defense.event_file.writing import dump_event
from defense.workspace.importing.looking import SeenOtherwise, look_at, write_list
from events.imports.fates import Fate
from events.models import Event, Person, Upload
from events.services.uploads import choose, keep_upload
from experts.models import Interest, Seat
from experts.services.interests import decide_interest
from projects.models import Project, TeamMember
from tests.cast import gather
from tests.factories import DAY, ScoreSheetFactory
from tests.spreadsheets import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return gather()


def bring(cast, *rows, **how) -> Upload:
    content = rows[0] if isinstance(rows[0], bytes) else workbook(*rows)
    upload = keep_upload(
        cast.event, Upload.Kind.LIST, name="list.xlsx", content=content, by=cast.olga
    )
    if how:
        choose(upload.pk, how)
    return Upload.objects.get(pk=upload.pk)


def look(cast, upload):
    return look_at(cast.event, upload, actor=cast.olga, at=DAY)


def write(cast, upload, answers=None):
    shown = look(cast, upload)
    return write_list(
        cast.event, upload, shown, seen=shown.digest, answers=answers or {}, actor=cast.olga, at=DAY
    )


def fates(plan):
    return {each.row: str(each.fate) for each in plan.fates}


def test_a_whole_event_comes_out_of_one_list(cast):
    """A title row, headings in Russian, teams with their topics, supervisors and experts."""
    rows = [
        ["Список участников защиты"],
        [],
        ["№", "ФИО", "Роль", "Команда", "Тема проекта", "Школа", "Должность"],
        [1, "Қасымова Әлия", "слушатель", 2, "Мектеп және отбасы", "№ 127 мектеп", "директор"],
        [2, "Ким Анна", "слушатель", 2, None, "Школа-лицей № 23", None],
        [3, "Серікова Гүлнар", "руководитель", 2, None, None, "доцент"],
        [4, "Оспанов Дәулет", "эксперт", None, None, "НИШ", None],
    ]
    upload = bring(cast, *rows)

    plan = write(cast, upload)

    assert fates(plan) == {4: "new", 5: "new", 6: "new", 7: "new"}
    project = Project.objects.get(event=cast.event, number=2)
    assert str(project.topic) == "Мектеп және отбасы"
    assert project.supervisor_names == ("Серікова Гүлнар",)
    members = TeamMember.objects.filter(project=project).order_by("order")
    assert [each.person.name for each in members] == ["Қасымова Әлия", "Ким Анна"]
    assert (members[0].person.school_kind, members[0].person.school_number) == ("мектеп", 127)
    assert Seat.objects.get(person__name="Оспанов Дәулет").role == Seat.Role.MEMBER
    assert fates(look(cast, bring(cast, *rows)).plan) == dict.fromkeys((4, 5, 6, 7), "same")


def test_what_was_dismissed_stays_so_when_the_same_list_is_brought_again(cast):
    """An expert and a supervisor of one family: whoever decided about them is not asked once more."""
    rows = [
        ["ФИО", "Роль", "Команда", "Тема проекта", "Город"],
        ["Ким Анна", "слушатель", 2, "Мектеп", None],
        ["Серікова Гүлнар", "руководитель", 2, None, None],
        ["Серикова Гулнар", "эксперт", None, None, None],
    ]
    write(cast, bring(cast, *rows), answers={4: "new"})
    tie = Interest.objects.get(project__number=2, seat__person__name="Серикова Гулнар")
    assert tie.outcome == Interest.Outcome.UNDECIDED
    decide_interest(tie.pk, outcome="dismiss", reason="Asked.", actor=cast.olga, at=DAY)

    rows[2][4], rows[3][4] = "Алматы", "Шымкент"
    plan = write(cast, bring(cast, *rows))

    assert fates(plan) == {2: "same", 3: "changed", 4: "changed"}
    [after] = Interest.objects.filter(seat=tie.seat, project=tie.project)
    assert (after.pk, after.outcome) == (tie.pk, Interest.Outcome.DISMISS)


def test_what_is_shown_is_what_is_written(cast):
    """The journal of the preview and that of the import are the same, line by line."""
    upload = bring(
        cast, ["ФИО", "Команда", "Город"], ["Tia", 1, "Алматы"], ["Новая Персона", 1, None]
    )
    shown = look(cast, upload)
    before = dump_event(cast.event)

    assert shown.plan.file != before
    write(cast, upload)

    assert dump_event(Event.objects.get(pk=cast.event.pk)) == shown.plan.file


def test_an_event_that_changed_since_is_shown_once_more(cast):
    upload = bring(cast, ["ФИО", "Город"], ["Tia", "Алматы"])
    seen = look(cast, upload).digest
    Person.objects.filter(name="Tia").update(city="Шымкент")
    now = look(cast, upload)

    with pytest.raises(SeenOtherwise):
        write_list(cast.event, upload, now, seen=seen, answers={}, actor=cast.olga, at=DAY)

    assert str(Person.objects.get(name="Tia").city) == "Шымкент"


def test_near_duplicates_are_asked_about_and_left_out(cast):
    Person.objects.filter(name="Tia").update(name="Zhanar Yermekbaeva")
    upload = bring(
        cast,
        ["ФИО", "Команда"],
        ["Ермекбаева Жанар", 1],
        ["Айгерим  Серік\u00a0", 1],
        ["Айгерим Серік", 1],
        ["ЖАНАБАЕВА РОЗА", 1],
        ["Жанабаева Роза", 1],
        ["Қайрат Нұртай", 1],
        ["Kайрат Нұртай", 1],
        ["Серге\u0438\u0306 Ёлкин", 1],
    )

    shown = look(cast, upload)

    assert fates(shown.plan) == {
        2: "asked",
        3: "new",
        4: "asked",
        5: "new",
        6: "asked",
        7: "new",
        8: "asked",
        9: "new",
    }
    assert [each.answer for each in shown.plan.fates[0].candidates] == [
        f"key:{cast.tia.person.key}"
    ]
    assert [each.answer for each in shown.plan.fates[2].candidates] == ["row:3"]
    write(cast, upload, {2: f"key:{cast.tia.person.key}", 4: "row:3", 6: "new"})
    names = set(Person.objects.filter(event=cast.event).values_list("name", flat=True))
    assert {
        "Ермекбаева Жанар",
        "Айгерим Серік",
        "ЖАНАБАЕВА РОЗА",
        "Жанабаева Роза",
        "Сергей Ёлкин",
    } <= names
    assert "Kайрат Нұртай" not in names
    assert Person.objects.get(pk=cast.tia.person.pk).name == "Ермекбаева Жанар"


REFUSED = {
    "nobody": (["ФИО", "Школа"], [None, "№ 5 мектеп"], "name", "no name"),
    "dash": (["ФИО"], ["-"], "name", "nobody's name"),
    "нет": (["ФИО"], ["нет"], "name", "nobody's name"),
    "a total": (["ФИО"], ["Итого: 80 человек"], "name", "nobody's name"),
    "a total in Kazakh": (["ФИО"], ["Барлығы"], "name", "nobody's name"),
    "a date as a school": (["ФИО", "Школа"], ["Ким Анна", DAY.date()], "organisation", "is a date"),
    "a team that is not": (["ФИО", "Команда"], ["Ким Анна", 9], "team", "no team 2"),
    "a team in words": (["ФИО", "Команда"], ["Ким Анна", "наша"], "team", "no number of a team"),
    "a strange role": (["ФИО", "Роль"], ["Ким Анна", "гость"], "role", "“гость”"),
    "a supervisor of nobody": (
        ["ФИО", "Роль"],
        ["Ким Анна", "руководитель"],
        "team",
        "needs the number",
    ),
    "a second chair": (
        ["ФИО", "Роль"],
        ["Ким Анна", "председатель"],
        "role",
        "a chair already: Clara",
    ),
    "an expert in a team": (
        ["ФИО", "Роль", "Команда"],
        ["Ким Анна", "эксперт", 1],
        "team",
        "in no team",
    ),
    "an unknown key": (["Key", "ФИО"], ["anna-kim", "Ким Анна"], "key", "Nobody of this event"),
    "a name too long": (["ФИО"], ["Анна " + "а" * 61], "name", "does not fit"),
}


@pytest.mark.sampled(3, "what the row says")
@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_cannot_go_in_is_refused_by_cell_and_the_rest_goes_on(cast, case):
    headings, row, meaning, part = REFUSED[case]
    good = ["Новая Персона" if each in ("ФИО",) else None for each in headings]
    plan = write(cast, bring(cast, headings, row, good))

    assert fates(plan) == {2: "refused", 3: "new"}
    (flaw,) = plan.of(Fate.REFUSED)[0].flaws
    assert (flaw.row, flaw.meaning) == (2, meaning)
    assert part in flaw.sentence


def test_a_confirmed_name_is_kept_and_the_rest_is_changed(cast):
    Person.objects.filter(name="Tia").update(confirmed_at=DAY)
    upload = bring(
        cast,
        ["Key", "ФИО", "Диплом (каз)", "Город"],
        [cast.tia.person.key, "Tia Other", "Тиа", "Алматы"],
    )

    plan = write(cast, upload)

    tia = Person.objects.get(pk=cast.tia.person.pk)
    assert (tia.name, tia.printed_names, str(tia.city)) == ("Tia", {}, "Алматы")
    assert plan.fates[0].keeps_name


def test_what_the_rules_of_the_event_refuse_is_told_at_its_row(cast):
    """After the close nobody comes into a team of whom an expert is a member: the row says so, the rest goes in."""
    revise_event(cast.event, lambda file: file, actor=cast.olga, at=DAY)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY, phase="closed")
    upload = bring(cast, ["ФИО", "Команда", "Город"], ["Emil", 1, None], ["Tia", 1, "Алматы"])

    shown = look(cast, upload)

    assert fates(shown.plan) == {2: "refused", 3: "changed"}
    write(cast, upload)
    assert not TeamMember.objects.filter(person__name="Emil").exists()
    assert not Interest.objects.filter(kind="member").exists()


def test_what_would_stay_as_it_was_is_refused_at_its_row(cast):
    """Who has scored keeps a seat that scores: the row is not told as changed when nothing is."""
    ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    upload = bring(cast, ["ФИО", "Роль"], ["Emil", "секретарь"], ["Rita", "секретарь"])

    shown = look(cast, upload)

    assert fates(shown.plan) == {2: "refused", 3: "changed"}
    (flaw,) = shown.plan.fates[0].flaws
    assert (flaw.meaning, flaw.cell) == ("role", "секретарь")
    assert "has score sheets" in flaw.sentence
    write(cast, upload)
    assert Seat.objects.get(pk=cast.emil.pk).role == Seat.Role.MEMBER
    assert Seat.objects.get(pk=cast.rita.pk).role == Seat.Role.SECRETARY
