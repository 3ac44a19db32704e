"""A row as somebody edits it: its single values as lines of text, and what two editors did at once.

The lines are those of a form: a text in several languages has a line for each (`position_kk`). They
are read back as the cells of a spreadsheet are, by the same rules and in the same words. An edit
carries what its editor saw, so that only what they changed is written, and a line that somebody else
changed meanwhile is asked about and never overwritten unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from events.entry_base import Entry, flaws_of_value, of_kind, tidy, validator_of
from events.errors import DomainError
from events.rules import Flaw, first_part
from events.texts import LANGUAGES, Translated, languages_of
from events.values import HOUR, PrintedNames, Translatable

E = TypeVar("E", bound=Entry)
T = TypeVar("T")
Lines = Mapping[str, str]
IN_LANGUAGES: Final = (Translatable, PrintedNames)


class Refused(Exception):
    """What was typed cannot be taken; `flaws` stand at lines, or at none where they are about the row."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = list(flaws)
        super().__init__("\n".join(map(str, self.flaws)))


@dataclass(frozen=True)
class Clash:
    """A line that two people changed: what stands there now, and what the second one typed."""

    line: str
    theirs: str
    mine: str


class Overtaken(Exception):
    """Somebody else changed the same lines since the editor saw them; `current` is the row as it is."""

    def __init__(self, clashes: Sequence[Clash], current: Lines) -> None:
        self.clashes, self.current = list(clashes), dict(current)
        super().__init__(", ".join(clash.line for clash in self.clashes))


@dataclass(frozen=True)
class Edit:
    """The lines as the editor saw them, and as they were sent."""

    seen: Lines
    given: Lines

    def of(self, lines: Iterable[str]) -> Edit:
        """The part of the edit that is about these lines."""
        given = {line: self.given[line] for line in lines if line in self.given}
        return Edit(self.seen, given)

    def onto(self, current: Lines) -> dict[str, str]:
        """The current lines with what the editor changed. Raises Overtaken."""
        changed = {
            line: said for line, said in self.given.items() if said != self.seen.get(line, "")
        }
        clashes = [
            Clash(line, theirs=current.get(line, ""), mine=said)
            for line, said in changed.items()
            if current.get(line, "") not in (self.seen.get(line, ""), said)
        ]
        if clashes:
            raise Overtaken(clashes, current)
        return {**current, **changed}


def is_in_languages(kind: type[Entry], name: str) -> bool:
    return isinstance(validator_of(kind, name), IN_LANGUAGES)


def lines_of(kind: type[Entry], names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each line under these values of an entry: its own name, the value's, and its language if it has one."""
    for name in names:
        if is_in_languages(kind, name):
            yield from ((f"{name}_{language}", name, language) for language in LANGUAGES)
        else:
            yield name, name, ""


def lines_from(entry: Entry, names: Iterable[str], *, own: str) -> dict[str, str]:
    """The lines of an entry. A text that stands in no language stands in the line of `own`."""
    return {
        line: _line(getattr(entry, name), language, own)
        for line, name, language in lines_of(type(entry), names)
    }


def _line(value: Any, language: str, own: str) -> str:
    if isinstance(value, Translated):
        return languages_of(value).get(language, "")
    if value is None or (language and language != own):
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime(HOUR)
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def entry_from(
    kind: type[E], names: Iterable[str], lines: Lines, *, own: str, base: E | None = None
) -> E:
    """The entry that the lines say, over the values of `base` that have no line. Raises Refused."""
    said = dict(_values(kind, list(names), lines, own))
    read, flaws = _read(kind, said)
    given = {name: getattr(base, name) for name in kind.model_fields} if base else _defaults(kind)
    entry = kind.model_construct(**(given | read))
    unread = {first_part(flaw.place) for flaw in flaws}
    flaws += [flaw for flaw in entry.flaws() if first_part(flaw.place) not in unread]
    if flaws:
        raise Refused([Flaw(_line_of(kind, flaw.place, own), flaw.sentence) for flaw in flaws])
    return entry


def _defaults(kind: type[Entry]) -> dict[str, Any]:
    return {
        name: None if field.is_required() else field.default
        for name, field in kind.model_fields.items()
    }


def _values(
    kind: type[Entry], names: Sequence[str], lines: Lines, own: str
) -> Iterator[tuple[str, Any]]:
    texts: dict[str, dict[str, object]] = {}
    for line, name, language in lines_of(kind, names):
        cell = tidy(lines.get(line, ""))
        if language:
            texts.setdefault(name, {}).update({language: cell} if cell else {})
        else:
            yield name, of_kind(kind, name, cell) if cell else None
    for name, said in texts.items():
        is_plain = set(said) == {own} and not isinstance(validator_of(kind, name), PrintedNames)
        yield name, (said[own] if is_plain else said) or None


def _read(kind: type[Entry], said: Mapping[str, Any]) -> tuple[dict[str, Any], list[Flaw]]:
    """The values that could be read, and why the others could not."""
    read: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for name, value in said.items():
        field = kind.model_fields[name]
        if value is None:
            read[name] = None if field.is_required() else field.default
            flaws += [Flaw(name, _("This is left empty."))] if field.is_required() else []
            continue
        try:
            read[name] = _adapter(kind, name).validate_python(value, strict=True)
        except ValidationError as error:
            read[name] = None
            flaws += flaws_of_value(name, error)
    return read, flaws


@cache
def _adapter(kind: type[Entry], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(kind.model_fields[name].rebuild_annotation())


def _line_of(kind: type[Entry], place: str, own: str) -> str:
    """The line at which a flaw is told: `position_kk` for `position.kk`."""
    name, _dot, inner = place.partition(".")
    name = first_part(name)
    if not is_in_languages(kind, name):
        return name
    return f"{name}_{inner if inner in LANGUAGES else own}"


class RowGone(DomainError):
    """What was to be changed is not there any more."""

    def __init__(self) -> None:
        super().__init__(_("This was taken out meanwhile. Nothing was changed."))


def edited(row: E, edit: Edit, names: Sequence[str], *, own: str) -> E:
    """The row with what its editor changed; values they left alone stay as they are written.

    Raises Overtaken, Refused.
    """
    current = lines_from(row, names, own=own)
    lines = edit.of(current).onto(current)
    changed = {
        name for line, name, _language in lines_of(type(row), names) if lines[line] != current[line]
    }
    in_order = [name for name in names if name in changed]
    return entry_from(type(row), in_order, lines, own=own, base=row)


def found(rows: Sequence[T], is_it: Callable[[T], bool]) -> T:
    """The row; raises RowGone."""
    for row in rows:
        if is_it(row):
            return row
    raise RowGone


def replaced(rows: Sequence[T], old: T, new: T) -> tuple[T, ...]:
    return tuple(new if row is old else row for row in rows)
