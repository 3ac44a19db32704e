"""Ranges of days in the form of each language, on pages and on paper."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format

from events.days import MANNERS, days_in_words

SAME_DAY = (date(2019, 11, 30), date(2019, 11, 30))
SAME_MONTH = (date(2019, 11, 29), date(2019, 11, 30))
TWO_MONTHS = (date(2019, 11, 29), date(2019, 12, 1))
TWO_YEARS = (date(2019, 12, 31), date(2020, 1, 1))
YEARS_APART = (date(2019, 11, 30), date(2020, 11, 30))

ON_A_PAGE = {
    ("en", SAME_DAY): "30 November 2019",
    ("en", SAME_MONTH): "29–30 November 2019",
    ("en", TWO_MONTHS): "29 November – 1 December 2019",
    ("en", TWO_YEARS): "31 December 2019 – 1 January 2020",
    ("en", YEARS_APART): "30 November 2019 – 30 November 2020",
    ("ru", SAME_DAY): "30 ноября 2019 г.",
    ("ru", SAME_MONTH): "29–30 ноября 2019 г.",
    ("ru", TWO_MONTHS): "29 ноября – 1 декабря 2019 г.",
    ("ru", TWO_YEARS): "31 декабря 2019 г. – 1 января 2020 г.",
    ("kk", SAME_DAY): "2019 ж. 30 қараша",
    ("kk", SAME_MONTH): "2019 ж. 29–30 қараша",
    ("kk", TWO_MONTHS): "2019 ж. 29 қараша – 1 желтоқсан",
    ("kk", TWO_YEARS): "2019 ж. 31 желтоқсан – 2020 ж. 1 қаңтар",
    ("de", TWO_MONTHS): "29 November – 1 December 2019",
    (None, SAME_MONTH): "29–30 November 2019",
}
ON_PAPER = {
    ("en", TWO_MONTHS): "29 November – 1 December 2019",
    ("ru", SAME_MONTH): "29–30 ноября 2019 г.",
    ("kk", SAME_DAY): "2019 жылғы 30 қараша",
    ("kk", SAME_MONTH): "2019 жылғы 29–30 қараша",
    ("kk", TWO_YEARS): "2019 жылғы 31 желтоқсан – 2020 жылғы 1 қаңтар",
}


def test_days_are_written_as_each_language_writes_them():
    page = {case: days_in_words(*case[1], case[0]).replace("\xa0", " ") for case in ON_A_PAGE}
    paper = {case: days_in_words(*case[1], case[0], on_paper=True) for case in ON_PAPER}

    assert page == ON_A_PAGE
    assert paper == ON_PAPER


@pytest.mark.parametrize("language", MANNERS)
def test_one_day_is_written_as_every_other_date_of_the_page(language):
    days = [date(2019, 1, 1) + timedelta(days=31 * step) for step in range(24)]

    with translation.override(language):
        dates = [date_format(day, "DATE_FORMAT") for day in days]

    assert [days_in_words(day, day, language) for day in days] == dates
