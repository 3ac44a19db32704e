"""JSON values to the tree of `schema.py`: every flaw is noted, then the rules are asked.

A value that cannot be read is None in the half-read tree, so that one typing error does not hide
the other errors of a file; the tree is returned only when nothing was noted.
"""

import difflib
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from defense.event_file.parsing import parse_json
from defense.event_file.problems import ProblemLog, key_place, the_file
from defense.event_file.rules import broken_rules
from defense.event_file.schema import EventFile, Several
from defense.event_file.values import describe, note_wrong_kind

MOST_UNKNOWN_KEYS = 20
ALWAYS_WRITTEN = frozenset({"format", "version"})


def read_event_file(data: bytes) -> EventFile:
    """The event in the file's bytes; raises BadEventFile with every error and its place."""
    raw = parse_json(data)
    log = ProblemLog()
    if not isinstance(raw, dict):
        reason = _("It must hold one object { … }, not %(found)s.")
        log.add(the_file(), reason % {"found": describe(raw)})
        log.refuse()
    tree = cast(EventFile, _read_object(EventFile, raw, "", log))
    for place, reason in broken_rules(tree):
        if not log.hides(place):
            log.add(place, reason, unread=False)
    log.refuse()
    return tree


def _read(kind: Any, raw: object, place: str, log: ProblemLog) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        inner, rule = get_args(kind)
        if isinstance(rule, Several):
            return _read_list(get_args(inner)[0], rule, raw, place, log)
        return rule.read(raw, place, log)
    if origin is tuple:
        return _read_list(get_args(kind)[0], Several(), raw, place, log)
    if origin in (Union, types.UnionType):
        return _read(_chosen_kind(get_args(kind), raw), raw, place, log)
    if origin is Literal:
        return _read_choice(get_args(kind), raw, place, log)
    if is_dataclass(kind):
        return _read_object(kind, raw, place, log)
    return _read_flag(raw, place, log)


def _chosen_kind(kinds: tuple[Any, ...], raw: object) -> Any:
    """Of "default" or an object: the one the value looks like; otherwise the only kind there is."""
    real = [kind for kind in kinds if kind is not type(None)]
    words = [kind for kind in real if get_origin(kind) is Literal]
    return words[0] if words and isinstance(raw, str) else real[-1]


def _read_flag(raw: object, place: str, log: ProblemLog) -> bool | None:
    if isinstance(raw, bool):
        return raw
    note_wrong_kind(raw, _("true or false"), place, log)
    return None


def _read_choice(choices: tuple[Any, ...], raw: object, place: str, log: ProblemLog) -> Any:
    for choice in choices:
        if type(raw) is type(choice) and raw == choice:
            return choice
    if type(raw) is not type(choices[0]):
        note_wrong_kind(raw, describe(choices[0]), place, log)
        return None
    listed = ", ".join(str(choice) for choice in choices)
    log.add(place, _("This must be one of: %(choices)s.") % {"choices": listed})
    return None


def _read_list(
    kind: Any, several: Several, raw: object, place: str, log: ProblemLog
) -> tuple[Any, ...] | None:
    if not isinstance(raw, list):
        note_wrong_kind(raw, _("a list"), place, log)
        return None
    if len(raw) < several.least:
        log.add(place, _("This list is empty."))
    if len(raw) > several.most:
        reason = _("This list has %(count)s entries; at most %(most)s are taken.")
        log.add(place, reason % {"count": len(raw), "most": several.most})
        return None
    entries = tuple(_read(kind, value, f"{place}[{i}]", log) for i, value in enumerate(raw))
    if several.distinct:
        _note_repeated_entries(entries, place, log)
    return entries


def _note_repeated_entries(entries: tuple[Any, ...], place: str, log: ProblemLog) -> None:
    seen: set[Any] = set()
    for index, entry in enumerate(entries):
        if entry is not None and entry in seen:
            log.add(f"{place}[{index}]", _("This is in the list already."), unread=False)
        seen.add(entry)


def _read_object(kind: Any, raw: object, place: str, log: ProblemLog) -> Any:
    if not isinstance(raw, dict):
        note_wrong_kind(raw, _("an object"), place, log)
        return None
    _note_strange_keys(kind, raw, place, log)
    values = {
        field.name: _read_field(field, raw, place, log, hint)
        for field, hint in _fields_of(kind)
        if field.name in raw or _is_required(field)
    }
    return kind(**values)


def _read_field(
    field: Field[Any], raw: Mapping[str, object], place: str, log: ProblemLog, hint: Any
) -> Any:
    at = key_place(place, field.name)
    if field.name in raw:
        return _read(hint, raw[field.name], at, log)
    log.add(at, _("This is missing."))
    return None


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING or field.name in ALWAYS_WRITTEN


def _note_strange_keys(kind: Any, raw: Mapping[str, object], place: str, log: ProblemLog) -> None:
    for key in getattr(raw, "repeated", ()):
        log.add(key_place(place, key), _("This key is written twice."), unread=False)
    known = [field.name for field, _hint in _fields_of(kind)]
    strange = [key for key in raw if key not in known]
    for key in strange[:MOST_UNKNOWN_KEYS]:
        _note_strange_key(key, [name for name in known if name not in raw], known, place, log)
    if len(strange) > MOST_UNKNOWN_KEYS:
        reason = _("There are %(count)s keys here that this file does not have.")
        log.add(place or the_file(), reason % {"count": len(strange)}, unread=False)


def _note_strange_key(
    key: str, absent: list[str], known: list[str], place: str, log: ProblemLog
) -> None:
    # A key of the length of a book is no misspelling, and comparing it would take its time.
    near = difflib.get_close_matches(key[:60], known, n=1, cutoff=0.6)
    if not near:
        reason = _("There is no such key. Known here: %(keys)s.") % {"keys": ", ".join(known)}
        log.add(key_place(place, key), reason, unread=False)
        return
    reason = _("There is no such key. Did you mean “%(key)s”?") % {"key": near[0]}
    log.add(key_place(place, key), reason, unread=False)
    if near[0] in absent:
        log.mark_unread(key_place(place, near[0]))


@cache
def _fields_of(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple((field, hints[field.name]) for field in fields(kind))
