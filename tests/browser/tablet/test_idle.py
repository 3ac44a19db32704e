"""A tablet that lies still asks for its PIN, and loses nothing by it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.tablet.network import Network
from tests.browser.tablet.tablet import Tablet, wait_for_given

pytestmark = pytest.mark.django_db(transaction=True)

JUST_UNDER, A_WHILE = "02:50", "03:10"
STATUS = """() => fetch(document.body.dataset.reportUrl)
  .then((answer) => answer.json().then(({ status, why }) => [answer.status, status, why ?? ""]))"""


@pytest.fixture
def still(tablet: Tablet) -> Tablet:
    """Its clock moves on when a test says so."""
    tablet.visitor.expected_statuses |= {401}
    tablet.page.clock.install()
    return tablet


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="This tablet is locked")


def enter(page: Page, pin: str) -> None:
    dialog = dialog_of(page)
    dialog.get_by_label("Enter your PIN").fill(pin)
    dialog.get_by_role("button", name="Unlock").click()


def sent_by(page: Page) -> list[str]:
    """Saves and locks in the order in which the page sent them."""
    sent: list[str] = []

    def note(request) -> None:
        path = request.url.partition("/api/v1/")[2].split("/")[0]
        if path in ("sheets", "lock") and request.method != "GET":
            sent.append(path)

    page.on("request", note)
    return sent


def test_it_is_covered_and_out_until_the_pin_brings_the_same_page_back(still: Tablet):
    page = still.open(3)
    still.give(5)
    wait_for_given({3: "5"})
    page.clock.fast_forward(JUST_UNDER)
    page.keyboard.press("Shift")
    page.clock.fast_forward(JUST_UNDER)
    still.give(7)
    wait_for_given({3: "7"})

    page.clock.fast_forward(A_WHILE)

    dialog = dialog_of(page)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("The tablet lay still for a while.")
    assert page.evaluate(STATUS) == [401, "signed_out", "locked"]
    hides = "(dialog) => getComputedStyle(dialog, '::backdrop').backgroundColor"
    assert dialog.evaluate(hides) == "rgb(15, 23, 41)"
    still.visitor.look("tablet_lay_still", 1440, 820, 768, 390)
    page.set_viewport_size({"width": 768, "height": 1024})
    for _press in range(3):
        page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Later")).to_be_hidden()

    enter(page, still.pin)
    expect(dialog).to_be_hidden()
    assert page.evaluate(STATUS) == [200, "current", ""]
    assert page.url.endswith(still.address(3))
    expect(page.locator('input[name="points-whole"][value="7"]')).to_be_checked()
    still.give(8)
    wait_for_given({3: "8"})
    assert still.visitor.complaints == []


def test_a_page_that_is_opened_again_after_a_while_asks_before_it_is_touched(still: Tablet):
    page = still.open(2)
    page.clock.fast_forward("01:00")
    page.goto(still.address(4))
    page.goto("about:blank")
    page.clock.fast_forward(A_WHILE)

    page.goto(still.address(4))

    expect(dialog_of(page)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unlock the tablet")
    page.get_by_label("PIN").fill(still.pin)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/expert/")
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    expect(dialog_of(page)).to_be_hidden()
    assert page.evaluate(STATUS) == [200, "current", ""]


def test_what_is_unsent_is_sent_before_it_is_locked(still: Tablet, network: Network):
    page = still.open(5)
    sent = sent_by(page)
    network.mode = "cut"
    still.give(9)
    still.has_unsent(1)
    page.clock.fast_forward("20:00")
    still.has_kept("9")
    expect(dialog_of(page)).to_be_hidden()

    network.mode = "good"
    page.clock.fast_forward("01:00")

    wait_for_given({5: "9"})
    page.clock.fast_forward("00:10")
    expect(dialog_of(page)).to_be_visible()
    assert sent.index("lock") > max(at for at, path in enumerate(sent) if path == "sheets")


def test_without_an_answer_it_goes_on_and_the_pin_is_asked_before_anything_is_sent(
    still: Tablet, network: Network
):
    page = still.open(6)
    page.clock.fast_forward(A_WHILE)
    dialog = dialog_of(page)
    go_on = dialog.get_by_role("button", name="Go on without a network")
    expect(dialog).to_be_visible()
    expect(go_on).to_be_hidden()

    network.mode = "cut"
    enter(page, still.pin)
    go_on.click()
    still.give(4)
    still.has_unsent(1)
    network.mode = "good"
    page.clock.fast_forward("00:40")

    enter(page, still.pin)
    wait_for_given({6: "4"})


def test_a_locked_tablet_stays_covered_over_pages_that_are_opened_anew_without_a_network(
    still: Tablet, network: Network
):
    """Whoever goes on there is covered again when it lies still; the PIN ends it for all pages."""
    page = still.visitor.go("/expert/")
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    still.open(6)
    page.clock.fast_forward(A_WHILE)
    dialog = dialog_of(page)
    expect(dialog).to_be_visible()
    network.mode = "cut"

    for address in (still.address(6), still.address(3)):
        page.goto(address)
        page.locator("body[data-kept][data-looked]").wait_for(state="attached")
        assert dialog.is_visible()
    enter(page, still.pin)
    dialog.get_by_role("button", name="Go on without a network").click()
    page.reload()
    page.locator("body[data-kept][data-looked]").wait_for(state="attached")
    assert dialog.is_hidden()
    page.clock.fast_forward(A_WHILE)
    expect(dialog).to_be_visible()

    network.mode = "good"
    enter(page, still.pin)
    expect(dialog).to_be_hidden()
    network.mode = "cut"
    page.reload()
    page.locator("body[data-kept][data-looked]").wait_for(state="attached")
    assert dialog.is_hidden()


def test_a_touch_in_one_tab_counts_in_all_and_so_does_the_pin(still: Tablet):
    page, other = still.open(1), still.page.context.new_page()
    other.goto(still.address(2))
    other.locator("body[data-unsent]").wait_for(state="attached")
    page.clock.fast_forward(JUST_UNDER)
    other.keyboard.press("Shift")
    page.clock.fast_forward(JUST_UNDER)
    still.give(3)
    wait_for_given({1: "3"})

    page.clock.fast_forward(A_WHILE)

    for tab in (page, other):
        expect(dialog_of(tab)).to_be_visible()
    enter(page, still.pin)
    for tab in (page, other):
        expect(dialog_of(tab)).to_be_hidden()
    assert other.evaluate(STATUS) == [200, "current", ""]
