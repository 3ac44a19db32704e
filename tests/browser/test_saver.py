"""A tablet's saving line on bad days: a dialog that insists, a token that is gone, an answer that is lost."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Criterion, Pass
from events.services.passes import issue_pass
from experts.models import SheetRevision
from tests.experts.hall import fill
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# What the line said from now on, one after the other.
NOTE_LINES = """() => {
  const line = document.querySelector("[data-sync]");
  const note = () => line.textContent !== window.lines.at(-1) && window.lines.push(line.textContent);
  window.lines = [];
  new MutationObserver(note).observe(line, { childList: true, characterData: true, subtree: true });
}"""
# Whoever changes the operations waits until they are let go: one request after the other keeps the transaction.
HOLD_OPERATIONS = """() => new Promise((resolve) => {
  const opening = indexedDB.open(`qorgau-${document.body.dataset.holder}`);
  opening.onsuccess = () => {
    const store = opening.result.transaction(["operations"], "readwrite").objectStore("operations");
    const again = () => {
      window.isHeld ??= true;
      if (window.isHeld) {
        store.count().onsuccess = again;
      } else {
        opening.result.close();
      }
    };
    store.count().onsuccess = () => {
      again();
      resolve();
    };
  };
})"""


def opened(visitor):
    hall = fill(experts=1, projects=1)
    at = timezone.now()
    card = issue_pass(hall.seats[1].person, kind=Pass.Kind.EXPERT, actor="test", at=at)
    visitor.expected_statuses = {403, 409}
    return visitor.enter_with(card.token).go(
        reverse("expert:score_sheet", args=[hall.defenses[1].pk])
    )


@pytest.fixture
def sheet(visit):
    return opened(visit())


def give(page, points: int) -> None:
    page.locator(f'input[name="points-whole"][value="{points}"]').check(force=True)


def saved(page) -> None:
    page.locator('[data-sync][data-state="saved"]').wait_for()


@pytest.fixture
def other(sheet):
    """The same sheet on a second device, in conflict: 2 is saved, this one has 4."""
    device = sheet.context.browser.new_context()
    device.add_cookies(sheet.context.cookies())
    other = device.new_page()
    other.goto(sheet.url)
    give(sheet, 2)
    saved(sheet)
    give(other, 4)
    other.locator("dialog[open]").wait_for()
    yield other
    device.close()


def test_the_question_of_a_conflict_stays_until_it_is_answered(other):
    for _ in range(3):
        other.keyboard.press("Escape")
    other.locator("[data-take-theirs]").click()
    saved(other)

    assert other.locator("#sheet input:checked").get_attribute("value") == "2"


def test_a_submit_given_up_for_the_others_values_is_forgotten(sheet, other):
    other.locator("[data-take-theirs]").click()
    saved(other)
    give(sheet, 3)
    saved(sheet)
    other.locator("[data-submit]").click()
    other.locator("dialog[open]").wait_for()

    other.locator("[data-take-theirs]").click()
    saved(other)
    give(other, 5)
    saved(other)

    assert list(SheetRevision.objects.values_list("is_final", flat=True)) == [False] * 3


@pytest.fixture
def held(visit):
    """The same sheet on a new device where the page's own script waits until `held.scripts` are let go.

    Without a service worker, which would answer with the script itself once it runs.
    """
    sheet = opened(visit(service_workers="block"))
    device = sheet.context.browser.new_context(service_workers="block")  # it may have the script
    device.add_cookies(sheet.context.cookies())
    page, scripts = device.new_page(), []

    def hold(route) -> None:
        """Not the copy that the tablet takes to keep."""
        if route.request.resource_type == "script":
            scripts.append(route)
        else:
            route.continue_()

    page.route("**/js/pages/score_sheet*.js", hold)
    yield SimpleNamespace(page=page, scripts=scripts, address=sheet.url)
    device.close()


def asks_for_its_script(page):
    return page.expect_request(
        lambda request: request.resource_type == "script" and "score_sheet" in request.url
    )


def test_points_given_before_the_script_came_are_saved(held):
    page, scripts = held.page, held.scripts
    with asks_for_its_script(page):
        page.goto(held.address, wait_until="commit")
    page.locator("label.step", has_text="6").click()  # where it stands when the page is laid out
    comment = page.locator('textarea[name="comment"]')
    comment.fill("Clear")

    scripts[0].continue_()
    saved(page)
    revision = SheetRevision.objects.get()
    assert (revision.points, revision.comment) == ({"whole": "6"}, "Clear")

    # The same over what waits on the tablet.
    page.route("**/api/v1/sheets/*", lambda route: route.abort())
    give(page, 7)
    page.locator('[data-sync][data-state="waiting"]').wait_for()
    with asks_for_its_script(page):
        page.reload(wait_until="commit")
    comment.fill("Clearer")
    page.unroute("**/api/v1/sheets/*")
    scripts[1].continue_()

    wait_until(lambda: SheetRevision.objects.latest("number").comment == "Clearer", "it is saved")
    assert SheetRevision.objects.latest("number").points == {"whole": "7"}


def test_what_a_field_refuses_is_nothing_to_save_before_the_script_came_either(held):
    Criterion.objects.update(minimum=0, maximum=100, step=Decimal("0.1"))
    page = held.page
    with asks_for_its_script(page):
        page.goto(held.address, wait_until="commit")
    field = page.locator("[data-points-field] input[inputmode]")
    field.fill("87,35")

    held.scripts[0].continue_()
    page.locator("[data-points-field] [data-refused]:visible").wait_for()
    page.locator("body[data-pages-kept]").wait_for(state="attached")
    assert field.input_value() == "87,35"
    field.fill("87,3")
    field.press("Enter")
    saved(page)

    assert list(SheetRevision.objects.values_list("points", flat=True)) == [{"whole": "87.3"}]


def test_a_field_of_points_takes_a_comma_and_sends_nothing_between_two_steps(sheet):
    Criterion.objects.update(minimum=0, maximum=100, step=Decimal("0.1"))
    sheet.reload()
    field = sheet.locator("[data-points-field] input[inputmode]")

    field.fill("87,35")
    field.press("Enter")
    assert field.get_attribute("aria-invalid") == "true"
    assert sheet.locator("[data-total]").inner_text() == "–"
    field.fill("87,3")
    field.press("Enter")
    saved(sheet)
    with sheet.expect_response("**/api/v1/sheets/*"):
        sheet.locator("[data-more]").click()
    saved(sheet)

    assert field.input_value() == "87.4"
    assert sheet.locator("[data-total]").inner_text() == "87.4"
    assert list(SheetRevision.objects.order_by("number").values_list("points", flat=True)) == [
        {"whole": "87.3"},
        {"whole": "87.4"},
    ]


def test_points_of_a_field_are_read_clearly_changed_by_keys_and_not_left_unsaved_in_silence(sheet):
    Criterion.objects.update(minimum=0, maximum=100, step=Decimal("0.5"))
    sheet.reload()
    field, asked = sheet.locator("[data-points-field] input[inputmode]"), []
    sheet.on("dialog", lambda dialog: asked.append(dialog.type))
    field.fill("99.5")
    sheet.locator("[data-submit]").click()
    change = sheet.get_by_role("button", name="Change", exact=True)
    change.wait_for()
    value_ends = sheet.locator("output").evaluate(
        "output => output.offsetLeft + output.scrollWidth"
    )
    name_begins = sheet.locator("#sheet legend").evaluate("legend => legend.offsetLeft")

    change.press("Enter")
    is_at_the_field = field.evaluate("field => field === document.activeElement")
    sheet.get_by_role("button", name="Undo, keep").click()
    change.click()
    field.fill("99.3")
    sheet.locator(".team-tabs a").first.click(no_wait_after=True)
    sheet.wait_for_timeout(500)

    assert value_ends <= name_begins
    assert is_at_the_field
    assert asked == ["beforeunload"]
    assert field.input_value() == "99.3"


def test_a_line_says_saved_of_no_points_that_are_being_typed(sheet):
    Criterion.objects.update(minimum=0, maximum=100, step=Decimal("0.5"))
    sheet.reload()
    field, line = (
        sheet.locator("[data-points-field] input[inputmode]"),
        sheet.locator("[data-sync]"),
    )
    sheet.locator("body[data-unsent]").wait_for(state="attached")
    field.press("8")
    expect(line).to_have_text("Saving…")
    field.press("Backspace")
    expect(line).to_have_text("Nothing to save yet")
    held = []
    sheet.route("**/api/v1/sheets/*", lambda route: held.append(route))
    field.fill("80")
    field.press("Enter")
    wait_until(lambda: held or sheet.wait_for_timeout(20), "it is on its way")

    field.fill("80.")
    with sheet.expect_response("**/api/v1/sheets/*") as answer:
        held.pop().continue_()
    assert answer.value.ok
    expect(sheet.locator("body")).to_have_attribute("data-unsent", "0")

    expect(line).to_have_text("Saving…")
    sheet.unroute("**/api/v1/sheets/*")
    field.fill("80.3")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    saved(sheet)
    field.fill("80.5")
    expect(line).to_have_text("Saving…")
    field.press("Enter")
    saved(sheet)
    assert SheetRevision.objects.latest("number").points == {"whole": "80.5"}


def test_what_is_missing_is_told_until_its_expert_gives_it(sheet):
    trouble = sheet.locator("[data-trouble]")
    sheet.locator('textarea[name="comment"]').fill("Clear")
    with sheet.expect_response("**/api/v1/sheets/*"):
        sheet.locator("[data-submit]").click()
    saved(sheet)

    trouble.get_by_text("some points are missing").wait_for()
    give(sheet, 6)
    trouble.wait_for(state="hidden")
    saved(sheet)

    assert SheetRevision.objects.latest("number").is_final is False


def test_a_page_that_nobody_touched_saves_nothing(sheet):
    give(sheet, 6)
    saved(sheet)

    sheet.reload()
    sheet.locator("[data-total]", has_text="60.0").wait_for()
    with sheet.expect_response(
        "**/api/v1/sheets/*"
    ):  # the page of the server says "saved" by itself
        give(sheet, 7)
    saved(sheet)

    assert SheetRevision.objects.count() == 2


def test_a_token_that_is_gone_is_fetched_and_the_save_goes_on(sheet):
    sheet.context.clear_cookies(name="csrftoken")

    give(sheet, 7)
    saved(sheet)

    assert SheetRevision.objects.get().points == {"whole": "7"}


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_doubled(sheet):
    sent = []

    def lose_the_first(route):
        sent.append(route)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    sheet.route("**/sheets/*", lose_the_first)
    give(sheet, 9)
    saved(sheet)

    assert len(sent) == 2
    assert SheetRevision.objects.get().points == {"whole": "9"}


def test_the_line_never_says_saved_while_something_newer_is_not(sheet):
    """Given while the answer to a draft is on its way, and being written when it is there."""
    held = []
    sheet.evaluate(NOTE_LINES)
    sheet.route("**/api/v1/sheets/*", lambda route: held.append(route), times=1)
    give(sheet, 5)
    wait_until(lambda: held or sheet.wait_for_timeout(20), "the draft is on its way")
    sheet.evaluate(HOLD_OPERATIONS)
    with sheet.expect_response("**/api/v1/sheets/*"):
        held[0].continue_()
    sheet.locator("[data-submit]").click()
    sheet.evaluate("window.isHeld = false")
    sheet.locator('[data-mode="read"] [data-sync][data-state="saved"]').wait_for()
    lines = sheet.evaluate("window.lines")

    assert [line for line in lines if "server" in line] == []
    assert lines[-1].startswith("Submitted")


def test_a_link_waits_for_a_database_that_does_not_answer_and_not_for_ever(sheet):
    asked = []
    sheet.on("dialog", lambda dialog: asked.append(dialog.type))
    sheet.clock.install()
    sheet.evaluate(HOLD_OPERATIONS)
    give(sheet, 5)

    sheet.locator(".team-tabs a").first.click(no_wait_after=True)
    sheet.clock.fast_forward("00:04")

    wait_until(lambda: asked or sheet.wait_for_timeout(20), "the browser asks")
    assert asked == ["beforeunload"]
    sheet.evaluate("window.isHeld = false")
    saved(sheet)


def test_what_is_typed_is_not_called_saved_before_it_is(sheet):
    give(sheet, 5)
    saved(sheet)
    sheet.evaluate(NOTE_LINES)

    sheet.locator('textarea[name="comment"]').type("Clear")
    sheet.locator('[data-sync][data-state="saving"]').wait_for()
    saved(sheet)

    assert sheet.evaluate("window.lines")[0] == "Saving…"
    assert SheetRevision.objects.latest("number").comment == "Clear"


def test_what_waits_says_what_it_waits_for(visit):
    visitor = visit()
    visitor.loses_network = True
    sheet = opened(visitor)
    visitor.expected_statuses = {500}
    line, on_its_way = sheet.locator("[data-sync]"), sheet.locator("[data-on-its-way]:visible")
    broken = {"status": 500, "content_type": "text/html", "body": "<h1>500</h1>"}
    sheet.route("**/api/v1/sheets/*", lambda route: route.fulfill(**broken))
    give(sheet, 6)
    sheet.locator("[data-submit]", has_text="Submit when the server answers").click()

    expect(line).to_have_text("Will be submitted when the server answers")
    expect(on_its_way).to_contain_text("The server does not take it yet")
    sheet.unroute("**/api/v1/sheets/*")
    sheet.route("**/api/v1/sheets/*", lambda route: route.abort())
    sheet.evaluate("window.dispatchEvent(new Event('online'))")
    expect(line).to_have_text("Will be submitted when the network returns")
    expect(on_its_way).to_contain_text("when the network returns")
    sheet.unroute("**/api/v1/sheets/*")
    sheet.evaluate("window.dispatchEvent(new Event('online'))")

    expect(line).to_have_text(re.compile("^Submitted"))
    assert visitor.complaints == []


def test_submit_pressed_twice_is_one_revision(sheet):
    give(sheet, 8)
    saved(sheet)

    sheet.locator("[data-submit]").dblclick()
    sheet.locator('[data-mode="read"] [data-sync][data-state="saved"]').wait_for()

    assert list(SheetRevision.objects.values_list("is_final", flat=True)) == [False, True]


FOREIGN = {
    "a portal's page": {"status": 403, "content_type": "text/html", "body": "<h1>Sign in</h1>"},
    "a portal's own JSON": {"status": 403, "content_type": "application/json", "body": "{}"},
    "a promise of nothing": {"status": 200, "content_type": "application/json", "body": "{}"},
    "null": {"status": 200, "content_type": "application/json", "body": "null"},
    "another program's word": {
        "status": 200,
        "content_type": "application/json",
        "body": '{"status": "applied", "detail": "Welcome to our Wi-Fi"}',
    },
}


def test_answers_that_are_not_ours_are_waited_out(sheet):
    """They stand for nothing that our server did: neither saved nor refused."""
    answers = list(FOREIGN.values())

    def answer(route):
        if answers:
            route.fulfill(**answers.pop(0))
        else:
            route.continue_()

    sheet.route("**/sheets/*", answer)
    give(sheet, 6)
    for left in reversed(range(len(FOREIGN))):
        sheet.locator('[data-sync][data-state="waiting"]').wait_for()
        assert len(answers) == left
        sheet.evaluate("window.dispatchEvent(new Event('online'))")
    saved(sheet)

    assert SheetRevision.objects.get().points == {"whole": "6"}
