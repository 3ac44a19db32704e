"""An expert without a network adds words after the close; they go out when it returns, and over nothing unseen."""

from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import expect

from defense.demo import Demo
from events.models import Event
from experts.models import AddedWords, Seat
from experts.services.added_words import Added, add_words
from projects.models import Defense
from tests.browser.keys import CHAIR, address_of, card_of
from tests.browser.visitor import Visitor
from tests.experts.hall import give, pass_of
from tests.factories import DAY
from tests.processes import wait_until

POINTS = {"relevance": "1"}
LATE, OTHER = "You listened well.", "From another tablet."


def test_words_wait_for_the_network_and_for_what_came_meanwhile(
    demo: Demo, visit: Callable[..., Visitor]
):
    expert = visit(width=768, service_workers="block")
    expert.open_card(address_of(card_of(demo, CHAIR)))
    seat = Seat.objects.get(person__name=CHAIR)
    defenses = Defense.objects.of_event(demo.event).in_running_order()
    defense = next(each for each in defenses if not seat.interest_set.filter(project=each.project))
    give(seat, defense, POINTS)
    Event.objects.filter(pk=demo.event.pk).update(scoring_closed_at=DAY)
    page = expert.go("/expert/words/")
    expert.loses_network = True
    expert.context.set_offline(True)

    page.get_by_label("Your words").fill(LATE)
    page.get_by_role("button", name="Keep these words").click()
    expect(page.locator("[data-words-said]")).to_contain_text("Kept on this tablet")
    assert not AddedWords.objects.exists()
    card = pass_of(seat)
    add_words(Added(uuid4(), OTHER), defense_id=defense.pk, held=card, at=DAY)
    expert.expected_statuses = {422}
    expert.context.set_offline(False)

    expect(page.locator(".invalid-feedback")).to_contain_text(OTHER)
    expect(page.get_by_label("Your words")).to_have_value(LATE)
    page.get_by_role("button", name="Keep these words").click()
    wait_until(lambda: AddedWords.objects.filter(text=LATE).exists(), "the words are kept")
    expect(page.get_by_text("Your words are kept.")).to_be_visible()
    expert.look("words", 768)
    assert AddedWords.objects.count() == 2
    assert expert.complaints == []
