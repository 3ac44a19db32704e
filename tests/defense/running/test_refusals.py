"""What is refused is said in the form of its address: JSON under the API, a page in words elsewhere."""

import pytest
from django.conf import settings
from django.test import override_settings

from experts.sheets import Outcome

UNDER_THE_API = {
    "/api/": "invalid",  # read as an event's address, which is only read
    "/api/v1/": "unknown",
    "/api/v1/nothing": "unknown",
    "/api/v2/sheets/1-2": "unknown",
    "/api/v1/sheets/1-2/": "unknown",
}


def answers(client, method: str) -> dict[str, object]:
    found = {}
    for address in UNDER_THE_API:
        response = client.generic(method, address)
        is_json = response.headers["Content-Type"].startswith("application/json")
        told = response.json() if is_json else {}
        found[address] = told.get("status") if isinstance(told.get("detail"), str) else "none"
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_under_the_api_every_refusal_is_json(client, method):
    assert answers(client, method) == UNDER_THE_API
    assert {*UNDER_THE_API.values()} <= {*map(str, Outcome)}


@pytest.mark.django_db
def test_without_the_refusals_they_are_pages(client):
    """The negative control."""
    others = [name for name in settings.MIDDLEWARE if not name.endswith("Refusals")]

    with override_settings(MIDDLEWARE=others):
        assert {*answers(client, "PUT").values()} == {"none"}


@pytest.mark.django_db
def test_a_refusal_of_the_api_says_what_happened_and_is_kept_by_nobody(client):
    response = client.put("/api/v1/nothing", headers={"Accept-Language": "ru"})

    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")
    assert response.json()["detail"] == "По этому адресу ничего нет. Ничего не изменено."


def test_a_method_that_is_not_allowed_is_answered_with_a_page_and_one_line(client, caplog):
    response = client.put("/pass/", headers={"Accept-Language": "kk"})

    html = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert int(response["Content-Length"]) == len(response.content)
    assert '<html lang="kk">' in html
    assert "Бұл бет мұны істей алмайды" in html
    assert [record.status_code for record in caplog.records] == [405]


@pytest.mark.django_db
def test_a_page_that_has_its_own_words_keeps_them(client):
    assert "The address may be mistyped" in client.get("/nothing/here").content.decode()


def test_more_fields_than_are_read_at_once_are_told_as_too_many(client):
    kind = "application/x-www-form-urlencoded"

    response = client.generic("POST", "/pass/", "a=1&" * 1001, content_type=kind)

    assert response.status_code == 413
    assert "At most 1 MB and 1,000 fields can be sent at once." in response.content.decode()


def test_a_form_that_cannot_be_read_is_no_fault_of_the_program(client):
    kind = "multipart/form-data; boundary="

    response = client.generic("POST", "/pass/", "a=1", content_type=kind)

    assert response.status_code == 400
    assert "This cannot be read" in response.content.decode()
