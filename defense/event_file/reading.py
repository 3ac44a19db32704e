"""Bytes to an event file: every value is read, then the rules of the apps are asked.

A value that cannot be read is None in the half-read file, so that one typing error does not hide
the other errors; the file is returned only when nothing is wrong.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from defense.event_file.envelope import EventFile
from defense.event_file.parsing import Members, parse_json
from defense.event_file.refusal import FlawLog, the_file
from events import rules as event_rules
from events.entry_base import (
    Entry,
    Several,
    entry_in,
    flaws_in,
    joined,
    key_place,
    keys_of,
    kind_at,
    near_key,
    place_of,
)
from events.rules import Flaw
from events.value_base import AS_OBJECT, AS_WORD, describe
from experts import rules as expert_rules
from projects import rules as project_rules


def read_event_file(data: bytes) -> EventFile:
    """The event in the file's bytes; raises BadEventFile with every flaw and its place."""
    raw = parse_json(data)
    log = FlawLog()
    if not isinstance(raw, dict):
        reason = _("It must hold one object { … }, not %(found)s.")
        log.add(Flaw(the_file(), reason % {"found": describe(raw)}))
        log.refuse()
    for flaw in repeated_keys(raw, ""):
        log.add(flaw)
    try:
        file = EventFile.model_validate(raw)
    except ValidationError as error:
        _note_unread(error, raw, log)
        file = cast(EventFile, half_read(EventFile, raw))
        for flaw in broken_rows(file, ""):
            if not log.is_unread(flaw.place):
                log.add(flaw)
    for flaw in broken_rules(file):
        if not log.hides(flaw.place):
            log.add(flaw)
    log.refuse()
    return file


def broken_rows(row: Entry, place: str) -> Iterator[Flaw]:
    """What the values of each row contradict, as far as they were read."""
    for flaw in row.flaws():
        yield Flaw(joined(place, flaw.place), flaw.sentence)
    for name in type(row).model_fields:
        value, inner = getattr(row, name), key_place(place, name)
        if isinstance(value, Entry):
            yield from broken_rows(value, inner)
        elif isinstance(value, tuple):
            for index, each in enumerate(value):
                if isinstance(each, Entry):
                    yield from broken_rows(each, f"{inner}[{index}]")


def broken_rules(file: EventFile) -> Iterator[Flaw]:
    """What the sets of the file contradict, app by app from the lowest."""
    known = event_rules.known_keys(file.people)
    numbers = project_rules.known_numbers(file.projects)
    rubric = getattr(file.rubric, "criteria", None)
    stated = file.event.trainees_stated if file.event else None
    yield from event_rules.people_flaws(file.people)
    yield from event_rules.rubric_flaws(rubric)
    yield from event_rules.run_flaws(file.run, known)
    yield from project_rules.project_flaws(file.projects, known, stated)
    yield from project_rules.defense_flaws(file.run, numbers)
    yield from expert_rules.panel_flaws(file.panel, known)
    yield from expert_rules.disclosure_flaws(file.disclosures, file.panel, known, numbers)


def repeated_keys(raw: object, place: str) -> Iterator[Flaw]:
    """Keys written twice, which a JSON object of Python's forgets."""
    if isinstance(raw, Members):
        for key in raw.repeated:
            yield Flaw(key_place(place, key), _("This key is written twice."))
        for key, value in raw.items():
            if isinstance(value, dict | list):
                yield from repeated_keys(value, key_place(place, key))
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from repeated_keys(value, f"{place}[{index}]")


def _note_unread(error: ValidationError, raw: object, log: FlawLog) -> None:
    """Every flaw of what could not be read, and which values are not known for it."""
    for flaw in flaws_in(EventFile, error):
        log.add(flaw)
    for each in error.errors(include_url=False, include_context=False):
        if each["type"] == "extra_forbidden":
            *outer, key = each["loc"]
            kind = kind_at(EventFile, outer)
            meant = near_key(kind, str(key)) if kind else None
            if meant and meant not in _value_at(raw, outer):
                log.mark_unread(key_place(place_of(outer), meant))
        elif each["type"] != "flaws":
            log.mark_unread(place_of(each["loc"]))


def _value_at(raw: Any, loc: Iterable[int | str]) -> Any:
    for part in loc:
        if part not in (AS_WORD, AS_OBJECT):
            raw = raw[part]
    return raw


def half_read(kind: type[Entry], raw: object) -> Entry | None:
    """The entry with None for every value that cannot be read."""
    if not isinstance(raw, dict):
        return None
    values: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        key = next((each for each in keys_of(kind, name) if each in raw), None)
        if key is not None:
            values[name] = _half_value(kind, name, raw[key])
        else:
            values[name] = None if field.is_required() else field.default
    return kind.model_construct(**values)


def _half_value(kind: type[Entry], name: str, raw: object) -> Any:
    try:
        return _adapter(kind, name).validate_python(raw, strict=True)
    except ValidationError:
        inner = entry_in(kind, name)
    if inner is None:
        return None
    several = next(
        (each for each in kind.model_fields[name].metadata if isinstance(each, Several)), None
    )
    if several is None:
        return half_read(inner, raw)
    if not isinstance(raw, list) or len(raw) > several.most:
        return None
    return tuple(_half_entry(inner, each) for each in raw)


def _half_entry(kind: type[Entry], raw: object) -> Entry | None:
    try:
        return kind.model_validate(raw)
    except ValidationError:
        return half_read(kind, raw)


@cache
def _adapter(kind: type[Entry], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(kind.model_fields[name].rebuild_annotation())
