"""The order in which people are called: by team, by the Kazakh alphabet, as arranged; and where it holds."""

import pytest
from django.db import IntegrityError, transaction

from defense.workspace.leaving import make_one
from diplomas.call_order import call_board
from diplomas.contents import Contents
from diplomas.errors import OrderOfTheDay
from diplomas.file_kinds import AS_MOVED, BY_ALPHABET, BY_TEAM, FILE_KINDS
from diplomas.handing import handing_board
from diplomas.models import CallOrder, ChosenLanguage
from diplomas.services.ordering import choose_call_order, forget_call_order, move_in_call_order
from diplomas.texts import default_design
from events.editing import RowGone
from events.models import AuditEntry, Event, Person
from events.revisions import Beside
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import DAY, PersonFactory, TeamMemberFactory, UserFactory

pytestmark = pytest.mark.django_db

NAMES = ["Ясин", "Әлия", "Аян", "Ғалым", "Інжу"]
ALPHABET = ["Аян", "Әлия", "Ғалым", "Інжу", "Ясин"]
EVERY_LETTER = (
    "Аян Әлия Гүлнар Ғалым Ерлан Ёлкина Жанар Камал Қайрат Нұрлан Ңағым Олжас Өмір Усен Ұлжан Үміт"
    " Хасен Һәкім Цой Шолпан Щукина Ыбырай Інжу Эльдар Ясин"
)


def event_of(names):
    event = event_with_team(len(names))
    people = [
        each.pk
        for each in Person.objects.filter(teammember__project__event=event).order_by(
            "teammember__order"
        )
    ]
    for pk, name in zip(people, names, strict=True):
        Person.objects.filter(pk=pk).update(name=name, printed_names={})
    return event


def person(event, name):
    return Person.objects.get(event=event, name=name)


def order_of(event):
    return [row.name for row in call_board(event).rows]


def move(event, name, to):
    beside = (
        Beside(str(person(event, to[1]).pk), is_after=to[0] == "after")
        if isinstance(to, tuple)
        else to
    )
    move_in_call_order(event.pk, person(event, name).pk, beside, actor="user:1")


def test_it_is_by_team_until_somebody_says_otherwise():
    event = event_of(NAMES)

    assert order_of(event) == NAMES
    assert not CallOrder.objects.exists()


def test_the_kazakh_alphabet_holds_whatever_the_collation_of_the_database():
    letters = EVERY_LETTER.split()
    event = event_of(sorted(letters))

    choose_call_order(event.pk, BY_ALPHABET, actor="user:1")

    assert order_of(event) == letters


def test_what_is_moved_holds_at_the_table_in_the_print_file_and_in_the_links():
    event = event_of(NAMES)
    issue(event)
    make_ready(event)
    before = Contents.of_event(event).hash_for(FILE_KINDS["moved"])
    choose_call_order(event.pk, AS_MOVED, actor="user:1")

    move(event, "Ясин", ("after", "Ғалым"))
    move(event, "Інжу", ("before", "Әлия"))
    move(event, "Аян", 1)

    arranged = ["Аян", "Інжу", "Әлия", "Ғалым", "Ясин"]
    contents = Contents.of_event(event)
    assert order_of(event) == arranged
    assert [row.name for row in handing_board(event).rows] == arranged
    assert [entry.name for entry in contents.in_order()] == arranged
    assert [entry.name for entry in contents.in_order(AS_MOVED)] == arranged
    assert [entry.name for entry in contents.in_order(BY_TEAM)] == NAMES
    assert contents.hash_for(FILE_KINDS["moved"]) != before


def test_the_alphabet_is_of_one_language_also_where_documents_are_in_the_chosen_one():
    event = event_of(["Ілияс", "Мұрат"])
    for name, printed in (("Ілияс", "Ильяс"), ("Мұрат", "Мурат")):
        Person.objects.filter(name=name).update(printed_names={"kk": name, "ru": printed})
    design = default_design(event)
    design.language, design.beside = "kk", "chosen"
    design.save()
    Event.objects.filter(pk=event.pk).update(languages=["kk", "ru"])
    for each in Person.objects.of_event(event).filter(teammember__isnull=False):
        ChosenLanguage.objects.create(person=each, language="ru", at=DAY)
    issue(event)
    make_ready(event)

    choose_call_order(event.pk, BY_ALPHABET, actor="user:1")

    printed = ["Мурат", "Ильяс"]
    assert order_of(event) == ["Мұрат", "Ілияс"]
    rows = handing_board(event).rows
    assert [row.name for row in rows] == printed
    assert [row.called for row in rows] == ["Мұрат", "Ілияс"]
    for sought in ("Ілияс", "ильяс"):
        assert [row.name for row in handing_board(event, sought).found] == ["Ильяс"]
        board = call_board(event, sought)
        assert [row.name for row in board.rows if board.is_shown(row)] == ["Ілияс"]
    assert [entry.name for entry in Contents.of_event(event).in_order()] == printed


def test_a_rehearsal_changes_nothing_of_the_order_of_the_day():
    event = event_of(NAMES)
    choose_call_order(event.pk, AS_MOVED, actor="user:1")
    Event.objects.filter(pk=event.pk).update(is_rehearsal=True)

    with pytest.raises(OrderOfTheDay):
        move(event, "Ясин", 3)
    with pytest.raises(OrderOfTheDay):
        choose_call_order(event.pk, BY_TEAM, actor="user:1")
    with pytest.raises(OrderOfTheDay):
        forget_call_order(event.pk, actor="user:1")

    Event.objects.filter(pk=event.pk).update(is_rehearsal=False)
    assert order_of(event) == NAMES


def test_who_is_made_one_with_another_record_keeps_the_place():
    event = event_of(NAMES)
    choose_call_order(event.pk, AS_MOVED, actor="user:1")
    kept = PersonFactory(event=event, name="Ясин бис")

    make_one(event, kept, person(event, "Ясин"), actor=UserFactory(), at=DAY)

    assert order_of(event)[0] == "Ясин бис"


def test_another_order_keeps_what_was_arranged_and_forgetting_does_not():
    event = event_of(NAMES)
    choose_call_order(event.pk, BY_ALPHABET, actor="user:1")
    choose_call_order(event.pk, AS_MOVED, actor="user:1")
    began = order_of(event)
    move(event, "Ясин", 1)

    choose_call_order(event.pk, BY_TEAM, actor="user:1")
    by_team = order_of(event)
    choose_call_order(event.pk, AS_MOVED, actor="user:1")
    again = order_of(event)
    forget_call_order(event.pk, actor="user:1")

    assert (began, by_team, again) == (ALPHABET, NAMES, ["Ясин", *ALPHABET[:-1]])
    assert order_of(event) == NAMES
    verbs = AuditEntry.objects.filter(event=event, verb__startswith="call_order")
    assert [each.verb for each in verbs] == [
        *["call_order.chosen"] * 2,
        "call_order.moved",
        *["call_order.chosen"] * 2,
        "call_order.forgotten",
    ]


def test_who_is_new_or_late_comes_at_the_end_and_who_left_is_passed_over():
    event = event_of(NAMES)
    choose_call_order(event.pk, AS_MOVED, actor="user:1")
    move(event, "Ясин", 3)
    gone = person(event, "Әлия")
    project = gone.teammember.project
    gone.teammember.delete()
    TeamMemberFactory(project=project, order=9, person=PersonFactory(event=event, name="Бану"))

    move(event, "Інжу", 1)

    assert order_of(event) == ["Інжу", "Аян", "Ясин", "Ғалым", "Бану"]


def test_nothing_is_moved_beside_who_is_gone_nor_where_it_is_not_arranged():
    event = event_of(NAMES)
    with pytest.raises(RowGone):
        move(event, "Ясин", 2)
    choose_call_order(event.pk, AS_MOVED, actor="user:1")
    with pytest.raises(RowGone):
        move_in_call_order(event.pk, person(event, "Аян").pk, Beside("0", False), actor="user:1")
    with pytest.raises(RowGone):
        move_in_call_order(event.pk, 0, 1, actor="user:1")

    assert order_of(event) == NAMES


def test_a_move_that_is_sent_twice_is_done_and_logged_once():
    event = event_of(NAMES)
    choose_call_order(event.pk, AS_MOVED, actor="user:1")

    for _each in range(2):
        move(event, "Ясин", ("after", "Аян"))

    assert order_of(event) == ["Әлия", "Аян", "Ясин", "Ғалым", "Інжу"]
    assert AuditEntry.objects.filter(event=event, verb="call_order.moved").count() == 1


def test_the_database_knows_three_orders():
    event = event_of(NAMES)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallOrder.objects.create(event=event, order="by-rank")
