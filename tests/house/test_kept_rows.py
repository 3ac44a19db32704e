"""What is put back is what was made: the same rows with their ids, and an answer of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tests.cast import gather
from tests.defense.event_file.database import every_row, load, loaded
from tests.factories import EventFactory
from tests.kept_rows import is_empty, made_once, put_back, tables_now
from tests.kept_tables import KEPT

pytestmark = pytest.mark.django_db


@contextmanager
def another_test() -> Iterator[None]:
    """What happens within is rolled back, as after every test."""
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


@pytest.mark.parametrize("make", [gather, load], ids=["cast", "demo"])
def test_every_row_comes_back_as_it_was(make):
    with another_test():
        make()
        before, kept = every_row(), list(tables_now())
    assert is_empty()

    put_back(kept)

    assert every_row() == before


def test_it_is_made_once_and_each_test_has_an_answer_of_its_own():
    calls = []

    @made_once
    def make() -> list[int]:
        calls.append("made")
        return [EventFactory().pk]

    with another_test():
        first = make()
        first.append(0)
        before = every_row()
    second = make()

    assert (calls, second, every_row()) == (["made"], first[:1], before)


def test_beside_other_rows_it_is_made_anew():
    event = EventFactory()

    assert gather().event.pk != event.pk
    assert len(every_row()["events.Event"]) == 3


def test_a_demo_that_was_put_back_is_loaded_again_without_a_change():
    with another_test():
        loaded()
    loaded()

    assert not load().has_changed


@pytest.mark.django_db(transaction=True)
def test_between_two_tests_all_goes_but_what_django_filled():
    loaded()

    call_command("flush", interactive=False, verbosity=0)

    of_no_model = settings.CACHES["default"]["LOCATION"]
    assert {*filled_tables()} - {of_no_model} == {*KEPT, "django_migrations"}


def filled_tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
            if cursor.fetchone()[0]:
                yield table
