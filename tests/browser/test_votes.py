"""A secret vote from the question to its signed count, by the chair, two experts and three who count."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from experts.models import Nomination, Seat
from projects.models import Project
from tests.browser.test_deliberation import TOPICS
from tests.cast import as_expert, as_organizer
from tests.experts.hall import Hall
from tests.experts.voting import voting_hall
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "Which team has the best research?"


@pytest.fixture
def hall() -> Hall:
    hall = voting_hall()
    for number, topic in TOPICS.items():
        Project.objects.filter(pk=hall.defenses[number].project_id).update(topic=topic)
    Nomination.objects.create(
        seat=hall.seats[2],
        project=hall.defenses[2].project,
        kind="practical",
        reason="Tried in a school already.",
        at=DAY,
    )
    return hall


def test_a_secret_vote_gives_an_award(hall, visit):
    tablets = {number: visit(width=768) for number in (1, 3, 4, 5)}
    for number, visitor in tablets.items():
        seat = Seat.objects.select_related("person").get(pk=hall.seats[number].pk)
        visitor.let_in(as_expert(Client(), seat))
    secretary = visit()
    owner = MembershipFactory(event=hall.event).user
    secretary.let_in(as_organizer(Client(), owner))
    chair = tablets[1].go(reverse("expert:home"))
    chair.get_by_role("link", name="Votes and awards").click()
    chair.get_by_text("Put a question to the panel").click()
    chair.get_by_label("Question, as the panel").fill(QUESTION)
    chair.get_by_label("which team gets an award").check()
    for number in (1, 2):
        chair.get_by_label(f"{number}. {TOPICS[number]}").check()
    chair.get_by_role("combobox", name="Award").first.select_option("research")
    chair.get_by_label("Secret, with a counting").check()
    for number in (3, 4, 5):
        chair.get_by_label(f"{number}. {hall.seats[number].person.name}").check()
    tablets[1].look("votes_question", 1440, 820, 768, 390)
    chair.get_by_role("button", name="Open the vote").click()
    expect(chair.get_by_text("The vote is open")).to_be_visible()

    for number in (1, 3, 4):
        page = tablets[number].go(reverse("expert:votes"))
        page.get_by_role("radio", name=f"2. {TOPICS[2]}").check()
        if number == 3:
            tablets[3].look("votes_ballot", 1440, 820, 768, 390)
        page.get_by_role("button", name="Give the ballot").click()
        expect(page.get_by_text("Your ballot is in")).to_be_visible()
    secretary.go(reverse("organizer:votes", args=[hall.event.slug]))
    secretary.look("votes_open", 1440, 820, 390)
    page = tablets[1].go(reverse("expert:votes"))
    page.get_by_role("button", name="Close the vote").click()
    expect(page.get_by_text("being counted")).to_be_visible()
    for number in (3, 4, 5):
        page = tablets[number].go(reverse("expert:votes"))
        page.get_by_role("button", name="The count is right").click()
        expect(page.get_by_text("Signed.")).to_be_visible()

    page = tablets[1].go(reverse("expert:votes"))
    expect(page.get_by_text(f"Decided: 2. {TOPICS[2]}")).to_be_visible()
    tablets[1].look("votes_counted", 1440, 820, 768, 390)
    page = secretary.go(reverse("organizer:awards", args=[hall.event.slug]))
    expect(page.get_by_text("by a vote of the panel")).to_be_visible()
    secretary.look("votes_awards", 1440, 820, 390)
    secretary.go(reverse("organizer:votes", args=[hall.event.slug]))
    secretary.look("votes_told", 1440, 820, 390)
    for visitor in (secretary, *tablets.values()):
        assert visitor.complaints == []
