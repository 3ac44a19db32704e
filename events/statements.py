"""Statements that a busy act runs again and again: written by the ORM once, then only given their values.

Django writes the SQL of a query anew each time it is asked. For the queries of a save that is most of its
work, since what they ask never changes. A statement here is made of the models and QuerySets that all
other code reads, compiled when it is first run, and run as Django would run it: the same cursor, the
same conversion of values on the way in and out. It is kept by engine, and threads may share it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery

Row = TypeVar("Row")
Written = TypeVar("Written", bound=Model)


class Given(Expression):
    """A value that is given by its name when the statement is run, as a column of this kind takes it."""

    def __init__(self, name: str, column: Field[Any, Any]) -> None:
        super().__init__(output_field=column)
        self.name = name

    def as_sql(self, *_compiler_and_connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # a parameter of its own kind
        return "%s", [self]

    def stored(self, values: Mapping[str, Any]) -> Any:
        return self.output_field.get_db_prep_save(values[self.name], connection)


class Columns(Generic[Written]):
    """Columns of a model at the end of a path, as `values_list` asks for them, and the row they make.

    Any other column is read when it is asked for.
    """

    def __init__(self, model: type[Written], *names: str, path: str = "") -> None:
        of_model = {each.name: each for each in model._meta.concrete_fields}
        chosen = [of_model[name] for name in names] if names else list(of_model.values())
        self.model = model
        self.asked = [f"{path}{each.name}" for each in chosen]
        self.attributes = [each.attname for each in chosen]

    def taken(self, values: Sequence[Any]) -> tuple[Written, Sequence[Any]]:
        """The row of the first values, and the values that are left."""
        end = len(self.attributes)
        return self.model.from_db(connection.alias, self.attributes, values[:end]), values[end:]

    def row(self, *values: Any) -> Written:
        return self.taken(values)[0]


Converters = Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


@dataclass(frozen=True)
class Compiled:
    """The text, its parameters, of which some are to be given, and how its rows are read."""

    sql: str
    parameters: Sequence[Any]
    converters: Converters = ()

    def run(self, cursor: Any, values: Mapping[str, Any]) -> None:
        given = [
            each.stored(values) if isinstance(each, Given) else each for each in self.parameters
        ]
        cursor.execute(self.sql, given)

    def read(self, row: Sequence[Any]) -> list[Any]:
        read = list(row)
        for place, converters, expression in self.converters:
            for convert in converters:
                read[place] = convert(read[place], expression, connection)
        return read


@dataclass
class _Statement:
    """Compiled at its first run on each engine; two threads that come at once both compile it."""

    _compiled: dict[str, Compiled] = field(default_factory=dict, init=False, repr=False)

    def compiled(self) -> Compiled:
        vendor = connection.vendor
        if vendor not in self._compiled:
            self._compiled[vendor] = self._compile()
        return self._compiled[vendor]

    def _compile(self) -> Compiled:
        raise NotImplementedError


@dataclass
class Selection(_Statement, Generic[Row]):
    """Rows of a QuerySet of `values_list`, each made into a `row`."""

    row: Callable[..., Row]
    asked: Callable[[], QuerySet[Any, Any]]

    def all(self, **values: Any) -> list[Row]:
        compiled = self.compiled()
        with connection.cursor() as cursor:
            compiled.run(cursor, values)
            return [self.row(*compiled.read(each)) for each in cursor.fetchall()]

    def first(self, **values: Any) -> Row | None:
        """Of what was asked for in its order; ask for one."""
        found = self.all(**values)
        return found[0] if found else None

    def _compile(self) -> Compiled:
        compiler = self.asked().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return Compiled(sql, parameters, [(place, *each) for place, each in converters.items()])


@dataclass
class Insertion(_Statement, Generic[Written]):
    """Writes a new row of a model, as `save` of one without relations to its parents does."""

    model: type[Written]

    def of(self, row: Written) -> Written:
        compiled = self.compiled()
        with connection.cursor() as cursor:
            compiled.run(cursor, {each.attname: each.pre_save(row, True) for each in self.columns})
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, connection.alias
        return row

    @property
    def columns(self) -> list[Field[Any, Any]]:
        return [each for each in self.model._meta.concrete_fields if not each.primary_key]

    def _compile(self) -> Compiled:
        row = self.model(**{each.attname: Given(each.attname, each) for each in self.columns})
        query = InsertQuery(self.model)
        query.insert_values(self.columns, [row], raw=True)
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [self.model._meta.pk]
        ((sql, parameters),) = compiler.as_sql()
        return Compiled(sql, parameters)


@dataclass
class Change(_Statement, Generic[Written]):
    """Writes these columns of a row, found by its key."""

    model: type[Written]
    names: Sequence[str]

    def of(self, row: Written) -> None:
        with connection.cursor() as cursor:
            values = {name: getattr(row, name) for name in self.names}
            self.compiled().run(cursor, {"pk": row.pk, **values})
            if cursor.rowcount != 1:
                raise ObjectDoesNotExist(row)  # as `save` of named columns raises

    def _compile(self) -> Compiled:
        columns: dict[str, Any] = {name: self.model._meta.get_field(name) for name in self.names}
        found = self.model._default_manager.filter(pk=Given("pk", self.model._meta.pk))
        query: Any = found.order_by().query.chain(UpdateQuery)
        query.add_update_values({name: Given(name, each) for name, each in columns.items()})
        sql, parameters = query.get_compiler(connection=connection).as_sql()
        return Compiled(sql, parameters)
