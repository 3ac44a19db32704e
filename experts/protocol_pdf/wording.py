"""What a record holds, as paper says it in the language that is active: words, figures, days and hours.

Exact figures become decimals here and nowhere else, rounded half up once.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.days import days_in_words
from experts.scoring import MEAN_DECIMALS, round_for_display

Record = Mapping[str, Any]
Words = Mapping[str, str]

NOTHING: Final = "–"


def language() -> str:
    return str(get_language() or "en")


def said(words: Words | None) -> str:
    return str(words.get(language(), "")) if words else ""


def figure(exact: str | None, decimals: int = MEAN_DECIMALS) -> str:
    return NOTHING if exact is None else _figure(exact, decimals, language())


def shown(exact: Fraction, decimals: int = MEAN_DECIMALS) -> str:
    return str(number_format(round_for_display(exact, decimals), decimals))


def points(given: str) -> str:
    """7, or 7.5 with the separator of the language."""
    return _points(given, language())


# The same few figures stand in a protocol some thousand times.
@lru_cache(maxsize=1 << 14)
def _figure(exact: str, decimals: int, _language: str) -> str:
    return shown(Fraction(exact), decimals)


@lru_cache(maxsize=1 << 12)
def _points(given: str, _language: str) -> str:
    return str(number_format(given))


def place(number: int | None) -> str:
    return NOTHING if number is None else _("Place %(place)s") % {"place": number}


def day(on: str) -> str:
    return days(on, on)


def days(first: str, last: str) -> str:
    ends = date.fromisoformat(first), date.fromisoformat(last)
    return days_in_words(*ends, language(), on_paper=True)


def moment(at: str | None) -> datetime | None:
    """In the zone of the event, which is active."""
    return localtime(datetime.fromisoformat(at)) if at else None


def hour(at: str | None) -> str:
    known = moment(at)
    return date_format(known, "H:i") if known else NOTHING


def day_of(at: str | None) -> str:
    known = moment(at)
    return day(known.date().isoformat()) if known else NOTHING


def when(at: str | None) -> str:
    return f"{day_of(at)}, {hour(at)}" if at else NOTHING


def planned(starts: str | None, minutes: int | None) -> str:
    """10:00–10:15; the hour or the minutes alone where no more was planned."""
    length = _("%(minutes)s min") % {"minutes": minutes} if minutes else ""
    if starts is None:
        return length or NOTHING
    begins = datetime.combine(date.min, time.fromisoformat(starts))
    if not minutes:
        return f"{begins:%H:%M}"
    return f"{begins:%H:%M}–{begins + timedelta(minutes=minutes):%H:%M}"


def actual(started: str | None, ended: str | None) -> str:
    return f"{hour(started)}–{hour(ended)}" if started else NOTHING


def listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def rooms(record: Record) -> dict[int, str]:
    """The names of the rooms, where there are several."""
    found = record["event"]["rooms"]
    return {each["room"]: said(each["name"]) for each in found} if len(found) > 1 else {}
