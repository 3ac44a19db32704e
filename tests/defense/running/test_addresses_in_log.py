"""An address may hold a code, so no line of the log and no letter holds an address."""

from http.client import HTTPConnection
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import include, path

from defense.running.log import RoutesOnly
from tests.defense.running.test_log import formatter

CODE = "7K3M-Q9XB-T4WD-5N2P-8RZC-6HJV"
# Wherever somebody, a program or a bad QR may put the code of a card, a diploma or a password.
MISPLACED = [
    ("GET", f"/pass/{CODE}"),
    ("GET", f"/pass/%23{CODE}"),
    ("POST", f"/pass/{CODE}"),
    ("POST", f"/pass/?{CODE}"),
    ("DELETE", f"/pass/leave/{CODE}"),
    ("GET", f"/pass%23{CODE}"),
    ("GET", f"/{CODE}"),
    ("GET", f"/{CODE}/"),
    ("GET", f"/{CODE}%0A"),
    ("GET", f"/Ж{CODE}"),
    ("GET", f"/{CODE}%00"),
    ("GET", f"/d/{CODE}"),
    ("POST", f"/d/{CODE}"),
    ("GET", f"/d/?code={CODE}"),
    ("GET", f"/organize/{CODE}/teams"),
    ("GET", f"/accounts/password/reset/key/1-{CODE}/"),
    ("PUT", f"/api/v1/sheets/{CODE}"),
    ("GET", f"/static/{CODE}.js"),
    ("GET", f"/broken/{CODE}"),
    ("GET", f"/broken/x?a={CODE}"),
]


def broken(request, code):
    raise ValueError(f"No {code} of {request.get_full_path()}")


urlpatterns = [path("broken/<str:code>", broken), path("", include("defense.urls"))]


def told_of_codes(client, caplog) -> str:
    """The log of the whole table as the console has it, and as any other handler gets it."""
    client.raise_request_exception = False
    client.handler.enforce_csrf_checks = True
    with override_settings(ROOT_URLCONF=__name__):
        for method, address in MISPLACED:
            client.generic(method, address, headers={"Referer": f"http://testserver/{CODE}"})
    filters = [RoutesOnly() for name in settings.LOGGING["handlers"]["console"]["filters"]]
    told = [caplog.text]
    for record in caplog.records:
        assert all(each.filter(record) for each in filters)
        told.append(formatter().format(record))
    return "\n".join(told)


@pytest.mark.django_db
def test_no_code_of_an_address_stands_in_the_log(client, caplog, mailoutbox, settings):
    settings.ADMINS = [("Ada", "ada@example.org")]

    told = told_of_codes(client, caplog)

    assert CODE not in told
    assert "T4WD" not in told
    assert len(caplog.records) == 15  # others are led on
    assert "Not Found: d/<str:code>" in told
    assert "Not Found: an address that is none of ours" in told
    assert "Forbidden (CSRF cookie not set.): pass/<path:typed>" in told
    assert "ValueError: No … of …" in told
    assert mailoutbox == []


@pytest.mark.django_db
def test_without_the_filter_codes_would_stand_there(client, caplog, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(RoutesOnly, "filter", lambda filter, record: True)

    assert told_of_codes(client, caplog).count(CODE) > 20


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_the_running_server_writes_no_address(running_server):
    asked = HTTPConnection(running_server.url.removeprefix("http://"), timeout=60)
    for method, address in MISPLACED:
        asked.request(method, quote(address, safe="/%?=&"))
        asked.getresponse().read()
    asked.close()

    assert "Not Found: d/<str:code>" in running_server.output()
    assert CODE not in running_server.output()
