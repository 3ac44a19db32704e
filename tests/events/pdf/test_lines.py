"""Where a text is broken to lines."""

import pytest
import uharfbuzz

from events.pdf.faces import FACES_OF_TEXT
from events.pdf.lines import Line, broken
from events.pdf.typefaces import Type, shaped

BODY = Type(FACES_OF_TEXT, 10, 12, (0, 0, 0))


def said(line: Line) -> str:
    return "".join(
        letters for piece in line.pieces for run in piece.runs for _, letters in run.meanings
    )


def lines(text: str, width: float, **how: bool) -> list[str]:
    return [said(each) for each in broken(text, BODY, width, **how)]


def test_a_line_takes_what_finds_room_and_nothing_more():
    found = broken("Әйгүл Қанатқызы Сейітова " * 4, BODY, 120)

    assert all(each.width <= 120.01 for each in found)
    assert " ".join(map(said, found)).split() == ["Әйгүл", "Қанатқызы", "Сейітова"] * 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("well-known", ["well-", "known"]),
        ("und/oder", ["und/", "oder"]),
        ("10:00\u2060–\u206011:30", ["10:00–1", "1:30"]),
        ("10:00–11:30", ["10:00–", "11:30"]),
        ("some\u00a0thing", ["some\u00a0thi", "ng"]),
        ("some\u00adthing", ["some-", "thing"]),
        ("a \n\t b", ["a b"]),
        ("", []),
        (" ", []),
    ],
)
def test_a_line_ends_where_it_may_or_in_a_word_where_it_must(text, found):
    assert lines(text, 40) == found


def test_a_soft_hyphen_is_not_seen_within_a_line():
    assert lines("some\u00adthing", 400) == ["something"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("some\u00ad", ["some"]),
        ("some\u00ad\u2060\u00ad", ["some"]),
        ("some\u00ad other\u00ad", ["some", "other"]),
        ("some\u00ad\nother", ["some", "other"]),
        ("\u00ad", []),
        ("One\n\u00ad\nTwo", ["One", "", "Two"]),
    ],
)
def test_a_soft_hyphen_is_seen_only_where_a_line_is_broken_at_it(text, found):
    assert lines(text, 40, keeps_lines=True) == found


def test_a_new_line_of_a_text_is_one_on_paper_where_that_is_wanted():
    assert lines("One\n\nTwo", 400, keeps_lines=True) == ["One", "", "Two"]
    assert lines("One\n\nTwo", 400) == ["One Two"]


def test_a_hyphen_that_finds_no_room_takes_a_letter_with_it():
    [whole] = broken("some", BODY, 400)

    assert lines("some\u00adthing", whole.width + 0.01)[:3] == ["som", "e-", "thin"]


@pytest.fixture
def shapings(monkeypatch) -> list[int]:
    """How many glyphs each call of HarfBuzz made."""
    counted, shape = [], uharfbuzz.shape

    def counting(font, buffer, features) -> None:
        shape(font, buffer, features)
        counted.append(len(buffer.glyph_infos))

    monkeypatch.setattr(uharfbuzz, "shape", counting)
    return counted


@pytest.mark.parametrize("width", [30, 160, 480])
@pytest.mark.parametrize("text", ["абв" * 666, "." * 2000, "и" * 999 + " " + "ж" * 1000])
def test_a_word_of_thousands_of_letters_is_not_shaped_again_for_each_line(text, width, shapings):
    found = broken(text, BODY, width)

    assert "".join(map(said, found)) == text.replace(" ", "")
    assert all(each.width <= width + 0.01 for each in found)
    assert sum(shapings) < 20 * len(text)


def test_only_words_of_a_languages_length_are_kept_after_they_are_shaped():
    assert shaped("көпшілікке", BODY) is shaped("көпшілікке", BODY)
    assert shaped("ә" * 300, BODY) is not shaped("ә" * 300, BODY)
