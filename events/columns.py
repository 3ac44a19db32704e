"""Between an entry and the columns of a row that have the same names.

Relations and JSON columns are left to the caller, who knows what they hold.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db.models import CharField, Field, JSONField, Model, TextField
from i18nfield.fields import I18nFieldMixin

from events.entry_base import Entry
from events.texts import stored, told, told_always

E = TypeVar("E", bound=Entry)


def values_of(entry: Entry, model: type[Model]) -> dict[str, Any]:
    """What the columns hold for an entry."""
    columns = _shared(type(entry), model)
    return {column.name: _held(column, getattr(entry, column.name)) for column in columns}


def entry_of(kind: type[E], row: Model, **given: Any) -> E:
    """The entry of a row, not validated; `given` is what stands in no column of the same name."""
    columns = (column for column in _shared(kind, type(row)) if column.name not in given)
    values = {column.name: _said(kind, column, getattr(row, column.name)) for column in columns}
    return kind.model_construct(**(values | given))


@cache
def _shared(kind: type[Entry], model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(
        column
        for column in model._meta.concrete_fields
        if column.name in kind.model_fields
        and not column.is_relation
        and not isinstance(column, JSONField)
    )


def _held(column: Field[Any, Any], value: Any) -> Any:
    if isinstance(column, I18nFieldMixin):
        return stored(value)
    return value or "" if isinstance(column, CharField | TextField) else value


def _said(kind: type[Entry], column: Field[Any, Any], held: Any) -> Any:
    is_required = kind.model_fields[column.name].is_required()
    if isinstance(column, I18nFieldMixin):
        return told_always(held) if is_required else told(held)
    if isinstance(column, CharField | TextField):
        return held if is_required else held or None
    return held
