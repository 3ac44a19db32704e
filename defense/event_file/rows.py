"""A table's rows brought to what a file says: the same rows stay, with their ids.

The database checks uniqueness at once, so rows that change places first step aside. Rows the file
no longer has are not deleted here: what points at them has to be moved first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import F, Field, Model
from i18nfield.strings import LazyI18nString

from defense.event_file.differences import Journal, order_changed, paired, shortened, shown
from defense.event_file.wording import stored, told

ASIDE = 1_000_000
LONGEST_TITLE = 60

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Wanted:
    """A row as the file has it: its place and title in the difference, the columns' values (texts
    as `stored` writes them), the keys to recognise it by, and the list it stands in."""

    place: str
    title: str
    values: Mapping[str, Any]
    keys: tuple[Hashable, ...]
    list_place: str = ""


@dataclass(frozen=True)
class Table(Generic[M]):
    """How one kind of rows is recognised, named and ordered.

    `order` is the column that counts the rows from 1 within those that share `within`.
    `reasons` says of rows the file no longer has why some must stay, by their id; `fitted` may
    hold back values of the file from a row that is there, and `as_kept` says which values a row
    takes that stays against the file.
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
    """The rows in the order of the file, those kept against it, and those to be deleted."""

    rows: list[M] = field(default_factory=list)
    kept: list[M] = field(default_factory=list)
    gone: list[M] = field(default_factory=list)


def bring(
    table: Table[M], held: Sequence[M], wanted: Sequence[Wanted], journal: Journal
) -> Brought[M]:
    """Add and change rows until they are those of the file."""
    indexes = paired([table.keys_of(row) for row in held], [want.keys for want in wanted])
    matched = [None if index is None else held[index] for index in indexes]
    left = [row for index, row in enumerate(held) if index not in indexes]
    reasons = table.reasons(left) if left else {}
    brought = Brought[M](kept=[row for row in left if row.pk in reasons])
    brought.gone = [row for row in left if row.pk not in reasons]
    _note_order(table, matched, wanted, journal)
    update = _Update(table, [row.pk for row in brought.gone] if table.order else [])
    positions: Counter[Hashable] = Counter()
    new: list[M] = []
    for row, want in zip(matched, wanted, strict=True):
        values = dict(want.values) | _position(table, want.values, positions)
        if row is None:
            row = table.model(**values)
            new.append(row)
            journal.added(want.place, shortened(want.title))
        else:
            values = table.fitted(row, values)
            update.note(row, amended(row, values, want.place, journal, silent=("order",)))
        brought.rows.append(row)
    _note_left(table, brought, reasons, journal)
    for row in brought.kept:
        place = _position(table, {name: _held(row, name) for name in table.within}, positions)
        values = table.as_kept(row) | place
        update.note(row, amended(row, values, table.place_of(row), journal, silent=("order",)))
    update.apply()
    if new:
        table.model._default_manager.bulk_create(new)
    return brought


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
            journal.changed(f"{place}.{name}", _spoken(before), _spoken_new(before, value))
    return changed


def delete(rows: Sequence[Model]) -> None:
    """Delete rows of one model; what hangs on them goes with them."""
    if rows:
        manager = type(rows[0])._default_manager
        manager.filter(pk__in=[row.pk for row in rows]).delete()


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
            manager.bulk_update(self.rows, sorted(self.columns))


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
        if order_changed([row.pk for row in before], [row.pk for row in rows]):
            names = [
                [shortened(table.title_of(row), 40) for row in each] for each in (before, rows)
            ]
            journal.changed(f"{place}.order", *("; ".join(each) for each in names))


def _note_left(
    table: Table[M], brought: Brought[M], reasons: Mapping[int, str], journal: Journal
) -> None:
    for row in brought.kept:
        journal.kept(table.place_of(row), shortened(table.title_of(row)), reasons[row.pk])
    for row in brought.gone:
        journal.removed(table.place_of(row), shortened(table.title_of(row)))


def _holds(row: Model, name: str, value: Any) -> bool:
    held = _held(row, name)
    if isinstance(held, LazyI18nString):
        held = stored(told(held))
    return bool(held == _identity(value))


def _held(row: Model, name: str) -> Any:
    """The value of a column; of a foreign key the id, which needs no query."""
    field = row._meta.get_field(name)
    return getattr(row, field.attname if isinstance(field, Field) else name)


def _identity(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _spoken(value: Any) -> str:
    return shown(told(value) if isinstance(value, LazyI18nString) else value)


def _spoken_new(before: Any, value: Any) -> str:
    return _spoken(LazyI18nString(value) if isinstance(before, LazyI18nString) else value)
