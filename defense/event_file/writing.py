"""The tree of `schema.py` to the one canonical form of the file."""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from defense.event_file.reading import ALWAYS_WRITTEN
from defense.event_file.schema import EventFile


def write_event_file(event_file: EventFile) -> bytes:
    """UTF-8, keys in the order of the schema, two spaces, nothing that equals its default."""
    text = json.dumps(_plain(event_file), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name in ALWAYS_WRITTEN
            or field.default is MISSING
            or getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # A float only as the way to print it: with at most 15 digits it prints the same number.
        return int(value) if value == value.to_integral_value() else float(value)
    return value
