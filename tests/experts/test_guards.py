"""What the database refuses by itself, whoever holds the connection; each with the guard taken off."""

import pytest
from django.db import IntegrityError, connection, transaction

from events.models import AuditEntry, Event
from experts.models import Interest, ScoreSheet, Seat, SheetRevision
from tests.cast import Cast, gather
from tests.factories import (
    DAY,
    InterestFactory,
    RecusalFactory,
    ScoreSheetFactory,
    SeatFactory,
    SheetRevisionFactory,
)


@pytest.fixture
def cast(db) -> Cast:
    return gather()


def is_refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def take_guards_off(table: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def guarded_acts(cast: Cast) -> dict[str, tuple[str, object]]:
    sheet = ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    revision = SheetRevisionFactory(sheet=sheet)
    aside = ScoreSheetFactory(
        seat=cast.rita, defense=cast.defense, state=ScoreSheet.State.SET_ASIDE
    )
    empty = ScoreSheetFactory(seat=cast.clara, defense=cast.defense, revision=0)
    entry = AuditEntry.write(cast.event, "test", "test.done", sheet)
    project = cast.defense.project
    return {
        "a counting sheet of a recused seat": (
            "experts_scoresheet",
            lambda: ScoreSheet.objects.filter(pk=aside.pk).update(state="submitted"),
        ),
        "a recusal over a counting sheet": (
            "experts_interest",
            lambda: RecusalFactory(seat=cast.emil, project=project),
        ),
        "an undecided supervisor match over a counting sheet": (
            "experts_interest",
            lambda: InterestFactory(seat=cast.emil, project=project),
        ),
        "a revision of a sheet set aside": (
            "experts_sheetrevision",
            lambda: SheetRevisionFactory(sheet=aside),
        ),
        "an edit of a revision": (
            "experts_sheetrevision",
            lambda: SheetRevision.objects.filter(pk=revision.pk).update(comment="better"),
        ),
        "a deleted revision": (
            "experts_sheetrevision",
            lambda: SheetRevision.objects.filter(pk=revision.pk).delete(),
        ),
        "a deleted sheet": ("experts_scoresheet", lambda: empty.delete()),
        "a deleted recusal": ("experts_interest", lambda: cast.recusal.delete()),
        "an edit of the audit log": (
            "events_auditentry",
            lambda: AuditEntry.objects.filter(pk=entry.pk).update(verb="other"),
        ),
        "a deletion from the audit log": (
            "events_auditentry",
            lambda: AuditEntry.objects.filter(pk=entry.pk).delete(),
        ),
    }


NAMES = [
    "a counting sheet of a recused seat",
    "a recusal over a counting sheet",
    "an undecided supervisor match over a counting sheet",
    "a revision of a sheet set aside",
    "an edit of a revision",
    "a deleted revision",
    "a deleted sheet",
    "a deleted recusal",
    "an edit of the audit log",
    "a deletion from the audit log",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_database_refuses(cast, name):
    _table, act = guarded_acts(cast)[name]

    assert is_refused(act)


@pytest.mark.parametrize("name", NAMES)
def test_without_the_guard_it_would_pass(cast, name):
    table, act = guarded_acts(cast)[name]
    take_guards_off(table)

    assert not is_refused(act)


def test_a_new_sheet_of_a_recused_seat_cannot_exist(cast):
    assert is_refused(lambda: ScoreSheetFactory(seat=cast.rita, defense=cast.defense))


def test_no_revision_is_written_while_the_scoring_is_closed(cast):
    sheet = ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)

    assert is_refused(lambda: SheetRevisionFactory(sheet=sheet))


def test_a_rehearsals_revisions_may_be_deleted(cast):
    Event.objects.filter(pk=cast.event.pk).update(is_rehearsal=True)
    revision = SheetRevisionFactory(sheet=ScoreSheetFactory(seat=cast.emil, defense=cast.defense))

    revision.delete()

    assert SheetRevision.objects.count() == 0


def acts_after_close(cast: Cast) -> dict[str, tuple[str, object]]:
    recusal = Interest.objects.filter(seat=cast.rita)
    vacant = SeatFactory(panel=cast.emil.panel, order=90)
    project = cast.defense.project
    Event.objects.filter(pk=cast.event.pk).update(scoring_closed_at=DAY)
    return {
        "recuse": (
            "experts_interest",
            lambda: RecusalFactory(seat=vacant, project=project),
        ),
        "decide": ("experts_interest", lambda: recusal.update(outcome="dismiss")),
        "unseat": ("experts_seat", lambda: Seat.objects.filter(pk=vacant.pk).delete()),
    }


@pytest.mark.parametrize("name", ["recuse", "decide", "unseat"])
def test_a_result_stands_after_the_close_until_the_guard_is_taken_off(cast, name):
    table, act = acts_after_close(cast)[name]

    assert is_refused(act)

    take_guards_off(table)
    assert not is_refused(act)
