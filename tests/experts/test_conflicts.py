import unicodedata
from itertools import combinations, product

import pytest

from experts.conflicts import Match, match_employers, match_names

UNIVERSITY, NIS = "AlmaU", "Nazarbayev Intellectual Schools JSC"
STATE_UNIVERSITY = "State University of South Kazakhstan Region named after M. Auezov"
PEDAGOGICAL = "South Kazakhstan State Pedagogical University of Shymkent"

# The people of the model event, as its article spells them.
PANEL = {
    "Irina Smirnova": "",
    "Kairat Nurtay": "Akimat of Shymkent",
    "Aigul Tekebaeva": "Department of Education, Shymkent",
    "Gulmira Kurganbaeva": UNIVERSITY,
    "Dinara Aitbaeva": NIS,
    "Almagul Kanagatova": UNIVERSITY,
    "Asel Arynkyzy": UNIVERSITY,
    "Albina Salimbaeva": "“Design Thinking Live”",
    "Alina Hamadinova": "",
    "Kanat Baybolov": STATE_UNIVERSITY,
    "Almira Ibasheva": PEDAGOGICAL,
    "Aiymgul Tleuzhanova": UNIVERSITY,
}
SUPERVISORS = [
    "Yerbol Ismailov",
    "Albina Salimbaeva",
    "Gulmira Kurganbaeva",
    "Asel Aryn",
    "Almagul Kanagatova",
    "Saule Bayserkeeva",
    "Aiymgul Tleuzhanova",
]
MEMBERS = {
    "Balkan Kasimov": (
        "Nazarbayev Intellectual School JSC in the chemical and biological field of Shymkent"
    ),
    "Aizhan Abylova": "school № 127",
    "Kuttykiz Akhmetova": "school № 93",
    "Valida Musaeva": "school № 14",
    "Farida Myrkheeva": "school No. 6",
    "Zhanna Kulbekova": "school No. 57",
    "Berikbai Mikheev": "school No. 83",
    "Erkhan Nurseyitov": "school No. 66",
    "Naylya Shirtaeva": "school No. 31",
    "Moldir Sakhova": "school No. 60",
    "Gulmira Oralbekova": "school No. 55",
    "Nurbol Shyrynbekov": "school No. 82",
    "Nagima Daryb Aeva": "NIS JSC of the chemical and biological direction of Shymkent city",
    "Agabek Yeshentaev": "secondary school No. 51",
    "Aigul Baibosynova": "school No. 10",
    "Razia Beisebaeva": "school No. 128",
    "Esma Bekzatova": "school No. 56",
    "Zhanna Burkulova": "school-lyceum No. 46",
    "Saule Dauletchinova": "NIS chemical and biological direction",
    "Zhanar Yermekbaeva": "school No. 84",
    "Kanytkul Zhanabaeva": "school No. 78",
    "Shadia Zhienova": "school No. 81",
    "Balzhan Kurtayeva": "school No. 103",
    "Gulkhan Sandybaeva": "school-gymnasium No. 64",
    "Zareta Saparkulova": "school No. 30",
    "Abdikhalik Tazhen": "secondary school No. 76",
    "Zhanar Toylybaeva": "school-lyceum No. 23",
    "Karlygash Kurmanbekova": "school No. 28",
    "Roza Zhanabaeva": "school-gymnasium No. 25",
    "Aueskhan Maulenov": "school No. 98",
    "Vasila Abylbaeva": "school No. 120",
    "Bakhytzhan Naurizbaev": "school-gymnasium No. 99",
    "Bayan Yesimova": "school No. 124",
    "Raushan Almakhankyzy": "school No. 7",
    "Khulkar Jamalova": "school № 104",
    "Nadirkhan Imamsidikov": "school № 113",
    "Zhamila Karataeva": "school № 97",
    "Akmaral Kosaeva": "school № 100",
    "Aset Satybaldiev": "school № 125",
    "Gulzhan Turganbaeva": "school № 122",
    "Galymzhan Almatov": "secondary school № 129",
    "Balzhan Duren": "secondary school № 91",
    "Bogdan Zhumanov": "secondary school № 2",
    "Saule Isabekova": "secondary school № 116",
}


def matched(pairs):
    found = {pair: match_names(*pair) for pair in pairs}
    return {pair: match for pair, match in found.items() if match}


def test_panel_meets_four_supervisors_for_certain_and_one_likely():
    assert matched(product(PANEL, SUPERVISORS)) == {
        ("Albina Salimbaeva", "Albina Salimbaeva"): Match.CERTAIN,
        ("Gulmira Kurganbaeva", "Gulmira Kurganbaeva"): Match.CERTAIN,
        ("Asel Arynkyzy", "Asel Aryn"): Match.LIKELY,
        ("Almagul Kanagatova", "Almagul Kanagatova"): Match.CERTAIN,
        ("Aiymgul Tleuzhanova", "Aiymgul Tleuzhanova"): Match.CERTAIN,
    }


def test_panel_meets_no_member_of_a_team():
    assert len(MEMBERS) == 44
    assert matched(product(PANEL, MEMBERS)) == {}


def test_no_two_of_the_named_people_are_taken_for_one():
    assert matched(combinations(MEMBERS, 2)) == {}
    assert matched(combinations(PANEL, 2)) == {}
    assert matched(product(SUPERVISORS, MEMBERS)) == {}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Asel Aryn", "Asel Aryn"),
        ("Asel Aryn", "ARYN  asel"),
        ("Aryn, Asel", "Asel Aryn"),
        ("Әсел Арынқызы", "Арынқызы, ӘСЕЛ"),
        ("Қайрат Нұртай", unicodedata.normalize("NFD", "Қайрат Нұртай")),
    ],
)
def test_same_words_are_certain_whatever_their_order_case_and_normal_form(a, b):
    assert match_names(a, b) is Match.CERTAIN
    assert match_names(b, a) is Match.CERTAIN


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Asel Aryn", "Asel Arynkyzy"),
        ("Asel Aryn", "Asel Aryn qyzy"),
        ("Asel Arynkyzy", "Әсел Арынқызы"),
        ("Asel Aryn", "Äsel Arynqyzy"),
        ("Assel Aryn", "Асель Арын"),
        ("Yerbol Ismailov", "Erbol Ismailov"),
        ("Yerbol Ismailov", "Исмаилов Ербол"),
        ("Kairat Nurtay", "Kairat Nurtai"),
        ("Kairat Nurtay", "Қайрат Нұртай"),
        ("Balzhan Kurtayeva", "Balzhan Kurtaeva"),
        ("Khulkar Jamalova", "Хулкар Джамалова"),
        ("Gulkhan Sandybaeva", "Гүлхан Сандыбаева"),
        ("Aiymgul Tleuzhanova", "Айымгүл Тлеужанова"),
        ("Abdikhalik Tazhen", "Абдихалик Тажен"),
        ("Erkhan Nurseyitov", "Ерхан Нурсейітов"),
        ("Galymzhan Almatov", "Ğalymjan Almatov"),
        ("Razia Beisebaeva", "Разия Бейсебаева"),
        ("Shadia Zhienova", "Şadia Jienova"),
        ("Gulmira Oralbekkyzy", "Gulmira Oralbek"),
        ("Ivan Ivanov", "Иванов Иван Иванович"),
        ("Abdikhalik Tazhen", "Abdikhalik Tazhenuly"),
        ("Abdikhalik Tazhenovich", "Абдихалик Тажен"),
        ("Nagima Daryb Aeva", "Nagima Darybaeva"),
        ("Saule", "saule"),
    ],
)
def test_spelling_variants_are_likely(a, b):
    assert match_names(a, b) is Match.LIKELY
    assert match_names(b, a) is Match.LIKELY


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Roza Zhanabaeva", "Kanytkul Zhanabaeva"),
        ("Saule Isabekova", "Saule Dauletchinova"),
        ("Balzhan Duren", "Balzhan Kurtayeva"),
        ("Zhanna Kulbekova", "Zhanna Burkulova"),
        ("Yerbol Ismailov", "Yerbol Ismailova"),
        ("Saule", "Saule Isabekova"),
        ("Asel Aryn", "Asel Arynova"),
        ("", "Saule Isabekova"),
        ("", ""),
        ("№ 5", "№ 5"),
    ],
)
def test_one_name_in_common_is_no_match(a, b):
    assert match_names(a, b) is Match.NONE
    assert match_names(b, a) is Match.NONE


def test_short_name_is_not_taken_for_an_ending():
    assert match_names("Guly Aruly", "G Ar") is Match.NONE
    assert match_names("Guly Aruly", "Aruli Guli") is Match.LIKELY


def test_order_script_and_parentage_make_no_difference():
    assert match_names("Арынқызы Әсел", "Asel Aryn") is Match.LIKELY


def test_only_the_expert_of_the_intellectual_schools_meets_an_employer():
    pairs = product(PANEL.items(), MEMBERS.items())
    found = [(e, m) for (e, works), (m, school) in pairs if match_employers(works, school)]

    assert found == [
        ("Dinara Aitbaeva", "Balkan Kasimov"),
        ("Dinara Aitbaeva", "Nagima Daryb Aeva"),
        ("Dinara Aitbaeva", "Saule Dauletchinova"),
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (STATE_UNIVERSITY, "South Kazakhstan State University named after M. Auezov"),
        (PEDAGOGICAL, "South Kazakhstan State Pedagogical University"),
        ("Department of Education, Shymkent", "Education Department of Shymkent"),
        ("AlmaU", "AlmaU Center for Innovation Programs"),
        ("Nazarbaev Intellectual School", NIS),
        ("NIS", NIS),
        ("NIS", "NAZARBAYEV INTELLECTUAL SCHOOLS"),
        ("Назарбаев Зияткерлік мектептері", "НЗМ"),
        ("school No. 23", "school-lyceum №23"),
        ("school No. 6", "school No. 06"),
        ("“Design Thinking Live”", "Design Thinking Live LLP"),
    ],
)
def test_ways_to_write_one_employer_match(a, b):
    assert match_employers(a, b)
    assert match_employers(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (STATE_UNIVERSITY, PEDAGOGICAL),
        ("AlmaU", "school No. 23"),
        ("Department of Education, Shymkent", "school No. 10"),
        ("Department of Education, Shymkent", "Department of Education, Aktobe"),
        ("Akimat of Shymkent", "Department of Education, Shymkent"),
        ("school No. 23", "school No. 123"),
        ("school No. 23", "school"),
        ("school No. 23", "polyclinic No. 23"),
        ("school", NIS),
        ("secondary school", "secondary school"),
        ("NIS JSC", "SCHOOL OF ARTS"),
        ("", NIS),
        ("", ""),
    ],
)
def test_different_or_unnamed_employers_do_not_match(a, b):
    assert not match_employers(a, b)
    assert not match_employers(b, a)


def test_known_short_form_is_read_as_the_full_name():
    full = "Almaty Management University"

    assert not match_employers("AlmaU, Center for Innovation", full)
    assert match_employers("AlmaU, Center for Innovation", full, aliases={"almau": full})
