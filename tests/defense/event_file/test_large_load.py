"""A large load freezes nobody: its work under the write lock, counted (`script/bench load` measures it)."""

import json
import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from defense.event_file.loading import load_event
from defense.event_file.reading import read_event_file
from events.models import Event
from experts import conflicts
from experts.models import Interest
from tests.bench.load import large_event
from tests.factories import DAY


def file_of(experts, teams, slug="large"):
    return read_event_file(json.dumps(large_event(slug, experts, teams)).encode())


def load(file, *, dry_run=False):
    return load_event(file, actor="test", at=DAY, dry_run=dry_run)


@pytest.mark.django_db
def test_names_are_compared_before_the_first_query():
    file = file_of(12, 12)
    conflicts.heard.cache_clear()
    conflicts.match_names.cache_clear()
    at_first_query = []

    def note(execute, *arguments):
        at_first_query.append(new_questions())
        return execute(*arguments)

    with connection.execute_wrapper(note):
        load(file)

    assert min(at_first_query[0]) > 0
    assert new_questions() == at_first_query[0]


def new_questions():
    """How many names were heard, and pairs compared, for the first time."""
    return conflicts.heard.cache_info().misses, conflicts.match_names.cache_info().misses


@pytest.mark.django_db
def test_number_of_queries_does_not_grow_with_what_is_found():
    counts, found = [], []
    for experts, teams in ((12, 4), (15, 5)):
        file = file_of(experts, teams, f"large-{experts}")
        with CaptureQueriesContext(connection) as queries:
            event = load(file).event
        counts.append(len(queries))
        found.append(Interest.objects.of_event(event).count())

    assert found[1] > found[0] > 0
    # 65 people are two statements for SQLite, with its limit of values, and 52 are one.
    assert counts[1] - counts[0] == (connection.vendor == "sqlite")


def test_few_of_all_pairs_are_compared():
    people = [each["name"] for each in large_event("large")["people"]]
    experts, members = people[:60], people[60:]

    conflicts.match_names.cache_clear()
    conflicts.matching_names(experts, members)

    assert 0 < conflicts.match_names.cache_info().misses < len(experts) * len(members) / 10


@pytest.mark.django_db(transaction=True)
def test_dry_run_asks_for_no_write_lock():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the whole database")
    file, name = file_of(6, 3), connection.settings_dict["NAME"]
    load(file_of(3, 3))
    connection.ensure_connection()

    with closing(sqlite3.connect(name, isolation_level=None)) as saving_expert:
        saving_expert.execute("BEGIN IMMEDIATE")
        outcome = load(file, dry_run=True)
        saving_expert.execute("ROLLBACK")

    assert outcome.is_dry_run
    assert outcome.counts["added"] > 0
    assert Event.objects.count() == 1
    assert Interest.objects.filter(seat__person__key="expert-5").count() == 0
