"""What an expert reads on the tablet when a save is refused, and that the next step leads on."""

import json
import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Criterion, Event, Pass, Rubric
from events.services.passes import issue_pass
from experts.models import Interest, ScoreSheet, Seat, SheetRevision
from tests.experts.hall import fill
from tests.factories import CriterionFactory, SheetRevisionFactory

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = "What you gave stays on this page."


@pytest.fixture
def hall():
    return fill(experts=1, projects=2)


@pytest.fixture
def sheet(visit, hall):
    at = timezone.now()
    card = issue_pass(hall.seats[1].person, kind=Pass.Kind.EXPERT, actor="test", at=at)
    visitor = visit(width=768)
    visitor.expected_statuses = {401, 403, 404, 409, 422, 423}
    page = visitor.enter_with(card.token).go(
        reverse("expert:score_sheet", args=[hall.defenses[1].pk])
    )
    yield page
    assert visitor.complaints == []


def give(page, points: int) -> None:
    page.locator(f'input[name="points-whole"][value="{points}"]').check(force=True)


def saved(page) -> None:
    """Also what the tablet still had: the page that comes from the server knows nothing of that."""
    page.locator('body[data-unsent="0"] [data-sync][data-state="saved"]').wait_for()


def open_new_card(page, hall) -> None:
    """In another tab of the same browser."""
    person = hall.seats[1].person
    card = issue_pass(person, kind=Pass.Kind.EXPERT, actor="test", at=timezone.now())
    tab = page.context.new_page()
    tab.goto(urljoin(page.url, f"/pass/#{card.token}"))
    tab.get_by_role("button", name="Enter").click()
    tab.wait_for_url("**/expert/**")
    tab.close()


def told(page, line: str, text: str, *buttons: str) -> None:
    expect(page.locator("[data-sync]")).to_have_text(line)
    expect(page.locator("[data-trouble-text]")).to_have_text(text)
    assert page.locator("[data-act]:visible").all_inner_texts() == list(buttons)


def test_every_refusal_is_told_in_its_own_words_and_tried_again_when_its_reason_is_gone(
    sheet, hall
):
    event, seat, card = Event.objects, Seat.objects, Pass.objects
    interest = Interest.objects.create(
        seat=hall.seats[1], project=hall.defenses[1].project, kind="other", outcome="dismiss"
    )
    interests = Interest.objects.filter(pk=interest.pk)
    now = timezone.now()

    event.update(is_rehearsal=True)
    give(sheet, 2)
    told(
        sheet,
        "Not saved: a rehearsal is going on",
        "A rehearsal is going on. Your card can score when the organizers have ended it. "
        f"{KEPT} Ask the organizers when the rehearsal ends, then try again.",
        "Try again",
    )

    event.update(is_rehearsal=False)
    seat.update(role=Seat.Role.RESERVE)
    give(sheet, 4)
    told(
        sheet,
        "Not saved: you have no seat here",
        f"You have no seat on the panel that scores this team. {KEPT} Ask the organizers to seat you, "
        "then try again.",
        "Try again",
    )

    seat.update(role=Seat.Role.MEMBER)
    interests.update(outcome="recuse")
    give(sheet, 5)
    told(
        sheet,
        "Not saved: you are recused",
        f"You are recused from this project: it is scored without you. {KEPT}",
    )

    interests.update(outcome="dismiss")
    event.update(asks_declaration=True)
    give(sheet, 8)
    told(
        sheet,
        "Not saved: your declaration is missing",
        f"Before your first points this event asks you for a declaration. {KEPT} Open your teams in "
        "another tab, make the declaration, come back here and try again.",
        "Try again",
    )

    event.update(asks_declaration=False)
    event.update(scoring_closed_at=now)
    give(sheet, 6)
    told(
        sheet,
        "Not saved: scoring is closed",
        "Scoring is closed. To change this sheet, ask the secretary to reopen it. "
        f"{KEPT} When scoring is open again, try again.",
        "Try again",
    )

    event.update(scoring_closed_at=None)
    card.update(revoked_at=now)
    give(sheet, 7)
    told(
        sheet,
        "Not saved: open your card again",
        "The organizers stopped the card that opened this tablet. Ask them for a new one. "
        f"{KEPT} Open your card again in another tab, come back here and try again.",
        "Try again",
        "Open my card",
    )

    open_new_card(sheet, hall)
    sheet.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(sheet)
    expect(sheet.locator("[data-trouble]")).to_be_hidden()
    assert SheetRevision.objects.get().points == {"whole": "7"}


def test_a_page_of_a_rehearsal_is_told_so_on_the_day(sheet):
    Event.objects.update(is_rehearsal=True)
    Pass.objects.update(is_rehearsal=True)
    sheet.reload()
    Event.objects.update(is_rehearsal=False)

    give(sheet, 3)

    told(
        sheet,
        "Not saved: this is a card of a rehearsal",
        "This card was made for a rehearsal and cannot score on the day. These points count for the "
        "rehearsal alone and stay on this page to be read. Open your card of the day in another tab, "
        "give them on its sheet, then give them up here.",
        "Give up",
        "Open my card",
    )
    sheet.get_by_role("button", name="Give up").click()
    expect(sheet.locator("body")).to_have_attribute("data-refused", "1")
    sheet.get_by_role("button", name="Give these points up for good").click()
    expect(sheet.locator("h1")).to_have_text("This card cannot score now")
    expect(sheet.locator("body")).to_have_attribute("data-unsent", "0")


def test_a_submit_that_was_refused_is_a_submit_when_it_is_tried_again(sheet):
    give(sheet, 8)
    saved(sheet)
    Event.objects.update(scoring_closed_at=timezone.now())

    sheet.locator("[data-submit]").click()
    expect(sheet.locator("[data-sync]")).to_have_text("Not saved: scoring is closed")
    Event.objects.update(scoring_closed_at=None)
    sheet.get_by_role("button", name="Try again").click()

    expect(sheet.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))
    expect(sheet.locator(".step:visible")).to_have_count(0)
    assert ScoreSheet.objects.get().state == ScoreSheet.State.SUBMITTED


def test_with_new_criteria_the_sheet_is_opened_again_and_keeps_what_was_given(sheet, hall):
    sheet.locator("[data-submit]").wait_for()
    CriterionFactory(rubric=Rubric.objects.get(), order=2, key="new", name="New", weight=40)
    Criterion.objects.filter(key="whole").update(weight=60)
    Rubric.objects.update(version=2)

    give(sheet, 9)
    told(
        sheet,
        "Not saved: the criteria have changed",
        "The criteria have changed. Open the sheet again: what you gave is kept where it still fits.",
        "Open the sheet again",
    )
    sheet.get_by_role("button", name="Open the sheet again").click()

    expect(sheet.locator("[data-criterion]")).to_have_count(2)
    saved(sheet)
    assert sheet.locator("#sheet input:checked").get_attribute("value") == "9"
    revision = SheetRevision.objects.get()
    assert (revision.points, revision.rubric_version) == ({"whole": "9"}, 2)
    sheet.reload()
    expect(sheet.locator("[data-sync]")).to_have_text(re.compile("Saved on the server"))
    assert SheetRevision.objects.count() == 1


def test_what_was_submitted_under_other_criteria_comes_back_as_a_draft_to_look_over(sheet):
    sheet.locator("[data-submit]").wait_for()
    Rubric.objects.update(version=2)
    give(sheet, 9)
    sheet.locator("[data-submit]").click()
    expect(sheet.locator("[data-sync]")).to_have_text("Not saved: the criteria have changed")

    open_again(sheet)
    saved(sheet)

    expect(sheet.locator("[data-trouble]")).to_contain_text("It is a draft again: look over")
    expect(sheet.locator("[data-submit]")).to_be_visible()
    assert [each.is_final for each in SheetRevision.objects.all()] == [False]
    sheet.locator("[data-submit]").click()
    expect(sheet.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))
    expect(sheet.locator("[data-trouble]")).to_be_hidden()
    assert SheetRevision.objects.latest("number").points == {"whole": "9"}


@pytest.fixture
def outdated(sheet):
    """Saved with 5 points; with new criteria it refused 6."""
    give(sheet, 5)
    saved(sheet)
    Rubric.objects.update(version=2)
    give(sheet, 6)
    expect(sheet.locator("[data-sync]")).to_have_text("Not saved: the criteria have changed")
    return sheet


def save_elsewhere() -> None:
    ScoreSheet.objects.update(revision=2)
    SheetRevisionFactory(
        sheet=ScoreSheet.objects.get(),
        number=2,
        rubric_version=2,
        points={"whole": "9"},
        comment="From elsewhere",
    )


def open_again(page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Open the sheet again").click()


def test_a_sheet_opened_again_asks_before_it_writes_over_another_device(outdated):
    save_elsewhere()

    open_again(outdated)

    expect(outdated.locator("dialog[open] [data-compare]")).to_contain_text("From elsewhere")
    assert SheetRevision.objects.count() == 2
    outdated.locator("[data-keep-mine]").click()
    saved(outdated)
    assert SheetRevision.objects.latest("number").points == {"whole": "6"}


def test_what_was_kept_while_scoring_was_closed_is_asked_for_when_it_is_open(outdated):
    Event.objects.update(scoring_closed_at=timezone.now())
    open_again(outdated)
    Event.objects.update(scoring_closed_at=None)
    save_elsewhere()

    outdated.reload()

    expect(outdated.locator("dialog[open] [data-compare]")).to_contain_text("From elsewhere")
    assert SheetRevision.objects.count() == 2
    outdated.locator("[data-take-theirs]").click()
    saved(outdated)


def test_what_was_refused_stays_on_the_tablet_until_it_is_decided(outdated):
    Event.objects.update(scoring_closed_at=timezone.now())
    open_again(outdated)
    expect(outdated.locator("body")).to_have_attribute("data-refused", "1")
    Event.objects.update(scoring_closed_at=None)
    outdated.clock.set_fixed_time(timezone.now() + timedelta(hours=20))

    outdated.reload()
    saved(outdated)

    expect(outdated.locator("[data-total]")).to_have_text("60.0")
    assert [each.points["whole"] for each in SheetRevision.objects.order_by("pk")] == ["5", "6"]


def test_an_operation_whose_id_was_used_is_saved_under_a_new_one_by_itself(sheet, hall):
    other = f"/api/v1/sheets/{hall.seats[1].pk}-{hall.defenses[2].pk}"
    answers = []

    def use_it_first(route):
        if not answers:
            answers.append(route.fetch(url=sheet.url.split("/expert/")[0] + other).status)
        answer = route.fetch()
        answers.append(answer.json()["status"])
        route.fulfill(response=answer)

    sheet.route("**/api/v1/sheets/*", use_it_first)
    give(sheet, 6)
    saved(sheet)

    assert answers == [200, "reused", "applied"]
    first, second = SheetRevision.objects.order_by("pk")
    assert first.points == second.points == {"whole": "6"}
    assert first.op_id != second.op_id


def test_a_refusal_that_this_script_does_not_know_is_told_with_the_servers_sentence(sheet):
    """As between two versions: a tab that stayed open, a server that was changed under it."""
    body = json.dumps({"status": "another_day", "detail": "The server's own words."})
    sheet.route(
        "**/api/v1/sheets/*",
        lambda route: route.fulfill(
            status=422, content_type="application/json", headers={"X-Qorgau": "1"}, body=body
        ),
    )

    give(sheet, 6)

    told(sheet, "Not saved: see below", f"The server's own words. {KEPT}")


def test_a_plain_form_that_lost_its_card_is_sent_again_by_loading_its_answer_again(visit, hall):
    """What the page promises of the browser: nothing is shown, and nothing has to be given twice."""
    at = timezone.now()
    card = issue_pass(hall.seats[1].person, kind=Pass.Kind.EXPERT, actor="test", at=at)
    visitor = visit(width=768, scripts=False)
    page = visitor.go(reverse("public:pass_open"))
    page.locator('input[name="token"]').fill(card.token)
    page.get_by_role("button", name="Enter").click()
    visitor.go(reverse("expert:score_sheet", args=[hall.defenses[1].pk]))
    give(page, 8)
    cookies, sessions = page.context.cookies(), list(Session.objects.all())
    Session.objects.all().delete()
    page.locator("[data-submit]").click()
    expect(page.locator("h1")).to_have_text("Not saved: open your card again")
    Session.objects.bulk_create(sessions)
    page.context.add_cookies(cookies)

    page.reload()

    expect(page.locator("[data-sync]")).to_have_text(re.compile("^Submitted"))
    assert SheetRevision.objects.get().points == {"whole": "8"}
