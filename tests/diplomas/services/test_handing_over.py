"""Who received a diploma: noted once, whoever taps twice, and taken back by a further note."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from defense.rehearsal.closing import remove_diplomas
from diplomas.errors import NotedOtherwise, NotValidAnyMore, ProxyRefused
from diplomas.models import Diploma, Handover
from diplomas.services import handing_over
from diplomas.services.handing_over import Tap, note_handover, take_handover_back
from diplomas.services.revoking import revoke_diploma
from events.models import AuditEntry
from experts.pages.log import log_of
from tests.diplomas.people import event_with_team, issue, make_ready
from tests.diplomas.races import race
from tests.factories import DAY, MembershipFactory

pytestmark = pytest.mark.django_db

Kind = Handover.Kind
ACT = {"actor": "test", "at": DAY}
LONG = ("Мұхамедрахымова-Нұрмағамбетова Өмірхан Серікбайқызы " * 3)[:119].strip()


@pytest.fixture
def event():
    """Two diplomas are ready."""
    event = event_with_team(2)
    issue(event)
    make_ready(event)
    return event


def code(event):
    return Diploma.objects.of_event(event).get(sequence=1).code


def note(event, kind=Kind.IN_PERSON, proxy=""):
    return note_handover(event.pk, code(event), kind, proxy=proxy, **ACT)


def take_back(event, number):
    return take_handover_back(event.pk, code(event), number, **ACT)


def notes(event):
    return list(Handover.objects.of_event(event).values_list("number", "kind", "proxy"))


def test_what_is_noted_says_who_received_it_by_whom_and_when_it_was_noted(event):
    olga = MembershipFactory(event=event).user

    row = note_handover(event.pk, code(event), Kind.IN_PERSON, actor=olga, at=DAY)

    assert (row.number, row.kind, row.proxy, row.by, row.at) == (1, "in_person", "", olga, DAY)
    entry = AuditEntry.objects.get(verb="diploma.received")
    assert entry.details["rows"].keys() == {f"handover:{row.pk}"}
    [line] = log_of(event, "in person")
    assert line.said == "Diploma № 2019/001 received in person"


@pytest.mark.parametrize("name", ["Роза Жаңабаева", LONG, "О'Нил-Әбдіқадыр"])
def test_a_proxy_stands_by_name(event, name):
    note(event, Kind.PROXY, f"  {name} ")

    assert notes(event) == [(1, "proxy", name)]
    assert name not in str(AuditEntry.objects.get(verb="diploma.received_by_proxy").details)


@pytest.mark.parametrize("name", ["", "   ", "А" * 121, "Роза\u202e", "Роза \U0001f600"])
def test_a_proxy_without_a_name_that_can_be_printed_is_refused(event, name):
    with pytest.raises(ProxyRefused):
        note(event, Kind.PROXY, name)

    assert notes(event) == []


def test_who_taps_twice_notes_once(event):
    note(event, Kind.ABSENT)
    note(event, Kind.ABSENT)
    note(event, Kind.PROXY, "Роза")
    note(event, Kind.PROXY, "Роза")
    take_back(event, 2)
    take_back(event, 2)

    assert notes(event) == [(1, "absent", ""), (2, "proxy", "Роза"), (3, "taken_back", "")]


TAPS = [UUID(int=number) for number in range(1, 5)]


def late(event, kind=Kind.IN_PERSON, *, after, op_id=None, **given):
    """What was tapped without a network, after the note of that number."""
    return note_handover(event.pk, code(event), kind, tap=Tap(op_id, after), **(ACT | given))


def test_what_is_sent_again_is_noted_once_also_when_it_was_taken_back_meanwhile(event):
    def send():
        return [
            late(event, after=0, op_id=TAPS[0]),
            take_handover_back(event.pk, code(event), 1, op_id=TAPS[1], **ACT),
            late(event, Kind.PROXY, proxy="Роза", after=2, op_id=TAPS[2]),
        ]

    assert send() == send()
    assert notes(event) == [(1, "in_person", ""), (2, "taken_back", ""), (3, "proxy", "Роза")]


@pytest.mark.parametrize("op_id", [None, TAPS[3]])
def test_a_tap_of_another_tablet_of_the_same_account_is_not_taken_for_the_first(event, op_id):
    olga = MembershipFactory(event=event).user
    late(event, after=0, op_id=TAPS[0], actor=olga)
    take_back(event, 1)

    with pytest.raises(NotedOtherwise):
        late(event, after=0, op_id=op_id, actor=olga)

    assert len(notes(event)) == 2


def test_the_id_of_a_tap_says_nothing_of_another_one(event):
    aida = MembershipFactory(event=event).user
    late(event, after=0, op_id=TAPS[0])

    for other in ({"kind": Kind.ABSENT}, {"actor": aida}):
        with pytest.raises(NotedOtherwise):
            late(event, after=1, op_id=TAPS[0], **other)
    with pytest.raises(NotedOtherwise):
        note_handover(event_with_team(1).pk, "0" * 12, Kind.ABSENT, tap=Tap(TAPS[0]), **ACT)


def test_the_database_notes_a_tap_once(event):
    row = late(event, after=0, op_id=TAPS[0])

    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Handover.objects.create(
            diploma=row.diploma, number=2, kind=Kind.TAKEN_BACK, at=DAY, op_id=TAPS[0]
        )


def test_without_its_place_a_late_tap_would_be_noted_twice(event):
    """The negative control."""
    note(event)
    take_back(event, 1)

    note(event)

    assert [kind for _, kind, _ in notes(event)] == ["in_person", "taken_back", "in_person"]


def test_of_two_tables_that_note_the_same_one_notes_it_and_neither_is_refused(event):
    aida, berik = (MembershipFactory(event=event).user for _ in range(2))

    first = late(event, after=0, actor=aida)
    second = late(event, after=0, actor=berik)

    assert first == second
    assert notes(event) == [(1, "in_person", "")]


def test_a_late_tap_of_another_table_is_refused_where_others_noted_meanwhile(event):
    aida, berik = (MembershipFactory(event=event).user for _ in range(2))
    late(event, after=0, actor=aida)
    take_back(event, 1)

    for kind, proxy in ((Kind.IN_PERSON, ""), (Kind.PROXY, "Роза"), (Kind.ABSENT, "")):
        with pytest.raises(NotedOtherwise):
            late(event, kind, proxy=proxy, after=0, actor=berik)

    assert len(notes(event)) == 2


def test_a_late_tap_on_a_diploma_that_was_revoked_since_is_refused_unless_it_was_noted(event):
    late(event, after=0, op_id=TAPS[0])
    revoke_diploma(event.pk, code(event), reason="Mistaken", **ACT)

    assert late(event, after=0, op_id=TAPS[0]).number == 1
    with pytest.raises(NotValidAnyMore):
        late(event, Kind.ABSENT, after=1)


def test_a_note_is_never_before_what_it_follows(event):
    note(event)

    row = take_handover_back(event.pk, code(event), 1, actor="test", at=DAY - timedelta(hours=2))

    assert row.at == DAY


def test_what_was_received_is_noted_otherwise_only_after_it_was_taken_back(event):
    note(event)

    for kind, proxy in ((Kind.PROXY, "Роза"), (Kind.ABSENT, "")):
        with pytest.raises(NotedOtherwise):
            note(event, kind, proxy)
    take_back(event, 1)
    note(event, Kind.PROXY, "Роза")

    assert notes(event) == [(1, "in_person", ""), (2, "taken_back", ""), (3, "proxy", "Роза")]
    [line] = log_of(event, "taken back")
    assert line.said == "Note at the handing over taken back: diploma № 2019/001"


def test_a_note_that_the_asker_has_not_seen_is_not_taken_back(event):
    note(event)
    take_back(event, 1)
    note(event, Kind.PROXY, "Роза")

    with pytest.raises(NotedOtherwise):
        take_back(event, 1)
    assert take_back(event, 9) is None
    assert len(notes(event)) == 3


def test_of_what_is_not_valid_nothing_is_noted_but_a_mistake_is_taken_back(event):
    note(event)
    revoke_diploma(event.pk, code(event), reason="Mistaken", **ACT)

    with pytest.raises(NotValidAnyMore):
        note(event)
    take_back(event, 1)
    with pytest.raises(NotValidAnyMore):
        note(event)

    assert [kind for _, kind, _ in notes(event)] == ["in_person", "taken_back"]


def test_a_diploma_of_another_event_is_nobodys(event):
    other = event_with_team(1)

    with pytest.raises(NotValidAnyMore):
        note_handover(other.pk, code(event), Kind.IN_PERSON, **ACT)
    note(event)
    assert take_handover_back(other.pk, code(event), 1, **ACT) is None


def test_the_notes_of_a_rehearsal_go_with_its_diplomas(event):
    played = event_with_team(1, is_rehearsal=True)
    issue(played)
    make_ready(played)
    for each in (event, played):
        note(each)

    remove_diplomas(played)

    assert list(Handover.objects.values_list("diploma__event", flat=True)) == [event.pk]


def tapped_twice(event, monkeypatch, *, is_locked):
    kinds = iter((Kind.IN_PERSON, Kind.ABSENT))
    found = code(event)
    return race(
        monkeypatch,
        handing_over,
        lambda: note_handover(event.pk, found, next(kinds), **ACT).kind,
        is_locked=is_locked,
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_note_different_things_at_once_note_one(event, monkeypatch):
    outcomes = tapped_twice(event, monkeypatch, is_locked=True)

    # Who was absent may come after all; who received it was not absent.
    kinds = [kind for _, kind, _ in notes(event)]
    assert kinds in (["in_person"], ["absent", "in_person"])
    assert outcomes.count(NotedOtherwise) == 2 - len(kinds)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_still_keeps_one_note_a_number(event, monkeypatch):
    outcomes = tapped_twice(event, monkeypatch, is_locked=False)

    assert len(notes(event)) == len({number for number, _, _ in notes(event)})
    assert len([each for each in outcomes if isinstance(each, str)]) == len(notes(event)) == 1
