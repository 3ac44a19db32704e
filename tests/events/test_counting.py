import pytest

from events.counting import counts_of
from events.models import Person
from tests.factories import EventFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_each_count_is_that_of_its_rows_in_one_query_for_all(django_assert_num_queries):
    event = EventFactory()
    for name in ("Айгүл", "Бота", "Бота"):
        PersonFactory(event=event, name=name)
    people = Person.objects.of_event(event)
    rows = {
        "people": people.select_related("event").order_by("-name"),
        "named": people.filter(name="Бота"),
        "nobody": people.none(),
        "elsewhere": Person.objects.of_event(EventFactory()),
    }

    with django_assert_num_queries(1):
        counts = counts_of(event, rows)

    assert counts == {"people": 3, "named": 2, "nobody": 0, "elsewhere": 0}


def test_nothing_to_count_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counts_of(EventFactory.build(), {}) == {}
