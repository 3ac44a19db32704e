from decimal import Decimal

from experts.dot_strip import dot_strip, lowest_of

FIFTY = Decimal(50)


def test_axis_begins_at_fifty_or_at_the_ten_below():
    assert lowest_of([Decimal("63.5"), Decimal(90)]) == 50
    assert lowest_of([Decimal("43.5"), Decimal(90)]) == 40
    assert lowest_of([]) == 50


def test_totals_stand_between_the_margins():
    strip = dot_strip([FIFTY, Decimal(75), Decimal(100)], lowest=FIFTY, mean=None, plain=None)

    assert strip.dots == (("10.0", "20"), ("135.0", "20"), ("260.0", "20"))
    assert (strip.mean, strip.plain) == ("", "")


def test_equal_totals_do_not_cover_each_other():
    strip = dot_strip([Decimal(75)] * 5, lowest=FIFTY, mean=None, plain=None)

    assert len(set(strip.dots)) == 5


def test_the_second_line_is_drawn_only_where_the_means_differ():
    same = dot_strip([], lowest=FIFTY, mean=Decimal(75), plain=Decimal(75))
    other = dot_strip([], lowest=FIFTY, mean=Decimal(75), plain=Decimal(80))

    assert (same.mean, same.plain) == ("135.0", "")
    assert (other.mean, other.plain) == ("135.0", "160.0")
