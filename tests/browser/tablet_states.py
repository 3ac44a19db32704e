"""The sheet of the chair of the demo event, and how it comes into its states."""

from playwright.sync_api import Page, expect

from defense.demo import Demo
from events.models import Criterion
from experts.models import ScoreSheet, Seat
from projects.models import Defense
from tests.browser.visitor import Visitor
from tests.factories import SheetRevisionFactory


def chair_of(demo: Demo) -> Seat:
    return Seat.objects.of_event(demo.event).get(role=Seat.Role.CHAIR)


def sheet_of(demo: Demo, number: int) -> str:
    """The address of the sheet for this team."""
    defense = Defense.objects.of_event(demo.event).get(project__number=number)
    return f"/expert/defenses/{defense.pk}/"


def open_sheet(visitor: Visitor, demo: Demo, number: int) -> Page:
    page = visitor.go(sheet_of(demo, number))
    page.locator("body[data-unsent]").wait_for(state="attached")
    return page


def give(page: Page, points: int) -> None:
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator(".step").nth(points - 1).click()


def change_first(page: Page, points: int) -> None:
    page.get_by_role("button", name="Change", exact=True).click()
    page.locator("[data-criterion]").first.locator(".step").nth(points - 1).click()


def is_in(page: Page, state: str) -> None:
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", state)


def save_elsewhere(demo: Demo, number: int) -> None:
    """Three points for everything, and a comment, as from another tablet."""
    sheet = ScoreSheet.objects.get(seat=chair_of(demo), defense__project__number=number)
    ScoreSheet.objects.filter(pk=sheet.pk).update(revision=sheet.revision + 1)
    SheetRevisionFactory(
        sheet=sheet,
        number=sheet.revision + 1,
        points={each.key: "3" for each in Criterion.objects.all()},
        comment="From another tablet. " * 8,
    )
