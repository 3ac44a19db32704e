import pytest

from events.search import is_found

LINE = ("Сейітқызы Айгүл Ёлкина", "Team 4", "School No. 7")


@pytest.mark.parametrize(
    "sought",
    ["", "  ", "айгул", "АЙГҮЛ", "Айгүл Сейіт", "елкина", "сейит", "team 4", "no. 7 айг", "ёлкина"],
)
def test_parts_of_words_in_any_order_and_case_are_found(sought):
    assert is_found(sought, *LINE)


@pytest.mark.parametrize("sought", ["Айгерім", "айгул болат", "team 5", "сейітқызы8"])
def test_a_word_that_does_not_stand_there_is_not_found(sought):
    assert not is_found(sought, *LINE)
