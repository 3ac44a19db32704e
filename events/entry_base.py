"""What an entry is: one row as it comes from outside, and the sentences when it cannot be taken.

Entries are strict, as JSON is: a number is no text. `from_cells` takes the cells of a spreadsheet,
where a number may stand for a text and digits for a number, with stray spaces, and nothing at all.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Self, TypeVar, get_args

from django.utils.translation import gettext as _
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from events.rules import Flaw
from events.texts import Translated, languages_of, one_line
from events.value_base import (
    AS_OBJECT,
    AS_WORD,
    Validator,
    describe,
    null_reason,
    refusal,
    word_or_object,
    wrong_kind,
)
from events.values import HOUR

MOST_ENTRIES = 500
MOST_STRANGE_KEYS = 20
LONGEST_KEY_SHOWN = 40

E = TypeVar("E")


class Entry(BaseModel):
    """One row as it comes from outside. A key with nothing to say is left out, never null."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, coerce_numbers_to_str=True, loc_by_alias=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _says_something(cls, value: Any) -> Any:
        if value is None:
            raise refusal(null_reason())
        return value

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        refuse(self.flaws())
        return self

    def flaws(self) -> Iterator[Flaw]:
        """What the values of this row say against each other; places within the row.

        Also asked of a row that was read in part, where a value that could not be read is None.
        """
        return iter(())

    @classmethod
    def from_cells(cls, cells: Mapping[str, object]) -> Self:
        """A row of a spreadsheet under this entry's keys. Raises pydantic's ValidationError."""
        tidied = {key: tidy(value) for key, value in cells.items()}
        said = {key: value for key, value in tidied.items() if value not in (None, "")}
        return cls.model_validate({key: of_kind(cls, key, value) for key, value in said.items()})


def refuse(flaws: Iterable[Flaw]) -> None:
    """Raise one error that holds all the flaws."""
    if found := list(flaws):
        sentences = "; ".join(flaw.sentence for flaw in found)
        context = {"sentence": sentences, "flaws": found}
        raise PydanticCustomError("flaws", "{sentence}", context)


def tidy(cell: object) -> object:
    """A cell without stray spaces; a whole number without the point that spreadsheets give it."""
    if isinstance(cell, str):
        return one_line(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def of_kind(kind: type[Entry], key: str, cell: object) -> object:
    """A cell as its column means it: a number may stand for a text, and digits for a number."""
    validator = validator_of(kind, key)
    return validator.from_cell(cell) if validator else cell


@cache
def validator_of(kind: type[Entry], key: str) -> Validator | None:
    """What the single value under a key may be."""
    name = next((each for each in kind.model_fields if key in keys_of(kind, each)), None)
    if name is None:
        return None
    found = _metadata_within(kind.model_fields[name].rebuild_annotation())
    return next((each for each in found if isinstance(each, Validator)), None)


def _metadata_within(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _metadata_within(part)


@dataclass(frozen=True)
class Several:
    """How many entries a list may have, and whether two may be equal. Counted before they are read."""

    least: int = 0
    most: int = MOST_ENTRIES
    distinct: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self.read, handler(source))

    def read(self, raw: Any, handler: Callable[[Any], Any]) -> Any:
        if not isinstance(raw, list | tuple):
            raise wrong_kind(raw, _("a list"))
        if len(raw) < self.least:
            raise refusal(_("This list is empty."))
        if len(raw) > self.most:
            reason = _("This list has %(count)s entries; at most %(most)s are taken.")
            raise refusal(reason % {"count": len(raw), "most": self.most})
        entries = handler(tuple(raw))
        if self.distinct:
            refuse(repeated(entries))
        return entries


def repeated(entries: Iterable[Any]) -> Iterator[Flaw]:
    seen = set()
    for index, entry in enumerate(entries):
        if entry in seen:
            yield Flaw(f"[{index}]", _("This is in the list already."))
        seen.add(entry)


class Choice:
    """One of the words of a Literal. A plain Literal[1] would take true for 1."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        choices = get_args(source)

        def read(raw: Any, literal: Callable[[Any], Any]) -> Any:
            if type(raw) is not type(choices[0]):
                raise wrong_kind(raw, describe(choices[0]))
            if raw not in choices:
                listed = ", ".join(str(choice) for choice in choices)
                raise refusal(_("This must be one of: %(choices)s.") % {"choices": listed})
            return raw

        return core_schema.no_info_wrap_validator_function(read, handler(source))


class WordOr:
    """A word, or an object: Annotated[Literal["default"] | Entry, WordOr()]."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        word, either = get_args(source)
        return word_or_object(
            handler.generate_schema(Annotated[word, Choice()]),
            handler.generate_schema(either),
            is_word=lambda raw: isinstance(raw, str),
        )


Many = Annotated[tuple[E, ...], Several()]


def in_json(value: Any) -> Any:
    """An entry as the event file writes it: plain values, and nothing that equals its default."""
    if isinstance(value, Entry):
        fields = type(value).model_fields
        held = {name: (getattr(value, name), field) for name, field in fields.items()}
        return {
            name: in_json(said)
            for name, (said, field) in held.items()
            if field.is_required() or said != field.default
        }
    if isinstance(value, Translated):
        return languages_of(value)
    if isinstance(value, tuple):
        return [in_json(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime(HOUR)
    if isinstance(value, Decimal):
        # A float only as the way to print it: with at most 15 digits it prints the same number.
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def flaws_in(kind: type[Entry], error: ValidationError) -> Iterator[Flaw]:
    """Every flaw of what was to be read as `kind`: strange keys first, with their places."""
    errors = error.errors(include_url=False)
    strange = [each for each in errors if each["type"] == "extra_forbidden"]
    yield from _strange_keys(kind, strange)
    for each in errors:
        if each["type"] == "flaws":
            for flaw in each["ctx"]["flaws"]:
                yield Flaw(joined(place_of(each["loc"]), flaw.place), flaw.sentence)
        elif each["type"] != "extra_forbidden":
            yield Flaw(place_of(each["loc"]), sentence_of(each))


def flaws_of_value(name: str, error: ValidationError) -> Iterator[Flaw]:
    """Every flaw of one value of an entry, read by itself under its name."""
    for each in error.errors(include_url=False):
        yield Flaw(joined(name, place_of(each["loc"])) if each["loc"] else name, sentence_of(each))


def sentence_of(error: ErrorDetails) -> str:
    """Our sentence for an error that pydantic names itself."""
    match error["type"]:
        case "missing":
            return _("This is missing.")
        case "refused":
            return str(error["ctx"]["sentence"])
    if error["input"] is None:
        return null_reason()
    match error["type"]:
        case "bool_type" | "bool_parsing":
            return str(wrong_kind(error["input"], _("true or false")))
        case _:
            return str(wrong_kind(error["input"], _("an object")))


def place_of(loc: Iterable[int | str]) -> str:
    """`projects[3].members[2].person`; the ways in which a value may be written are no part of it."""
    place = ""
    for part in loc:
        if isinstance(part, int):
            place += f"[{part}]"
        elif part not in (AS_WORD, AS_OBJECT):
            place = key_place(place, part)
    return place


def joined(place: str, inner: str) -> str:
    return f"{place}{inner}" if inner.startswith("[") or not place else f"{place}.{inner}"


def key_place(place: str, key: str) -> str:
    """The place of a key, shown so that no character of it can disturb a terminal or a page."""
    shown = key if len(key) <= LONGEST_KEY_SHOWN else key[:LONGEST_KEY_SHOWN] + "…"
    if not shown.isprintable() or not shown:
        shown = ascii(shown)
    return f"{place}.{shown}" if place else shown


def _strange_keys(kind: type[Entry], errors: Iterable[ErrorDetails]) -> Iterator[Flaw]:
    counts: Counter[tuple[int | str, ...]] = Counter()
    for error in errors:
        *outer, key = error["loc"]
        counts[tuple(outer)] += 1
        if counts[tuple(outer)] <= MOST_STRANGE_KEYS:
            place = key_place(place_of(outer), str(key))
            yield Flaw(place, _strange_key(kind_at(kind, outer), str(key)))
    for loc, count in counts.items():
        if count > MOST_STRANGE_KEYS:
            reason = _("There are %(count)s keys here that this file does not have.")
            yield Flaw(place_of(loc) or _("the file"), reason % {"count": count})


def _strange_key(kind: type[Entry] | None, key: str) -> str:
    if kind is None:
        return _("Texts are kept in en, kk and ru; this is another key.")
    if near := near_key(kind, key):
        return _("There is no such key. Did you mean “%(key)s”?") % {"key": near}
    known = ", ".join(kind.model_fields)
    return _("There is no such key. Known here: %(keys)s.") % {"keys": known}


def near_key(kind: type[Entry], key: str) -> str | None:
    """The key that was meant, perhaps."""
    # A key of the length of a book is no misspelling, and comparing it would take its time.
    near = difflib.get_close_matches(key[:60], list(kind.model_fields), n=1, cutoff=0.6)
    return near[0] if near else None


def kind_at(kind: type[Entry], loc: Iterable[int | str]) -> type[Entry] | None:
    """The entry that stands at a place under `kind`; None where texts stand by their language."""
    found: type[Entry] | None = kind
    for part in loc:
        if isinstance(part, str) and part not in (AS_WORD, AS_OBJECT):
            found = entry_in(found, part) if found else None
    return found


@cache
def entry_in(kind: type[Entry], name: str) -> type[Entry] | None:
    """The entry that a field holds, alone or several of them."""
    field = kind.model_fields.get(name)
    return _entry_within(field.annotation) if field else None


def _entry_within(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    found = (_entry_within(part) for part in get_args(annotation))
    return next((each for each in found if each), None)


def keys_of(kind: type[Entry], name: str) -> tuple[str, ...]:
    """The keys under which a field may stand, the present one first."""
    alias = kind.model_fields[name].validation_alias
    return tuple(map(str, alias.choices)) if isinstance(alias, AliasChoices) else (name,)
