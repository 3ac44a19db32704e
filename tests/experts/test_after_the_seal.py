"""After the seal each row that the protocol tells is held by the database; forced past it, it is named by two commands."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from events.covered import lines_of_all
from events.models import AuditEntry, Event
from experts.models import (
    Award,
    CastingVote,
    DeliberationNote,
    Dissent,
    Interest,
    Nomination,
    PanelQuestion,
    PanelVote,
    Presence,
    Protocol,
    Query,
    QueryWindow,
    ScoreSheet,
    Seat,
    SetAside,
    StepOut,
)
from experts.models.votes import VotedTeam
from experts.services.closing import close_scoring
from experts.services.sealing import Signer, prepare_protocol, seal_protocol
from tests.experts.hall import Hall, fill
from tests.experts.test_attacks import is_refused, run, take_all_guards_off
from tests.factories import DAY, UserFactory
from tests.house.guards import guards_of_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """With a row of each table, and sealed."""
    hall = fill(experts=3, projects=2)
    Seat.objects.filter(pk=hall.seats[1].pk).update(role=Seat.Role.CHAIR)
    hall.seats[1].refresh_from_db()
    for expert in hall.seats:
        for team, points in ((1, 8), (2, 6)):
            hall.give(expert, team, points)
    seat, project = hall.seats[3], hall.defenses[1].project
    Interest.objects.create(seat=seat, project=project, kind="other", outcome="disclose")
    Presence.objects.create(seat=seat, defense=hall.defenses[2], kind=Presence.Kind.LATE)
    SetAside.objects.create(sheet=ScoreSheet.objects.last(), reason="No.", at=DAY)
    AuditEntry.write(hall.event, "test", "event.loaded", hall.event, lines_of_all(hall.event))
    hall.event.lock_rule(DAY)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    deliberate(hall)
    sara = UserFactory()
    protocol = prepare_protocol(hall.event.pk, actor=sara, at=DAY)
    for who, device in ((hall.seats[1], "c" * 64), (sara, "d" * 64)):
        signer = Signer(who, device)
        seal_protocol(hall.event.pk, protocol.sha256, signer=signer, at=DAY)
    return hall


def deliberate(hall: Hall) -> None:
    seat, project = hall.seats[1], hall.defenses[1].project
    at = {"at": DAY, "reason": "So."}
    Award.objects.create(project=project, kind="research", **at)
    Nomination.objects.create(seat=seat, project=project, kind="answers", **at)
    Dissent.objects.create(seat=seat, text="No.", at=DAY)
    CastingVote.objects.create(event=hall.event, seat=seat, teams=f"{project.pk}", **at)
    StepOut.objects.create(seat=hall.seats[2], project=project, out_at=DAY)
    DeliberationNote.objects.create(
        event=hall.event, project=project, text="So.", user=UserFactory(), at=DAY
    )
    vote = PanelVote.objects.create(
        panel=seat.panel, subject="motion", question="So?", opened_at=DAY
    )
    VotedTeam.objects.create(vote=vote, project=project)
    PanelVote.objects.filter(pk=vote.pk).update(closed_at=DAY)
    window = QueryWindow.objects.create(
        event=hall.event, waived_at=DAY, waived_reason="So.", by=UserFactory()
    )
    person = hall.seats[2].person
    Query.objects.create(window=window, project=project, person=person, kind="confirmed", at=DAY)
    PanelQuestion.objects.create(
        question="1" * 32,
        number=1,
        op_id="2" * 32,
        seat=seat,
        defense=hall.defenses[1],
        text="Why?",
        at=DAY,
    )


# A table, and what of its rows is changed.
HELD = {
    "experts_sheetrevision": "points = '{}'",
    "experts_scoresheet": "state = 'draft'",
    "experts_setaside": "reason = 'x'",
    "experts_interest": "reason = 'x'",
    "experts_presence": "kind = 'absent'",
    "experts_seat": "role = 'deputy'",
    "events_criterion": "weight = 50",
    "events_rubric": "version = 9",
    "experts_award": "reason = 'x'",
    "experts_nomination": "reason = 'x'",
    "experts_deliberationnote": "text = 'x'",
    "experts_dissent": "text = 'x'",
    "experts_castingvote": "reason = 'x'",
    "experts_stepout": "back_at = out_at",
    "experts_panelvote": "question = 'x'",
    "experts_votedteam": "project_id = project_id",
    "experts_panelquestion": "text = 'x'",
    "experts_protocol": "record = '{}'",
    "experts_protocolseal": "device = 'x'",
}
OF_THE_EVENT = (
    "scoring_rule = 'raw_mean'",
    "least_sheets = 9",
    "ties_by = 'panel'",
    "rule_version = 9",
    "scoring_closed_at = NULL",
    "query_hours = 1",
)


def test_no_statement_changes_or_takes_away_what_was_sealed(hall):
    statements = [f"UPDATE events_event SET {change}" for change in OF_THE_EVENT]
    for table, change in HELD.items():
        assert filled(table), table
        statements += [f"UPDATE {table} SET {change}", f"DELETE FROM {table}"]

    assert [each for each in statements if not is_refused(each)] == []


ALONE = "the protocol is sealed"
# What has no row in this hall, and so is not tried here.
UNFILLED = {
    "experts_voter",
    "experts_secretballot",
    "experts_countingseat",
    "experts_decidingvoice",
    "experts_deliberationnote",
    "experts_lookround",
    "experts_secondlook",
}


def test_each_guard_of_the_seal_refuses_by_itself(hall):
    """With every other guard of its table off: an older one that refuses the same would hide that it does nothing."""
    guards = guards_of_database()
    ours = {(table, name) for table, name, _ in guards if name.startswith("sealed_")}
    tables = {table for table, _name in ours}
    others = {(table, name) for table, name, _ in guards if table in tables} - ours
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name in others:
        drop(table, name)

    told = [each for table in tables if filled(table) for each in statements_on(table, ours)]

    assert [each for each in told if ALONE not in why_refused(each)] == []
    assert {table for table in tables if not filled(table)} <= UNFILLED


def statements_on(table: str, guards: set[tuple[str, str]]) -> list[str]:
    if table == "events_event":
        return [f"UPDATE events_event SET {change}" for change in OF_THE_EVENT]
    change = HELD.get(table, "id = id")
    acts = {name.rpartition("_")[2] for of, name in guards if of == table}
    if not acts & {"insert", "update", "delete"}:
        return [f"UPDATE {table} SET {change}"]
    names = ", ".join(f'"{each}"' for each in columns_of(table))
    said = {
        "insert": f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}",
        "update": f"UPDATE {table} SET {change}",
        "delete": f"DELETE FROM {table}",
    }
    return [statement for act, statement in said.items() if act in acts]


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        told = connection.introspection.get_table_description(cursor, table)
    return [each.name for each in told if each.name != "id"]


def drop(table: str, name: str) -> None:
    of = "" if connection.vendor == "sqlite" else f" ON {table}"
    run(f"DROP TRIGGER {name}{of}")


def why_refused(statement: str) -> str:
    try:
        with transaction.atomic():
            run(statement)
    except IntegrityError as error:
        return str(error)
    return ""


def filled(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")
        return bool(cursor.fetchone()[0])


def checked(*options: str) -> str:
    told = StringIO()
    try:
        call_command("check_invariants", *options, stdout=told)
    except CommandError as found:
        return f"{told.getvalue()}{found}"
    return told.getvalue()


def verified(hall: Hall) -> str:
    told = StringIO()
    try:
        call_command("verify_audit", hall.event.slug, stdout=told)
    except CommandError as found:
        return str(found)
    return told.getvalue()


# What is forced past the guards, how check_invariants names it, and how verify_audit does; None: it has no line of it.
FORCED = {
    "a point": (
        'UPDATE experts_sheetrevision SET points = \'{"whole": "3"}\'',
        "the rows are what was sealed: The rows are not what version 1 says of “results”: team 1",
        None,
    ),
    "a reason": (
        "UPDATE experts_interest SET reason = 'x'",
        "says of “disclosures”: expert ",
        "is not what line 1 says.",
    ),
    "an award": (
        "UPDATE experts_award SET kind = 'practical'",
        "says of “awards”: team 1",
        None,
    ),
    "the rule": (
        "UPDATE events_event SET scoring_rule = 'median'",
        "says of “rule”",
        "Event ",
    ),
    "the record": (
        "UPDATE experts_protocol SET record = '{}'",
        "the record is what its hash says: The record of version 1",
        "Protocol ",
    ),
    "a seal": (
        "DELETE FROM experts_protocolseal WHERE part = 'chair'",
        "two people sealed",
        "Seal ",
    ),
    "the close": (
        "UPDATE events_event SET scoring_closed_at = NULL",
        "the scoring is closed",
        "The scoring is open",
    ),
}


@pytest.mark.parametrize("what", FORCED)
def test_what_is_forced_past_the_guards_is_named_by_both_commands(hall, what):
    statement, invariant, line = FORCED[what]
    assert "all hold" in checked(hall.event.slug)
    take_all_guards_off()

    run(statement)

    assert invariant in checked(hall.event.slug)
    assert line is None or line in verified(hall)


def test_what_was_found_is_data_as_well(hall):
    assert json.loads(checked("--json")) == {hall.event.slug: []}
    take_all_guards_off()
    run("UPDATE experts_presence SET kind = 'left'")

    (line,) = json.loads(checked("--json").splitlines()[0].partition("These")[0])[hall.event.slug]

    assert line["invariant"] == "the rows are what was sealed"
    assert "presence" in line["found"]


def test_a_spelling_that_is_put_right_breaks_no_invariant(hall):
    person = hall.seats[3].person
    type(person).objects.filter(pk=person.pk).update(name="Another Spelling")
    Event.objects.filter(pk=hall.event.pk).update(title="Another title")

    assert "all hold" in checked()
    assert Protocol.objects.get().is_sealed
