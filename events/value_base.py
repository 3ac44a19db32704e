"""What a single value from outside is: the kind of thing it may be, and how it is refused.

A validator stands in a model's field and in the `Annotated` of an entry's: Django calls it, pydantic
calls it, and a form, an event file and a cell of a spreadsheet are refused in the same words.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import GetCoreSchemaHandler
from pydantic import ValidationError as NotRead
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# The two ways to write one value, as pydantic tells them apart; no part of a place.
AS_WORD, AS_OBJECT = "<word>", "<object>"


@dataclass(frozen=True)
class Spoilt:
    """A value that whoever read the file could not keep, and why."""

    reason: str


def refusal(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{sentence}", {"sentence": sentence})


def wrong_kind(raw: object, expected: str) -> PydanticCustomError:
    if isinstance(raw, Spoilt):
        return refusal(raw.reason)
    if raw is None:
        return refusal(null_reason())
    return refusal(kind_flaw(raw, expected))


def null_reason() -> str:
    return _("This is null. Leave the key out when there is nothing to say.")


def kind_flaw(raw: object, expected: str) -> str:
    reason = _("This must be %(expected)s, not %(found)s.")
    return reason % {"expected": expected, "found": describe(raw)}


def describe(raw: object) -> str:
    """What a value of the wrong kind is, for "must be a text, not …"."""
    match raw:
        case None:
            return _("null")
        case bool():
            return _("true or false")
        case float() | Decimal() if not is_finite(raw):
            return str(Decimal(raw))
        case int() | float() | Decimal():
            return _("a number")
        case str():
            return _("a text")
        case list():
            return _("a list")
        case _:
            return _("an object")


def is_finite(number: float | Decimal) -> bool:
    return Decimal(number).is_finite()


def word_or_object(
    word: CoreSchema, either: CoreSchema, *, is_word: Callable[[Any], bool]
) -> CoreSchema:
    """A value that may be written in two ways: as one word or text, or as an object."""
    return core_schema.tagged_union_schema(
        {AS_WORD: word, AS_OBJECT: either},
        discriminator=lambda raw: AS_WORD if is_word(raw) else AS_OBJECT,
    )


class Validator:
    """What a single value may be; called with the value as it is kept."""

    def __call__(self, value: Any) -> None:
        """Raise Django's ValidationError with the sentence."""
        if reason := self.flaw(value):
            raise ValidationError(reason)

    def flaw(self, value: Any) -> str | None:
        raise NotImplementedError

    def expected(self) -> str:
        raise NotImplementedError

    def prepared(self, raw: Any) -> Any:
        """What the outside writes, in the type that is kept."""
        return raw

    def from_cell(self, cell: Any) -> Any:
        """What the cell of a spreadsheet holds, as the outside writes it elsewhere."""
        return cell

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """For migrations: they name the validators of a column."""
        kind = type(self)
        limits = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]  # every kind is a dataclass
        return f"{kind.__module__}.{kind.__qualname__}", (), limits

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self.read, handler(source))

    def read(self, raw: Any, handler: Callable[[Any], Any]) -> Any:
        try:
            value = self.read_kind(raw, handler)
        except NotRead:
            raise wrong_kind(raw, self.expected()) from None
        if reason := self.flaw(value):
            raise refusal(reason)
        return value

    def read_kind(self, raw: Any, handler: Callable[[Any], Any]) -> Any:
        return handler(self.prepared(raw))


@dataclass(frozen=True)
class Limited(Validator):
    """A text of so many characters."""

    longest: int

    def column(self) -> dict[str, Any]:
        """The limit and the rule of a column: `models.CharField(**person_name.column())`."""
        return {"max_length": self.longest, "validators": [self]}

    def expected(self) -> str:
        return _("a text")

    def from_cell(self, cell: Any) -> Any:
        """A number that stands for a text: of a school, of a house."""
        is_number = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
        return str(cell) if is_number and is_finite(cell) else cell
