"""The main job, as people do it: from the organizer's login to the verified diploma."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pypdfium2
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from defense.demo import Demo
from events.models import Criterion
from experts.models import Interest, ScoreSheet, Seat, SheetRevision
from experts.pages.log import log_of
from experts.services.score_sheets import current_sheet, save_sheet
from experts.sheets import Assignment, SheetOperation
from projects.models import Defense
from tests.browser.keys import CHAIR, address_of, card_of, sign_in
from tests.browser.things import pages_of_things
from tests.browser.visitor import WORKSPACE, Visitor
from tests.experts.hall import pass_of

TO_CONFIRM, TRAINEE = "Asel Arynkyzy", "Aizhan Abylova"
BEST_TEAM = 4
PAGES = ("run-of-show", "teams", "scoring", "results", "passes", "diplomas")

Visit = Callable[..., Visitor]


def give_points(page: Page, value: int) -> None:
    page.locator("[data-submit]").wait_for()  # after all criteria: the list below is taken at once
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("label.step").nth(value - 1).click()


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", "saved")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()
    expect(page.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))


def change_and_undo(page: Page) -> None:
    """A stray tap where a scale was changes nothing; a change is undone, also one of a lost network."""
    where = page.locator("[data-criterion]").nth(1).bounding_box()
    page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] - 20)
    expect(page.locator(".step:visible")).to_have_count(0)
    page.get_by_role("button", name="Change", exact=True).click()
    page.locator("[data-criterion]").nth(1).locator(".step").nth(0).click()
    expect(page.locator("[data-total]")).to_have_text("80.0 → 62.5")
    page.get_by_role("button", name="Undo, keep 80.0").click()
    expect(page.locator("[data-total]")).to_have_text("80.0")
    page.get_by_role("button", name="Change", exact=True).click()
    page.locator("[data-criterion]").nth(1).locator(".step").nth(0).click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Submit 62.5").click()
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", "waiting")
    page.get_by_role("button", name="Undo", exact=True).click()
    page.context.set_offline(False)
    expect(page.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))
    expect(page.locator("[data-total]")).to_have_text("80.0")


def points_of(seat: Seat, defense: Defense) -> dict[str, int]:
    """Spread over the scale, with one team ahead of all others by everybody's word."""
    if defense.project.number == BEST_TEAM:
        return {each.key: each.maximum for each in Criterion.objects.all()}
    return {
        each.key: each.maximum - 1 - (3 * seat.order + 5 * defense.project.number + each.order) % 5
        for each in Criterion.objects.all()
    }


def score_the_rest(demo: Demo) -> None:
    """The other tablets, without their screens."""
    recused = set(Interest.objects.recusing().values_list("seat", "project"))
    done = set(ScoreSheet.objects.submitted().values_list("seat", "defense"))
    for seat in Seat.objects.of_event(demo.event).select_related("person"):
        for defense in Defense.objects.of_event(demo.event).select_related("project"):
            if (seat.pk, defense.pk) in done or (seat.pk, defense.project_id) in recused:
                continue
            operation = SheetOperation(
                op_id=uuid4(),
                device_id=None,
                sequence=1,
                base_rev=current_sheet(Assignment(seat.pk, defense.pk)).rev,
                client_ts=0,
                rubric_version=1,
                is_final=True,
                points=points_of(seat, defense),
            )
            save_sheet(
                Assignment(seat.pk, defense.pk),
                operation=operation,
                held=pass_of(seat),
                at=timezone.now(),
            )


def guest_reads_the_event(guest: Visitor) -> None:
    page = guest.go("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("first public defense")
    guest.look("event")
    assert page.viewport_size == {"width": 390, "height": 844}
    assert bottom_of(page, ".on-now") <= 500
    assert bottom_of(page, ".site-brand") <= 60
    assert bottom_of(page, ".site-bar nav") <= 110
    page.get_by_role("link", name="Corporate Culture Management").first.click()
    expect(page.get_by_text("Balkan Kasimov")).to_be_visible()
    guest.look("project")
    guest.expected_statuses = {404}
    guest.go("/d/no-such-code")
    expect(page.get_by_role("heading", level=1)).to_have_text("No diploma has this code")
    guest.look("unknown")
    guest.go("/no/such/page")
    guest.look("not_found")


def bottom_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    return box["y"] + box["height"]


def organizer_looks_around(organizer: Visitor, demo: Demo) -> None:
    organizer.go(f"/organize/{demo.event.slug}/")
    organizer.look("login")
    page = sign_in(organizer, demo)
    expect(page.get_by_role("region", name="Next")).to_contain_text(
        "36 of 80 people have no name yet."
    )
    organizer.look("overview")
    for place in PAGES:
        organizer.go(f"/organize/{demo.event.slug}/{place}/")
        organizer.look(f"{place}_before")
    for place in WORKSPACE:
        organizer.go(f"/organize/{demo.event.slug}/{place}/")
        organizer.look(place.replace("/", "_"), 390)
    for name, path in pages_of_things(demo).items():
        organizer.go(path)
        organizer.look(name, 390)
    for name, path in {"events": "/organize/", "account": "/accounts/password/change/"}.items():
        organizer.go(path)
        organizer.look(name)


def organizer_confirms_the_match(organizer: Visitor, demo: Demo) -> None:
    page = organizer.go(f"/organize/{demo.event.slug}/panel/")
    organizer.look("panel")
    match = page.get_by_role("region", name="Please confirm").locator("form").first
    match.get_by_label("Recuse: does not score").check()
    match.get_by_role("textbox").fill("She is the supervisor of team 4.")
    match.get_by_role("button", name="Decide").click()
    expect(page.get_by_text(f"Decided: {TO_CONFIRM}.")).to_be_visible()


def line_of(page: Page, name: str) -> Locator:
    """A person's row in a list, opened where a phone shows one line of it."""
    row = page.get_by_role("row").filter(has_text=name)
    if (opener := row.locator(".line-open summary")).is_visible():
        opener.click()
    return row


def organizer_makes_cards(organizer: Visitor, demo: Demo) -> tuple[str, str]:
    """A new card for the chair, a first one for the trainee: their addresses, as the QR codes hold them."""
    page = organizer.go(f"/organize/{demo.event.slug}/passes/")
    row = line_of(page, CHAIR)
    row.get_by_text("Change").click()
    organizer.look("passes_change")
    row.get_by_role("button", name="Replace it with a new card").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Replace the card of {CHAIR}")
    page.get_by_role("button", name="Replace it with a new card").click()
    organizer.look("cards")
    chair = page.locator(".access-card-by-hand code").inner_text()
    organizer.go(f"/organize/{demo.event.slug}/passes/")
    line_of(page, TRAINEE).get_by_role("button").click()
    trainee = page.locator(".access-card-by-hand code").inner_text()
    return f"/pass/#{chair}", f"/pass/#{trainee}"


def recused_expert_is_told(recused: Visitor, demo: Demo) -> None:
    page = recused.open_card(address_of(card_of(demo, TO_CONFIRM)))
    page.get_by_role("link", name="STEAM").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("do not score")
    recused.look("recused", 768, 390)
    recused.go("/expert/interests/")
    recused.look("interests_of_one", 768)


def expert_scores_two_teams(expert: Visitor, card: str) -> None:
    page = expert.go(card)
    expect(page.get_by_text("Your card is read.")).to_be_visible()
    expert.look("card", 768, 390)
    page.get_by_role("button", name="Enter").click()
    expect(page).to_have_url(re.compile("/expert/$"))
    expert.look("tablet_home", 768, 390)
    page.get_by_role("link", name="Score team 1").click()
    page.locator("[data-submit]").wait_for()
    expert.look("sheet_empty", 768, 390)
    give_points(page, 8)
    expect_saved(page)
    submit(page)
    expert.look("sheet", 768, 1024, 390)
    expert.loses_network = True
    change_and_undo(page)
    page.reload()
    expect(page.locator("[data-total]")).to_have_text("80.0")
    page.get_by_role("link", name="Team 2 →").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("project technologies")
    give_points(page, 7)
    page.get_by_label("Comment", exact=True).fill("Well argued.")
    submit(page)


def organizer_closes_and_reads_the_results(organizer: Visitor, demo: Demo) -> None:
    page = organizer.go(f"/organize/{demo.event.slug}/scoring/")
    expect(page.get_by_text("Every expected sheet is in.")).to_be_visible()
    organizer.look("scoring")
    page.get_by_role("button", name="Close the scoring").click()
    expect(page.get_by_text("No sheet can be changed.")).to_be_visible()
    organizer.look("scoring_closed")
    page.get_by_role("main").get_by_role("link", name="Results").click()
    expect(page.get_by_text("79 of 79 expected sheets")).to_be_visible()
    expect(page.locator(".results tbody tr")).to_have_count(7)
    expect(page.locator(".results tbody tr").first).to_contain_text(f"Team {BEST_TEAM} ·")
    organizer.look("results", 1440, 820, 390)


def expert_finds_the_scoring_closed(expert: Visitor) -> None:
    page = expert.page
    page.reload()
    expect(page.get_by_text("Scoring is closed, so this sheet is for reading")).to_be_visible()
    expect(page.locator("[data-total]")).to_have_text("70.0")
    expect(page.get_by_text("Your comment (for the protocol): Well argued.")).to_be_visible()
    expert.look("sheet_closed", 768, 390)


def organizer_issues_the_diplomas(organizer: Visitor, demo: Demo) -> None:
    page = organizer.go(f"/organize/{demo.event.slug}/diplomas/")
    page.get_by_role("button", name="Issue 44 diplomas").click()
    expect(page.get_by_text("36 people have no name yet, and get none.")).to_be_visible()
    organizer.look("diplomas_asked")
    page.get_by_role("button", name="Issue 44 diplomas").click()
    expect(page.locator(".progress-count").first).to_have_text(
        re.compile("^44 of 44"), timeout=180_000
    )
    organizer.look("diplomas", 1440, 820, 390)


def trainee_downloads(trainee: Visitor, card: str, file: Path) -> str:
    """The address of the diploma's public page; the file is a page with the trainee's name."""
    page = trainee.open_card(card)
    expect(page.get_by_text(TRAINEE)).to_be_visible()
    trainee.look("trainee", 390, 820)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the diploma").click()
    download.value.save_as(file)
    with pypdfium2.PdfDocument(file) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
        assert len(document) == 1
        assert TRAINEE in text
    page.get_by_role("link", name="the page of this diploma").click()
    return page.url


def passerby_verifies(passerby: Visitor, address: str) -> None:
    """By the QR's address, and by the code that stands under it."""
    page = passerby.go(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("This diploma is valid")
    expect(page.get_by_text(TRAINEE)).to_be_visible()
    passerby.look("valid", 390, 1440)
    passerby.go("/d/")
    passerby.look("find", 390, 1440)
    page.get_by_label("Code under the QR").fill(address.rpartition("/")[2].lower())
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page).to_have_url(address)


def test_from_the_login_to_the_verified_diploma(
    demo: Demo, visit: Visit, running_worker, tmp_path: Path
):
    guest, organizer, passerby = visit(), visit(), visit(width=390)
    recused, expert, trainee = visit(width=768), visit(width=768), visit(width=390)

    guest_reads_the_event(guest)
    organizer_looks_around(organizer, demo)
    organizer_confirms_the_match(organizer, demo)
    chairs_card, trainees_card = organizer_makes_cards(organizer, demo)
    recused_expert_is_told(recused, demo)
    expert_scores_two_teams(expert, chairs_card)
    assert ScoreSheet.objects.submitted().count() == 2
    finals = SheetRevision.objects.filter(is_final=True).order_by("pk")
    research = [each.points["research-quality"] for each in finals]
    assert research == ["8", "1", "8", "7"]
    score_the_rest(demo)
    organizer_closes_and_reads_the_results(organizer, demo)
    expert_finds_the_scoring_closed(expert)
    organizer_issues_the_diplomas(organizer, demo)
    address = trainee_downloads(trainee, trainees_card, tmp_path / "diploma.pdf")
    passerby_verifies(passerby, address)

    everybody = (guest, organizer, recused, expert, trainee, passerby)
    complaints = [line for visitor in everybody for line in visitor.complaints]
    assert "\n".join(complaints) == ""
    assert [line.said for line in log_of(demo.event) if "—" in line.said] == []


def test_a_submit_pressed_while_a_draft_is_on_its_way_is_not_lost(demo: Demo, visit: Visit):
    expert, held = visit(width=768), []
    first = Defense.objects.of_event(demo.event).in_running_order()[0]
    page = expert.open_card(address_of(card_of(demo, CHAIR)))
    page.get_by_role("link", name="Score team 1").click()
    page.route("**/api/v1/sheets/*", lambda route: held.append(route), times=1)

    with page.expect_request("**/api/v1/sheets/*"):
        give_points(page, 8)
    page.get_by_role("button", name="Submit").click()
    held[0].continue_()

    expect(page.get_by_role("button", name="Change", exact=True)).to_be_visible()
    expect_saved(page)
    assert ScoreSheet.objects.submitted().filter(defense=first).count() == 1
    assert expert.complaints == []


def test_a_sheet_can_be_submitted_without_scripts(demo: Demo, visit: Visit):
    expert = visit(width=768, scripts=False)
    first = Defense.objects.of_event(demo.event).in_running_order()[0]

    page = expert.go("/pass/")
    page.get_by_role("textbox").fill(card_of(demo, CHAIR).code)
    page.get_by_role("button", name="Enter").click()
    expert.go(f"/expert/defenses/{first.pk}/")
    give_points(page, 9)
    page.get_by_role("button", name="Submit").click()

    expert.go(f"/expert/defenses/{first.pk}/")
    expect(page.locator("[data-total]")).to_have_text("90.0")
    assert ScoreSheet.objects.submitted().count() == 1
    assert expert.complaints == []
