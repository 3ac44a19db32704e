"""Sheets on paper: two accounts enter each, and only what both say becomes the expert's sheet."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from defense.desk.leaving import why_seat_stays, why_team_stays
from defense.workspace.removing import why_event_stays
from events.errors import DomainError
from events.models import AuditEntry, Event, Membership, Rubric
from experts.errors import (
    EnteredByTwo,
    EnteredByYou,
    OperationReused,
    PaperInRehearsal,
    PaperIsDone,
    PaperOfRecused,
    PaperOfSetAside,
    ResultStands,
    RubricChanged,
    SheetConflict,
    SheetInvalid,
    SheetNotFound,
    SheetStands,
)
from experts.models import Interest, PaperEntry, ScoreSheet, Seat, SheetRevision
from experts.reports import standings
from experts.reports.differences import verdict
from experts.services import paper
from experts.services.closing import close_scoring, reopen_scoring
from experts.services.paper import Entered, enter_paper, take_paper_back
from experts.services.score_sheets import save_sheet
from experts.services.setting_aside import set_sheet_aside
from experts.sheets import Assignment, SheetOperation
from experts.views.organizer import ExactFigures
from tests.cast import Cast, gather, member
from tests.experts.hall import fill, pass_of
from tests.factories import DAY, InterestFactory, MembershipFactory

LATER = DAY + timedelta(minutes=5)
WORSE = {"research": Decimal(2), "answers": Decimal(9)}


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def read(**fields) -> SheetOperation:
    whole = {
        "op_id": uuid4(),
        "device_id": None,
        "sequence": 0,
        "base_rev": 0,
        "client_ts": 0,
        "rubric_version": 1,
        "is_final": True,
        "points": {"research": Decimal(8), "answers": Decimal(9)},
        "comment": "",
    }
    return SheetOperation(**{**whole, **fields})


def enter(cast: Cast, by, *, seat=None, at=DAY, corrects=False, **fields) -> Entered:
    sheet = Assignment((seat or cast.emil).pk, cast.defense.pk)
    return enter_paper(cast.event, sheet, operation=read(**fields), by=by, at=at, corrects=corrects)


def tap(cast: Cast, *, seat=None, **fields):
    seat = seat or cast.emil
    sheet = Assignment(seat.pk, cast.defense.pk)
    return save_sheet(sheet, operation=read(**fields), held=pass_of(seat), at=DAY)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))


def test_what_two_accounts_enter_alike_is_the_sheet_of_the_expert(cast):
    first = enter(cast, cast.olga)
    assert not ScoreSheet.objects.exists()
    second = enter(cast, cast.sara, at=LATER)

    sheet, revision = ScoreSheet.objects.get(), SheetRevision.objects.get()
    assert (first, second) == (Entered.WAITS, Entered.STORED)
    assert (sheet.seat, sheet.state) == (cast.emil, ScoreSheet.State.SUBMITTED)
    assert revision.points == {"research": "8", "answers": "9"}
    assert (revision.device_id, revision.is_final, revision.saved_at) == (None, True, LATER)
    assert {entry.by for entry in revision.on_paper.all()} == {cast.olga, cast.sara}
    assert Event.objects.get(pk=cast.event.pk).rule_locked_at == LATER


def test_the_log_names_both_and_agrees_with_the_rows(cast):
    enter(cast, cast.olga)
    enter(cast, cast.sara)

    line = AuditEntry.objects.get(verb="score_sheet.entered")
    found = verdict(cast.event)
    assert verbs() == ["paper.entered", "score_sheet.entered"]
    assert (line.actor, line.details["user"]) == (f"user:{cast.sara.pk}", cast.olga.pk)
    assert line.details["person"] == cast.emil.person_id
    assert found.differences == ()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperEntry.objects.update(points={"research": "1", "answers": "1"})


def test_an_entry_that_waits_and_was_edited_by_hand_is_named(cast):
    enter(cast, cast.olga)
    entry = PaperEntry.objects.get()
    PaperEntry.objects.update(points={"research": "1", "answers": "1"})

    said = verdict(cast.event).differences

    assert len(said) == 1
    assert said[0].startswith(f"Entry from paper {entry.pk} is not what line")


def test_one_account_is_never_the_second_reader(cast):
    enter(cast, cast.olga)

    with pytest.raises(EnteredByYou):
        enter(cast, cast.olga)

    assert enter(cast, cast.olga, corrects=True) == Entered.WAITS
    assert PaperEntry.objects.count() == 1
    assert not ScoreSheet.objects.exists()


def test_another_account_is(cast):
    """The negative control."""
    enter(cast, cast.olga)

    assert enter(cast, cast.sara) == Entered.STORED


def test_two_that_differ_are_stored_when_one_is_corrected(cast):
    enter(cast, cast.olga)
    differs = enter(cast, cast.sara, points=WORSE)
    assert not ScoreSheet.objects.exists()

    corrected = enter(cast, cast.sara, corrects=True)

    assert (differs, corrected) == (Entered.DIFFERS, Entered.STORED)
    assert SheetRevision.objects.get().points["research"] == "8"


def test_a_form_sent_twice_is_answered_as_the_first_time(cast):
    by_olga, by_sara = uuid4(), uuid4()
    twice = [enter(cast, cast.olga, op_id=by_olga) for _ in range(2)]
    then = [enter(cast, cast.sara, op_id=by_sara) for _ in range(2)]
    later = enter(cast, cast.olga, op_id=by_olga)

    assert [*twice, *then, later] == [*[Entered.WAITS] * 2, *[Entered.STORED] * 3]
    assert PaperEntry.objects.waiting().count() == 0
    assert SheetRevision.objects.count() == 1
    assert verbs() == ["paper.entered", "score_sheet.entered"]


def test_a_second_entry_sent_twice_leaves_nothing_that_waits_beside_a_confirmed_sheet(cast):
    tap(cast)
    enter(cast, cast.olga, base_rev=1)
    form = uuid4()

    confirmed = [enter(cast, cast.sara, base_rev=1, op_id=form) for _ in range(2)]

    assert confirmed == [Entered.CONFIRMED] * 2
    assert PaperEntry.objects.waiting().count() == 0
    # The negative control: a form of its own is an entry of its own.
    assert enter(cast, cast.sara, base_rev=1) == Entered.WAITS


def test_a_correction_sent_twice_is_one(cast):
    enter(cast, cast.olga)
    first = enter(cast, cast.sara, points=WORSE, op_id=uuid4())
    form = uuid4()

    twice = [
        enter(cast, cast.sara, points={**WORSE, "answers": Decimal(8)}, op_id=form, corrects=True)
        for _ in range(2)
    ]

    assert [first, *twice] == [Entered.DIFFERS] * 3
    assert verbs() == ["paper.entered"] * 3


def test_a_form_that_came_before_takes_no_other_values(cast):
    form = uuid4()
    enter(cast, cast.olga, op_id=form)

    with pytest.raises(OperationReused):
        enter(cast, cast.olga, op_id=form, points=WORSE)
    with pytest.raises(OperationReused):
        enter(cast, cast.olga, op_id=form, seat=cast.clara)

    assert PaperEntry.objects.get().points["research"] == "8"
    assert enter(cast, cast.sara, op_id=form) == Entered.STORED  # another account's form


def test_a_comment_is_compared_by_its_words(cast):
    enter(cast, cast.olga, comment="Well  argued.")

    assert enter(cast, cast.sara, comment="Well argued") == Entered.DIFFERS
    assert enter(cast, cast.sara, comment=" Well argued.", corrects=True) == Entered.STORED
    assert SheetRevision.objects.get().comment == "Well  argued."


def test_a_third_account_enters_nothing_beside_two_that_differ(cast):
    enter(cast, cast.olga)
    enter(cast, cast.sara, points=WORSE)
    third = member(cast.event, "third", Membership.Role.SECRETARY)

    with pytest.raises(EnteredByTwo):
        enter(cast, third)


def test_an_entry_that_waits_is_taken_back_and_leaves_its_line(cast):
    enter(cast, cast.olga)
    take_paper_back(cast.event, PaperEntry.objects.get().pk, actor=cast.sara)

    assert not PaperEntry.objects.exists()
    assert verbs() == ["paper.entered", "paper.taken_back"]
    assert verdict(cast.event).differences == ()


def test_an_entry_stays_while_the_scoring_is_closed(cast):
    enter(cast, cast.olga)
    entry = PaperEntry.objects.get()
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)

    with pytest.raises(ResultStands):
        take_paper_back(cast.event, entry.pk, actor=cast.olga)
    with pytest.raises(IntegrityError, match="scoring closed"), transaction.atomic():
        entry.delete()

    assert PaperEntry.objects.get() == entry
    reopen_scoring(cast.event.pk, reason="A sheet was found.", actor=cast.olga, at=LATER)
    take_paper_back(cast.event, entry.pk, actor=cast.olga)  # the negative control
    assert not PaperEntry.objects.exists()


def test_an_entry_of_who_is_a_reserve_by_now_is_taken_back_too(cast):
    enter(cast, cast.olga)
    Seat.objects.filter(pk=cast.emil.pk).update(role=Seat.Role.RESERVE)

    take_paper_back(cast.event, PaperEntry.objects.get().pk, actor=cast.olga)

    assert not PaperEntry.objects.exists()


def test_what_was_entered_keeps_its_seat_its_team_and_its_event(cast):
    assert why_seat_stays(cast.emil) == ""
    enter(cast, cast.olga)

    assert why_seat_stays(cast.emil) == "paper of this expert was entered"
    assert why_team_stays(cast.defense.project) == "paper about it was entered"
    assert why_event_stays(cast.event).startswith("Points were given at this event")


def test_an_entry_that_was_stored_is_not_taken_back(cast):
    enter(cast, cast.olga)
    enter(cast, cast.sara)

    with pytest.raises(PaperIsDone):
        take_paper_back(cast.event, PaperEntry.objects.first().pk, actor=cast.olga)


def test_who_takes_back_what_another_just_took_back_hears_a_sentence(cast):
    enter(cast, cast.olga)
    entry = PaperEntry.objects.get().pk
    take_paper_back(cast.event, entry, actor=cast.olga)

    with pytest.raises(PaperIsDone, match="This entry waits no more"):
        take_paper_back(cast.event, entry, actor=cast.sara)


def test_a_form_under_the_id_of_another_sheet_is_stored_under_one_of_its_own(cast):
    of_clara = uuid4()
    tap(cast, seat=cast.clara, op_id=of_clara)

    fates = [enter(cast, by, op_id=of_clara) for by in (cast.olga, cast.sara)]

    assert fates == [Entered.WAITS, Entered.STORED]
    assert SheetRevision.objects.get(op_id=of_clara).sheet.seat == cast.clara


def test_a_tablet_that_still_holds_the_id_of_an_entry_hears_of_a_conflict_and_not_of_a_used_page(
    cast,
):
    held = uuid4()
    enter(cast, cast.olga)
    enter(cast, cast.sara, op_id=held)

    with pytest.raises(SheetConflict):
        tap(cast, op_id=held, points=WORSE)


def test_a_sheet_of_the_tablet_is_never_overwritten_unasked(cast):
    tap(cast, points=WORSE)
    with pytest.raises(SheetStands) as refusal:
        enter(cast, cast.olga)
    assert refusal.value.number == 1

    enter(cast, cast.olga, base_rev=1)
    stored = enter(cast, cast.sara, base_rev=1)

    assert stored == Entered.STORED
    assert ScoreSheet.objects.get().revision == 2
    assert SheetRevision.objects.get(number=1).points["research"] == "2"


def test_a_tablet_that_saves_between_the_two_is_asked_about(cast):
    enter(cast, cast.olga)
    tap(cast, points=WORSE)

    with pytest.raises(SheetStands):
        enter(cast, cast.sara)

    assert SheetRevision.objects.get().points["research"] == "2"


def test_paper_that_says_what_the_tablet_saved_confirms_it(cast):
    tap(cast)
    enter(cast, cast.olga, base_rev=1)

    assert enter(cast, cast.sara, base_rev=1) == Entered.CONFIRMED
    assert SheetRevision.objects.count() == 1
    assert verbs()[-1] == "paper.confirmed"
    assert verdict(cast.event).differences == ()


def test_a_tablet_that_comes_back_with_other_values_is_told_of_a_conflict(cast):
    enter(cast, cast.olga)
    enter(cast, cast.sara)

    with pytest.raises(SheetConflict) as refusal:
        tap(cast, points=WORSE)

    assert refusal.value.current.points == {"research": 8, "answers": 9}


def test_a_tablet_that_comes_back_with_the_same_is_answered_as_a_duplicate(cast):
    enter(cast, cast.olga)
    enter(cast, cast.sara)

    assert tap(cast).status == "duplicate"
    assert verdict(cast.event).differences == ()


def test_paper_read_anew_by_two_takes_the_place_of_what_they_misread(cast):
    enter(cast, cast.olga, points=WORSE)
    enter(cast, cast.sara, points=WORSE)

    enter(cast, cast.olga, base_rev=1)
    assert enter(cast, cast.sara, base_rev=1) == Entered.STORED
    assert SheetRevision.objects.current().get().points["research"] == "8"


def test_paper_of_a_recused_expert_is_refused_with_the_reason(cast):
    Interest.objects.filter(pk=cast.recusal.pk).update(reason="Wrote it with them.")

    with pytest.raises(PaperOfRecused) as refusal:
        enter(cast, cast.olga, seat=cast.rita)

    assert "Wrote it with them." in str(refusal.value)
    assert not PaperEntry.objects.exists()


def test_who_becomes_recused_between_the_two_has_no_sheet(cast):
    enter(cast, cast.olga)
    InterestFactory(seat=cast.emil, project=cast.defense.project)

    with pytest.raises(PaperOfRecused):
        enter(cast, cast.sara)

    assert not ScoreSheet.objects.exists()


def test_a_sheet_that_was_set_aside_takes_no_paper(cast):
    tap(cast)
    sheet = ScoreSheet.objects.get()
    set_sheet_aside(cast.event, sheet.pk, reason="Wrong team.", actor=cast.olga, at=DAY)

    with pytest.raises(PaperOfSetAside):
        enter(cast, cast.olga, base_rev=1)


@pytest.mark.parametrize(
    ("points", "places"),
    [
        ({"research": Decimal(11), "answers": Decimal(9)}, ["points.research"]),
        ({"research": Decimal("7.5"), "answers": Decimal(9)}, ["points.research"]),
        ({"research": Decimal(8)}, ["points.answers"]),
        ({"research": Decimal(8), "answers": Decimal(9), "charm": Decimal(1)}, ["points.charm"]),
    ],
)
def test_points_that_cannot_be_are_named(cast, points, places):
    with pytest.raises(SheetInvalid) as refusal:
        enter(cast, cast.olga, points=points)

    assert [fault.place for fault in refusal.value.faults] == places
    assert not PaperEntry.objects.exists()


def test_nothing_is_entered_after_the_close_in_a_rehearsal_or_under_other_criteria(cast):
    enter(cast, cast.olga)
    Rubric.objects.update(version=2)
    with pytest.raises(RubricChanged):
        enter(cast, cast.sara)
    Rubric.objects.update(version=1)
    close_scoring(cast.event.pk, actor=cast.olga, at=DAY)
    with pytest.raises(ResultStands):
        enter(cast, cast.sara)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=None, is_rehearsal=True)
    with pytest.raises(PaperInRehearsal):
        enter(cast, cast.sara)

    assert not ScoreSheet.objects.exists()


def test_a_seat_of_another_event_or_a_reserve_has_no_paper(cast):
    cast.clara.role = "reserve"
    cast.clara.save()

    for seat in (cast.ella, cast.clara):
        with pytest.raises(SheetNotFound):
            enter(cast, cast.olga, seat=seat)


def entry_of(cast: Cast, by, **fields) -> PaperEntry:
    points = {"research": "8", "answers": "9"}
    whole = {"rubric_version": 1, "points": points, "at": DAY, "by": by}
    return PaperEntry(**{"seat": cast.emil, "defense": cast.defense, **whole, **fields})


def test_the_database_stores_nothing_that_one_account_entered(cast):
    tap(cast)
    revision = SheetRevision.objects.get()
    done = {"revision": revision, "outcome": "stored"}

    with pytest.raises(IntegrityError, match="one person"), transaction.atomic():
        entry_of(cast, cast.olga, **done).save()
    others = entry_of(cast, cast.sara, points={"answers": "9", "research": "2"})
    others.save()
    with pytest.raises(IntegrityError, match="one person"), transaction.atomic():
        entry_of(cast, cast.olga, **done).save()
    others.points = {"research": "8", "answers": "9"}
    others.save()
    entry_of(cast, cast.olga, **done).save()  # the negative control: two who say the same


def test_the_database_keeps_what_was_stored_and_whose_it_is(cast):
    enter(cast, cast.olga)
    with pytest.raises(IntegrityError, match="keeps its sheet"), transaction.atomic():
        PaperEntry.objects.update(by=cast.sara)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry_of(cast, cast.olga).save()
    enter(cast, cast.sara)

    for change in (
        lambda: PaperEntry.objects.update(comment="x"),
        lambda: PaperEntry.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    entry_of(cast, cast.sara, seat=cast.clara).save()
    stolen = {"revision": SheetRevision.objects.get(), "outcome": "stored"}
    with pytest.raises(IntegrityError, match="another sheet"), transaction.atomic():
        entry_of(cast, cast.olga, seat=cast.clara, **stolen).save()


def test_the_database_keeps_one_entry_of_a_form(cast):
    form = uuid4()
    entry_of(cast, cast.olga, op_id=form).save()
    other = entry_of(cast, cast.olga, seat=cast.clara)

    with pytest.raises(IntegrityError), transaction.atomic():
        entry_of(cast, cast.olga, seat=cast.clara, op_id=form).save()
    other.save()  # the negative control: one that names no form
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperEntry.objects.filter(pk=other.pk).update(op_id=form)


@pytest.mark.parametrize("state", [{"scoring_closed_at": DAY}, {"is_rehearsal": True}])
def test_the_database_takes_no_paper_after_the_close_nor_in_a_rehearsal(cast, state):
    Event.objects.filter(pk=cast.event.pk).update(**state)

    with pytest.raises(IntegrityError, match="scoring closed"), transaction.atomic():
        entry_of(cast, cast.olga).save()


def test_paper_and_tablets_together_give_the_result_of_tablets_alone(db):
    """Every other sheet on paper; the whole table is compared to the byte, with means, places and notes."""
    told = [_table(paper_for) for paper_for in (lambda at: False, lambda at: at % 2 == 0)]

    assert told[0] == told[1]
    assert json.loads(told[0])["teams"][0]["raw_mean"] is not None


def _table(is_on_paper):
    point = transaction.savepoint()
    hall = fill(4, 3)
    hall.recuse(4, 1)
    readers = [MembershipFactory(event=hall.event).user for _ in range(2)]
    cells = [(e, t) for e in hall.seats for t in hall.defenses if (e, t) != (4, 1)]
    for at, (expert, team) in enumerate(cells):
        seat, sheet = hall.seats[expert], Assignment(hall.seats[expert].pk, hall.defenses[team].pk)
        sent = read(points={"whole": Decimal((expert * 3 + team) % 10 + 1)})
        if not is_on_paper(at):
            save_sheet(sheet, operation=sent, held=pass_of(seat), at=DAY)
            continue
        for by in readers:
            said = replace(sent, op_id=uuid4())
            enter_paper(hall.event, sheet, operation=said, by=by, at=DAY)
    found = json.dumps(asdict(standings(hall.event)), cls=ExactFigures)
    transaction.savepoint_rollback(point)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_second_entries_at_once_one_is_stored_and_the_other_is_told():
    cast = gather()
    third = member(cast.event, "third", Membership.Role.SECRETARY)
    enter(cast, cast.olga)
    start = threading.Barrier(2)

    def second(by) -> str:
        try:
            start.wait(timeout=30)
            return str(enter(cast, by))
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(second, [cast.sara, third]))

    assert outcomes == ["SheetStands", "stored"]
    assert SheetRevision.objects.count() == 1
    assert PaperEntry.objects.waiting().count() == 0
    assert AuditEntry.first_broken(cast.event) is None


@pytest.mark.django_db(transaction=True)
def test_a_second_entry_sent_twice_at_once_is_one():
    cast = gather()
    enter(cast, cast.olga)
    start, form = threading.Barrier(2), uuid4()

    def second(_at) -> str:
        try:
            start.wait(timeout=30)
            return str(enter(cast, cast.sara, op_id=form))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = list(threads.map(second, range(2)))

    assert outcomes == ["stored", "stored"]
    assert PaperEntry.objects.waiting().count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_first_entries_at_once_the_later_is_the_second():
    cast = gather()
    start = threading.Barrier(2)

    def first(by) -> str:
        try:
            start.wait(timeout=30)
            return str(enter(cast, by))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(first, [cast.olga, cast.sara]))

    assert outcomes == ["stored", "waits"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_of_the_seat_two_entries_that_say_the_same_both_wait(monkeypatch):
    """The negative control: two that both looked before either wrote."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, lock or no lock")
    cast = gather()
    both_looked = threading.Barrier(2)
    check = paper._check

    def check_together(*arguments):
        both_looked.wait(timeout=30)
        check(*arguments)

    monkeypatch.setattr(paper, "_check", check_together)
    monkeypatch.setattr(
        "experts.models.panel.SeatQuerySet.select_for_update", lambda self, **_: self
    )

    def first(by) -> str:
        try:
            return str(enter(cast, by))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(first, [cast.olga, cast.sara]))

    assert outcomes == ["waits", "waits"]
