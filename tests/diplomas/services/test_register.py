"""A number of the register is given once an installation and year."""

import threading
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from diplomas.models import Diploma, Register
from diplomas.services.numbers import forget_rehearsals, take_numbers
from tests.diplomas.people import add_members, event_with_team, issue
from tests.experts.test_attacks import run
from tests.experts.test_guards import take_guards_off
from tests.factories import DiplomaFactory, EventFactory

ONCE = "diploma_number_once_for_all"


def numbers_of(diplomas):
    return [diploma.number for diploma in diplomas]


@pytest.mark.django_db
def test_the_register_goes_on_across_events_years_and_rehearsals():
    first, second = event_with_team(2), event_with_team(1)
    next_year = event_with_team(1, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1))
    played, played_too = (
        event_with_team(1, is_rehearsal=True),
        event_with_team(1, is_rehearsal=True),
    )

    issued = [numbers_of(issue(each)) for each in (first, second, next_year, played, played_too)]
    add_members(first, 1)
    later = numbers_of(issue(first))

    assert issued == [
        ["2019/001", "2019/002"],
        ["2019/003"],
        ["2020/001"],
        ["2019/R001"],
        ["2019/R002"],
    ]
    assert later == ["2019/004"]


@pytest.mark.django_db
def test_a_number_that_was_given_is_not_given_again_after_its_diploma_is_gone():
    event = event_with_team(2)
    take_guards_off("diplomas_diploma")
    issue(event)[-1].delete()

    assert take_numbers(event, 1) == ["2019/003"]


@pytest.mark.django_db
def test_the_register_of_rehearsals_goes_with_the_last_of_their_diplomas():
    played, played_too = (
        event_with_team(1, is_rehearsal=True),
        event_with_team(1, is_rehearsal=True),
    )
    issue(event_with_team(1))
    kept = []

    for event in (played, played_too):
        issue(event)
    for event in (played, played_too):
        Diploma.objects.of_event(event).delete()
        forget_rehearsals()
        kept.append(list(Register.objects.order_by("pk").values_list("is_rehearsal", "last")))

    assert kept == [[(False, 1), (True, 2)], [(False, 1)]]


@pytest.mark.django_db
def test_the_database_takes_a_number_once():
    DiplomaFactory(number="2019/001")

    with pytest.raises(IntegrityError), transaction.atomic():
        DiplomaFactory(number="2019/001")
    assert DiplomaFactory(number="2019/001", repeats_a_number=True).pk


@pytest.mark.django_db(transaction=True)
def test_two_events_that_issue_at_once_get_different_numbers():
    events = [event_with_team(3), event_with_team(3)]

    def issue_in_a_thread(event):
        try:
            issue(event)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue_in_a_thread, args=[event]) for event in events]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    given = Diploma.objects.order_by("number").values_list("number", flat=True)
    assert list(given) == [f"2019/00{place}" for place in range(1, 7)]


@pytest.mark.once("the migration counts in Python, and test_upgrades meets it on both engines")
@pytest.mark.django_db
def test_numbers_that_were_printed_twice_stay_and_the_register_goes_on():
    """The tables are those of today but for what the migration makes way for."""
    take_guards_off("diplomas_diploma")
    run(f"DROP INDEX {ONCE}")
    played, event, other = EventFactory(is_rehearsal=True), EventFactory(), EventFactory()
    printed = {
        played: ["2019/001"],
        event: ["2019/001", "2019/002"],
        other: ["2019/001", "2019/1044", "2021/007"],
    }
    for holder, numbers in printed.items():
        for number in numbers:
            told = {"number": number, "is_rehearsal": holder.is_rehearsal}
            DiplomaFactory(person__event=holder, **told)

    migration = import_module("diplomas.migrations.0004_numbers_given_so_far")
    migration.go_on_after_the_printed(apps, None)

    run(f"CREATE UNIQUE INDEX {ONCE} ON diplomas_diploma (number) WHERE NOT repeats_a_number")
    kept = Diploma.objects.order_by("pk").values_list("number", flat=True)
    assert list(kept) == [number for numbers in printed.values() for number in numbers]
    repeated = Diploma.objects.filter(repeats_a_number=True).values_list("event", "number")
    assert set(repeated) == {(played.pk, "2019/001"), (other.pk, "2019/001")}
    with transaction.atomic():
        assert take_numbers(event, 1) == ["2019/1045"]
    assert set(Register.objects.values_list("year", "last")) == {(2019, 1045), (2021, 7)}
