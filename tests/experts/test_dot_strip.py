from fractions import Fraction

from experts.dot_strip import dot_strip, lowest_of

FIFTY = Fraction(50)


def test_axis_begins_at_fifty_or_at_the_ten_below():
    assert lowest_of([Fraction("63.5"), Fraction(90)]) == 50
    assert lowest_of([Fraction("43.5"), Fraction(90)]) == 40
    assert lowest_of([]) == 50


def test_totals_stand_between_the_margins():
    strip = dot_strip([FIFTY, Fraction(75), Fraction(100)], lowest=FIFTY, mean=None, plain=None)

    assert strip.dots == (("10.0", "20"), ("135.0", "20"), ("260.0", "20"))
    assert (strip.mean, strip.plain) == ("", "")


def test_equal_totals_do_not_cover_each_other():
    strip = dot_strip([Fraction(75)] * 5, lowest=FIFTY, mean=None, plain=None)

    assert len(set(strip.dots)) == 5


def test_the_second_line_is_drawn_only_where_the_means_differ():
    same = dot_strip([], lowest=FIFTY, mean=Fraction(75), plain=Fraction(75))
    other = dot_strip([], lowest=FIFTY, mean=Fraction(75), plain=Fraction(80))

    assert (same.mean, same.plain) == ("135.0", "")
    assert (other.mean, other.plain) == ("135.0", "160.0")
