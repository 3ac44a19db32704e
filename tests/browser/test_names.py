"""Names before the day: one is confirmed, another asked for and taken over, a third corrected; clicks are counted."""

import pypdfium2
import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from diplomas.own_pages import own_pages
from events.models import ConfirmedName, Event, Pass, Person
from tests.browser.visitor import Visitor
from tests.cast import as_organizer, enter_with_pass
from tests.diplomas.people import event_with_team
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

MOST_CLICKS = 3
LONG = "Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы"
PAGE = "figure.own-page img"


@pytest.fixture
def event() -> Event:
    return event_with_team(3, languages=["en"])


@pytest.fixture
def organizer(visit, event: Event) -> Visitor:
    return visit().let_in(as_organizer(Client(), MembershipFactory(event=event).user))


# Whether the last letters of it are what a finger would touch there.
UNCOVERED = """(each) => {
  const { left, bottom } = each.getBoundingClientRect();
  return each.contains(document.elementFromPoint(left + 4, bottom - 4));
}"""


def phone_of(visit, name: str) -> Visitor:
    person = Person.objects.get(name=name)
    return visit(width=390).let_in(enter_with_pass(Client(), person, Pass.Kind.TRAINEE))


def confirm(trainee: Visitor) -> None:
    page = trainee.go("/me/")
    expect(page.locator(PAGE)).to_have_js_property("naturalWidth", 1188)
    button = page.get_by_role("button", name="Yes, print it so")
    expect(button).to_be_in_viewport(ratio=1)
    last = page.locator(".own-names dd").last
    last.evaluate("each => each.scrollIntoView({ block: 'nearest' })")
    assert last.evaluate(UNCOVERED), "the button lies over a name"
    trainee.look("own_name", 390, 820)
    button.click()
    expect(page.get_by_text("You confirmed this name on")).to_be_visible()


def ask(trainee: Visitor) -> None:
    page = trainee.go("/me/")
    page.get_by_role("link", name="Something is wrong").click()
    page.locator("[name=printed_names_en]").fill(LONG)
    page.locator("[name=why]").fill("So it stands in the identity card.")
    trainee.look("own_name_ask", 390)
    page.get_by_role("button", name="Ask for this spelling").click()
    expect(page.get_by_text("You asked for another spelling on")).to_be_visible()


def take_over(organizer: Visitor, people: str) -> None:
    page = organizer.go(people)
    page.get_by_role("link", name="Names on the diplomas").click()
    expect(page.get_by_role("heading", name="Names on the diplomas")).to_be_visible()
    expect(page.locator("td b")).to_have_text(LONG)
    organizer.look("names", 1440, 820, 390)
    page.get_by_role("button", name="Take over this spelling").press("Enter")
    expect(page.get_by_text("Taken over, as Әлия Үлгі 2 wrote it.")).to_be_visible()


def correct(page: Page) -> int:
    """From the list of names on; how many clicks it took."""
    page.get_by_role("link", name="Әлия Үлгі 3").click()
    page.locator("[name=name]").fill("Әлия Түзетілген")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved: Әлия Түзетілген.")).to_be_visible()
    return 2


def printed(page: Page) -> None:
    """The sheet is A4 and numbers its pages."""
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as paper:
        words = paper[0].get_textpage().get_text_bounded()
        assert (len(paper), [round(side) for side in paper[0].get_size()]) == (1, [595, 842])
    assert all(said in words for said in ("1 / 1", "Өмірхан", "Signature"))


def test_one_is_confirmed_one_asked_for_and_taken_over_one_corrected(
    event: Event, organizer: Visitor, visit
):
    people = f"/organize/{event.slug}/people/"
    first, second = (phone_of(visit, f"Әлия Үлгі {number}") for number in (1, 2))

    confirm(first)
    ask(second)
    take_over(organizer, people)
    assert correct(organizer.go(f"{people}names/")) <= MOST_CLICKS

    page = second.go("/me/")
    expect(page.get_by_text("The name is now written as you asked on")).to_be_visible()
    expect(page.locator(PAGE)).to_have_js_property("naturalWidth", 1188)
    second.look("own_name_long", 390)
    organizer.go(f"{people}names/sheet/")
    organizer.look("names_sheet", 1440, 390)
    printed(organizer.page)

    said = ConfirmedName.objects.order_by("pk").values_list("person__name", "names")
    assert list(said) == [("Әлия Үлгі 1", {"en": "Әлия Үлгі 1"}), ("Әлия Үлгі 2", {"en": LONG})]
    third = Person.objects.get(name="Әлия Түзетілген")
    assert [each.record().name for each in own_pages(third, None)] == ["Әлия Түзетілген"]
    assert first.complaints + second.complaints + organizer.complaints == []
