"""The lists of the workspace at 2,000 people and 100 teams: as many queries as at 20 people and 3 teams."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import as_organizer
from tests.large import LISTS, Large, large_event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("either engine is asked the same questions"),
]

MOST = 12
QUERIES = {
    "people": 12,
    "teams": 12,
    "panel": 9,
    "presence": 10,
    "run_of_show": 13,
    "imports": 7,
    "lists": 6,
    "log": 8,
    "members": 8,
    "settings": 8,
    "sheets": 8,
    "draw": 9,
    "scoring": 10,
    "results": 12,
    "passes": 10,
    "diplomas": 11,
    "overview": 35,
    "home": 3,
    "team_new": 7,
    "line_new": 10,
    "event_file": 6,
}
# More than a list: the overview counts in all four apps; the run of show is all that is known of the day.
MORE_THAN_A_LIST = {"overview", "run_of_show"}
# It tries the import on a private copy of the event, and costs as many statements as it would write.
TRIED = "import"


def queries_of(large: Large, client: Client, page: str) -> int:
    address = large.address(page)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, page
    return len(queries)


@pytest.mark.parametrize("size", [(20, 3, 3), (2_000, 100, 12)], ids=["20 people", "2,000 people"])
def test_a_list_costs_the_same_at_any_size(size):
    people, teams, experts = size
    large = large_event(people=people, teams=teams, experts=experts, listed=20)
    client = as_organizer(Client(), large.owner)

    assert {page: queries_of(large, client, page) for page in LISTS if page != TRIED} == QUERIES


def test_a_list_takes_at_most_twelve():
    over = {page for page, count in QUERIES.items() if count > MOST}
    assert over == MORE_THAN_A_LIST
