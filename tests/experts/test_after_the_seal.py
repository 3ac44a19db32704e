"""After the seal each row that the protocol tells is held by the database; forced past it, it is named by two commands."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from events.covered import COVERED
from events.models import Event
from experts.reports.record import record_of
from experts.services.closing import close_scoring
from tests.experts.hall import Hall
from tests.experts.sealed_hall import HELD, deliberated, judged, sealed_hall
from tests.experts.test_attacks import is_refused, run, tried
from tests.factories import DAY
from tests.house.guards import guards_of_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return sealed_hall()


# Read for the record and free after the seal, and why.
FREE = {
    "events_audithead": "it moves with every line",
    "events_event": "what of it is held stands in OF_THE_EVENT",
    "events_person": "a spelling may be put right",
    "events_room": "a name may be put right",
    "events_runitem": "hours may be put right",
    "events_user": "an account has its own name",
    "experts_sheetsignature": "it goes with its revision",
    "experts_tabletkey": "one that signed goes with its signatures",
    "projects_draw": "words may be put right",
}
OF_THE_EVENT = (
    "scoring_rule = 'raw_mean'",
    "least_sheets = 9",
    "ties_by = 'panel'",
    "rule_version = 9",
    "scoring_closed_at = NULL",
    "query_hours = 1",
)


def test_every_table_that_the_record_is_read_from_is_held_or_free(hall):
    with CaptureQueriesContext(connection) as queries:
        record_of(hall.event, DAY)

    read = {
        table for each in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', each["sql"])
    }

    assert read - HELD.keys() == FREE.keys()


def test_no_statement_changes_or_takes_away_what_was_sealed(hall):
    statements = [f"UPDATE events_event SET {change}" for change in OF_THE_EVENT]
    for table, change in HELD.items():
        assert filled(table), table
        statements += [f"UPDATE {table} SET {change}", f"DELETE FROM {table}"]

    assert [each for each in statements if not is_refused(each)] == []


# The way from a row to the event whose record tells of it.
WAYS = {
    **{label: cover.event for label, cover in COVERED.items()},
    "experts.Query": "window__event",
    "experts.ScoreSheet": "defense__project__event",
    "experts.SheetRevision": "sheet__defense__project__event",
}


def test_no_row_of_another_event_becomes_one_of_the_sealed_event(hall):
    other = judged()
    close_scoring(other.event.pk, actor="test", at=DAY)
    deliberated(other)
    moves = [
        (model, row, place)
        for label, way in WAYS.items()
        if (model := apps.get_model(label))._meta.db_table in HELD
        for row, place in moves_of(model, way, other.event, hall.event)
    ]

    assert moved(moves) == set()
    for table, name, _ in guards_of_database():
        if name.startswith("into_sealed_"):
            drop(table, name)
    assert moved(moves) == {"Dissent", "Query", "QueryWindow"}
    assert len({model for model, _row, _place in moves}) == len(HELD) - len(OF_NO_EVENT)


def moved(moves: Iterable[tuple[type[Model], QuerySet, dict[str, int]]]) -> set[str]:
    """Each move is taken back, so that the next finds the row where it was."""
    return {model.__name__ for model, row, place in moves if tried_to_move(row, place) == "it went"}


def tried_to_move(row: QuerySet, place: dict[str, int]) -> str | None:
    try:
        return tried([], lambda: row.update(**place) and "it went")
    except IntegrityError:
        return None


# Nothing of these hangs on an event by itself, or the other event has none before its own seal.
OF_NO_EVENT = {
    "events_auditentry",
    "experts_protocol",
    "experts_protocolseal",
    "experts_annex",
}


def moves_of(
    model: type[Model], way: str, start: Event, end: Event
) -> Iterator[tuple[QuerySet, dict[str, int]]]:
    """A row of the one event, and each place at the other that it could be hung on."""
    rows, (hop, _, rest) = model._default_manager.filter(**{way: start.pk}), way.partition("__")
    field = model._meta.get_field(hop)
    places = field.related_model._default_manager.filter(**{rest or "pk": end.pk})
    row = rows.filter(pk__in=[each.pk for each in rows.order_by("pk")[:1]])
    for place in places.order_by().values_list("pk", flat=True) if row else ():
        yield row, {field.attname: place}


ALONE = "the protocol is sealed"


def test_each_guard_of_the_seal_refuses_by_itself(hall):
    """With every other guard of its table off: an older one that refuses the same would hide that it does nothing."""
    guards = guards_of_database()
    ours = {(table, name) for table, name, _ in guards if name.startswith("sealed_")}
    tables = {table for table, _name in ours}
    others = {(table, name) for table, name, _ in guards if table in tables} - ours
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in others:
        drop(table, name)

    told = [each for table in tables for each in statements_on(table, ours)]

    assert [each for each in told if ALONE not in why_refused(each)] == []


def statements_on(table: str, guards: set[tuple[str, str]]) -> list[str]:
    if table == "events_event":
        return [f"UPDATE events_event SET {change}" for change in OF_THE_EVENT]
    change = HELD[table]
    acts = {name.rpartition("_")[2] for of, name in guards if of == table}
    if not acts & {"insert", "update", "delete"}:
        return [f"UPDATE {table} SET {change}"]
    names = ", ".join(f'"{each}"' for each in columns_of(table))
    said = {
        "insert": f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}",
        "update": f"UPDATE {table} SET {change}",
        "delete": f"DELETE FROM {table}",
    }
    return [statement for act, statement in said.items() if act in acts]


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        told = connection.introspection.get_table_description(cursor, table)
    return [each.name for each in told if each.name != "id"]


def drop(table: str, name: str) -> None:
    of = "" if connection.vendor == "sqlite" else f" ON {table}"
    run(f"DROP TRIGGER {name}{of}")


def why_refused(statement: str) -> str:
    try:
        with transaction.atomic():
            run(statement)
    except IntegrityError as error:
        return str(error)
    return ""


def filled(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
        return bool(cursor.fetchone()[0])
