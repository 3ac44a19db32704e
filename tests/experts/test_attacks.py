"""One statement of SQL each that moved a team from last to first: refused, or named by verify_audit."""

import re
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.models import AuditEntry, AuditHead
from experts.models import ScoreSheet, SheetRevision
from experts.services.interests import decide_interest, declare_interest
from experts.services.score_sheets import save_sheet
from experts.sheets import SheetOperation
from tests.experts.hall import Hall, fill, pass_of
from tests.experts.test_guards import is_refused, take_guards_off
from tests.factories import DAY

TABLES = ("events_auditentry", "experts_sheetrevision", "experts_scoresheet", "experts_interest")
OTHER_TABLES = ("events_event", "events_audithead", "events_criterion", "projects_defense")

# The attack, and what verify_audit says of it once no guard stands in its way.
ATTACKS = {
    "points replaced": (
        """UPDATE experts_sheetrevision SET points = '{"whole": "10"}' WHERE number = 2""",
        "Revision 2 of score sheet 1 is not what line",
    ),
    "pointer set back": (
        "UPDATE experts_scoresheet SET revision = 1 WHERE revision = 2",
        "stands at revision 1; the log says 2",
    ),
    "state to draft": ("UPDATE experts_scoresheet SET state = 'draft'", "is “draft”"),
    "sheets moved to another seat": (
        "UPDATE experts_scoresheet SET seat_id = {seat} WHERE id = {sheet}",
        "is of seat",
    ),
    "sheets moved to another defense": (
        "UPDATE experts_scoresheet SET defense_id = {defense} WHERE id = {sheet}",
        "is of defense",
    ),
    "weight changed": (
        "UPDATE events_criterion SET weight = 50",
        "The criteria or their weights are not those of line",
    ),
    "rule changed": ("UPDATE events_event SET scoring_rule = 'raw_mean'", "it was corrected_mean"),
    "rehearsal flag set": (
        "UPDATE events_event SET is_rehearsal = (1 = 1)",
        "marked as a rehearsal",
    ),
    "projects swapped": (
        "UPDATE projects_defense SET project_id = {project} WHERE id = {held}",
        "is of project",
    ),
    "recusal deleted": ("DELETE FROM experts_interest", "is gone or not what line"),
    "log emptied": ("DELETE FROM events_auditentry", "has no line"),
}


@pytest.fixture
def hall(db) -> Hall:
    hall = fill(experts=3, projects=3)
    AuditEntry.write(hall.event, "test", "event.loaded", hall.event)
    seat, project = hall.seats[3], hall.defenses[1].project
    tie = declare_interest(seat, project, kind="other", reason="A friend.", at=DAY)
    decide_interest(tie.pk, outcome="recuse", reason="A friend.", actor="test", at=DAY)
    save(hall, 1, base=0, points=3)
    save(hall, 1, base=1, points=4)
    return hall


def save(hall: Hall, expert: int, *, base: int, points: int) -> None:
    operation = SheetOperation(
        uuid4(), None, 1, base, 1, 1, is_final=True, points={"whole": Decimal(points)}
    )
    seat, defense = hall.seats[expert], hall.defenses[1]
    assignment = ScoreSheet(seat=seat, defense=defense).assignment
    save_sheet(assignment, operation=operation, held=pass_of(seat), at=DAY)


def run(hall: Hall, attack: str) -> None:
    ids = {
        "sheet": ScoreSheet.objects.get().pk,
        "seat": hall.seats[2].pk,
        "defense": hall.defenses[2].pk,
        "held": hall.defenses[1].pk,
        "project": hall.defenses[3].project_id,
    }
    statement, _said = ATTACKS[attack]
    if attack == "projects swapped":
        hall.defenses[3].delete()
    with connection.cursor() as cursor:
        cursor.execute(
            re.sub(r"\{(seat|sheet|defense|held|project)\}", lambda m: str(ids[m[1]]), statement)
        )
    if attack == "log emptied":
        AuditHead.objects.all().delete()


def verify(hall: Hall) -> str:
    told = StringIO()
    call_command("verify_audit", hall.event.slug, stdout=told)
    return told.getvalue()


def test_what_was_saved_is_what_the_log_says(hall):
    assert re.fullmatch(r"\S+: 5 lines, unbroken; last link \w{64}\n", verify(hall))


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_a_guard_the_attack_is_named(hall, attack):
    said = ATTACKS[attack][1].replace("sheet 1 ", f"sheet {ScoreSheet.objects.get().pk} ")
    for table in [*TABLES, *OTHER_TABLES]:
        take_guards_off(table)
    run(hall, attack)

    with pytest.raises(CommandError, match=re.escape(said)):
        verify(hall)


@pytest.mark.parametrize(
    "attack",
    [
        "points replaced",
        "pointer set back",
        "state to draft",
        "sheets moved to another seat",
        "sheets moved to another defense",
        "rule changed",
        "projects swapped",
        "log emptied",
    ],
)
def test_the_database_refuses_the_attack(hall, attack):
    assert is_refused(lambda: run(hall, attack))


def test_revisions_of_before_are_counted_and_not_called_broken(hall):
    line = AuditEntry.objects.latest("number")
    revision = SheetRevision.objects.get(number=2)
    SheetRevision.objects.create(
        sheet=revision.sheet, number=3, op_id=uuid4(), rubric_version=1, is_final=True, saved_at=DAY
    )
    ScoreSheet.objects.update(revision=3)
    old = {"revision": 3, "state": "submitted"}
    AuditEntry.write(hall.event, line.actor, line.verb, line.subject, old)

    assert verify(hall).endswith(
        "\n1 revisions were saved before hashes were kept: what they hold is not covered.\n"
    )


GUARDED = (
    "auditentry",
    "audithead",
    "criterion",
    "defense",
    "interest",
    "scoresheet",
    "sheetrevision",
)


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_no_row_is_replaced_or_emptied_away(hall, name, is_guarded):
    """As SQLite and PostgreSQL each let it pass by the triggers that refuse deletions."""
    app = {"defense": "projects", "interest": "experts"}.get(name)
    table = f"{app or ('experts' if 'sheet' in name else 'events')}_{name}"
    statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    if connection.vendor == "postgresql":
        statement = f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"
    if not is_guarded:
        for each in [*TABLES, *OTHER_TABLES]:
            take_guards_off(each)

    def attack() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert is_refused(attack) == is_guarded
