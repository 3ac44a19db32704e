"""An expert's hands on a tablet, and what the database has of it."""

import itertools
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Pass
from events.services.passes import issue_pass
from experts.models import ScoreSheet, SheetRevision
from tests.browser.tablet.network import Network
from tests.browser.visitor import Visitor
from tests.experts.hall import Hall
from tests.processes import wait_until

TEAMS = 7
# The points of every operation in the tablet's own database, in their order.
KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open(`qorgau-${document.body.dataset.holder}`);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("operations").objectStore("operations").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      const rows = asked.result.sort((one, other) => one.seq - other.seq);
      resolve(rows.map(({ values }) => values.points.whole));
    };
  };
})"""
# The page asks to stay while it writes what was given into that database.
LETS_GO = "() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


@dataclass
class Tablet:
    visitor: Visitor
    hall: Hall
    network: Network
    seat: int = 1
    pin: str = ""

    @property
    def page(self) -> Page:
        return self.visitor.page

    def address(self, team: int) -> str:
        return reverse("expert:score_sheet", args=[self.hall.defenses[team].pk])

    def open(self, team: int) -> Page:
        self.page.wait_for_function(LETS_GO)
        page = self.visitor.go(self.address(team))
        page.locator("body[data-unsent]").wait_for(state="attached")
        return page

    def give(self, points: int) -> None:
        scale = self.page.locator(f'input[name="points-whole"][value="{points}"]')
        scale.evaluate(
            "input => input.scrollIntoView({ block: 'center' })"
        )  # the foot covers what is low
        scale.check(force=True)

    def has_kept(self, *points: str) -> None:
        """The tablet's database has these and no others, whatever becomes of the page."""
        wait_until(lambda: self.page.evaluate(KEPT) == list(points), f"the tablet keeps {points}")

    def submit(self) -> None:
        self.page.locator("[data-submit]").click()
        expect(self.page.get_by_role("button", name="Change", exact=True)).to_be_visible()

    def is_in(self, state: str) -> None:
        expect(self.page.locator("[data-sync]")).to_have_attribute("data-state", state)

    def has_unsent(self, count: int) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-unsent", str(count))

    def empty_by_itself(self) -> None:
        """Nothing is left on the tablet, by its own timers or by waking up."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")
        self.has_unsent(0)


def entered(visitor: Visitor, hall: Hall, network: Network, seat: int = 1) -> Tablet:
    person = hall.seats[seat].person
    card = issue_pass(person, kind=Pass.Kind.EXPERT, actor="test", at=timezone.now())
    visitor.enter_with(card.token).go(reverse("expert:home"))
    return Tablet(visitor, hall, network, seat, card.pin)


def given() -> dict[int, str]:
    """The current points of each team, by its number."""
    sheets = ScoreSheet.objects.select_related("defense__project")
    return {each.defense.project.number: _points(each) for each in sheets}


def _points(sheet: ScoreSheet) -> str:
    return str(SheetRevision.objects.get(sheet=sheet, number=sheet.revision).points["whole"])


def wait_for_given(expected: dict[int, str]) -> None:
    wait_until(lambda: given() == expected, f"the server has {expected}")


def none_doubled() -> bool:
    """No revision says what the one before it said."""
    rows = SheetRevision.objects.order_by("sheet", "number")
    said = [(each.sheet_id, each.points, each.is_final) for each in rows]
    return all(one != other for one, other in itertools.pairwise(said))
