"""The texts of an event file by their places, and the file as it reads in English alone."""

from collections.abc import Iterator
from typing import Any, TypeVar

from events.entry_base import Entry
from events.texts import Text, Translated
from events.values import Translatable
from tests.house.test_limits import hints_of, parts_of

E = TypeVar("E", bound=Entry)


def texts_of(row: Entry, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every text that may stand in several languages, found by the types of the entries."""
    for name, hint in hints_of(type(row)).items():
        is_text = any(isinstance(part, Translatable) for part in parts_of(hint))
        for at, value in _each(getattr(row, name), f"{place}.{name}".lstrip(".")):
            if isinstance(value, Entry):
                yield from texts_of(value, at)
            elif is_text and value is not None:
                yield at, value


def in_english(row: E) -> E:
    return row.model_copy(update={name: _in_english(value) for name, value in row})


def _each(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        yield from ((f"{place}[{index}]", each) for index, each in enumerate(value))
    else:
        yield place, value


def _in_english(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_in_english, value))
    if isinstance(value, Entry):
        return in_english(value)
    return value.en if isinstance(value, Translated) else value
