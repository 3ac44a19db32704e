"""POST and GET /api/v1/questions, and the pages of the expert and of the secretary."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Pass
from experts.models import PanelQuestion
from tests.cast import as_organizer, enter_with_pass
from tests.experts.hall import fill
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return fill(2, 2)


@pytest.fixture
def emil(hall):
    return enter_with_pass(Client(), hall.seats[1].person, Pass.Kind.EXPERT)


@pytest.fixture
def olga(client, hall):
    return as_organizer(client, MembershipFactory(event=hall.event).user)


def ask(client, hall, team=1, **fields):
    ids = {"op_id": str(uuid4()), "question": str(uuid4())}
    body = {**ids, "defense": hall.defenses[team].pk, "text": "Why?", **fields}
    return client.post(reverse("api:questions"), body, content_type="application/json")


def own_page(hall, team=1):
    return reverse("expert:questions", args=[hall.defenses[team].pk])


def desk(hall, act="questions"):
    return reverse(f"organizer:{act}", args=[hall.event.slug])


def noted(hall, line=None, **fields):
    """The form of the secretary, for a new question or a change of one that stands."""
    said = {
        "op_id": uuid4(),
        "question": uuid4(),
        "seen": 0,
        "team": 1,
        "expert": 1,
        "text": "Why?",
    }
    if line:
        said |= {"question": line.question, "seen": line.number, "text": line.text}
    return {**said, "answer": "", **fields}


def current():
    return PanelQuestion.objects.all().standing().get()


def test_a_question_is_asked_once_and_told_to_its_expert_alone(hall, emil):
    ids = {"op_id": str(uuid4()), "question": str(uuid4())}

    first, again = ask(emil, hall, **ids), ask(emil, hall, **ids)

    assert first.json() == {"status": "applied", "version": 1}
    assert again.json() == {"status": "duplicate", "version": 1}
    own = {"question": ids["question"], "version": 1, "defense": hall.defenses[1].pk}
    assert emil.get(reverse("api:questions")).json() == {
        "status": "current",
        "questions": [{**own, "text": "Why?", "answer": ""}],
    }
    other = enter_with_pass(Client(), hall.seats[2].person, Pass.Kind.EXPERT)
    assert other.get(reverse("api:questions")).json()["questions"] == []


def test_what_the_tablet_is_told_when_nothing_is_noted(hall, emil):
    first = ask(emil, hall).json()
    moved = ask(emil, hall, question=str(PanelQuestion.objects.get().question))
    hall.recuse(1, 2)

    assert first["status"] == "applied"
    assert (moved.status_code, moved.json()["status"]) == (409, "conflict")
    recused = ask(emil, hall, team=2)
    assert (recused.status_code, recused.json()["status"]) == (403, "recused")
    assert ask(emil, hall, text="").json()["status"] == "invalid"
    assert ask(emil, hall, text="x" * 501).json()["status"] == "invalid"
    assert ask(emil, hall, rehearsal=7).json()["status"] == "rehearsal_over"
    assert ask(emil, hall, defense=10**6).status_code == 404
    assert ask(Client(), hall).status_code == 401
    assert PanelQuestion.objects.count() == 1


def test_a_question_to_a_team_of_who_is_recused_since_is_told_no_more(hall, emil):
    ask(emil, hall)
    hall.recuse(1, 1)

    assert emil.get(reverse("api:questions")).json()["questions"] == []
    answer = emil.get(own_page(hall))
    assert answer.status_code == 403
    assert "Why?" not in answer.content.decode()


def test_without_a_script_an_expert_notes_changes_and_takes_back(hall, emil):
    form = noted(hall, text="Why coaching?")

    emil.post(own_page(hall), form)
    emil.post(own_page(hall), form)
    assert (current().text, current().number, current().entered_by) == ("Why coaching?", 1, None)
    emil.post(own_page(hall), noted(hall, current(), answer="It works."))
    html = emil.get(own_page(hall)).content.decode()
    assert ">It works.</textarea>" in html.replace("\n", "")
    emil.post(own_page(hall), noted(hall, current(), take_back="on"))

    assert not PanelQuestion.objects.all().standing().exists()


def test_a_form_that_is_refused_comes_back_with_its_words(hall, emil):
    emil.post(own_page(hall), noted(hall, text="Why?"))
    stale = noted(hall, current(), text="Why, please?")
    emil.post(own_page(hall), noted(hall, current(), text="Why so?"))

    answer = emil.post(own_page(hall), stale)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This question was changed meanwhile." in html
    assert "Why, please?" in html
    assert current().text == "Why so?"


def test_the_secretary_notes_by_the_number_of_the_expert_and_stays_with_the_team(hall, olga):
    answer = olga.post(desk(hall, "question_note"), noted(hall, team=2, expert=2, answer="So."))

    assert answer["Location"] == f"{desk(hall)}?team=2"
    made = current()
    assert (made.seat, made.defense, made.answer) == (hall.seats[2], hall.defenses[2], "So.")
    assert made.entered_by is not None
    html = olga.get(answer["Location"]).content.decode()
    assert '<option value="2" selected>' in html
    assert f"<b>2. {hall.seats[2].person.name}</b>: Why?" in html


def test_the_secretary_adds_the_answer_to_what_came_from_a_tablet(hall, emil, olga):
    ask(emil, hall, text="Why coaching?")
    html = olga.get(f"{desk(hall)}?change={current().question}").content.decode()
    assert "Why coaching?</textarea>" in html
    assert "Save the change" in html

    olga.post(desk(hall, "question_note"), noted(hall, current(), answer="It works."))

    assert (current().answer, current().seat) == ("It works.", hall.seats[1])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expert": 9}, "Nobody has the number 9"),
        ({"expert": "first"}, "Enter a whole number."),
        ({"team": 9}, "Select a valid choice."),
        ({"text": " "}, "This field is required."),
        ({"seen": 4}, "This question was changed meanwhile."),
    ],
)
def test_the_secretary_is_told_what_is_amiss(hall, olga, fields, said):
    answer = olga.post(desk(hall, "question_note"), noted(hall, **fields))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PanelQuestion.objects.exists()


def test_the_secretary_cannot_note_a_question_of_who_is_recused(hall, olga):
    hall.recuse(1, 1)

    answer = olga.post(desk(hall, "question_note"), noted(hall))

    assert "is recused from this team, and so asks it nothing." in answer.content.decode()
    assert not PanelQuestion.objects.exists()


def test_taking_back_asks_first_and_keeps_every_version(hall, olga):
    olga.post(desk(hall, "question_note"), noted(hall))
    form = noted(hall, current())

    asked = olga.post(desk(hall, "question_take_back"), form)
    assert "Take the question back?" in asked.content.decode()
    assert current().number == 1
    olga.post(desk(hall, "question_take_back"), {**form, "agreed": "1"})

    assert not PanelQuestion.objects.all().standing().exists()
    assert PanelQuestion.objects.count() == 2
    twice = olga.post(desk(hall, "question_take_back"), {**form, "agreed": "1"}, follow=True)
    assert "Taken back." in twice.content.decode()
    assert PanelQuestion.objects.count() == 2
    unknown = {**form, "question": uuid4(), "agreed": "1"}
    assert olga.post(desk(hall, "question_take_back"), unknown).status_code == 404


def test_the_page_of_all_questions_costs_the_same_whatever_there_is(
    hall, olga, django_assert_num_queries
):
    def ask_one(number, team):
        olga.post(desk(hall, "question_note"), noted(hall, team=team, text=f"{number}?"))

    ask_one(1, 1)
    with django_assert_num_queries(7):
        olga.get(desk(hall))
    for number in range(2, 6):
        ask_one(number, number % 2 + 1)
    with django_assert_num_queries(7):
        olga.get(desk(hall))
