"""A day, or the days from one to another, as each language writes them: on pages and on paper.

Both ends stand there, and what they share stands once: 29–30 November 2019; 29 November – 1 December 2019;
31 December 2019 – 1 January 2020. Kazakh says the year first: 2019 ж. 29–30 қараша.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_date

NBSP: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Manner:
    """How a language puts a year to a day: where, and in which words on a page and on paper."""

    year: str
    year_on_paper: str
    is_year_first: bool = False

    def dated(self, days: str, year: int, *, on_paper: bool) -> str:
        worded = (self.year_on_paper if on_paper else self.year).format(year=year)
        return f"{worded} {days}" if self.is_year_first else f"{days} {worded}"


MANNERS: Final = {
    "kk": Manner(f"{{year}}{NBSP}ж.", "{year} жылғы", is_year_first=True),
    "ru": Manner(f"{{year}}{NBSP}г.", "{year} г."),
    "en": Manner("{year}", "{year}"),
}


def days_in_words(first: date, last: date, language: str | None, *, on_paper: bool = False) -> str:
    """From the first day to the last, which may be the same; in English where the language is not ours."""
    known = language if language in MANNERS else "en"
    if first.year == last.year:
        days = _within_a_year(first, last, known)
        return MANNERS[known].dated(days, first.year, on_paper=on_paper)
    ends = (days_in_words(day, day, known, on_paper=on_paper) for day in (first, last))
    return " – ".join(ends)


def _within_a_year(first: date, last: date, language: str) -> str:
    if first == last:
        return _day_and_month(last, language)
    if first.month == last.month:
        return f"{first.day}–{_day_and_month(last, language)}"
    return f"{_day_and_month(first, language)} – {_day_and_month(last, language)}"


def _day_and_month(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM", locale=language))
