"""What decides who wins, and who may judge whom, stays as it was when points hang on it.

* An event with sheets is a rehearsal or none, its rule stays locked, and a close keeps its moment.
* The criteria of a locked rule neither come, go nor weigh otherwise.
* A recusal is lifted before it is deleted, and no interest changes its seat or its project.
* The rows between a sheet and its event stay where they are; a seat with sheets keeps its person and scores.
* A member's row keeps its person, a card its person and its code.
* While the scoring is closed nobody is seated, unseated or moved, and no team changes.
"""

from django.db import migrations

from events.guards import Guard, guarding

SHEETS = """EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN experts_seat st ON st.id = s.seat_id JOIN experts_panel pn ON pn.id = st.panel_id
  JOIN projects_defense d ON d.id = s.defense_id JOIN events_runitem i ON i.id = d.run_item_id
  JOIN projects_project p ON p.id = d.project_id WHERE {where})"""
LOCKED = """EXISTS (SELECT 1 FROM events_rubric r JOIN events_event e ON e.id = r.event_id
  WHERE r.id = {row}.{column} AND e.rule_locked_at IS NOT NULL)"""
REHEARSED = """EXISTS (SELECT 1 FROM projects_defense d JOIN projects_project p ON p.id = d.project_id
  JOIN events_event e ON e.id = p.event_id WHERE d.id = OLD.defense_id AND e.is_rehearsal)"""
RECUSES = "(OLD.outcome = 'recuse' OR (OLD.kind = 'supervisor' AND OLD.outcome = ''))"
SCORES = "({row}.role IN ('chair', 'deputy', 'member'))"
ROOM = "(SELECT room_id FROM events_runitem WHERE id = {row}.run_item_id)"

IS_CLOSED = "e.scoring_closed_at IS NOT NULL"


def sheets_of(where):
    return SHEETS.format(where=where)


def locked(row, column="rubric_id"):
    return LOCKED.format(row=row, column=column)


def differ(*columns):
    return "(" + " OR ".join(f"NEW.{name} <> OLD.{name}" for name in columns) + ")"


def closed(event_of, row):
    """Of the event that a row's statement finds."""
    found = event_of.format(row=row)
    return f"EXISTS (SELECT 1 FROM events_event e WHERE {IS_CLOSED} AND e.id = ({found}))"  # noqa: S608 - names of ours


EVENT_OF_SEAT = """SELECT r.event_id FROM experts_panel pn JOIN events_room r ON r.id = pn.room_id
  WHERE pn.id = {row}.panel_id"""
EVENT_OF_PROJECT = "SELECT p.event_id FROM projects_project p WHERE p.id = {row}.project_id"
EVENT_OF_SHEET = """SELECT p.event_id FROM projects_project p JOIN projects_defense d
  ON d.project_id = p.id WHERE d.id = {row}.defense_id"""
EVENT = "SELECT {row}.event_id"

HANG = "sheets hang on it"
CLOSED = "scoring closed"
SEATED = f"({differ('person_id', 'panel_id')} OR {SCORES.format(row='NEW')} <> {SCORES.format(row='OLD')})"
PLACED = f"({differ('project_id')} OR {ROOM.format(row='NEW')} <> {ROOM.format(row='OLD')})"
MOMENT = "OLD.{name} IS NOT NULL AND NEW.{name} IS NOT NULL AND NEW.{name} <> OLD.{name}"
UNLOCKED = (
    "OLD.rule_locked_at IS NOT NULL AND (NEW.rule_locked_at IS NULL "
    "OR NEW.rule_locked_at <> OLD.rule_locked_at) AND " + sheets_of("p.event_id = OLD.id")
)

GUARDS = [
    Guard(
        "rehearsal_flag_stays",
        "events_event",
        "UPDATE",
        f"{differ('is_rehearsal')} AND {sheets_of('p.event_id = OLD.id')}",
        "the event has sheets",
    ),
    Guard(
        "closing_stays",
        "events_event",
        "UPDATE",
        MOMENT.format(name="scoring_closed_at"),
        "a close keeps its moment",
    ),
    Guard("lock_stays", "events_event", "UPDATE", UNLOCKED, "the rule is locked"),
    Guard(
        "rubric_stays",
        "events_rubric",
        "UPDATE",
        f"{differ('id', 'event_id')} AND {locked('OLD', 'id')}",
        "the rule is locked",
    ),
    Guard("rubric_goes", "events_rubric", "DELETE", locked("OLD", "id"), "the rule is locked"),
    Guard("criterion_comes", "events_criterion", "INSERT", locked("NEW"), "the rule is locked"),
    Guard("criterion_goes", "events_criterion", "DELETE", locked("OLD"), "the rule is locked"),
    Guard(
        "criterion_stays",
        "events_criterion",
        "UPDATE",
        f"{differ('id', 'rubric_id', 'key', 'weight', 'minimum', 'maximum', 'step')} "
        f"AND ({locked('OLD')} OR {locked('NEW')})",
        "the rule is locked",
    ),
    Guard("recusal_goes", "experts_interest", "DELETE", RECUSES, "a recusal is lifted first"),
    Guard(
        "interest_stays",
        "experts_interest",
        "UPDATE",
        differ("id", "seat_id", "project_id", "kind"),
        "an interest stays",
    ),
    Guard("sheet_goes", "experts_scoresheet", "DELETE", f"NOT {REHEARSED}", "a sheet stays"),
    Guard(
        "sheet_after_close",
        "experts_scoresheet",
        "UPDATE",
        f"{differ('state', 'revision')} AND {closed(EVENT_OF_SHEET, 'OLD')}",
        CLOSED,
    ),
    Guard(
        "seat_stays",
        "experts_seat",
        "UPDATE",
        f"({differ('id', 'person_id', 'panel_id')} OR ({SCORES.format(row='OLD')} "
        f"AND NOT {SCORES.format(row='NEW')})) AND {sheets_of('s.seat_id = OLD.id')}",
        HANG,
    ),
    Guard("seat_goes", "experts_seat", "DELETE", sheets_of("s.seat_id = OLD.id"), HANG),
    Guard("seat_comes_closed", "experts_seat", "INSERT", closed(EVENT_OF_SEAT, "NEW"), CLOSED),
    Guard(
        "seat_moves_closed",
        "experts_seat",
        "UPDATE",
        f"{SEATED} AND ({closed(EVENT_OF_SEAT, 'OLD')} OR {closed(EVENT_OF_SEAT, 'NEW')})",
        CLOSED,
    ),
    Guard(
        "panel_stays",
        "experts_panel",
        "UPDATE",
        f"{differ('id', 'room_id')} AND {sheets_of('st.panel_id = OLD.id')}",
        HANG,
    ),
    Guard("panel_goes", "experts_panel", "DELETE", sheets_of("st.panel_id = OLD.id"), HANG),
    Guard(
        "room_stays",
        "events_room",
        "UPDATE",
        f"{differ('id', 'event_id')} AND {sheets_of('OLD.id IN (pn.room_id, i.room_id)')}",
        HANG,
    ),
    Guard(
        "room_goes", "events_room", "DELETE", sheets_of("OLD.id IN (pn.room_id, i.room_id)"), HANG
    ),
    Guard(
        "run_item_stays",
        "events_runitem",
        "UPDATE",
        f"{differ('id', 'room_id')} AND {sheets_of('i.id = OLD.id')}",
        HANG,
    ),
    Guard("run_item_goes", "events_runitem", "DELETE", sheets_of("i.id = OLD.id"), HANG),
    Guard(
        "defense_stays",
        "projects_defense",
        "UPDATE",
        f"{PLACED} AND {sheets_of('d.id = OLD.id')}",
        HANG,
    ),
    Guard("defense_goes", "projects_defense", "DELETE", sheets_of("d.id = OLD.id"), HANG),
    Guard(
        "defense_comes_closed",
        "projects_defense",
        "INSERT",
        closed(EVENT_OF_PROJECT, "NEW"),
        CLOSED,
    ),
    Guard(
        "defense_moves_closed",
        "projects_defense",
        "UPDATE",
        f"{PLACED} AND {closed(EVENT_OF_PROJECT, 'OLD')}",
        CLOSED,
    ),
    Guard(
        "defense_goes_closed", "projects_defense", "DELETE", closed(EVENT_OF_PROJECT, "OLD"), CLOSED
    ),
    Guard(
        "project_stays",
        "projects_project",
        "UPDATE",
        f"{differ('id', 'event_id')} AND {sheets_of('p.id = OLD.id')}",
        HANG,
    ),
    Guard("project_goes", "projects_project", "DELETE", sheets_of("p.id = OLD.id"), HANG),
    Guard("project_comes_closed", "projects_project", "INSERT", closed(EVENT, "NEW"), CLOSED),
    Guard("project_goes_closed", "projects_project", "DELETE", closed(EVENT, "OLD"), CLOSED),
    Guard("member_stays", "projects_teammember", "UPDATE", differ("id", "person_id"), "one person"),
    Guard(
        "member_comes_closed",
        "projects_teammember",
        "INSERT",
        closed(EVENT_OF_PROJECT, "NEW"),
        CLOSED,
    ),
    Guard(
        "member_moves_closed",
        "projects_teammember",
        "UPDATE",
        f"{differ('project_id')} AND {closed(EVENT_OF_PROJECT, 'OLD')}",
        CLOSED,
    ),
    Guard(
        "member_goes_closed",
        "projects_teammember",
        "DELETE",
        closed(EVENT_OF_PROJECT, "OLD"),
        CLOSED,
    ),
    Guard(
        "card_stays",
        "events_pass",
        "UPDATE",
        f"({differ('id', 'person_id', 'kind', 'token_hash')} "
        "OR (OLD.device_hash <> '' AND NEW.device_hash <> OLD.device_hash) "
        "OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL))",
        "a card stays",
    ),
    Guard(
        "membership_stays",
        "events_membership",
        "UPDATE",
        differ("id", "user_id", "event_id"),
        "a membership stays",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0007_sheets_and_rule_stay")]

    operations = [guarding(GUARDS)]
