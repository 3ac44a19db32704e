"""What is wrong, lost or given by mistake is put right by an organizer, with clicks counted; every code says what became of it."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from diplomas.models import Diploma
from events.models import Event, Person
from tests.browser.visitor import SIZES, Visitor
from tests.cast import as_organizer
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

MOST_CLICKS = 3


class Clicks:
    """Counts them from the list of diplomas on, at a desk."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.page.set_viewport_size({"width": 1440, "height": SIZES[1440]})
        self.count = 0

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()
        self.count += 1

    def button(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name, exact=isinstance(name, str)).click()
        self.count += 1

    def open(self, summary: str) -> None:
        self.page.get_by_text(summary, exact=True).click()
        self.count += 1


@pytest.fixture
def event() -> Event:
    """Four diplomas are ready; the first name was misspelt."""
    event = event_with_team(4, languages=["en"])
    issue(event)
    make_ready(event)
    Person.objects.filter(name="Әлия Үлгі 1").update(name="Әлия Түзетілген")
    return event


@pytest.fixture
def organizer(visit, event: Event) -> Visitor:
    return visit().let_in(as_organizer(Client(), MembershipFactory(event=event).user))


def code_of(number: str) -> str:
    return Diploma.objects.get(number=number).code


def correct(organizer: Visitor, diplomas: str) -> None:
    clicks = Clicks(organizer.go(diplomas))
    clicks.link("What changed")
    organizer.look("outdated", 1440, 820, 390)
    expect(clicks.page.locator(".differences del")).to_have_text("Әлия Үлгі 1")
    clicks.button(re.compile("^Correct ?: Әлия Үлгі 1, № 2019.001$"))
    organizer.look("correct_asked")
    clicks.button("Issue 1 corrected diploma")
    expect(clicks.page.get_by_text("1 corrected diploma is issued.")).to_be_visible()
    assert clicks.count <= MOST_CLICKS


def duplicate(organizer: Visitor, diplomas: str) -> None:
    clicks = Clicks(organizer.go(diplomas))
    clicks.link("№ 2019/002")
    clicks.open("The paper was lost")
    clicks.page.locator("#duplicate-reason").fill("Lost on the way home")
    organizer.look("one_diploma", 1440, 820, 390)
    clicks.button("Issue a duplicate")
    clicks.button("Issue the duplicate")
    expect(clicks.page.get_by_text("The duplicate has № 2019/006.")).to_be_visible()


def revoke(organizer: Visitor, diplomas: str) -> None:
    clicks = Clicks(organizer.go(diplomas))
    clicks.link("№ 2019/003")
    clicks.open("It was given by mistake")
    clicks.page.locator("#revoke-reason").fill("Was never there")
    clicks.button("Revoke")
    organizer.look("revoke_asked")
    clicks.button("Revoke it")
    expect(clicks.page.get_by_text("Diploma № 2019/003 is revoked.")).to_be_visible()
    organizer.look("revoked", 1440, 390)


def test_one_is_corrected_one_given_anew_one_revoked_and_every_code_answers(
    event: Event, organizer: Visitor, visit
):
    diplomas = f"/organize/{event.slug}/diplomas/"

    correct(organizer, diplomas)
    duplicate(organizer, diplomas)
    revoke(organizer, diplomas)
    make_ready(event)
    organizer.go(f"{diplomas}{code_of('2019/005')}/")
    organizer.look("corrected", 1440, 390)

    guest = visit(width=390)
    said = {
        "2019/001": "This diploma was replaced",
        "2019/002": "This diploma was replaced",
        "2019/003": "This diploma was revoked",
        "2019/004": "This diploma is valid",
        "2019/005": "This diploma is valid",
        "2019/006": "This diploma is valid",
    }
    for number, heading in said.items():
        page = guest.go(f"/d/{code_of(number)}")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        guest.look(f"code_{number[-1]}", 390)
    page = guest.go(f"/d/{code_of('2019/002')}")
    page.get_by_role("link", name="№ 2019/006").click()
    expect(page).to_have_url(re.compile(f"/d/{code_of('2019/006')}$"))
    expect(page.get_by_text("DUPLICATE, in place of № 2019/002")).to_be_visible()
    assert organizer.complaints + guest.complaints == []
