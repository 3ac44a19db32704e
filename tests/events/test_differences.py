"""How a text in several languages stands in a line of what a file changes."""

import pytest
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from events.journal import Journal
from events.matching import amended, title_of
from events.models import Event
from events.texts import Translated, stored

LONG = "a way of saying it " * 20
DAY = Translated(en="Day", kk="Күн", ru="День")

LINES = [
    (DAY, Translated(en="Day", kk="Күн", ru="Дата"), "~ event.title: ru: День → ru: Дата"),
    (DAY, Translated(en="Day", kk="Күн"), "~ event.title: ru: День → —"),
    (Translated(en="Day"), DAY, "~ event.title: — → kk: Күн / ru: День"),
    (DAY, "Day", "~ event.title: en: Day / kk: Күн / ru: День → Day"),
    ("Day", DAY, "~ event.title: Day → en: Day / kk: Күн / ru: День"),
    (
        Translated(en=LONG, ru="День"),
        Translated(en=LONG, ru="Дата"),
        "~ event.title: ru: День → ru: Дата",
    ),
]


@pytest.mark.parametrize(("before", "after", "line"), LINES)
def test_a_changed_text_is_told_in_the_languages_that_differ(before, after, line):
    event, journal = Event(title=LazyI18nString(stored(before))), Journal()

    amended(event, {"title": stored(after)}, "event", journal)

    assert [str(change) for change in journal.changes] == [line]


@pytest.mark.parametrize("held", [DAY, LazyI18nString(stored(DAY))])
def test_a_row_is_named_in_the_readers_language(held):
    titles = {}
    for language in ("en", "kk", "ru"):
        with override(language):
            titles[language] = title_of(held)

    assert titles == {"en": "Day", "kk": "Күн", "ru": "День"}


@pytest.mark.parametrize("text", ["80", "[[[[", '{"en": "x"}', "null"])
def test_a_title_that_looks_like_json_is_told_as_it_is(text):
    assert title_of(text) == text
    assert title_of(None) == ""
