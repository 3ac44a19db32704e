"""An expert without a network calls the secretary, who reads it once the network is back."""

from collections.abc import Callable

from playwright.sync_api import expect

from defense.demo import Demo
from events.models import User
from experts.models import Call
from projects.models import Defense
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.visitor import Visitor
from tests.processes import wait_until

Visit = Callable[..., Visitor]
FULL = "() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }"
WORDS = "The second criterion is unclear to me"


def test_a_call_is_kept_offline_over_a_reload_and_then_seen(demo: Demo, visit: Visit):
    expert, organizer = visit(width=768), visit(width=1440)
    expert.open_card(address_of(card_of(demo, CHAIR)))
    defense = Defense.objects.of_event(demo.event).in_running_order()[0]
    page = expert.go(f"/expert/defenses/{defense.pk}/")
    sign_in(organizer, demo)
    desk = organizer.go(f"/organize/{demo.event.slug}/scoring/")

    expert.loses_network = True
    expert.context.set_offline(True)
    page.get_by_role("button", name="Call the secretary").click()
    page.get_by_label("A question about the points").check()
    page.get_by_label("In a few words (optional)").fill(WORDS)
    expert.look("call", 768)
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator("[data-call-said]")).to_contain_text("kept on this tablet")
    assert Call.objects.count() == 0
    page.goto("about:blank")
    expert.context.set_offline(False)
    page = expert.go("/expert/")

    expect(desk.locator(".calls")).to_contain_text(WORDS)
    expect(page.locator("[data-call-said]")).to_contain_text("has your call")
    organizer.look("calls", 390)
    desk.get_by_role("button", name="Seen").click()
    expect(page.locator("[data-call-said]")).to_contain_text("has seen")
    desk.get_by_role("button", name="Done").click()
    expect(desk.locator(".calls")).to_have_count(0)

    assert Call.objects.count() == 1
    assert "has seen" in page.locator("[data-call-said]").inner_text()
    assert expert.complaints == []
    assert organizer.complaints == []


def test_a_call_that_the_server_does_not_have_is_made_again_and_not_said_to_be_seen(
    demo: Demo, visit: Visit
):
    """As after a backup was put back: what is not listed is asked for by its own id."""
    expert = visit(width=768)
    expert.open_card(address_of(card_of(demo, CHAIR)))
    page = expert.go("/expert/")
    said = page.locator("[data-call-said]")
    page.get_by_role("button", name="Call the secretary").click()
    page.get_by_label("A question about the points").check()
    page.get_by_role("button", name="Call", exact=True).click()
    expect(said).to_contain_text("has your call")
    lost = Call.objects.get()
    Call.objects.all().delete()

    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_until(lambda: Call.objects.exists(), "it is made again")
    expect(said).to_have_text("The secretary has your call.")
    made = Call.objects.get()
    assert made.op_id == lost.op_id
    Call.objects.update(seen_at=made.at, seen_by=User.objects.first(), done_at=made.at)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(said).to_have_text("The secretary has seen your call.")


def test_a_call_that_no_disk_keeps_and_nobody_takes_is_said_why_and_goes_out_later(
    demo: Demo, visit: Visit
):
    expert = visit(width=768)
    expert.expected_statuses = {401}
    expert.open_card(address_of(card_of(demo, CHAIR)))
    page = expert.go("/expert/")
    said, address = page.locator("[data-call-said]"), "**/api/v1/calls"
    page.evaluate(FULL)
    answer = {"status": "signed_out", "detail": "Enter your card again."}
    page.route(address, lambda route: route.fulfill(status=401, json=answer))
    page.get_by_role("button", name="Call the secretary").click()
    page.get_by_label("A question about the points").check()
    page.get_by_role("button", name="Call", exact=True).click()
    expect(said).to_have_text(answer["detail"])
    page.get_by_role("button", name="Leave", exact=True).click()
    asked = page.get_by_role("dialog", name="Not everything is on the server")
    asked.get_by_role("button", name="Stay").click()

    page.unroute(address)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(said).to_have_text("The secretary has your call.")
    assert Call.objects.count() == 1
