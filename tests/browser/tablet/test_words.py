"""Words to a team after the close: typed without a network they come through once, and what is refused stays in sight."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from experts.models import AddedWords
from experts.services.added_words import Added, add_words
from tests.browser.tablet.tablet import Tablet
from tests.experts.hall import close, pass_of
from tests.experts.protocols import prepared
from tests.factories import DAY
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND, OTHER, LATE = "You listened.", "Ask more.", "From another tablet.", "Too late."


def kept(page: Page) -> list[list[str]]:
    name = "`qorgau-words-${document.body.dataset.holder}`"
    rows: list[list[str]] = page.evaluate(
        f"() => JSON.parse(localStorage.getItem({name}) ?? '[]').map(({{ text }}) => text)"
    )
    return rows


def form_of(tablet: Tablet, team: int) -> Locator:
    return tablet.page.locator(f'[data-added-words="{tablet.hall.defenses[team].pk}"]')


def stored() -> list[str]:
    return list(AddedWords.objects.order_by("pk").values_list("text", flat=True))


def say(tablet: Tablet, team: int, words: str) -> None:
    form = form_of(tablet, team)
    form.get_by_label("Your words").fill(words)
    form.get_by_role("button", name="Keep these words").click()


def test_words_outlive_the_page_and_the_network_and_are_put_over_nothing_unseen(ready: Tablet):
    hall, visitor = ready.hall, ready.visitor
    for team in (1, 2):
        hall.give(1, team, 8)
    close(hall)
    page = visitor.go("/expert/words/")
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    ready.network.mode = "cut"

    say(ready, 1, FIRST)
    expect(form_of(ready, 1).locator("[data-words-said]")).to_contain_text("Kept on this tablet")
    form_of(ready, 2).get_by_label("Your words").fill(SECOND)
    page.goto("about:blank")
    page = visitor.go("/expert/words/")  # from what the tablet keeps
    expect(form_of(ready, 1).get_by_label("Your words")).to_have_value(FIRST)
    expect(form_of(ready, 2).get_by_label("Your words")).to_have_value(SECOND)
    expect(page.locator("[data-watch]")).to_have_text("1 waiting")
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_role("heading", name="Not everything is on the server")).to_be_visible()
    card = pass_of(hall.seats[1])
    add_words(Added(uuid4(), OTHER), defense_id=hall.defenses[2].pk, held=card, at=DAY)
    page.goto("about:blank")
    ready.network.mode = "good"
    visitor.go("/expert/")  # another page sends them as well

    wait_until(lambda: stored() == [OTHER, FIRST], "the words come through")
    page = visitor.go("/expert/words/")
    visitor.expected_statuses = {409}
    say(ready, 2, SECOND)
    why = form_of(ready, 2).locator("[data-words-why]")
    expect(why).to_contain_text(OTHER)
    visitor.look("words", 768)
    form_of(ready, 2).get_by_role("button", name="Keep these words").click()
    said = form_of(ready, 2).locator("[data-words-said]")
    expect(said).to_have_text("Your words are kept.")
    expect(why).to_be_hidden()
    assert (stored(), kept(page)) == ([OTHER, FIRST, SECOND], [])

    prepared(hall.event)
    say(ready, 1, LATE)
    expect(form_of(ready, 1).locator("[data-words-why]")).to_contain_text("waits for its seals")
    page = visitor.go("/expert/")
    expect(page.locator("[data-refused-list]")).to_contain_text("waits for its seals")
    page.locator("[data-refused-page]").click()
    others = page.locator("[data-words-others]")
    expect(others).to_contain_text(LATE)  # though there is no form any more
    visitor.look("words_refused", 768, 390)
    others.get_by_role("button", name="Send again").click()
    expect(others).to_contain_text("waits for its seals")
    others.get_by_role("button", name="Give up").click()
    others.get_by_role("button", name="Give these words up for good").click()
    expect(others).to_be_hidden()
    assert (stored(), kept(page)) == ([OTHER, FIRST, SECOND], [])
    assert visitor.complaints == []
