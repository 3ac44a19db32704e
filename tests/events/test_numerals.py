"""What Python takes for a number and nobody writes is refused wherever a number is read from outside."""

from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from events.forms import IssueForm
from events.numerals import is_decimal, is_whole
from events.validators import criterion_points, small_number
from events.value_base import Validator

STRANGE = ["1_0", "١", "８", "1e1", "+8", "8.", ".5", "", "0x8", "8,5,0", "NaN", "9" * 19]


def read_cell(kind: type, validator: Validator, cell: object) -> object:
    adapter = TypeAdapter(Annotated[kind, validator])
    return adapter.validate_python(validator.from_cell(cell), strict=True)


@pytest.mark.parametrize("text", STRANGE)
def test_a_strange_number_is_none_anywhere(text):
    for kind, validator in ((int, small_number), (Decimal, criterion_points)):
        with pytest.raises(ValidationError):
            read_cell(kind, validator, text)
    assert not is_whole(text)
    assert not is_decimal(text)
    assert IssueForm({"kind": "expert", "person": text}).is_valid() == (text == "")


@pytest.mark.parametrize("text", ["0", "8", "-8", "007"])
def test_plain_digits_are_a_number(text):
    assert is_whole(text)
    assert is_decimal(text)


def test_a_cell_of_digits_is_read():
    assert read_cell(int, small_number, "8") == 8
    assert read_cell(Decimal, criterion_points, "8.5") == Decimal("8.5")
    assert IssueForm({"kind": "expert", "person": "8"}).is_valid()
