"""Names equal to the eye and to the ear are found; what is another name stays another."""

from itertools import combinations

import pytest
from confusable_homoglyphs.confusables import confusables_data

from events.lookalikes import alike, folded, mixed_words, script_of
from events.rules import name_notes
from experts.conflicts import Match, match_names

NAMES = [
    "Сауле Ахметова",
    "Қайрат Нұрланов",
    "Ғалымжан Өмірбек",
    "Saule Akhmetova",
    "Kairat Berdibek",
]
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")
OTHERS = [
    "Айгүл Серікова",
    "Айгерім Серікова",
    "Анна Ким",
    "Инна Ким",
    "Алия Ким",
    "Їжак Євгенія",
    "Уладзімір Ўсевалад",
    "José Núñez",
    "Gökçe Şahin",
]


def substitutions():
    """Every letter of every name, as each letter of another script that looks the same."""
    for name in NAMES:
        for at, letter in enumerate(name):
            own = script_of(letter)
            for script in SCRIPTS:
                other = alike(letter, script) if own and script != own else None
                if other and script_of(other) == script:
                    yield name, name[:at] + other + name[at + 1 :]


def from_the_table():
    """The same from Unicode's table alone: what has this letter's prototype."""
    for name in NAMES:
        for at, letter in enumerate(name):
            near = [each["c"] for each in confusables_data.get(letter, [])]
            near += [e["c"] for n in near for e in confusables_data.get(n, [])]
            for other in near:
                known = script_of(other) if len(other) == 1 else None
                if (
                    known in SCRIPTS
                    and known != script_of(letter)
                    and other.isupper() == letter.isupper()
                ):
                    yield name, name[:at] + other + name[at + 1 :]


def test_every_substitution_is_found():
    tried = sorted({*substitutions(), *from_the_table()})
    missed = [pair for pair in tried if not match_names(*pair)]

    assert len(tried) > 100
    assert missed == []


def test_every_substitution_is_told():
    for _name, disguised in substitutions():
        assert list(name_notes("people[0].name", disguised))


def test_letters_in_one_script_are_left_alone():
    for name in [*NAMES, *OTHERS]:
        assert folded(name) == name
        assert not list(mixed_words(name))


@pytest.mark.parametrize("name", ["Қайрат Нұрланов", "Ғалымжан Өмірбек", "Әсел Үмітова"])
def test_kz_1048_read_as_windows_1251_is_found(name):
    assert match_names(name, name.encode("kz1048").decode("cp1251"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Пётр Соловьёв", "Pyotr Solovyov"),
        ("Пётр Соловьёв", "Petr Solovev"),
        ("Пётр Соловьёв", "Piotr Soloviev"),
        ("Өмір Һакимов", "Umir Gakimov"),
        ("Өмір Хакимов", "Omir Khakimov"),
        ("Дина Сауытова", "Dina Saýytova"),
    ],
)
def test_romanisations_of_one_name_are_found(a, b):
    assert match_names(a, b) is Match.LIKELY
    assert match_names(b, a) is Match.LIKELY


@pytest.mark.parametrize(("a", "b"), list(combinations(OTHERS, 2)))
def test_another_name_stays_another(a, b):
    assert match_names(a, b) is Match.NONE
