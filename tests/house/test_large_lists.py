"""The lists of the workspace at 2,000 people and 100 teams: as many queries as at 20 people and 3 teams."""

import pytest
from django.db import connection, transaction
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
    "people": 11,
    "teams": 11,
    "panel": 7,
    "paper": 9,
    "presence": 10,
    "run_of_show": 11,
    "imports": 5,
    "lists": 4,
    "log": 6,
    "members": 6,
    "settings": 6,
    "sheets": 6,
    "draw": 7,
    "scoring": 11,
    "results": 10,
    "methods": 10,
    "passes": 12,
    "tablets": 7,
    "diplomas": 12,
    "diploma_register": 7,
    "diploma_files": 11,
    "diploma_links": 8,
    "call_order": 9,
    "handing": 9,
    "overview": 12,
    "home": 3,
    "team_new": 5,
    "line_new": 8,
    "event_file": 4,
}
# It tries the import on a private copy of the event, and costs as many statements as it would write.
TRIED = "import"
STATEMENTS = 183


def queries_of(large: Large, client: Client, page: str) -> int:
    address = large.address(page)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, page
    return len(queries)


def test_a_list_costs_the_same_at_any_size():
    """What is remembered for all requests of a process is asked for before."""
    small = queries_of_all(people=20, teams=3, experts=3)
    again = queries_of_all(people=20, teams=3, experts=3)
    large = queries_of_all(people=2_000, teams=100, experts=12)

    assert small.keys() == QUERIES.keys()
    assert (again, large) == (QUERIES, QUERIES)


def queries_of_all(**size: int) -> dict[str, int]:
    mark = transaction.savepoint()
    large = large_event(**size, listed=20)
    client = as_organizer(Client(), large.owner)
    found = {page: queries_of(large, client, page) for page in LISTS if page != TRIED}
    transaction.savepoint_rollback(mark)
    return found


@pytest.mark.parametrize("people", [20, 80])
def test_a_look_at_a_list_to_import_costs_the_same_for_any_number_of_rows(people):
    large = large_event(people=people, teams=people // 10, experts=3)

    client = as_organizer(Client(), large.owner)
    client.get(large.address(TRIED))
    assert queries_of(large, client, TRIED) == STATEMENTS


def test_a_list_takes_at_most_twelve():
    assert max(QUERIES.values()) <= MOST
