"""A question typed on a tablet without a network comes through once, and the secretary adds the answer."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Event, Pass
from events.services.passes import issue_pass
from experts.models import PanelQuestion
from experts.reports.record import record_of
from tests.browser.tablet.tablet import Tablet
from tests.browser.visitor import Visitor
from tests.experts.hall import Hall, close
from tests.experts.sealed_events import sealed_with, show
from tests.factories import DAY, ScoreSheetFactory, SheetRevisionFactory, TeamMemberFactory
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "How do the teachers choose their coach?"
COMMENT = (
    "The method is shown in a real school; what is missing is how many teachers went through it."
)
ANSWER = "By lot, and they may change once."


def shown_to_a_trainee(hall: Hall, phone: Visitor) -> str:
    """What one of team 1 reads on the phone when the protocol is sealed and the sheets are shown."""
    sheet = ScoreSheetFactory(seat=hall.seats[1], defense=hall.defenses[1], state="submitted")
    SheetRevisionFactory(sheet=sheet, points={"whole": "8"}, comment=COMMENT, readers="team")
    for team, points in ((2, 6), (3, 9)):
        hall.give(1, team, points)
    person = TeamMemberFactory(project=hall.defenses[1].project, order=1).person
    card = issue_pass(person, kind=Pass.Kind.TRAINEE, actor="test", at=timezone.now())
    close(hall)
    event = Event.objects.get(pk=hall.event.pk)
    sealed_with(hall.event, hall.seats[1], record_of(event, DAY))
    show(hall.event, Event.Publishable.FEEDBACK)
    phone.open_card(f"/pass/#{card.token}")
    page = phone.go("/me/")
    page.get_by_role("link", name="How your work was scored").click()
    expect(page.get_by_role("heading", name="What you were asked")).to_be_visible()
    phone.look("team_sheet", 390, 1440)
    return page.locator("main").inner_text()


def ask(page: Page, words: str) -> None:
    page.get_by_role("button", name="Note a question", exact=True).click()
    dialog = page.get_by_role("dialog", name="Your question to team")
    dialog.get_by_label("Question", exact=True).fill(words)
    dialog.get_by_role("button", name="Note the question").click()


def test_a_question_without_a_network_comes_through_and_the_secretary_answers_it(
    ready: Tablet, organizer: Visitor
):
    page = ready.open(1)
    ready.network.mode = "cut"
    page.get_by_role("button", name="Note a question", exact=True).click()
    ready.visitor.look("question", 768)
    page.keyboard.press("Escape")
    ask(page, WORDS)
    expect(page.locator("[data-ask-said]")).to_contain_text("Kept on this tablet")
    page.reload()  # from what the tablet keeps
    expect(page.locator("[data-ask-kept]")).to_have_text(WORDS)
    page.goto("about:blank")
    assert not PanelQuestion.objects.exists()

    ready.network.mode = "good"
    ready.visitor.go("/expert/")  # another page sends it as well
    wait_until(PanelQuestion.objects.exists, "the question comes through")
    desk = organizer.go(f"/organize/{ready.hall.event.slug}/questions/")
    desk.get_by_role("link", name="Change").click()
    desk.get_by_label("Answer in short").fill(ANSWER)
    organizer.look("questions", 1440, 390)
    desk.get_by_role("button", name="Save the change").click()
    expect(desk.get_by_text(ANSWER)).to_be_visible()

    asked, answered = PanelQuestion.objects.order_by("number")
    assert (asked.text, asked.answer, answered.answer) == (WORDS, "", ANSWER)
    page = ready.open(1)
    expect(page.locator("[data-ask-said]")).to_be_hidden()
    page.get_by_role("button", name="Note a question", exact=True).click()
    page.get_by_role("link", name="All your questions to this team").click()
    expect(page.get_by_label("Answer in short").first).to_have_value(ANSWER)
    ready.visitor.look("own_questions", 768)
    trainee = shown_to_a_trainee(ready.hall, organizer)
    assert [words for words in (WORDS, ANSWER, COMMENT) if words not in trainee] == []
    assert organizer.complaints == ready.visitor.complaints == []


def test_a_question_that_is_not_taken_stays_in_sight_until_it_is_sent_again_or_given_up(
    ready: Tablet,
):
    page = ready.open(1)
    ready.visitor.expected_statuses = {403, 422}
    kept = page.locator("[data-ask-kept]")
    page.set_viewport_size({"width": 390, "height": 844})
    acts = [
        page.get_by_role("button", name=name, exact=True).bounding_box()
        for name in ("Call the secretary", "Note a question")
    ]
    assert len({act["y"] for act in acts if act}) == 1

    ask(page, f"{WORDS} 🙂")

    expect(kept).to_contain_text("SLIGHTLY SMILING FACE")
    kept.get_by_role("button", name="Send again").click()
    field = page.get_by_role("dialog").get_by_label("Question", exact=True)
    expect(field).to_have_value(f"{WORDS} 🙂")
    field.fill(WORDS)
    page.get_by_role("dialog").get_by_role("button", name="Note the question").click()
    expect(page.locator("[data-ask-said]")).to_have_text("Your question is noted.")
    assert PanelQuestion.objects.get().text == WORDS
    ready.hall.recuse(1, 1)
    ask(page, WORDS)

    expect(kept).to_contain_text("You are recused from this project")
    kept.get_by_role("button", name="Give up").click()
    expect(kept).to_be_empty()
    assert PanelQuestion.objects.count() == 1
