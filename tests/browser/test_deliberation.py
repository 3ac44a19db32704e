"""From a tie to its decision: somebody steps out, the chair casts the vote, and the results say who decided."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from experts.models import Seat
from projects.models import Project
from tests.cast import as_expert, as_organizer
from tests.experts.hall import Hall, close, fill, score
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

CHAIR, RECUSED = 1, 4
TOPICS = {
    1: "STEAM technologies in the educational process of schools",
    2: "Strategic development of the school",
    3: "Talent management in the school: a new design for the life of teachers and the principal",
    4: "Budgeting, per capita financing of the school",
}


@pytest.fixture
def hall() -> Hall:
    hall = fill(5, 4)
    hall.recuse(RECUSED, 3)
    hall.recuse(5, 1)
    Seat.objects.filter(pk=hall.seats[CHAIR].pk).update(role=Seat.Role.CHAIR)
    for number, topic in TOPICS.items():
        Project.objects.filter(pk=hall.defenses[number].project_id).update(topic=topic)
    points = {1: 9, 2: 6, 3: 6, 4: 3}
    score(hall, lambda j, i: points[i], except_for=[(RECUSED, 3), (5, 1)])
    close(hall)
    return hall


def test_a_tie_is_decided_on_the_tablet(hall, visit):
    chair, kept, secretary = visit(width=768), visit(width=768), visit()
    chair.let_in(as_expert(Client(), hall.seats[CHAIR]))
    kept.let_in(as_expert(Client(), hall.seats[RECUSED]))
    owner = MembershipFactory(event=hall.event).user
    secretary.let_in(as_organizer(Client(), owner))

    page = kept.go(reverse("expert:home"))
    page.get_by_role("link", name="Finish your words").click()
    typed = "Who keeps it going\nin the second year?"
    page.get_by_label("Your words").first.fill(typed)
    page.wait_for_load_state()  # the script has come, before or after the words
    page.reload()  # as after a network that was lost
    expect(page.get_by_label("Your words").first).to_have_value(typed)
    page.get_by_role("button", name="Keep these words").first.click()
    expect(page.get_by_text("Your words are kept.")).to_be_visible()
    first = page.get_by_label("Your words").first
    expect(first).to_have_value("Who keeps it going in the second year?")
    kept.look("words", 1440, 820, 768, 390)
    page = chair.go(reverse("expert:home"))
    page.get_by_role("link", name="Deliberation").click()
    expect(page.get_by_text("Before the vote these step out")).to_be_visible()
    chair.look("deliberation_tie", 1440, 820, 768, 390)
    name = hall.seats[RECUSED].person.name
    page.get_by_role("button", name=re.compile(f"Is out now.*{name}")).click()
    expect(page.get_by_text("Before the vote these step out")).to_be_hidden()
    page.get_by_label("Team 3 is before the other").check()
    page.get_by_label("Reason, for the protocol").fill("Tried in a school already.")
    page.get_by_role("button", name="Decide").click()

    said = f"The casting vote of {hall.seats[CHAIR].person.name} orders the teams: 3, then 2."
    expect(page.get_by_text(said)).to_be_visible()
    chair.look("deliberation_decided", 768)
    page = kept.go(reverse("expert:deliberation"))
    expect(page.get_by_text("You are recused from team 3")).to_be_visible()
    expect(page.get_by_text("casting vote")).to_have_count(0)
    kept.look("deliberation_kept", 768)
    page = secretary.go(reverse("organizer:results", args=[hall.event.slug]))
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("link", name="Deliberation").click()
    expect(page.get_by_text("No tie is left to decide on.")).to_be_visible()
    secretary.look("deliberation_secretary", 1440, 820, 390)
    assert (chair.complaints, kept.complaints, secretary.complaints) == ([], [], [])
