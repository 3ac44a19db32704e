"""A number is no text, wherever a text may stand: in an entry, in a list, in one of its languages."""

from typing import Any

import pytest
from pydantic import ValidationError

from events.entry_base import Entry, flaws_in
from events.texts import LANGUAGES, Translated
from events.values import Words
from tests.house.test_limits import all_entries, hints_of, parts_of


def is_translated(hint: Any) -> bool:
    return any(part is Translated for part in parts_of(hint))


def is_list(hint: Any) -> bool:
    return any(getattr(part, "__origin__", None) is tuple for part in parts_of(hint))


TEXTS = [
    (kind, name, is_list(hint))
    for kind in all_entries()
    if kind.__module__.endswith(".entries")
    for name, hint in hints_of(kind).items()
    if any(isinstance(part, Words) for part in parts_of(hint))
]
TRANSLATED = [each for each in TEXTS if is_translated(hints_of(each[0])[each[1]])]


def said_of(kind: type[Entry], name: str, value: object, *, in_list: bool) -> dict[str, str]:
    """What is said at the field and within it; other fields are missing, and not spoken of."""
    with pytest.raises(ValidationError) as refusal:
        kind.model_validate({name: [value] if in_list else value})
    flaws = {flaw.place: flaw.sentence for flaw in flaws_in(kind, refusal.value)}
    return {
        place: said for place, said in flaws.items() if place.split(".")[0].split("[")[0] == name
    }


def test_there_are_many_texts():
    assert len(TEXTS) > 40
    assert len(TRANSLATED) > 30


@pytest.mark.parametrize(("kind", "name", "in_list"), TRANSLATED, ids=str)
@pytest.mark.parametrize("value", [5, 6.5, True, [], b"bytes"], ids=str)
def test_a_translated_text_holds_texts_in_every_language(kind, name, in_list, value):
    said = said_of(kind, name, dict.fromkeys(LANGUAGES, value), in_list=in_list)

    place = f"{name}[0]" if in_list else name
    assert set(said) == {f"{place}.{language}" for language in LANGUAGES}
    assert all(each.startswith("This must be a text, not ") for each in said.values())


@pytest.mark.parametrize(("kind", "name", "in_list"), TEXTS, ids=str)
@pytest.mark.parametrize("value", [5, 6.5, True, [], b"bytes"], ids=str)
def test_a_text_is_a_text(kind, name, in_list, value):
    said = said_of(kind, name, value, in_list=in_list)

    assert list(said) == [f"{name}[0]" if in_list else name]
    assert " not " in next(iter(said.values()))


@pytest.mark.parametrize(("kind", "name", "in_list"), TRANSLATED, ids=str)
def test_null_is_no_text_in_any_language(kind, name, in_list):
    said = said_of(kind, name, dict.fromkeys(LANGUAGES), in_list=in_list)

    assert len(said) == len(LANGUAGES)
    assert all(each.startswith("This is null.") for each in said.values())
