"""A call to the secretary: one however often it is sent, and one that everybody can follow."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from defense.desk.leaving import why_projects_stay, why_seat_stays
from events.models import AuditEntry
from experts.errors import CallRefused, OperationReused, SheetNotFound, TooManyCalls
from experts.models import Call
from experts.reports.calls import open_calls
from experts.services.calls import (
    MOST_OPEN,
    Asked,
    finish_call,
    make_call,
    see_call,
)
from tests.experts.hall import fill, pass_of
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return fill(2, 2)


def asked(hall, team=1, **fields):
    defense = hall.defenses[team].pk if team else None
    return Asked(**{"op_id": uuid4(), "reason": "tablet", "defense": defense, "text": "", **fields})


def test_a_call_that_is_sent_twice_is_one_call_and_one_line(hall):
    call = asked(hall, text="  It  froze ")

    first = make_call(call, held=pass_of(hall.seats[1]), at=DAY)
    again = make_call(call, held=pass_of(hall.seats[1]), at=DAY)

    assert (first[1], again[1], first[0]) == (True, False, again[0])
    assert [(each.name, each.number, each.text) for each in open_calls(hall.event)] == [
        (hall.seats[1].person.name, 1, "It froze")
    ]
    verbs = AuditEntry.objects.filter(event=hall.event).values_list("verb", flat=True)
    assert list(verbs) == ["call.made"]


def test_the_same_operation_for_something_else_is_refused(hall):
    call = asked(hall)
    make_call(call, held=pass_of(hall.seats[1]), at=DAY)

    for other, seat in ((Asked(call.op_id, "other", call.defense), 1), (call, 2)):
        with pytest.raises(OperationReused):
            make_call(other, held=pass_of(hall.seats[seat]), at=DAY)


def test_a_team_of_another_event_is_none_of_the_experts(hall):
    other = fill(1, 1)

    with pytest.raises(SheetNotFound):
        make_call(asked(other), held=pass_of(hall.seats[1]), at=DAY)


def test_what_cannot_be_kept_and_a_flood_are_refused(hall):
    held = pass_of(hall.seats[1])
    with pytest.raises(CallRefused):
        make_call(asked(hall, text="x" * 301), held=held, at=DAY)
    for _number in range(MOST_OPEN):
        make_call(asked(hall, team=None), held=held, at=DAY)

    with pytest.raises(TooManyCalls):
        make_call(asked(hall), held=held, at=DAY)
    make_call(asked(hall), held=pass_of(hall.seats[2]), at=DAY)


def test_a_call_is_seen_then_done_once_each(hall):
    olga = MembershipFactory(event=hall.event).user
    call, _is_new = make_call(asked(hall), held=pass_of(hall.seats[1]), at=DAY)

    for move in (see_call, see_call, finish_call, finish_call):
        move(hall.event, call.pk, actor=olga, at=DAY)

    call.refresh_from_db()
    assert (call.state, call.seen_by) == ("done", olga)
    assert open_calls(hall.event) == []
    verbs = AuditEntry.objects.filter(event=hall.event).order_by("number")
    assert [each.verb for each in verbs] == ["call.made", "call.seen", "call.done"]


def test_a_call_of_another_event_cannot_be_moved(hall):
    olga = MembershipFactory(event=hall.event).user
    call, _is_new = make_call(asked(hall), held=pass_of(hall.seats[1]), at=DAY)

    with pytest.raises(Call.DoesNotExist):
        see_call(fill(1, 1).event, call.pk, actor=olga, at=DAY)


@pytest.mark.parametrize("change", [{"seen_at": DAY}, {"done_at": DAY}])
def test_the_database_knows_who_saw_a_call_and_that_what_is_done_was_seen(hall, change):
    call, _is_new = make_call(asked(hall), held=pass_of(hall.seats[1]), at=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**change)


def test_who_called_stays_until_the_event_goes(hall):
    make_call(asked(hall), held=pass_of(hall.seats[1]), at=DAY)

    assert why_seat_stays(hall.seats[1]) == "has called the secretary"
    project = hall.defenses[1].project
    assert why_projects_stay([project]) == {project.pk: "an expert called the secretary about it"}


@pytest.mark.django_db(transaction=True)
def test_two_that_send_the_same_call_at_once_make_one():
    hall = fill(1, 1)
    call, held, meet = asked(hall), pass_of(hall.seats[1]), Barrier(2)
    found = []

    def send():
        meet.wait(60)
        try:
            found.append(make_call(call, held=held, at=DAY)[1])
        finally:
            connection.close()

    threads = [Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(found) == [False, True]
    assert Call.objects.count() == 1
