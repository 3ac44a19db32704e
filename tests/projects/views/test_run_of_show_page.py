import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from events.models import Delegation, Event, Fact, Membership, RunItem, SpeechFact
from projects.models import Draw, QuizQuestion
from tests.cast import gather
from tests.experts.hall import text_of
from tests.factories import (
    DefenseFactory,
    MembershipFactory,
    PersonFactory,
    ProjectFactory,
    RoomFactory,
    RunItemFactory,
)

pytestmark = pytest.mark.django_db


def read(client, event):
    return client.get(reverse("organizer:run_of_show", args=[event.slug]))


def words(response) -> str:
    """What the page says, without what its reader may do."""
    page = re.sub(
        r'<div class="placed-acts.*?</div>', "", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(text_of(page).split())


@pytest.fixture
def event(client) -> Event:
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership.event


def speech(event, order, **fields):
    room = RoomFactory(event=event)
    fields.setdefault("person", PersonFactory(event=event))
    return RunItemFactory(room=room, order=order, kind=RunItem.Kind.SPEECH, **fields)


def test_lines_stand_in_their_order_with_what_was_said(client, event):
    said = speech(
        event,
        2,
        title="Welcoming speech",
        person=PersonFactory(event=event, name="Kairat Nurtay"),
        role_text="Vice Akim",
        note="between defenses",
        planned_minutes=5,
    )
    SpeechFact.objects.create(item=said, order=1, text="capital of culture")
    item = RunItemFactory(room=said.room, order=1)
    project = ProjectFactory(event=event, number=1, topic="Corporate culture")
    DefenseFactory(project=project, run_item=item)

    page = words(read(client, event))

    assert (
        f"1 1. Corporate culture Supervisor {project.supervisor_names[0]} defense "
        "2 Welcoming speech Kairat Nurtay, Vice Akim between defenses capital of culture "
        "speech 5 minutes"
    ) in page


def test_the_draw_is_shown_with_questions_and_answers(client, event):
    draw = Draw.objects.create(
        room=RoomFactory(event=event), method="by questions", notes=["a sample only"]
    )
    QuizQuestion.objects.create(draw=draw, order=1, question="When did it start?", answer="in June")

    page = words(read(client, event))

    assert "The draw the rule is not stated by questions" in page
    assert "1 When did it start? in June" in page
    assert "a sample only" in page


@pytest.mark.parametrize("topic", Fact.Topic)
def test_every_topic_of_facts_has_a_place(client, event, topic):
    Fact.objects.create(event=event, topic=topic, order=1, label="a label", text="a text")

    assert "a label a text" in words(read(client, event))


def test_delegations_say_when_their_number_is_unknown(client, event):
    Delegation.objects.create(event=event, order=1, city="Aktobe")
    Delegation.objects.create(event=event, order=2, city="Kokshetau", size=12, contact="a phone")

    page = words(read(client, event))

    assert "Aktobe number not stated" in page
    assert "Kokshetau 12 people · a phone" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_twelve_queries(
    client, event, django_assert_num_queries: DjangoAssertNumQueries, count
):
    draw = Draw.objects.create(room=RoomFactory(event=event), method="by questions")
    for number in range(1, count + 1):
        SpeechFact.objects.create(item=speech(event, number), order=1, text="said")
        item = RunItemFactory(room__event=event, order=number + 10)
        DefenseFactory(project=ProjectFactory(event=event, number=number), run_item=item)
        QuizQuestion.objects.create(draw=draw, order=number, question="q", answer="a")
        Fact.objects.create(event=event, topic="guests", order=number, text="guest")
        Delegation.objects.create(event=event, order=number, city="Aktobe")

    with django_assert_num_queries(12):
        read(client, event)


def test_another_organizer_finds_nothing(client):
    cast = gather()
    client.force_login(cast.oleg)

    assert read(client, cast.event).status_code == 404


def test_an_empty_day_says_what_to_do(client, event):
    assert "The run of show is empty" in words(read(client, event))


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Membership.Role.OWNER, True),
        (Membership.Role.SECRETARY, True),
        (Membership.Role.HOST, True),
        (Membership.Role.MODERATOR, False),
        (Membership.Role.OBSERVER, False),
    ],
)
def test_who_only_watches_reads_neither_the_questions_of_the_draw_nor_the_notes(
    client, role, reads
):
    membership = MembershipFactory(role=role)
    client.force_login(membership.user)
    room = RoomFactory(event=membership.event)
    draw = Draw.objects.create(room=room, method="By questions", notes=["Shuffled twice"])
    QuizQuestion.objects.create(draw=draw, order=1, question="Which month?", answer="June")
    Fact.objects.create(
        event=membership.event, topic=Fact.Topic.NOTES, order=1, text="Ask the rector again"
    )

    page = words(read(client, membership.event))

    assert "By questions" in page
    hidden = ("Shuffled twice", "Which month?", "June", "Ask the rector again")
    assert [text in page for text in hidden] == [reads] * 4
