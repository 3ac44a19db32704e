"""From the closed scoring to the sealed protocol: the secretary at the office, the chair on a tablet that is loaded anew in the middle."""

from playwright.sync_api import expect

from defense.demo import Demo
from experts.models import Protocol, Seat
from experts.reports.grid import Grid
from experts.services.closing import close_scoring
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.experts.hall import give
from tests.factories import DAY


def judge(demo: Demo) -> None:
    """Every expert who may gives every team points, each team one point fewer than the one before."""
    grid = Grid(demo.event)
    keys = [criterion.key for criterion in grid.criteria]
    seats = {seat.pk: seat for seat in Seat.objects.of_event(demo.event)}
    defenses = {each.pk: each for each in grid.defenses}
    for cell in grid.eligible:
        defense = defenses[cell.defense]
        points = str(10 - defense.project.number)
        give(seats[cell.seat], defense, dict.fromkeys(keys, points))
    close_scoring(demo.event.pk, actor="test", at=DAY)


def test_the_protocol_is_sealed_by_chair_and_secretary_on_two_devices(demo: Demo, visit):
    judge(demo)
    office, chair = visit(), visit(width=820)
    sign_in(office, demo)
    desk = office.go(f"/organize/{demo.event.slug}/protocol/")
    desk.get_by_role("button", name="Prepare the protocol").click()
    expect(desk.get_by_role("heading", name="Version 1", exact=True)).to_be_visible()
    office.look("protocol_prepared", 1440, 820, 390)
    aloud = Protocol.objects.get().aloud

    chair.open_card(address_of(card_of(demo, CHAIR)))
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
