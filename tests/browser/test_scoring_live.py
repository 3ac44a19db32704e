"""The page of the scoring follows the day by itself, and says when it cannot."""

from collections.abc import Callable

from playwright.sync_api import expect

from defense.demo import Demo
from events.models import AuditEntry
from experts.models import ScoreSheet, Seat
from projects.models import Defense
from tests.browser.keys import sign_in
from tests.browser.visitor import Visitor
from tests.factories import ScoreSheetFactory, SheetRevisionFactory

Visit = Callable[..., Visitor]


def submit(demo: Demo, number: int) -> None:
    """As the tablet does: a sheet, and the line of the log that comes with it."""
    seat = Seat.objects.of_event(demo.event).scoring().in_order()[0]
    defense = Defense.objects.of_event(demo.event).get(project__number=number)
    sheet = ScoreSheetFactory(seat=seat, defense=defense, state=ScoreSheet.State.SUBMITTED)
    SheetRevisionFactory(sheet=sheet)
    AuditEntry.write(demo.event, "system:test", "score_sheet.saved", sheet)


def test_the_page_follows_the_sheets_and_says_when_the_server_is_away(demo: Demo, visit: Visit):
    olga = visit(width=820)
    sign_in(olga, demo)
    page = olga.go(f"/organize/{demo.event.slug}/scoring/")
    missing, stale = page.locator("#missing > summary"), page.locator("[data-stale]")
    missing.click()

    submit(demo, 1)
    expect(page.locator(".matrix-cell--submitted")).to_have_count(1)
    expect(page.locator(".progress-count")).to_contain_text("1 of")
    expect(page.locator("#missing")).to_have_attribute("open", "")

    olga.loses_network = True
    olga.context.set_offline(True)
    expect(stale).to_be_visible()
    expect(page.locator(".matrix-cell--submitted")).to_have_count(1)
    olga.look("scoring_stale", 390)
    submit(demo, 2)
    olga.context.set_offline(False)

    expect(page.locator(".matrix-cell--submitted")).to_have_count(2)
    expect(stale).to_be_hidden()
    assert olga.complaints == []
