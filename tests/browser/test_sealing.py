"""From the last sheet to the sealed protocol: the secretary at the office, the chair on a tablet that is loaded anew in the middle."""

from playwright.sync_api import expect

from defense.demo import Demo
from experts.models import Protocol, Seat
from experts.reports.grid import Grid
from experts.services.closing import close_scoring
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.visitor import Visitor
from tests.experts.hall import give
from tests.factories import DAY


def judge(demo: Demo) -> None:
    """Every expert who may gives every team points, each team one point fewer than the one before; the chair's of team 7 stand out."""
    grid = Grid(demo.event)
    keys = [criterion.key for criterion in grid.criteria]
    chair = Seat.objects.of_event(demo.event).get(person__name=CHAIR)
    seats = {seat.pk: seat for seat in Seat.objects.of_event(demo.event)}
    defenses = {each.pk: each for each in grid.defenses}
    for cell in grid.eligible:
        defense = defenses[cell.defense]
        stands_out = defense.project.number == 7 and cell.seat == chair.pk
        points = "9" if stands_out else str(10 - defense.project.number)
        give(seats[cell.seat], defense, dict.fromkeys(keys, points))


def look_again(office: Visitor, chair: Visitor, demo: Demo) -> None:
    """The chair alone is asked, and keeps the sheet; the office reads that all were asked, and no more."""
    desk = office.go(f"/organize/{demo.event.slug}/scoring/")
    desk.get_by_role("button", name="Ask the experts to look again").click()
    expect(desk.get_by_text("1 answer is still out.")).to_be_visible()
    tablet = chair.open_card(address_of(card_of(demo, CHAIR)))
    expect(tablet.get_by_role("heading", name="Please look at team 7 again")).to_be_visible()
    chair.look("second_look", 820, 768, 390)
    tablet.get_by_role("button", name="Keep the sheet").click()
    expect(tablet.get_by_text("Kept: the sheet stays as it is.")).to_be_visible()
    desk.reload()
    asked = desk.get_by_text("All experts were asked to look again")
    expect(asked).to_contain_text("0 answers are still out.")
    expect(asked).not_to_contain_text(CHAIR)


def test_the_protocol_is_sealed_by_chair_and_secretary_on_two_devices(demo: Demo, visit):
    judge(demo)
    office, chair = visit(), visit(width=820)
    sign_in(office, demo)
    look_again(office, chair, demo)
    close_scoring(demo.event.pk, actor="test", at=DAY)
    desk = office.go(f"/organize/{demo.event.slug}/protocol/")
    desk.get_by_role("button", name="Prepare the protocol").click()
    expect(desk.get_by_role("heading", name="Version 1", exact=True)).to_be_visible()
    office.look("protocol_prepared", 1440, 820, 390)
    aloud = Protocol.objects.get().aloud

    tablet = chair.go("/expert/")
    tablet.get_by_role("link", name="Protocol").click()
    expect(tablet.get_by_text(aloud).first).to_be_visible()
    chair.look("protocol_tablet", 820, 768, 390)
    tablet.get_by_role("button", name="Seal").click()  # unread: the browser asks for the box
    expect(tablet.get_by_role("button", name="Seal")).to_be_visible()
    tablet.get_by_label("I have read this version to its end.").check()
    tablet.get_by_role("button", name="Seal").click()
    expect(tablet.get_by_text("Sealed by you.")).to_be_visible()
    tablet.reload()

    expect(tablet.get_by_text("seal is missing")).to_have_count(1)
    expect(tablet.get_by_role("button", name="Seal")).to_have_count(0)
    desk.reload()
    expect(desk.get_by_text("seal is missing")).to_have_count(1)
    desk.get_by_label("I have read this version to its end.").check()
    desk.get_by_role("button", name="Seal").click()
    expect(desk.get_by_role("heading", name="Annexes")).to_be_visible()
    office.look("protocol_sealed", 1440, 820, 390)
    tablet.reload()
    expect(tablet.get_by_text("seal is missing")).to_have_count(0)

    assert Protocol.objects.get().is_sealed
    assert office.complaints == []
    assert chair.complaints == []
