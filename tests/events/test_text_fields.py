"""A plain text is read from its column as the package reads it, only without being tried as JSON."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from i18nfield.strings import LazyI18nString

from events.models import Event
from events.text_fields import I18nCharField
from events.texts import begins_like_json

TEXTS = st.text() | st.sampled_from("tfnNI-0 \t\ufeff").flatmap(
    lambda first: st.text().map(first.__add__)
)


@given(
    text=TEXTS
    | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps)
)
@example(text="")
@example(text='\r\n {"en": "Day", "kk": "Күн"}')
@example(text="-Infinity")
def test_a_column_says_what_the_package_makes_of_it(text):
    assert I18nCharField().from_db_value(text, None, None).data == LazyI18nString(text).data


@pytest.mark.parametrize(
    "text", ["80", "-1", "true", "null", "NaN", "Infinity", '"a"', "[]", " {}"]
)
def test_whatever_is_json_may_be(text):
    assert json.loads(text) is not Ellipsis
    assert begins_like_json(text)


def test_to_migrations_it_is_the_column_of_the_package():
    assert Event._meta.get_field("title").deconstruct()[1] == "i18nfield.fields.I18nCharField"
