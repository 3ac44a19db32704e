"""Names equal to the eye and to the ear are found; what is another name stays another."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from events.lookalikes import folded, mixed_words
from events.rules import name_notes
from experts.conflicts import (
    Match,
    match_employers,
    match_names,
    matching_employers,
    matching_names,
)
from experts.spellings import sounds
from tests.experts.names_table import GIVEN, LOOKALIKES, OTHER, SAME

KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
NAMES = [
    "Сауле Ахметова",
    "Қайрат Нұрланов",
    "Ғалымжан Өмірбек",
    "Гүлнар Үмітова",
    "Әсел Төлегенова",
    "Шыңғыс Һакимов",
    "Зейнеп Фазылбек",
    "Saule Akhmetova",
    "Kairat Berdibek",
    "Yuliya Vorontsova",
]


def pairs(table):
    return [tuple(line.split("|")) for line in table.strip().splitlines()]


def substitutions():
    """Every letter of every name, as each letter that looks the same."""
    for name in NAMES:
        for at, letter in enumerate(name):
            for other in LOOKALIKES.get(letter, ""):
                yield name, name[:at] + other + name[at + 1 :]


def test_spellings_of_one_name_are_found():
    missed = [(a, b) for a, b in pairs(SAME) if not (match_names(a, b) and match_names(b, a))]

    assert missed == []


def test_another_name_stays_another():
    taken = [(a, b) for a, b in pairs(OTHER) if match_names(a, b) or match_names(b, a)]

    assert taken == []


def test_given_names_of_one_family_stay_apart():
    family = [f"{given} Серікова" for given in GIVEN.split()]

    assert [pair for pair in combinations(family, 2) if match_names(*pair)] == []


def test_every_substitution_is_found():
    tried = sorted(set(substitutions()))

    assert len(tried) > 250
    assert [pair for pair in tried if not match_names(*pair)] == []


def test_words_of_two_scripts_are_told():
    assert [str(note) for note in name_notes("people[0].name", "Cауле Aхметова")] == [
        "people[0].name: The word “Cауле” mixes scripts; of another one are: C (U+0043).",
        "people[0].name: The word “Aхметова” mixes scripts; of another one are: A (U+0041).",
    ]


def test_letters_in_one_script_are_left_alone():
    written = {name for pair in pairs(SAME) for name in pair if name.isprintable()}
    own = [name for name in written if not list(mixed_words(name)) and "ＳＡＵＬＥ" not in name]

    assert [name for name in own if folded(name) != name] == []
    assert len(own) > 200


def test_kz_1048_read_as_windows_1251_is_found():
    """Each letter alone, and in a word of them."""
    for letter in KAZAKH + KAZAKH.lower():
        name = f"Б{letter}рік Сейітов"
        shown = name.replace(letter, letter.encode("kz1048").decode("cp1251", "replace"))
        if "\ufffd" not in shown:
            assert match_names(name, shown), shown
    for name in NAMES[:7]:
        assert match_names(name, name.encode("kz1048").decode("cp1251"))


def test_same_look_of_an_employer_is_found():
    assert match_employers("Қызылорда университеті", "Ќызылорда университеті")
    assert match_employers("AlmaU", "AlmаU")
    assert match_employers("Академия «Өрлеу»", "Академия «Oрлеу»")
    assert match_employers("НИШ", "НИШ Шымкент")
    assert not match_employers("Академия «Өрлеу»", "Академия «Білім»")


def test_many_letters_and_many_words_are_compared_at_once():
    """The work of a comparison has an end, whatever is written."""
    names = ["гё" * 60, "ёг" * 60, "а " * 60, "б " * 59 + "а", "гё " * 40, "ge " * 40]

    for a, b in combinations(names, 2):
        match_names(a, b)


def test_a_word_has_few_sounds_and_is_still_found_in_each_of_its_spellings():
    """Beyond what is kept, it is asked about by its outline."""
    for word in ("Ёгөһәўёгө", "Yokhkhogchyocoj", "Owjcwcwwoxoc", "Ааассоорррхх"):
        said = sounds(word)
        assert said.is_loose
        assert len(said.skeletons) <= 100

    one = "Ёгөһәўёгө Ахмет"
    for other in ("Егоһаўиого Ахмет", "Ёhугеуегу Akhmet", "Ogogaoegu Ахмет"):
        assert match_names(one, other), other
        assert matching_names([one], [other])
        assert matching_names([other], [one])
    assert not match_names(one, "Ёдөһәўёгө Ахмет")


words = st.sampled_from(
    [
        "Сауле",
        "Cауле",
        "Saule",
        "С.",
        "Ахметова",
        "Akhmetova",
        "Ахметқызы",
        "Ахмет",
        "Daryb",
        "Aeva",
        "Darybaeva",
        "Пётр",
        "Petr",
        "ұлы",
        "Ә",
        "A",
        "Анна-Мария",
        "Анна",
        "Мария",
        "Аннамария",
        "№",
        "5",
        "0лжас",
        "Ким",
        "KIM",
        "Ёгөһәўёгө",
        "Егоһаўиого",
        "Ахметов",
    ]
)
names = st.lists(st.lists(words, max_size=4).map(" ".join), max_size=8)
bodies = st.sampled_from(
    [
        "school",
        "schools",
        "№",
        "5",
        "12",
        "NIS",
        "НЗМ",
        "Nazarbayev",
        "Intellectual",
        "Schools",
        "Назарбаев",
        "Зияткерлік",
        "мектептері",
        "state",
        "university",
        "of",
        "AlmaU",
        "Auezov",
        "JSC",
        "region",
        "SCHOOL",
    ]
)
employers = st.lists(st.lists(bodies, max_size=5).map(" ".join), max_size=8)


@given(names, names)
@settings(max_examples=100, deadline=None)
def test_names_found_by_key_are_those_of_every_pair(ours, theirs):
    every = {(a, b): match_names(a, b) for a in ours for b in theirs}

    assert matching_names(ours, theirs) == {pair: m for pair, m in every.items() if m}


@given(employers, employers)
@settings(max_examples=100, deadline=None)
def test_employers_found_by_key_are_those_of_every_pair(ours, theirs):
    every = {(a, b) for a in ours for b in theirs if match_employers(a, b)}

    assert matching_employers(ours, theirs) == every


def test_what_is_spelled_the_same_is_certain_also_by_key():
    assert matching_names(["Cауле Ким"], ["Ким Сауле"]) == {
        ("Cауле Ким", "Ким Сауле"): Match.CERTAIN
    }
