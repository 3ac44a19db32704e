"""What code pages, web pages and lost letters make of a text is refused; real names are not."""

import quopri
import re
from email.header import Header
from io import BytesIO
from itertools import permutations, product
from pathlib import Path
from urllib.parse import quote

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from events.damage import meant_in_kazakh, why_damaged, why_damaged_name
from events.rules import name_notes
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
    list(
        product(
            NAMES,
            [
                "latin-1",
                "cp1252",
                "cp1251",
                "kz1048",
                "cp1254",
                "cp1250",
                "koi8-r",
                "cp866",
                "mac_cyrillic",
            ],
        )
    ),
)
def test_utf_8_read_as_a_code_page_is_refused(name, page):
    if name.isascii():
        return
    assert why_damaged(misread(name, page))


@pytest.mark.parametrize("name", ["Петров Иван", "Сауле Ахметова", "Қайрат Нұрланов", "Щербаков"])
def test_each_way_to_write_letters_for_a_machine_is_refused(name):
    code = [ord(letter) for letter in name]
    for written in (
        quote(name),
        quote(name).lower(),
        name.encode("unicode_escape").decode(),
        quopri.encodestring(name.encode()).decode(),
        Header(name, "utf-8").encode(),
        "".join(f"&#x{each:X};" for each in code),
        "".join(f"&amp;#{each};" for each in code),
        "".join(f"&amp;amp;#{each};" for each in code),
    ):
        assert why_damaged_name(written.strip()), written


@pytest.mark.parametrize("name", ["Петров Иван", "Сауле Ахметова", "Щербаков", "Гульнара Оспанова"])
def test_one_cyrillic_page_read_as_another_is_refused(name):
    for kept, read in permutations(["cp1251", "koi8-r", "cp866"], 2):
        assert why_damaged_name(name.encode(kept).decode(read, "replace")), (kept, read)


def test_texts_of_the_program_and_of_the_event_are_not_damaged():
    """Every string of the Kazakh and the Russian catalogue, and every name of days and countries of other languages."""
    texts = set(told_by_babel())
    for language in ("kk", "ru"):
        catalogue = Path(f"locale/{language}/LC_MESSAGES/django.po").read_bytes()
        texts |= {str(each.string) for each in read_po(BytesIO(catalogue)) if not each.pluralizable}
    texts |= set(
        re.findall(r'"((?:[^"\\]|\\.)*)"', Path("defense/demo/shymkent-2019.json").read_text())
    )

    refused = {each: why for each in texts if (why := why_damaged(each))}

    assert len(texts) > 5000
    assert refused == {}


def told_by_babel():
    for language in ("uk", "be", "sr", "uz", "uz_Cyrl", "es", "de", "tr", "tg", "kk", "ru"):
        locale = Locale.parse(language)
        for names in (locale.territories, locale.languages, locale.scripts):
            yield from map(str, names.values())


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


# A Mac opens a file as Mac Roman; a program of the West, of the middle of Europe or of the Baltic by its own page.
@pytest.mark.parametrize(
    "name", ["Сауле Қайратқызы", "Жұмабек Өтеген", "Пётр Семёнов", "Анна Ким", "Müller Jörg"]
)
def test_utf_8_on_a_mac_is_refused(name):
    assert why_damaged_name(misread(name, "mac_roman"))


@pytest.mark.parametrize("title", ["Цифрлық мектеп", "Как учить", "Оқу – өмір"])
def test_a_text_in_utf_8_on_a_mac_is_refused_with_what_it_was(title):
    assert title in why_damaged(misread(title, "mac_roman"))


@pytest.mark.parametrize("name", ["Сауле Қайратова", "Пётр Семёнов", "Щербакова Ольга", "Ғани Ким"])
@pytest.mark.parametrize("page", ["cp1250", "cp1257", "iso8859-2", "iso8859-15", "cp1254"])
def test_windows_1251_in_the_rest_of_europe_is_refused(name, page):
    kept = "kz1048" if set(name) & set("ҚҒ") else "cp1251"
    assert why_damaged_name(name.encode(kept).decode(page, "replace"))


@pytest.mark.parametrize(
    ("name", "kept", "read"),
    [
        ("Müller Jörg", "cp1252", "cp437"),
        ("José Peña", "cp850", "cp1252"),
        ("Анна Ким", "cp1251", "mac_roman"),
        ("Анна Ким", "koi8-r", "mac_roman"),
        ("Жұмабек Өтеген", "kz1048", "mac_cyrillic"),
        ("Пётр Семёнов", "cp866", "mac_cyrillic"),
    ],
)
def test_a_sign_that_is_in_no_name_is_damage(name, kept, read):
    assert why_damaged_name(name.encode(kept).decode(read, "replace"))


@pytest.mark.parametrize(
    "text", ["«École» – l’été", "“île” —État", "Ñandú, Évora", "20 °С ≤ t ≤ 25 °С", "5 ₸ + 3 €"]
)
def test_texts_with_such_letters_and_signs_pass(text):
    assert why_damaged(text) is None


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


@pytest.mark.parametrize(
    "name",
    [
        "Әсел Қайратқызы",
        "Ғалым Өмірұлы",
        "Бақытгүл Нұрланқызы",
        "Ержан Тұяқбаев",
    ],
)
def test_kazakh_read_as_windows_1251_is_told_with_what_it_was(name):
    misread = name.encode("kz1048").decode("cp1251")

    assert [note.sentence.split("“")[1] for note in name_notes("name", misread)] == [f"{name}”."]


def test_no_name_of_other_languages_is_told_as_kazakh():
    assert [name for name in (*NAMES, *told_by_babel()) if meant_in_kazakh(name)] == []
