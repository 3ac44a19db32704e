import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.quotes import MARKS, nested, quoted

TITLES = [
    ("ru", "Талант в школе", "«Талант в школе»"),
    ("ru", "«Талант в школе»", "«Талант в школе»"),
    ("ru", '"Талант в школе"', "«Талант в школе»"),
    ("ru", "“Талант в школе”", "«Талант в школе»"),
    ("ru", "„Талант в школе“", "«Талант в школе»"),
    ("ru", "««Талант»»", "«Талант»"),
    ("ru", "Роль «учителя»", "«Роль „учителя“»"),
    ("ru", 'Роль "учителя"', "«Роль „учителя“»"),
    ("ru", "Роль “учителя”", "«Роль „учителя“»"),
    ("ru", "Роль „учителя“", "«Роль „учителя“»"),
    ("ru", "Роль „учителя”", "«Роль „учителя“»"),
    ("ru", "Роль «учителя»: итоги", "«Роль „учителя“: итоги»"),
    ("ru", "«Роль „учителя“»", "«Роль „учителя“»"),
    ("ru", "«Дарын» и «Зерде»", "«„Дарын“ и „Зерде“»"),
    ("ru", '"Дарын"-"Зерде"', "«„Дарын“-„Зерде“»"),
    ("ru", "«Школа «Дарын»", "«Школа „Дарын“»"),
    ("ru", "Школа «Дарын", "«Школа «Дарын»"),
    ("ru", "Талант»", "«Талант»"),
    ("ru", "О «книге «Абай» в школе»", "«О „книге «Абай» в школе“»"),
    ("kk", "«Дарын» мектебі", "«„Дарын“ мектебі»"),
    ("kk", "O‘zbek tili", "«O‘zbek tili»"),
    ("kk", "O’zbek ‘tili’", "«O’zbek „tili“»"),
    ("en", "Talent", "“Talent”"),
    ("en", "«Talent»", "“Talent”"),
    ("en", "“A” and more", "“‘A’ and more”"),
    ("en", 'The "A" and "B"', "“The ‘A’ and ‘B’”"),
    ("en", '("A")', "“(‘A’)”"),
    ("en", "The teacher’s ‘own’ role", "“The teacher’s ‘own’ role”"),
    ("en", "‘The teachers’ role’", "“The teachers’ role”"),
    ("en", "Students’ and teachers’ work", "“Students’ and teachers’ work”"),
    ("en", "“The “B” of ‘C’”", "“The ‘B’ of ‘C’”"),
    ("en", "On the 'Orken' project", "“On the ‘Orken’ project”"),
    ("en", "'Orken' and 'Daryn'", "“‘Orken’ and ‘Daryn’”"),
    ("ru", "Роль 'учителя' в школе", "«Роль „учителя“ в школе»"),
    ("kk", "O'zbek 'tili'", "«O'zbek „tili“»"),
    ("en", "The teachers' role in Students' work", "“The teachers' role in Students' work”"),
    ("en", "'The teachers' role'", "“The teachers' role”"),
    ("en", "The '90s and 5' screens", "“The '90s and 5' screens”"),
    ("en", "O'Neil's \"own\" 'role'", "“O'Neil's ‘own’ ‘role’”"),
    ("ru", "Том '\"Ағаш\" үй' және", "«Том „«Ағаш» үй“ және»"),
    ("en", 'A screen of 5"', '“A screen of 5"”'),
    # As typewriters, LaTeX, chats and other scripts write them.
    ("ru", ",,Роль“", "«Роль»"),
    ("ru", 'Школа ,,Дарын"', "«Школа „Дарын“»"),
    ("ru", "Школа <<Дарын>>", "«Школа „Дарын“»"),
    ("en", "The ``own'' role", "“The ‘own’ role”"),
    ("kk", "''Дарын'' мектебі", "«„Дарын“ мектебі»"),
    ("kk", "Мектеп ＂Дарын＂", "«Мектеп „Дарын“»"),
    ("kk", "Мектеп 〝Дарын〞", "«Мектеп „Дарын“»"),
    ("ru", "Школа ❝Дарын❞", "«Школа „Дарын“»"),
    ("ru", "Школа ″Дарын″", "«Школа „Дарын“»"),
    ("ru", "Школа »Дарын« и »Зерде«", "«Школа „Дарын“ и „Зерде“»"),
    ("ru", "Экран 15″", "«Экран 15″»"),
    ("ru", "Если a << b, c >> d", "«Если a << b, c >> d»"),
    ("ru", "Один,, два", "«Один,, два»"),
    ("en", "Rock 'n' roll", "“Rock 'n' roll”"),
    ("en", "", ""),
    ("en", '""', '""'),
    ("en", "“", "“"),
]
WORDS = st.text("абвгдежз ,:", min_size=1, max_size=8).map(lambda text: f"а{text.strip()}я")


@pytest.mark.parametrize(("language", "text", "expected"), TITLES)
def test_a_title_stands_in_quotation_marks_once(language, text, expected):
    assert quoted(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "по программе «Школа «Дарын»», 72 часа", "по программе «Школа „Дарын“», 72 часа"),
        ("en", "in the programme ““Talent””", "in the programme “Talent”"),
        ("en", "no marks", "no marks"),
    ],
)
def test_a_line_keeps_its_words_and_nests_its_quotations(language, text, expected):
    assert nested(text, language) == expected


def quotation(inner):
    """A text with quotations in any of the marks that people type."""
    marks = st.sampled_from(["«»", "„“", "“”", '""', "‹›", "''"])
    said = st.tuples(marks, inner).map(lambda each: f"{each[0][0]}{each[1]}{each[0][1]}")
    return st.lists(st.one_of(WORDS, said), min_size=1, max_size=3).map(" ".join)


@given(st.sampled_from(sorted(MARKS)), st.recursive(WORDS, quotation, max_leaves=6))
def test_marks_alternate_by_depth_whatever_was_typed(language, text):
    result = quoted(text, language)

    depth = 0
    for letter in result:
        if letter in "«„“”‘’»\"'‹›":
            expected = MARKS[language][depth % 2], MARKS[language][(depth - 1) % 2]
            opens = letter == expected[0][0]
            assert opens or letter == expected[1][1]
            depth += 1 if opens else -1
    assert depth == 0
    assert quoted(result, language) == result


@given(st.sampled_from(sorted(MARKS)), st.text("аb1 «»„“”‘’\"'‹›-.", max_size=20))
def test_nothing_but_marks_is_touched(language, text):
    def words(said):
        return [letter for letter in said if letter not in "«»„“”‘’\"'‹›"]

    assert words(quoted(text, language)) == words(text)
    assert words(nested(text, language)) == words(text)
