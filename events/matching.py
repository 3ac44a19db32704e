"""Rows brought to what somebody wants them to be; what that changes is noted in a journal.

Rows that something hangs on are recognised and keep their ids (`bring`); lists that nothing hangs on
are replaced whole (`replace`). The database checks uniqueness at once, so rows that change places
first step aside. Rows that are wanted no longer are not deleted by `bring`: what points at them has
to be moved first.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, ItemsView, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Generic, TypeVar

from django.db import connections, router
from django.db.models import F, Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from i18nfield.strings import LazyI18nString

from events.journal import Journal, shortened, shown
from events.texts import Text, Translated, languages_of, stored, told

ASIDE = 1_000_000

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Wanted:
    """A row as it is wanted: its place and title in the difference, the columns' values (texts as
    `stored` writes them), the keys to recognise it by, and the list it stands in."""

    place: str
    title: str
    values: Mapping[str, Any]
    keys: tuple[Hashable, ...]
    list_place: str = ""


@dataclass(frozen=True)
class Table(Generic[M]):
    """How one kind of rows is recognised, named and ordered.

    `order` is the column that counts the rows from 1 within those that share `within`.
    `reasons` says of rows wanted no longer why some must stay, by their id; `fitted` may hold back
    wanted values from a row that is there, and `as_kept` says which values a row takes that stays.
    """

    model: type[M]
    keys_of: Callable[[M], tuple[Hashable, ...]]
    place_of: Callable[[M], str]
    title_of: Callable[[M], str]
    order: str | None = None
    within: tuple[str, ...] = ()
    reasons: Callable[[Sequence[M]], Mapping[int, str]] = lambda rows: {}
    fitted: Callable[[M, dict[str, Any]], dict[str, Any]] = lambda row, values: values
    as_kept: Callable[[M], dict[str, Any]] = lambda row: {}


@dataclass
class Brought(Generic[M]):
    """The rows in the order in which they are wanted, of them the new ones; those kept all the same, those to be deleted."""

    rows: list[M] = field(default_factory=list)
    new: list[M] = field(default_factory=list)
    kept: list[M] = field(default_factory=list)
    gone: list[M] = field(default_factory=list)

    @property
    def old(self) -> list[M]:
        """Of the rows those that were there."""
        new = {row.pk for row in self.new}
        return [row for row in self.rows if row.pk not in new]


def bring(
    table: Table[M], held: Sequence[M], wanted: Sequence[Wanted], journal: Journal
) -> Brought[M]:
    """Add and change rows until they are the wanted ones."""
    indexes = paired([table.keys_of(row) for row in held], [want.keys for want in wanted])
    matched = [None if index is None else held[index] for index in indexes]
    left = [row for index, row in enumerate(held) if index not in indexes]
    reasons = table.reasons(left) if left else {}
    brought = Brought[M](kept=[row for row in left if row.pk in reasons])
    brought.gone = [row for row in left if row.pk not in reasons]
    _note_order(table, matched, wanted, journal)
    update = _Update(table, [row.pk for row in brought.gone] if table.order else [])
    positions: Counter[Hashable] = Counter()
    for row, want in zip(matched, wanted, strict=True):
        values = dict(want.values) | _position(table, want.values, positions)
        if row is None:
            row = table.model(**values)
            brought.new.append(row)
            journal.added(want.place, want.title)
        else:
            values = table.fitted(row, values)
            update.note(row, amended(row, values, want.place, journal, silent=("order",)))
        brought.rows.append(row)
    _note_left(table, brought, reasons, journal)
    for row in brought.kept:
        place = _position(table, {name: _held(row, name) for name in table.within}, positions)
        values = table.as_kept(row) | place
        update.note(row, amended(row, values, table.place_of(row), journal, silent=("order",)))
    journal.before_writing(journal.changes)
    update.apply()
    if brought.new:
        table.model._default_manager.bulk_create(brought.new)
    return brought


def replace(
    held: Iterable[M],
    wanted: Mapping[str, Sequence[M]],
    *,
    place_of: Callable[[M], str],
    journal: Journal,
) -> None:
    """Put whole lists in the place of those that differ: one line of difference each.

    For rows that nothing hangs on. `wanted` has the rows of each list, by its place in the
    difference; `held` are the rows there are, in the order of their lists.
    """
    lists: dict[str, list[M]] = defaultdict(list)
    for row in held:
        lists[place_of(row)].append(row)
    gone: list[M] = []
    new: list[M] = []
    for place in [*wanted, *(place for place in lists if place not in wanted)]:
        before, after = lists.get(place, []), list(wanted.get(place, ()))
        if not hold_the_same(before, after):
            _note_replaced(place, len(before), len(after), journal)
            gone += before
            new += after
    delete(gone)
    if new:
        type(new[0])._default_manager.bulk_create(new)


def hold_the_same(before: Sequence[Model], after: Sequence[Model]) -> bool:
    """Whether two lists of rows say the same, whatever their ids."""
    return list(map(_contents, before)) == list(map(_contents, after))


def in_order(rows: Iterable[M]) -> list[M]:
    """New rows of one list, counted from 1 in their column `order`."""
    counted = list(rows)
    for number, row in enumerate(counted, start=1):
        setattr(row, "order", number)  # noqa: B010 any model
    return counted


def amended(
    row: Model,
    values: Mapping[str, Any],
    place: str,
    journal: Journal,
    *,
    silent: Sequence[str] = (),
) -> list[str]:
    """Set what differs on the row, without saving; the names of the columns that differ."""
    changed = []
    for name, value in values.items():
        if _holds(row, name, value):
            continue
        before = getattr(row, name)
        changed.append(name)
        setattr(row, name, value)
        if name not in silent:
            journal.changed(f"{place}.{name}", *_spoken(before, value))
    return changed


def delete(rows: Sequence[Model]) -> None:
    """Delete rows of one model; what hangs on them goes with them."""
    if rows:
        manager = type(rows[0])._default_manager
        manager.filter(pk__in=[row.pk for row in rows]).delete()


def title_of(text: Text | LazyI18nString | None) -> str:
    """A text as it names a row in a line of the difference: in the reader's language."""
    return shown(text if isinstance(text, LazyI18nString) else LazyI18nString(stored(text)))


def paired(
    held: Sequence[Sequence[Hashable]], wanted: Sequence[Sequence[Hashable]]
) -> list[int | None]:
    """For each wanted row the held row that it is, each used once.

    A row is given by its keys, the surest first; None is no key. Rows of the same first key find
    each other, in order, then those of the same second key among what is left, and so on.
    """
    found: list[int | None] = [None] * len(wanted)
    free = dict.fromkeys(range(len(held)))
    stages = list(zip_longest(*held))
    for stage, keys in enumerate(stages):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for index in free:
            waiting[keys[index]].append(index)
        for index, row in enumerate(wanted):
            same = waiting.get(row[stage]) if row[stage] is not None else None
            if found[index] is None and same:
                taken = same.popleft()
                found[index] = taken
                del free[taken]
    return found


class _Update(Generic[M]):
    """The changed rows of a table, written in as few statements as there can be."""

    def __init__(self, table: Table[M], aside: Sequence[Any]) -> None:
        self.table = table
        self.aside = list(aside)
        self.rows: list[M] = []
        self.columns: set[str] = set()

    def note(self, row: M, columns: Sequence[str]) -> None:
        if not columns:
            return
        self.rows.append(row)
        self.columns.update(columns)
        if self.table.order and {self.table.order, *self.table.within} & set(columns):
            self.aside.append(row.pk)
            self.columns.add(self.table.order)

    def apply(self) -> None:
        manager = self.table.model._default_manager
        if self.table.order and self.aside:
            moved = {self.table.order: F(self.table.order) + ASIDE}
            manager.filter(pk__in=self.aside).update(**moved)
        if self.rows:
            write_columns(self.rows, self.columns)


def write_columns(rows: Sequence[Model], columns: Collection[str]) -> None:
    """What `bulk_update` does, which spends a millisecond of expressions on every row of thousands."""
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if field.name in columns]
    key = next(field for field in model._meta.concrete_fields if field.primary_key)
    written = [
        [
            field.get_db_prep_save(getattr(row, field.attname), connection)
            for field in (*fields, key)
        ]
        for row in rows
    ]
    table, *columns_of_table = map(
        connection.ops.quote_name,
        (model._meta.db_table, *(str(field.column) for field in (*fields, key))),
    )
    *put, known = (f"{column} = %s" for column in columns_of_table)
    statement = f"UPDATE {table} SET {', '.join(put)} WHERE {known}"  # noqa: S608 - names of the model's own
    with connection.cursor() as cursor:
        cursor.executemany(statement, written)


def _position(
    table: Table[Any], values: Mapping[str, Any], positions: Counter[Hashable]
) -> dict[str, int]:
    if table.order is None:
        return {}
    group = tuple(_identity(values[name]) for name in table.within)
    positions[group] += 1
    return {table.order: positions[group]}


def _note_order(
    table: Table[M], matched: Sequence[M | None], wanted: Sequence[Wanted], journal: Journal
) -> None:
    """Say which lists stand in another order. A project's number is a value and said elsewhere."""
    if table.order != "order":
        return
    lists: dict[str, list[M]] = defaultdict(list)
    for row, want in zip(matched, wanted, strict=True):
        if row is not None and all(_holds(row, name, want.values[name]) for name in table.within):
            lists[want.list_place].append(row)
    for place, rows in lists.items():
        before = sorted(rows, key=lambda row: getattr(row, "order"))  # noqa: B009 any model
        if before != rows:
            names = [
                [shortened(table.title_of(row), 40) for row in each] for each in (before, rows)
            ]
            journal.changed(f"{place}.order", *("; ".join(each) for each in names))


def _note_left(
    table: Table[M], brought: Brought[M], reasons: Mapping[int, str], journal: Journal
) -> None:
    for row in brought.kept:
        journal.kept(table.place_of(row), table.title_of(row), reasons[row.pk])
    for row in brought.gone:
        journal.removed(table.place_of(row), table.title_of(row))


def _note_replaced(place: str, before: int, after: int, journal: Journal) -> None:
    if not before:
        journal.added(place, _entries(after))
    elif not after:
        journal.removed(place, _entries(before))
    elif before != after:
        journal.changed(place, _entries(before), _entries(after))
    else:
        journal.changed(
            place, _entries(before), _("%(entries)s, changed") % {"entries": _entries(after)}
        )


def _entries(count: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


def _contents(row: Model) -> list[Any]:
    """What a row holds, without its id."""
    fields = (each for each in row._meta.concrete_fields if not each.primary_key)
    return [_plainly(getattr(row, each.attname)) for each in fields]


def _plainly(value: Any) -> Any:
    return stored(told(value)) if isinstance(value, LazyI18nString) else value


def _holds(row: Model, name: str, value: Any) -> bool:
    return bool(_plainly(_held(row, name)) == _identity(value))


def _held(row: Model, name: str) -> Any:
    """The value of a column; of a foreign key the id, which needs no query."""
    field = row._meta.get_field(name)
    return getattr(row, field.attname if isinstance(field, Field) else name)


def _identity(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _spoken(before: Any, value: Any) -> tuple[str, str]:
    """Both in words; of two texts in several languages only those in which they differ."""
    if not isinstance(before, LazyI18nString):
        return shown(before), shown(value)
    old, new = told(before), told(LazyI18nString(value))
    if isinstance(old, Translated) and isinstance(new, Translated):
        was, will_be = languages_of(old).items(), languages_of(new).items()
        return shown(_without(was, will_be)), shown(_without(will_be, was))
    return shown(old), shown(new)


def _without(texts: ItemsView[str, str], others: ItemsView[str, str]) -> dict[str, str]:
    return {language: said for language, said in texts if (language, said) not in others}
