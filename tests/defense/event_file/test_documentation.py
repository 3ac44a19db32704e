"""docs/event-file.md beside the entries: every key with its limit, and no key that is none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

import defense
from defense.event_file import EventFile, read_event_file, write_event_file
from events.entry_base import Entry, Several, keys_of
from tests.house.test_limits import all_entries, hints_of, parts_of

PAGE = (Path(defense.__file__).parents[1] / "docs" / "event-file.md").read_text(encoding="utf-8")
FORMAT = PAGE[PAGE.index("## What holds everywhere") :]
ENTRIES = [kind for kind in all_entries() if kind.__module__.split(".")[0] != "tests"]
FIELDS = [(kind, name, hint) for kind in ENTRIES for name, hint in hints_of(kind).items()]
KEYS = {key for kind, name, _hint in FIELDS for key in keys_of(kind, name)}
WORDS = {
    str(word)
    for _kind, _name, hint in FIELDS
    for part in parts_of(hint)
    if get_origin(part) is Literal
    for word in get_args(part)
}
NO_KEYS = {
    "dump_event", "events/defaults.py", "2019-11-30", "Asia/Almaty", "balkan-kasimov", "37.5",
    "3.75e1", '"default"', '"qorgau-event"', "kk", "ru", "en", "school", "school-lyceum", "NIS",
    '{"kk": …, "ru": …, "en": …}', '{"criteria": [ … ]}', "null", "{chair}",
    "{programme}", "{award}", "&eacute;",
}  # fmt: skip


def test_the_example_of_the_page_is_a_good_and_canonical_file():
    [example] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)

    assert write_event_file(read_event_file(example.encode())).decode() == example


def test_the_page_names_every_key_and_every_word_and_no_other():
    named = set(re.findall(r"`([^`]+)`", FORMAT))

    assert (KEYS | WORDS) - {"1", "qorgau-event", "default"} - named == {"criteria"}
    assert named - KEYS - WORDS - NO_KEYS == set()


def limits_of(hint: Any) -> Iterator[int]:
    """The greatest lengths of a field's texts."""
    for part in parts_of(hint):
        if longest := getattr(part, "longest", None):
            yield longest


def lines_about(key: str) -> str:
    """The paragraphs and rows of tables that name a key."""
    parts = re.split(r"\n\n|\n(?=\|)|\n(?=\*)", FORMAT)
    return "\n".join(part for part in parts if f"`{key}`" in part or f'"{key}"' in part)


# A key refers to a person and is as long as theirs; a zone is one of a list.
WITHOUT_LENGTH = {"person", "experts", "time_zone"}


@pytest.mark.parametrize(
    ("kind", "name", "hint"),
    [field for field in FIELDS if field[1] not in WITHOUT_LENGTH],
    ids=lambda part: getattr(part, "__name__", str(part))[:30],
)
def test_the_limit_of_a_key_stands_beside_it(kind: type[Entry], name: str, hint: Any):
    said = lines_about(name)

    assert [limit for limit in limits_of(hint) if f"({limit})" not in said] == []


def test_the_longest_lists_are_told():
    several = [
        part for _k, _n, hint in FIELDS for part in parts_of(hint) if isinstance(part, Several)
    ]
    most = {each.most for each in several}

    words = {4: "at most four"}
    assert [m for m in most if words.get(m, f"at most {m}") not in FORMAT] == []


@pytest.mark.parametrize("kind", [EventFile, *ENTRIES], ids=lambda kind: kind.__name__)
def test_a_required_key_is_bold(kind: type[Entry]):
    required = {name for name, field in kind.model_fields.items() if field.is_required()}
    bold = set(re.findall(r"\*\*`([^`]+)`\*\*", FORMAT))

    assert required - {"criteria"} <= bold
