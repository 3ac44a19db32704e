"""A version is prepared, sealed by two people on two devices, or withdrawn; and nothing it tells changes after."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from events.models import AuditEntry, Event, User
from experts.errors import (
    NotReadyToSeal,
    NotYoursToSeal,
    OnePersonSeals,
    OperationReused,
    ProtocolIsSealed,
    ProtocolMovedOn,
    ProtocolStands,
    RecordChanged,
)
from experts.models import Annex, Presence, Protocol, ProtocolSeal, Seat
from experts.reports.grid import Grid
from experts.reports.invariants import findings
from experts.reports.record import hash_of_record
from experts.reports.sealing import seats_that_seal
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.presence import note_presence
from experts.services.sealing import (
    Signer,
    add_annex,
    prepare_protocol,
    seal_protocol,
    withdraw_protocol,
)
from experts.sheets import Assignment
from tests.experts.hall import Hall, fill
from tests.factories import (
    DAY,
    PanelFactory,
    RoomFactory,
    SeatFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.kept_rows import made_once

pytestmark = pytest.mark.django_db
CHAIR_TABLET, OFFICE = "c" * 64, "d" * 64


@made_once
def judged() -> Hall:
    """Three experts, two teams, a chair and a deputy, all submitted and closed."""
    hall = fill(experts=3, projects=2)
    for n, role in ((1, Seat.Role.CHAIR), (2, Seat.Role.DEPUTY)):
        Seat.objects.filter(pk=hall.seats[n].pk).update(role=role)
        hall.seats[n].refresh_from_db()
    for expert in hall.seats:
        for team, points in ((1, 8), (2, 6)):
            hall.give(expert, team, points)
    TeamMemberFactory(project=hall.defenses[1].project, order=1)
    return hall


@pytest.fixture
def hall() -> Hall:
    return judged_and_closed()


@made_once
def judged_and_closed() -> Hall:
    hall = judged()
    close_scoring(hall.event.pk, actor="test", at=DAY)
    return hall


@pytest.fixture
def sara() -> User:
    return UserFactory(first_name="Sara", last_name="Seitova")


def prepared(hall: Hall, sara: User, at=DAY) -> Protocol:
    return prepare_protocol(hall.event.pk, actor=sara, at=at)


def seal(protocol: Protocol, who: Seat | User, device: str) -> Protocol:
    signer = Signer(who, device)
    return seal_protocol(protocol.event_id, protocol.sha256, signer=signer, at=DAY)


def sealed(hall: Hall, sara: User) -> Protocol:
    protocol = prepared(hall, sara)
    seal(protocol, hall.seats[1], CHAIR_TABLET)
    return seal(protocol, sara, OFFICE)


def test_the_chair_and_the_secretary_seal_one_record(hall, sara):
    protocol = prepared(hall, sara)
    assert (protocol.number, protocol.state) == (1, "prepared")
    assert protocol.sha256 == hash_of_record(protocol.record)

    assert seal(protocol, hall.seats[1], CHAIR_TABLET).state == "half_sealed"
    done = seal(protocol, sara, OFFICE)

    assert (done.state, done.sealed_at, done.record) == ("sealed", DAY, protocol.record)
    verbs = AuditEntry.objects.filter(event=hall.event).order_by("number")
    told = list(verbs.values_list("verb", flat=True))
    assert told[-3:] == ["protocol.prepared", "protocol.half_sealed", "protocol.sealed"]
    before = verbs.get(verb="protocol.prepared").number - 1
    assert (protocol.audit_number, protocol.audit_link) == (before, verbs.get(number=before).link)


@pytest.mark.parametrize("sealed_before", [False, True])
def test_a_chair_who_changes_seats_in_between_has_sealed_nothing_that_counts(
    hall, sara, sealed_before
):
    protocol = prepared(hall, sara)
    if sealed_before:
        seal(protocol, hall.seats[1], CHAIR_TABLET)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.MEMBER)
    Seat.objects.filter(pk=hall.seats[2].pk).update(role=Seat.Role.CHAIR)

    with pytest.raises(RecordChanged) as refused:
        seal(protocol, sara, OFFICE)
    assert "panel" in refused.value.names
    with pytest.raises(OnePersonSeals if sealed_before else RecordChanged):
        seal(protocol, Seat.objects.get(pk=hall.seats[2].pk), "e" * 64)
    if not sealed_before:
        with pytest.raises(NotYoursToSeal):
            seal(protocol, hall.seats[1], CHAIR_TABLET)

    withdraw_protocol(hall.event.pk, protocol.sha256, reason="Seats.", actor=sara, at=DAY)
    again = prepared(hall, sara)
    seal(again, Seat.objects.get(pk=hall.seats[2].pk), CHAIR_TABLET)
    assert (again.replaces, seal(again, sara, OFFICE).is_sealed) == (protocol, True)


def test_an_event_of_one_team_is_sealed(sara):
    hall = fill(experts=3, projects=1)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    for expert in hall.seats:
        hall.give(expert, 1, 8)
    close_scoring(hall.event.pk, actor="test", at=DAY)

    protocol = sealed(hall, sara)

    [result] = json.loads(protocol.record)["results"]
    assert (result["place"], result["value"], result["decided_by"]) == (1, "80", "rule")
    assert not findings(Event.objects.get())


@pytest.mark.parametrize(("experts", "projects"), [(0, 2), (2, 0), (0, 0)])
def test_an_event_without_experts_or_teams_is_told_what_is_missing(sara, experts, projects):
    hall = fill(experts=experts, projects=projects)
    Event.objects.filter(pk=hall.event.pk).update(scoring_closed_at=DAY)

    with pytest.raises(NotReadyToSeal) as refused:
        prepared(hall, sara)

    assert refused.value.gaps
    assert not Protocol.objects.exists()
    assert not findings(Event.objects.get())


def test_the_order_of_the_two_is_theirs_and_once_more_is_once(hall, sara):
    protocol = prepared(hall, sara)
    for _click in range(3):
        assert seal(protocol, sara, OFFICE).state == "half_sealed"
    for _click in range(3):
        assert seal(protocol, hall.seats[1], CHAIR_TABLET).state == "sealed"

    assert ProtocolSeal.objects.count() == 2


def test_one_device_or_one_person_seals_one_part(hall, sara):
    protocol = prepared(hall, sara)
    seal(protocol, hall.seats[1], CHAIR_TABLET)

    with pytest.raises(OnePersonSeals):
        seal(protocol, sara, CHAIR_TABLET)
    namesake = UserFactory(first_name="", last_name=hall.seats[1].person.name.upper())
    with pytest.raises(OnePersonSeals):
        seal(protocol, namesake, OFFICE)
    seal(protocol, sara, OFFICE)
    with pytest.raises(OnePersonSeals):  # another account, when the secretary has sealed
        seal(protocol, UserFactory(), "e" * 64)


def test_the_deputy_seals_only_where_the_chair_is_out_of_every_project(hall, sara):
    protocol = prepared(hall, sara)
    for n in (2, 3):
        with pytest.raises(NotYoursToSeal):
            seal(protocol, hall.seats[n], CHAIR_TABLET)
    withdraw_protocol(hall.event.pk, protocol.sha256, reason="No.", actor=sara, at=DAY)

    reopen_scoring(hall.event.pk, reason="The chair is ill.", actor="test", at=DAY)
    for defense in hall.defenses.values():
        cell = Assignment(hall.seats[1].pk, defense.pk)
        note_presence(hall.event, {cell: Presence.Kind.ABSENT}, seen={}, actor="test")
    close_scoring(hall.event.pk, actor="test", at=DAY)
    protocol = prepared(hall, sara)

    with pytest.raises(NotYoursToSeal):
        seal(protocol, hall.seats[1], CHAIR_TABLET)
    assert seal(protocol, hall.seats[2], CHAIR_TABLET).state == "half_sealed"


def test_a_deputy_seals_for_a_chair_who_fell_ill_where_the_secretary_gave_the_reason(hall, sara):
    said = {"actor": sara, "at": DAY, "deputy_reason": " Ill since noon. "}
    protocol = prepare_protocol(hall.event.pk, **said)

    assert seal(protocol, hall.seats[2], CHAIR_TABLET).state == "half_sealed"

    assert json.loads(protocol.record)["deputy_seals"] == "Ill since noon."
    line = AuditEntry.objects.get(verb="protocol.prepared")
    assert line.details["deputy_seals"] == "Ill since noon."
    assert seal(protocol, sara, OFFICE).is_sealed
    assert not findings(Event.objects.get())


def test_the_chair_of_either_room_seals():
    hall = judged()
    for seat in (hall.seats[2], hall.seats[3]):
        assert seat not in seats_that_seal(Grid(hall.event))
    panel = PanelFactory(room=RoomFactory(event=hall.event, is_default=False))
    other = SeatFactory(panel=panel, role=Seat.Role.CHAIR, person__event=hall.event)

    assert set(seats_that_seal(Grid(hall.event))) == {hall.seats[1], other}


def test_what_is_to_be_done_first_is_said(hall, sara):
    reopen_scoring(hall.event.pk, reason="So.", actor="test", at=DAY)
    with pytest.raises(NotReadyToSeal) as open_:
        prepared(hall, sara)
    for expert in hall.seats:  # both teams alike
        sheet = hall.seats[expert].scoresheet_set.get(defense=hall.defenses[2])
        sheet.sheetrevision_set.create(
            number=2, op_id=f"{expert:032x}", rubric_version=1, points={"whole": "8"}, saved_at=DAY
        )
        type(sheet).objects.filter(pk=sheet.pk).update(revision=2)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    with pytest.raises(NotReadyToSeal) as tied:
        prepared(hall, sara)

    assert [gap.place for gap in open_.value.gaps] == ["scoring"]
    assert [gap.place for gap in tied.value.gaps] == ["ties"]


def test_a_version_that_is_withdrawn_is_replaced_by_the_next(hall, sara):
    first = prepared(hall, sara)
    assert prepared(hall, sara, at=DAY + timedelta(seconds=1)) == first  # a second click
    with pytest.raises(ProtocolStands):
        prepared(hall, UserFactory())
    seal(first, hall.seats[1], CHAIR_TABLET)

    withdraw_protocol(hall.event.pk, first.sha256, reason="A typo.", actor=hall.seats[1], at=DAY)
    with pytest.raises(ProtocolMovedOn):
        seal(first, sara, OFFICE)
    second = prepared(hall, sara, at=DAY + timedelta(minutes=1))

    assert (second.number, second.replaces) == (2, first)
    first.refresh_from_db()
    assert (first.state, first.withdrawn_reason) == ("withdrawn", "A typo.")
    seal(second, hall.seats[1], CHAIR_TABLET)
    seal(second, sara, OFFICE)
    with pytest.raises(ProtocolIsSealed):
        withdraw_protocol(hall.event.pk, second.sha256, reason="No.", actor=sara, at=DAY)
    with pytest.raises(ProtocolIsSealed):
        prepared(hall, sara)


def test_a_row_that_changed_since_the_preparation_is_named_and_nothing_is_sealed(hall, sara):
    protocol = prepared(hall, sara)
    person = hall.seats[3].person
    type(person).objects.filter(pk=person.pk).update(name="Another Name")

    with pytest.raises(RecordChanged) as refused:
        seal(protocol, hall.seats[1], CHAIR_TABLET)

    assert refused.value.names == ("panel",)
    assert not ProtocolSeal.objects.exists()


def test_reopening_the_scoring_withdraws_what_waits_for_a_seal(hall, sara):
    protocol = prepared(hall, sara)
    seal(protocol, sara, OFFICE)

    reopen_scoring(hall.event.pk, reason="A sheet is missing.", actor="test", at=DAY)

    protocol.refresh_from_db()
    assert (protocol.state, protocol.withdrawn_reason) == ("withdrawn", "A sheet is missing.")


def test_a_form_that_is_sent_twice_is_one_annex(hall, sara):
    sealed(hall, sara)
    said = {"actor": sara, "at": DAY, "op_id": uuid4()}

    both = [add_annex(hall.event.pk, reason="So.", text="So.", **said) for _click in range(2)]

    assert (both[0], Annex.objects.count()) == (both[1], 1)
    with pytest.raises(OperationReused):
        add_annex(hall.event.pk, reason="So.", text="Other words.", **said)
    row = {"reason": "So.", "text": "So.", "at": DAY, "by": sara, "op_id": said["op_id"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Annex.objects.create(protocol=both[0].protocol, number=2, **row)


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_seal_once():
    hall, sara = judged(), UserFactory()
    close_scoring(hall.event.pk, actor="test", at=DAY)
    protocol = prepared(hall, sara)
    both = [Signer(hall.seats[1], CHAIR_TABLET), Signer(sara, OFFICE)]
    meet = Barrier(10)

    def click(number: int) -> str:
        try:
            if number < meet.parties:
                meet.wait()
            signer = both[number % 2]
            return seal_protocol(hall.event.pk, protocol.sha256, signer=signer, at=DAY).state
        finally:
            connection.close()

    with ThreadPoolExecutor(meet.parties) as pool:
        states = list(pool.map(click, range(50)))

    assert set(states) == {"half_sealed", "sealed"}
    sealing = AuditEntry.objects.filter(verb="protocol.sealed")
    assert (ProtocolSeal.objects.count(), sealing.count()) == (2, 1)
    assert Event.objects.get().pk == hall.event.pk
