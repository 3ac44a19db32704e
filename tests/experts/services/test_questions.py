"""A question of the panel: one however often it is sent, changed by versions, and none of who is recused."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from defense.desk.leaving import why_projects_stay, why_seat_stays
from defense.rehearsal.closing import reset_rehearsal
from defense.workspace.removing import why_event_stays
from events.models import AuditEntry, Event
from events.models.audit import stamp
from experts.errors import (
    AskedByRecused,
    CardOfRehearsal,
    ExpertIsRecused,
    NothingOfRehearsal,
    OperationReused,
    QuestionMoved,
    QuestionRefused,
    SheetNotFound,
)
from experts.models import PanelQuestion
from experts.questions import Said
from experts.reports.questions import own_questions, questions_of, questions_section
from experts.services.questions import ask_from_tablet, note_question
from tests.experts.hall import fill, pass_of
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return fill(2, 2)


def said(text="Why coaching?", **fields):
    return Said(**{"op_id": uuid4(), "question": uuid4(), "text": text, **fields})


def change(of, **fields):
    seen = {"question": of.question, "seen": of.number, "text": of.text, "answer": of.answer}
    return Said(**{"op_id": uuid4(), **seen, **fields})


def ask(hall, what, expert=1, team=1, **fields):
    defense = hall.defenses[team].pk
    held = pass_of(hall.seats[expert])
    return ask_from_tablet(what, defense_id=defense, held=held, at=DAY, **fields)


def note(hall, what, expert=1, team=1, actor=None):
    actor = actor or MembershipFactory(event=hall.event).user
    seat, defense = hall.seats[expert], hall.defenses[team]
    return note_question(hall.event, what, seat=seat, defense=defense, actor=actor, at=DAY)


def is_refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return "refused" in str(error)
    return False


def test_a_question_that_is_sent_twice_is_one_and_one_line(hall):
    what = said("  Why \n coaching? ", answer="It works.")

    (first, is_new), (again, is_second) = ask(hall, what), ask(hall, what)

    assert (is_new, is_second, again.pk) == (True, False, first.pk)
    told = [(line.team, line.name, line.text, line.answer) for line in questions_of(hall.event)]
    assert told == [(1, hall.seats[1].person.name, "Why coaching?", "It works.")]
    verbs = AuditEntry.objects.filter(event=hall.event).values_list("verb", flat=True)
    assert list(verbs) == ["question.asked"]


def test_the_same_operation_for_something_else_is_refused(hall):
    what = said()
    ask(hall, what)

    for other in (said("Else?", op_id=what.op_id, question=what.question), change_of_id(what)):
        with pytest.raises(OperationReused):
            ask(hall, other)
    for elsewhere in ({"expert": 2}, {"team": 2}):
        with pytest.raises(OperationReused):
            ask(hall, what, **elsewhere)


def test_what_the_secretary_noted_for_one_team_is_not_noted_for_another(hall):
    what = said()
    note(hall, what)

    with pytest.raises(OperationReused):
        note(hall, what, team=2)


def change_of_id(what):
    return Said(what.op_id, uuid4(), what.text)


def test_the_secretary_adds_the_answer_and_the_expert_takes_the_question_back(hall):
    first, _is_new = ask(hall, said())

    second, _is_new = note(hall, change(first, answer="It is cheap."))
    assert [(line.answer, line.version) for line in questions_of(hall.event)] == [
        ("It is cheap.", 2)
    ]
    ask(hall, change(second, is_taken_back=True))

    assert questions_of(hall.event) == []
    assert PanelQuestion.objects.count() == 3
    verbs = AuditEntry.objects.filter(event=hall.event).order_by("number")
    assert [each.verb for each in verbs] == [
        "question.asked",
        "question.changed",
        "question.taken_back",
    ]


def test_who_changes_what_was_changed_meanwhile_is_told(hall):
    first, _is_new = ask(hall, said())
    note(hall, change(first, answer="One."))

    with pytest.raises(QuestionMoved):
        note(hall, change(first, answer="Two."))
    with pytest.raises(QuestionMoved):
        ask(hall, change(first))
    with pytest.raises(QuestionMoved):
        ask(hall, said(question=first.question))  # a new one under a known name

    assert [line.answer for line in questions_of(hall.event)] == ["One."]


def test_nobody_changes_a_question_of_another_expert_or_moves_it_to_another_team(hall):
    first, _is_new = ask(hall, said())

    with pytest.raises(QuestionMoved):
        ask(hall, change(first), expert=2)
    with pytest.raises(QuestionMoved):
        ask(hall, change(first), team=2)
    with pytest.raises(QuestionMoved):
        note(hall, change(first), team=2)
    note(hall, change(first), expert=2)  # the secretary had mistaken the number

    assert [line.name for line in questions_of(hall.event)] == [hall.seats[2].person.name]


def test_who_is_recused_asks_the_team_nothing_and_the_others_everything(hall):
    kept, _is_new = ask(hall, said())
    hall.recuse(1, 1)

    for what in (said(), change(kept)):
        with pytest.raises(ExpertIsRecused):
            ask(hall, what)
    with pytest.raises(AskedByRecused):
        note(hall, said())
    ask(hall, said(), team=2)
    note(hall, change(kept, answer="Asked before the tie was known."))

    assert [line.team for line in questions_of(hall.event)] == [1, 2]


def test_a_team_of_another_event_is_none_of_the_experts(hall):
    other = fill(1, 1)

    with pytest.raises(SheetNotFound):
        ask_from_tablet(
            said(), defense_id=hall.defenses[1].pk, held=pass_of(other.seats[1]), at=DAY
        )


@pytest.mark.parametrize("text", ["", " \n", "x" * 501, "a\u200bb"])
def test_what_cannot_be_kept_is_refused(hall, text):
    with pytest.raises(QuestionRefused):
        ask(hall, said(text))
    with pytest.raises(QuestionRefused):
        ask(hall, said(answer="x" * 1001))

    assert not PanelQuestion.objects.exists()


def test_a_rehearsal_has_its_own_and_leaves_none(hall):
    on_the_day, _is_new = ask(hall, said("Of the day?"))
    Event.objects.filter(pk=hall.event.pk).update(is_rehearsal=True)
    event = Event.objects.get(pk=hall.event.pk)
    hall = type(hall)(event, hall.seats, hall.defenses)
    card = pass_of(hall.seats[1], is_rehearsal=True)
    card.person.event.refresh_from_db()

    assert questions_of(event) == []
    ask_from_tablet(said("Played?"), defense_id=hall.defenses[1].pk, held=card, at=DAY)
    with pytest.raises(NothingOfRehearsal):
        ask_from_tablet(said(), defense_id=hall.defenses[1].pk, held=card, at=DAY, rehearsal=999)
    with pytest.raises(QuestionMoved):
        ask_from_tablet(change(on_the_day), defense_id=on_the_day.defense_id, held=card, at=DAY)
    assert [line.text for line in questions_of(event)] == ["Played?"]
    reset_rehearsal(event.pk)

    event.refresh_from_db()
    assert [line.text for line in questions_of(event)] == ["Of the day?"]
    card.person.event.refresh_from_db()
    with pytest.raises(CardOfRehearsal):
        ask_from_tablet(said(), defense_id=hall.defenses[1].pk, held=card, at=DAY)


def test_an_expert_reads_only_what_they_asked_this_team(hall):
    ask(hall, said("Mine?"))
    ask(hall, said("Of the other team?"), team=2)
    ask(hall, said("Of the other expert?"), expert=2)

    own = own_questions(pass_of(hall.seats[1]), hall.defenses[1].pk)
    assert [line.text for line in own] == ["Mine?"]


def test_the_record_holds_what_stands(hall):
    gone, _is_new = ask(hall, said("Taken back?"))
    ask(hall, change(gone, is_taken_back=True))
    note(hall, said("Why?", answer="So."), team=2)

    name = hall.seats[1].person.name
    assert questions_section(hall.event) == [
        {
            "team": 2,
            "seat": hall.seats[1].person.key,
            "place": 1,
            "expert": {"kk": name, "ru": name, "en": name},
            "text": "Why?",
            "answer": "So.",
            "at": stamp(DAY),
            "entered_by": "secretary",
        }
    ]


def test_who_asked_stays_with_the_team_and_the_event(hall):
    ask(hall, said())

    project = hall.defenses[1].project
    assert why_seat_stays(hall.seats[1]) == "a question of this expert is on record"
    assert why_projects_stay([project]) == {
        project.pk: "a question of the panel to it is on record"
    }
    assert why_event_stays(hall.event).startswith("Questions of the panel are on record")


def test_the_database_edits_and_deletes_no_version(hall):
    first, _is_new = ask(hall, said())
    rows = PanelQuestion.objects.filter(pk=first.pk)

    assert is_refused(lambda: rows.update(text="Else?"))
    assert is_refused(lambda: rows.delete())
    played = row_like(first, question=uuid4(), number=1, is_rehearsal=True)
    played.save()
    assert not is_refused(lambda: PanelQuestion.objects.filter(pk=played.pk).delete())


def row_like(first, **fields):
    kept = ("question", "seat_id", "defense_id", "text", "at", "is_rehearsal")
    same = {name: getattr(first, name) for name in kept}
    return PanelQuestion(**{**same, "op_id": uuid4(), **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 3},
        {"number": 2, "is_rehearsal": True},
        {"number": 2, "question": uuid4()},
    ],
)
def test_the_database_takes_no_version_without_the_one_before(hall, fields):
    first, _is_new = ask(hall, said())

    assert is_refused(lambda: row_like(first, **fields).save())
    assert not is_refused(lambda: row_like(first, number=2).save())


def test_the_database_takes_no_version_for_another_team(hall):
    first, _is_new = ask(hall, said())
    other = hall.defenses[2].pk

    assert is_refused(lambda: row_like(first, number=2, defense_id=other).save())


@pytest.mark.parametrize("fields", [{"outcome": "recuse"}, {"kind": "member", "outcome": ""}])
def test_the_database_takes_no_new_question_of_who_is_recused(hall, fields):
    first, _is_new = ask(hall, said())
    new = {"question": uuid4(), "number": 1}
    assert not is_refused(lambda: row_like(first, **new).save())
    hall.recuse(1, 1, **fields)

    assert is_refused(lambda: row_like(first, **{**new, "question": uuid4()}).save())
    assert not is_refused(lambda: row_like(first, number=2).save())


def test_the_database_hands_no_question_to_an_expert_who_is_recused(hall):
    first, _is_new = ask(hall, said())
    hall.recuse(2, 1)

    assert is_refused(lambda: row_like(first, number=2, seat_id=hall.seats[2].pk).save())


@pytest.mark.django_db(transaction=True)
def test_two_that_change_a_question_at_once_leave_one_change():
    hall = fill(2, 1)
    first, _is_new = ask(hall, said())
    meet, found = Barrier(2), []
    sara = MembershipFactory(event=hall.event).user

    def send(expert):
        what = change(first, answer=f"{expert}.")
        meet.wait(60)
        try:
            note(hall, what, expert=expert, actor=sara)
            found.append("noted")
        except QuestionMoved:
            found.append("moved")
        finally:
            connection.close()

    threads = [Thread(target=send, args=[expert]) for expert in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(found) == ["moved", "noted"]
    assert PanelQuestion.objects.count() == 2
