"""What Python takes for a number and nobody writes is refused wherever a number is read from outside."""

from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from events.forms import IssueForm
from events.numerals import is_decimal, is_whole
from events.validators import criterion_points, small_number

STRANGE = ["1_0", "١", "８", "1e1", " 8", "8 ", "+8", "8.", ".5", "", "0x8", "8,5", "NaN", "9" * 19]


@pytest.mark.parametrize("text", STRANGE)
def test_a_strange_number_is_none_anywhere(text):
    entry_whole = TypeAdapter(Annotated[int, small_number])
    entry_points = TypeAdapter(Annotated[Decimal, criterion_points])

    for adapter in (entry_whole, entry_points):
        with pytest.raises(ValidationError):
            adapter.validate_python(text, strict=False)
    assert not is_whole(text)
    assert not is_decimal(text)
    assert IssueForm({"kind": "expert", "person": text}).is_valid() == (text == "")


@pytest.mark.parametrize("text", ["0", "8", "-8", "007"])
def test_plain_digits_are_a_number(text):
    assert is_whole(text)
    assert is_decimal(text)


def test_a_cell_of_digits_is_read():
    assert TypeAdapter(Annotated[int, small_number]).validate_python("8", strict=False) == 8
    assert IssueForm({"kind": "expert", "person": "8"}).is_valid()
