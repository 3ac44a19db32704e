"""Whoever was given a file compares it on the page of its code; the file does not leave the device."""

import pytest
from playwright.sync_api import Page, expect

from diplomas.models import Diploma, RenderJob
from events.files import hash_of
from tests.diplomas.people import PAGE, event_with_team, issue
from tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def diploma() -> Diploma:
    [diploma] = issue(event_with_team(1, languages=["en"]))
    RenderJob.objects.update(state="done")
    Diploma.objects.update(state="ready", file_hash=hash_of(PAGE), ready_at=DAY)
    return diploma


def choose(page: Page, content: bytes) -> None:
    file = {"name": "2019-001.pdf", "mimeType": "application/pdf", "buffer": content}
    page.get_by_label("The PDF of the diploma").set_input_files([file])


def test_the_file_that_was_issued_is_told_from_any_other_and_is_not_sent(diploma: Diploma, visit):
    guest = visit(width=390)
    page = guest.go(f"/d/{diploma.code}")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    choose(page, PAGE + b" ")
    expect(page.get_by_text("This is not the file that was issued")).to_be_visible()
    guest.look("own_file", 1440, 820, 390)
    choose(page, PAGE)
    expect(page.get_by_text("This is the file that was issued, unchanged.")).to_be_visible()

    expect(page.locator("[data-own-file-said]:visible")).to_have_count(1)
    assert sent == []
    assert guest.complaints == []


def test_where_the_browser_cannot_compare_the_page_says_so(diploma: Diploma, visit):
    guest = visit(width=390)
    guest.page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")

    page = guest.go(f"/d/{diploma.code}")

    expect(page.get_by_text("compares files on an https address only")).to_be_visible()
    expect(page.get_by_label("The PDF of the diploma")).to_be_hidden()
    expect(page.get_by_text(f"SHA-256: {hash_of(PAGE)}")).to_be_visible()
    assert guest.complaints == []
