"""Twelve tablets without a network, twenty edits each, and 240 of 240 last values on the server."""

import pytest

from experts.models import ScoreSheet, SheetRevision
from tests.browser.tablet.tablet import Tablet, entered, none_doubled
from tests.browser.visitor import Visitor
from tests.experts.hall import fill
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

EXPERTS, SHEETS = 12, 20
# What a page does at every tap, for twenty teams with two values each, the last of them its number.
GIVE = """async ([script, seat, defenses]) => {
  const { tablet } = await import(script);
  await tablet.ready;
  for (const [at, defense] of defenses.entries()) {
    const sheet = `/api/v1/sheets/${seat}-${defense}`;
    let seen = null;
    for (const points of [10, at % 9 + 1]) {
      const values = { final: false, rubric_version: 1, points: { whole: String(points) }, comment: "" };
      const row = await tablet.outbox.put({ sheet, page: "/", title: "", seen, base_rev: 0, values });
      seen = row.op_id;
    }
  }
  await tablet.sender.drain();
  return (await tablet.outbox.all()).length;
}"""
SCRIPT = """() => performance.getEntriesByType("resource")
  .map(({ name }) => name).find((name) => name.includes("/js/tablet/tablet."))"""


@pytest.fixture
def hall(transactional_db):
    return fill(experts=EXPERTS, projects=SHEETS)


def test_twelve_tablets_send_every_last_value_once(chromium, hall, network):
    tablets: list[Tablet] = []
    for seat in range(1, EXPERTS + 1):
        network.mode = "good"
        tablets.append(entered(Visitor(chromium, network.url, width=768), hall, network, seat))
        network.mode = "cut"
    defenses = [each.pk for each in hall.defenses.values()]
    for each in tablets:
        script = each.page.evaluate(SCRIPT)
        seat = hall.seats[each.seat].pk
        assert each.page.evaluate(GIVE, [script, seat, defenses]) == SHEETS
    assert not ScoreSheet.objects.exists()

    network.mode = "good"
    for each in tablets:
        each.page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(lambda: SheetRevision.objects.count() >= EXPERTS * SHEETS, "all are there")
    for each in tablets:
        each.has_unsent(0)

    last = [(r.sheet.defense.project.number, r.points["whole"]) for r in _revisions()]
    assert len(last) == EXPERTS * SHEETS
    assert all(points == str((number - 1) % 9 + 1) for number, points in last)
    assert none_doubled()
    for each in tablets:
        each.visitor.leave()


def _revisions():
    return SheetRevision.objects.select_related("sheet__defense__project")
