"""What code pages, web pages and lost letters make of a text is refused; real names are not."""

from itertools import product

import pytest

from events.damage import why_damaged, why_damaged_name
from tests.defense.event_file.documents import put
from tests.events.test_one_rule import said_in_a_file, said_in_a_form, said_of_cells

NAMES = [
    "Әсел Қайратқызы",
    "Ғалым Өмірұлы",
    "Сауле Ахметова",
    "Їжак Євгенія Ґалаґан",
    "Рівний Святослав",
    "Уладзімір Ўсеваладаў",
    "José Ñuñez Ibáñez",
    "Gökçe Çiğdem Şahin",
    "Ünal Åse Öztürk",
    "Д’Артаньян О'Нил",
    "ТІСІ РІСІ",
    "Рі Сі",
    "Ásel Ýálıhan",
    "Ömer Ağaoğlu",
    "Pół Półnóc Ðóra Æðey Õõ",
]
TEXTS = [
    "«Ты и Я»",
    "Кто победил? Никто",
    "https://example.org/a?b=c&copy=1",
    "R&D; и школа № 5",
    "«Жол» — мектеп…",
    "AT&T",
    "Что это??? Жоба",
    "Öö ja jäääär",
]


def misread(text: str, page: str) -> str:
    return text.encode().decode(page, errors="replace")


@pytest.mark.parametrize("name", NAMES)
def test_real_names_pass(name):
    assert why_damaged_name(name) is None
    assert why_damaged_name(name.upper()) is None


@pytest.mark.parametrize("text", TEXTS)
def test_real_texts_pass(text):
    assert why_damaged(text) is None


@pytest.mark.parametrize(
    ("name", "page"),
    list(product(NAMES, ["latin-1", "cp1252", "cp1251", "kz1048", "cp1254", "cp1250"])),
)
def test_utf_8_read_as_a_code_page_is_refused(name, page):
    if name.isascii():
        return
    assert why_damaged(misread(name, page))


@pytest.mark.parametrize("word", ["Müller", "MÜLLER", "Ağaoğlu", "AĞAOĞLU", "Łukasz", "Əliyev"])
@pytest.mark.parametrize("page", ["cp1252", "cp1251", "cp1254"])
def test_a_capital_beside_latin_letters_is_no_word_of_its_own(word, page):
    assert why_damaged(misread(word, page))


@pytest.mark.parametrize(
    "name", ["Петров Пётр", "Ғалымжан Өтегенұлы", "Уладзімір Ўзгор", "Елена О’Нил"]
)
def test_windows_1251_read_as_western_letters_is_refused_with_what_it_was(name):
    page = "kz1048" if "Ғ" in name else "cp1251"
    assert name.split()[0] in why_damaged(name.encode(page).decode("latin-1"))


@pytest.mark.parametrize(
    "text",
    ["?нер мектебі", "«?ылым» жобасы", "Жоба: ?йел", "Білім – ?мір", "?????? ????", "Абай ?????"],
)
def test_lost_letters_at_the_beginning_of_a_word_and_whole_lost_words_are_missed(text):
    assert "?" in why_damaged(text)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_that_can_be_lost_is_missed(name):
    for at, letter in enumerate(name):
        if letter.isalpha():
            for lost in ("?", "\ufffd", f"&#{ord(letter)};", f"&#x{ord(letter):x};"):
                assert why_damaged_name(name[:at] + lost + name[at + 1 :])


@pytest.mark.parametrize(
    "damaged", ["С?уле Ким", "С\ufffdуле Ким", "Jos&eacute; Ruiz", "JosÃ© Ruiz"]
)
def test_damage_is_refused_in_the_same_words_by_its_place(damaged):
    [in_file] = said_in_a_file(put("people[3].name", damaged))
    [in_cell] = said_of_cells(name=damaged)
    in_form = said_in_a_form(name=damaged)

    assert (in_file.place, in_cell.place, list(in_form)) == ("people[3].name", "name", ["name"])
    assert in_file.sentence == in_cell.sentence
    assert in_file.sentence in in_form["name"]
