import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pdf.fitting import (
    FLOOR_PT,
    LARGEST_PT,
    FittedName,
    NameDoesNotFit,
    balanced_width,
    fit_name,
    size_to_fit,
)
from events.printing import name_width


def ems(text, size_pt):
    """Every letter half as wide as it is high."""
    return len(text) * size_pt / 2


@pytest.mark.parametrize(
    ("name", "width_pt", "fitted"),
    [
        pytest.param("Aman Sau", 200, FittedName(("Aman Sau",), 32.0), id="at full size"),
        pytest.param("Aman Sau", 112, FittedName(("Aman Sau",), 28.0), id="a little smaller"),
        pytest.param("Aman Sau", 96, FittedName(("Aman Sau",), 24.0), id="just in one line"),
        pytest.param("Aman Sau", 95, FittedName(("Aman", "Sau"), 25.6), id="in two lines"),
        pytest.param("Aman Sau", 40, FittedName(("Aman", "Sau"), 20.0), id="two lines, smaller"),
        pytest.param("Aman Sau", 28, FittedName(("Aman", "Sau"), 14.0), id="at the floor"),
        pytest.param("Amangeldi", 90, FittedName(("Amangeldi",), 20.0), id="one word, small"),
        pytest.param("Aman-Sau", 40, FittedName(("Aman-", "Sau"), 16.0), id="at the hyphen"),
        pytest.param("A B  C\tD", 200, FittedName(("A B C D",), 32.0), id="spaces made single"),
    ],
)
def test_name_is_set_by_the_rule(name, width_pt, fitted):
    assert fit_name(name, width_pt=width_pt, measure=ems) == fitted


def test_two_lines_are_the_most_even():
    fitted = fit_name("Aa Bbbbbb Ccc Ddd", width_pt=120, measure=ems)

    assert fitted == FittedName(("Aa Bbbbbb", "Ccc Ddd"), 25.6)


def test_a_space_is_taken_before_an_equally_good_hyphen():
    fitted = fit_name("Aaaa-Bbb Cccccccc", width_pt=115.2, measure=ems)

    assert fitted == FittedName(("Aaaa-Bbb", "Cccccccc"), 25.6)


@pytest.mark.parametrize("name", ["Aman Saule", "", "  ", "x" * 90])
def test_name_that_does_not_fit_is_refused_by_name(name):
    with pytest.raises(NameDoesNotFit) as refused:
        fit_name(name, width_pt=20, measure=ems)

    assert refused.value.name == name


@given(st.text(st.sampled_from("абвгд -"), min_size=1), st.floats(30, 800))
def test_every_fitted_line_is_inside_the_width(name, width_pt):
    try:
        fitted = fit_name(name, width_pt=width_pt, measure=ems)
    except NameDoesNotFit:
        return

    assert all(ems(line, fitted.size_pt) <= width_pt + 0.01 for line in fitted.lines)
    assert FLOOR_PT <= fitted.size_pt <= LARGEST_PT
    assert "".join(fitted.lines).replace(" ", "") == "".join(name.split())


def test_size_to_fit_is_rounded_down_to_tenths():
    assert size_to_fit("abc", width_pt=50, largest=80, measure=ems) == 33.3


def test_size_to_fit_of_nothing_is_the_largest():
    assert size_to_fit("", width_pt=50, largest=80, measure=ems) == 80


def test_column_is_narrowed_until_the_lines_are_even():
    width = balanced_width("aaaa bbbb cccc dddd", width_pt=170, size_pt=20, measure=ems)

    assert 90 <= width <= 91


@pytest.mark.parametrize("text", ["", "x" * 40])
def test_column_stays_when_there_is_nothing_to_narrow(text):
    assert balanced_width(text, width_pt=170, size_pt=20, measure=ems) == 170


def test_a_real_name_of_sixty_letters_fits():
    name = "Нұрмұхамбетова-Әбдірахманқызы Гүлнәр Төлегенқызы Һәкімова-Үй"
    assert len(name) == 60

    fitted = fit_name(name, width_pt=669, measure=name_width)

    assert len(fitted.lines) == 2
    assert fitted.size_pt == 25.6


def test_an_unbroken_word_of_ninety_letters_does_not_fit():
    with pytest.raises(NameDoesNotFit):
        fit_name("Ж" * 90, width_pt=669, measure=name_width)
