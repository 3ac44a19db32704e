"""Who in a list may be one person: the same answers as comparing everybody with everybody, and soon."""

import random

import pytest

from experts.conflicts import match_names
from experts.namesakes import TooManyAlike, namesakes
from tests.experts.names_table import SAME

NAMES = sorted({name for line in SAME.split("\n") for name in line.split("|") if name})


def test_nobody_is_missed_that_comparing_all_would_find():
    chance = random.Random(1)
    for _time in range(20):
        chosen = chance.sample(NAMES, min(60, len(NAMES)))
        rows, known = (
            list(enumerate(chosen[:40])),
            {f"k{i}": name for i, name in enumerate(chosen[40:])},
        )
        for row, found in namesakes(rows, known).items():
            name = chosen[row]
            alike = {
                key for key, other in known.items() if other != name and match_names(name, other)
            }
            earlier = {
                each for each, other in rows[:row] if other == name or match_names(name, other)
            }
            assert set(found.alike) == alike or len(found.alike) == 5
            assert set(found.rows) == earlier or len(found.rows) == 5


def test_a_list_of_one_name_is_read_and_one_of_alike_names_is_refused():
    found = namesakes([(row, "Ким Анна") for row in range(3_000)], {})

    assert len(found[2_999].rows) == 5
    letters = "абвгдежзик"
    alike = [
        (i, f"Ким Анна {letters[i % 10]}{letters[i // 10 % 10]}{letters[i // 100]}лан")
        for i in range(1_000)
    ]
    with pytest.raises(TooManyAlike):
        namesakes(alike, {})
