import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from defense.event_file import read_event_file, schema, write_event_file

PAGE = (Path(schema.__file__).parents[2] / "docs" / "event-file.md").read_text(encoding="utf-8")
CLASSES = [
    kind
    for kind in vars(schema).values()
    if is_dataclass(kind) and kind.__module__ == schema.__name__
]
CHOICES = [kind for kind in vars(schema).values() if get_origin(kind) is Literal]


def test_the_example_of_the_page_is_a_good_and_canonical_file():
    [example] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)

    assert write_event_file(read_event_file(example.encode())).decode() == example


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_key_is_on_the_page(kind):
    names = [field.name for field in fields(kind) if kind is not schema.Several]

    assert [name for name in names if f"`{name}`" not in PAGE and f'"{name}"' not in PAGE] == []


def test_every_choice_is_on_the_page():
    words = [word for kind in CHOICES for word in get_args(kind)]

    assert [word for word in words if f"`{word}`" not in PAGE] == []
