"""The main job, as people do it: from the organizer's login to the verified diploma."""

import re
from uuid import uuid4

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from defense.demo import ORGANIZER, Demo
from events.models import Criterion
from experts.models import Interest, ScoreSheet, Seat
from experts.services.score_sheets import SheetOperation, save_sheet, sheet_values
from projects.models import Defense

CHAIR, TO_CONFIRM = "Irina Smirnova", "Asel Arynkyzy"
TABLET = (768, 1024)


def card_of(cards, name: str) -> str:
    card = next(each for each in cards if each.holder.person.name == name)
    return f"/pass/#{card.code}"


def give_points(page: Page, value: int) -> None:
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("label.step").nth(value - 1).click()


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-sync]")).to_have_attribute("data-state", "saved")


def score_the_rest(demo: Demo) -> None:
    """The other tablets, without their screens."""
    points = {each.key: each.maximum - 2 for each in Criterion.objects.all()}
    recused = set(Interest.objects.recusing().values_list("seat", "project"))
    for seat in Seat.objects.of_event(demo.event).select_related("person"):
        for defense in Defense.objects.of_event(demo.event):
            is_done = ScoreSheet.objects.submitted().filter(seat=seat, defense=defense).exists()
            if is_done or (seat.pk, defense.project_id) in recused:
                continue
            operation = SheetOperation(
                op_id=uuid4(),
                device_id=None,
                sequence=1,
                base_rev=sheet_values(seat.pk, defense.pk).rev,
                client_ts=0,
                rubric_version=1,
                is_final=True,
                points=points,
            )
            save_sheet(
                seat.pk, defense.pk, operation=operation, actor=seat.person, at=timezone.now()
            )


def test_from_the_login_to_the_verified_diploma(demo: Demo, visit, running_worker, tmp_path):
    guest, organizer = visit(), visit()
    slug = demo.event.slug

    guest.go("/")
    expect(guest.page.get_by_role("heading", level=1)).to_contain_text("first public defense")
    guest.look("event")
    guest.page.get_by_role("link", name="Corporate Culture Management").first.click()
    expect(guest.page.get_by_text("Balkan Kasimov")).to_be_visible()
    guest.look("project")

    page = organizer.go(f"/organize/{slug}/")
    organizer.look("login")
    page.locator("[name=login]").fill(ORGANIZER)
    page.locator("[name=password]").fill(demo.password)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_text("36 of 80 people have no name yet.")).to_be_visible()
    organizer.look("overview")
    for place in ("programme", "teams", "scoring", "results", "passes", "diplomas"):
        organizer.go(f"/organize/{slug}/{place}/")
        organizer.look(f"{place}_before")

    organizer.go(f"/organize/{slug}/panel/")
    organizer.look("panel")
    match = page.locator("form").filter(has=page.get_by_role("button", name="Decide", exact=True))
    match.first.get_by_label("Recuse: does not score").check()
    match.first.get_by_role("textbox").fill("She is the supervisor of team 4.")
    match.first.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text(f"Decided: {TO_CONFIRM}.")).to_be_visible()

    recused = visit(width=768)
    recused.open_card(card_of(demo.experts, TO_CONFIRM))
    recused.page.get_by_role("link", name="STEAM").first.click()
    expect(recused.page.get_by_role("heading", level=1)).to_contain_text("do not score")
    recused.look("recused", 768, 390)

    expert = visit(width=768)
    tablet = expert.open_card(card_of(demo.experts, CHAIR))
    expect(tablet).to_have_url(re.compile("/expert/"))
    expert.look("tablet_home", 768, 390)
    first = Defense.objects.of_event(demo.event).in_running_order()[0]
    expert.go(f"/expert/defenses/{first.pk}/")
    give_points(tablet, 8)
    expect_saved(tablet)
    tablet.get_by_role("button", name="Submit").click()
    expect(tablet.get_by_role("button", name=re.compile("Submitted|Submit again"))).to_be_visible()
    expect_saved(tablet)
    expert.look("sheet", 768, 1024, 390)
    tablet.reload()
    expect(tablet.locator("[data-total]")).to_have_text("80.0")
    assert ScoreSheet.objects.submitted().count() == 1

    score_the_rest(demo)
    organizer.go(f"/organize/{slug}/scoring/")
    expect(page.get_by_text("Every expected sheet is in.")).to_be_visible()
    organizer.look("scoring")
    page.get_by_role("button", name="Close the scoring").click()
    organizer.go(f"/organize/{slug}/results/")
    expect(page.get_by_text("79 of 79 expected sheets")).to_be_visible()
    organizer.look("results", 1440, 820, 390)

    organizer.go(f"/organize/{slug}/diplomas/")
    page.get_by_role("button", name="Issue 44 diplomas").click()
    expect(page.locator(".count").first).to_have_text(re.compile("^44 of 44"), timeout=60_000)
    organizer.look("diplomas", 1440, 820, 390)

    trainee = visit(width=390)
    phone = trainee.open_card(card_of(demo.trainees, "Balkan Kasimov"))
    expect(phone.get_by_text("Balkan Kasimov")).to_be_visible()
    trainee.look("trainee", 390, 820)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download the diploma").click()
    file = tmp_path / "diploma.pdf"
    download.value.save_as(file)
    document = pypdfium2.PdfDocument(file)
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert len(document) == 1
    assert "Balkan Kasimov" in text
    document.close()

    phone.get_by_role("link", name="the page of this diploma").click()
    address = phone.url
    passerby = visit(width=390)
    passerby.go(address)
    expect(passerby.page.get_by_role("heading", level=1)).to_have_text("This diploma is valid")
    expect(passerby.page.get_by_text("Balkan Kasimov")).to_be_visible()
    passerby.look("valid", 390, 1440)

    complaints = [
        line
        for visitor in (guest, organizer, recused, expert, trainee, passerby)
        for line in visitor.complaints
    ]
    assert "\n".join(complaints) == ""


def test_a_sheet_can_be_submitted_without_scripts(demo: Demo, visit):
    expert = visit(width=768, scripts=False)
    card = next(each for each in demo.experts if each.holder.person.name == CHAIR)
    first = Defense.objects.of_event(demo.event).in_running_order()[0]

    page = expert.go("/pass/")
    page.get_by_role("textbox").fill(card.code)
    page.get_by_role("button", name="Enter").click()
    expert.go(f"/expert/defenses/{first.pk}/")
    give_points(page, 9)
    page.get_by_role("button", name="Submit").click()

    expert.go(f"/expert/defenses/{first.pk}/")
    expect(page.locator("[data-total]")).to_have_text("90.0")
    assert ScoreSheet.objects.submitted().count() == 1
    assert expert.complaints == []


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</title><svg onload=alert(3)>",
    "'-alert(4)-'",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("place", ["programme", "teams", "panel", "passes", "scoring"])
def test_what_people_typed_is_never_run(demo: Demo, visit, place):
    for number, project in enumerate(demo.event.project_set.select_related("supervisor")):
        payload = PAYLOADS[number % len(PAYLOADS)]
        project.topic = payload
        project.save()
        project.supervisor.name = payload
        project.supervisor.save()
    organizer = visit()
    page = organizer.go("/accounts/login/")
    page.locator("[name=login]").fill(ORGANIZER)
    page.locator("[name=password]").fill(demo.password)
    page.locator("main button[type=submit]").click()

    organizer.go(f"/organize/{demo.event.slug}/{place}/")
    organizer.go(f"/{demo.event.slug}/")

    expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert organizer.complaints == []
