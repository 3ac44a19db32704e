"""Statements of SQL that move a team from last to first, or make somebody another: refused, or named.

The ten of the first try stand first, then their relatives. The hall is made so that each of the ten
really lifts team 3 from the last place to the first.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from events.models import AuditEntry, Event, Membership, Pass
from events.services.members import add_member
from events.services.passes import issue_pass
from experts.models import Presence, ScoreSheet, SetAside, SheetRevision
from experts.reports import standings
from experts.reports.given import hash_of_hall
from experts.services.closing import close_scoring
from experts.services.interests import decide_interest, declare_interest
from experts.services.score_sheets import save_sheet
from experts.services.setting_aside import set_sheet_aside
from experts.sheets import SheetOperation
from projects.services.draws import note_answer
from tests.experts.hall import Hall, fill
from tests.experts.test_guards import take_guards_off
from tests.factories import (
    DAY,
    CriterionFactory,
    DiplomaFactory,
    EventFactory,
    MembershipFactory,
    PersonFactory,
    ProjectFactory,
    RecusalFactory,
    TeamMemberFactory,
    UserFactory,
)
from tests.house.guards import guards_of_database

# Points of two criteria, of weights 90 and 10, from three experts for three teams. The third expert is
# strict, and recused for team 3: by the corrected mean it is last, by the plain one first.
POINTS = {
    (1, 1): (6, 6),
    (2, 1): (5, 5),
    (3, 1): (1, 1),
    (1, 2): (6, 4),
    (2, 2): (5, 6),
    (3, 2): (0, 8),
    (1, 3): (1, 9),
    (2, 3): (7, 9),
    (3, 3): (10, 10),
}


@dataclass(frozen=True)
class Attack:
    """Statements, one after another; whether the database refuses the first; and what is said of them."""

    statements: tuple[str, ...]
    said: str
    is_refused: bool = True


TEN = {
    "points replaced": Attack(
        (
            """UPDATE experts_sheetrevision SET points = '{"whole": "10", "part": "10"}'
            WHERE number = 2 AND sheet_id = {low}""",
        ),
        "Revision 2 of score sheet {low} is not what line",
    ),
    "pointer set back": Attack(
        ("UPDATE experts_scoresheet SET revision = 1 WHERE revision = 2",),
        "stands at revision 1; the log says 2",
    ),
    "state to draft": Attack(
        ("UPDATE experts_scoresheet SET state = 'draft' WHERE seat_id = {seat1}",),
        "is “draft”; the log says “submitted”",
    ),
    "sheets moved": Attack(
        ("UPDATE experts_scoresheet SET defense_id = {defense4} WHERE id = {low}",),
        "Score sheet {low} is of defense {defense4}; it was of defense {defense3}",
    ),
    "weight changed": Attack(
        ("UPDATE events_criterion SET weight = 100 - weight WHERE rubric_id = {rubric}",),
        "The criteria or their weights are not those of line",
    ),
    "rule changed": Attack(
        ("UPDATE events_event SET scoring_rule = 'raw_mean'",), "it was corrected_mean"
    ),
    "rehearsal flag set": Attack(
        (
            "UPDATE events_event SET is_rehearsal = (1 = 1)",
            "DELETE FROM experts_sheetrevision WHERE sheet_id IN "
            "(SELECT id FROM experts_scoresheet WHERE seat_id = {seat1})",
            "DELETE FROM experts_scoresheet WHERE seat_id = {seat1}",
        ),
        "marked as a rehearsal",
    ),
    "projects swapped": Attack(
        (
            "UPDATE projects_defense SET project_id = {spare} WHERE id = {defense1}",
            "UPDATE projects_defense SET project_id = {project1} WHERE id = {defense3}",
            "UPDATE projects_defense SET project_id = {project3} WHERE id = {defense1}",
        ),
        "is of project {project3}; it was of project {project1}",
    ),
    "recusal deleted": Attack(
        (
            "DELETE FROM experts_interest",
            "UPDATE experts_scoresheet SET state = 'submitted' WHERE state = 'set_aside'",
        ),
        "is gone or not what line",
    ),
    "log emptied": Attack(
        (
            "DELETE FROM events_auditentry",
            "DELETE FROM events_audithead",
            """UPDATE experts_sheetrevision SET points = '{"whole": "10", "part": "10"}'
            WHERE sheet_id = {low}""",
        ),
        "has no line",
    ),
}

NAMED = {
    "pointer set ahead": (
        "UPDATE experts_scoresheet SET revision = 3 WHERE id = {low}",
        "stands at revision 3; the log says 2",
    ),
    "sheet set aside": (
        "UPDATE experts_scoresheet SET state = 'set_aside' WHERE id = {low}",
        "is “set_aside”; the log says “submitted”",
    ),
    "recusal dismissed": (
        "UPDATE experts_interest SET outcome = 'dismiss'",
        "is gone or not what line",
    ),
    "revision put in": (
        """INSERT INTO experts_sheetrevision (sheet_id, number, op_id, body_hash, sequence, client_ts,
        rubric_version, is_final, points, comment, saved_at, answer) SELECT sheet_id, 3,
        '00000000000000000000000000000001', '', 1, 1, 1, is_final, points, '', saved_at, answer
        FROM experts_sheetrevision WHERE sheet_id = {low} AND number = 1""",
        "Revision 3 of score sheet {low} is in no line",
    ),
    "scoring closed without a line": (
        "UPDATE events_event SET scoring_closed_at = '2019-11-30 12:00:00+00:00'",
        "The scoring is closed, and the log says otherwise",
    ),
    "a role in the event": (
        "UPDATE events_membership SET role = 'owner' WHERE id = {member}",
        "Membership {member} is not what line",
    ),
    "a card put in": (
        "INSERT INTO events_pass (person_id, kind, token_hash, device_hash, is_rehearsal, issued_at) "
        "VALUES ({stranger}, 'expert', 'x', '', (1 = 0), '2019-11-30 12:00:00+00:00')",
        "is in no line of the log",
    ),
    **{
        name: (statement, "Seats, defenses, teams or their names are not those of line 19")
        for name, statement in {
            "member moved": """UPDATE projects_teammember SET project_id = {project3}
            WHERE project_id = {project1}""",
            "member gone": "DELETE FROM projects_teammember WHERE project_id = {project1}",
            "member come": """INSERT INTO projects_teammember (project_id, person_id, "order", role)
            VALUES ({project1}, {stranger}, 99, '')""",
            "supervisor gone": "DELETE FROM projects_supervisor WHERE project_id = {project1}",
            "supervisor come": """INSERT INTO projects_supervisor
            (project_id, person_id, "order", title, wording) VALUES ({project1}, {stranger}, 99, '', '')""",
            "topic of another": """UPDATE projects_project SET topic = (SELECT topic FROM
            projects_project WHERE id = {project1}) || '!' WHERE id = {project3}""",
            "number of another": "UPDATE projects_project SET number = 77 WHERE id = {project3}",
            "names of others": "UPDATE events_person SET name = 'Somebody Else'",
            "seat come": """INSERT INTO experts_seat
            (panel_id, person_id, "order", role, role_text, affiliation, note)
            VALUES ({panel1}, {stranger}, 99, 'member', '', '', '')""",
            "seat that scores no more": "UPDATE experts_seat SET role = 'reserve' WHERE id = {seat4}",
        }.items()
    },
}

REFUSED = {
    "sheet of another seat": "UPDATE experts_scoresheet SET seat_id = {seat4} WHERE id = {low}",
    "lock taken off": "UPDATE events_event SET rule_locked_at = NULL",
    "criterion put in": "INSERT INTO events_criterion "
    '(rubric_id, "order", key, name, weight, minimum, maximum, step, levels) '
    "VALUES ({rubric}, 9, 'more', 'More', 1, 0, 10, 1, '{}')",
    "criterion taken out": "DELETE FROM events_criterion WHERE key = 'part'",
    "scale changed": "UPDATE events_criterion SET maximum = 20 WHERE key = 'part'",
    "key changed": "UPDATE events_criterion SET key = 'other' WHERE key = 'part'",
    "rubric of another event": "UPDATE events_rubric SET event_id = {elsewhere} WHERE id = {rubric}",
    "recusal of another team": "UPDATE experts_interest SET project_id = {project1}",
    "recusal of another seat": "UPDATE experts_interest SET seat_id = {seat4}",
    "seat of another person": "UPDATE experts_seat SET person_id = {stranger} WHERE id = {seat1}",
    "seat that scores no more": "UPDATE experts_seat SET role = 'reserve' WHERE id = {seat1}",
    "seat in another room": 'UPDATE experts_seat SET panel_id = {panel2}, "order" = 99 WHERE id = {seat1}',
    "panel in another room": "UPDATE experts_panel SET room_id = {room3} WHERE id = {panel1}",
    "room of another event": "UPDATE events_room SET event_id = {elsewhere} WHERE id = {room1}",
    "line in another room": 'UPDATE events_runitem SET room_id = {room2}, "order" = 99 '
    "WHERE id = (SELECT run_item_id FROM projects_defense WHERE id = {defense1})",
    "defense in another room": "UPDATE projects_defense SET run_item_id = {item2} WHERE id = {defense1}",
    "project of another event": "UPDATE projects_project SET event_id = {elsewhere} WHERE id = {project1}",
    "member of another name": "UPDATE projects_teammember SET person_id = {stranger} WHERE project_id = {project1}",
    "card of another person": "UPDATE events_pass SET person_id = {stranger} WHERE id = {card}",
    "card of another code": "UPDATE events_pass SET token_hash = 'x' WHERE id = {card}",
    "card of another device": "UPDATE events_pass SET device_hash = 'y' WHERE id = {card}",
    "card alive again": "UPDATE events_pass SET revoked_at = NULL WHERE id = {stopped}",
    "membership of another": "UPDATE events_membership SET user_id = {user} WHERE id = {member}",
}

AFTER_CLOSE = {
    "close at another time": "UPDATE events_event SET scoring_closed_at = '2020-01-01 00:00:00+00:00' "
    "WHERE id = {event}",
    "state": "UPDATE experts_scoresheet SET state = 'set_aside' WHERE id = {low}",
    "seat come": "INSERT INTO experts_seat "
    '(panel_id, person_id, "order", role, role_text, affiliation, note) '
    "VALUES ({panel1}, {stranger}, 99, 'member', '', '', '')",
    "seat of another": "UPDATE experts_seat SET person_id = {stranger} WHERE id = {seat4}",
    "seat that scores": "UPDATE experts_seat SET role = 'reserve' WHERE id = {seat4}",
    "member come": 'INSERT INTO projects_teammember (project_id, person_id, "order", role) '
    "VALUES ({project1}, {stranger}, 99, '')",
    "member moved": "UPDATE projects_teammember SET project_id = {project3}",
    "member gone": "DELETE FROM projects_teammember",
    "project come": "INSERT INTO projects_project ({columns}) SELECT {values} FROM projects_project "
    "WHERE id = {spare}",
    "project gone": "DELETE FROM projects_project WHERE id = {spare}",
    "defense come": "INSERT INTO projects_defense (project_id, run_item_id, state) "
    "VALUES ({spare}, {item2}, 'planned')",
    "defense moved": "UPDATE projects_defense SET project_id = {spare} WHERE id = {defense4}",
    "defense gone": "DELETE FROM projects_defense WHERE id = {defense4}",
}


@pytest.fixture
def hall(db) -> Hall:
    hall = fill(experts=4, projects=4)
    AuditEntry.write(hall.event, "test", "event.loaded", hall.event)
    rubric = hall.event.rubric
    rubric.criterion_set.update(weight=90, minimum=0)
    CriterionFactory(rubric=rubric, order=2, key="part", weight=10, minimum=0)
    cards = {
        expert: issue_pass(hall.seats[expert].person, kind="expert", actor="test", at=DAY).issued
        for expert in (1, 2, 3)
    }
    Pass.objects.update(device_hash="x" * 64)
    for (expert, team), points in POINTS.items():
        if team == 3 and expert < 3:
            save(hall, cards[expert], expert, team, base=0, points=(10, 10))
        save(hall, cards[expert], expert, team, base=int(team == 3 and expert < 3), points=points)
    tie = declare_interest(
        hall.seats[3], hall.defenses[3].project, kind="other", reason="A friend.", at=DAY
    )
    decide_interest(tie.pk, outcome="recuse", reason="A friend.", actor="test", at=DAY)
    add_member(hall.event, UserFactory(), role=Membership.Role.HOST, actor="test")
    return hall


def save(hall: Hall, card: Pass, expert: int, team: int, *, base: int, points) -> None:
    given = dict(zip(("whole", "part"), map(Decimal, points), strict=True))
    operation = SheetOperation(uuid4(), None, 1, base, 1, 1, is_final=True, points=given)
    seat, defense = hall.seats[expert], hall.defenses[team]
    assignment = ScoreSheet(seat=seat, defense=defense).assignment
    save_sheet(assignment, operation=operation, held=card, at=DAY)


NEW_PROJECT = {"id": "999", "number": "999", "key": "'new'"}


def names_of(hall: Hall) -> dict[str, object]:
    """What the statements speak of."""
    event, seats, defenses = hall.event, hall.seats, hall.defenses
    other = fill(experts=1, projects=1)
    aside = event.room_set.create(is_default=False)
    spare = ProjectFactory(event=event)
    spare.supervisor_set.all().delete()  # so that no foreign key keeps it
    columns = dict.fromkeys(each.column for each in type(spare)._meta.concrete_fields)
    columns |= {name: new for name, new in NEW_PROJECT.items() if name in columns}
    ids = [Pass.objects.order_by("pk").first().pk, Pass.objects.order_by("pk").last().pk]
    Pass.objects.filter(pk=ids[1]).update(revoked_at=DAY)
    TeamMemberFactory(project=defenses[1].project)
    TeamMemberFactory(project=other.defenses[1].project)
    RecusalFactory(seat=other.seats[1], project=other.defenses[1].project)
    MembershipFactory(event=other.event)
    AuditEntry.write(other.event, "test", "event.loaded", other.event)
    names = {
        "event": event.pk,
        "other": other.event.pk,
        "elsewhere": EventFactory().pk,
        "rubric": event.rubric.pk,
        "spare": spare.pk,
        "columns": ", ".join(f'"{column}"' for column in columns),
        "values": ", ".join(
            f'"{column}"' if new is None else new for column, new in columns.items()
        ),
        "low": ScoreSheet.objects.get(seat=seats[1], defense=defenses[3]).pk,
        "stranger": PersonFactory(event=event).pk,
        "user": UserFactory().pk,
        "member": Membership.objects.get(event=event).pk,
        "card": ids[0],
        "stopped": ids[1],
        "room1": seats[1].panel.room_id,
        "room2": other.seats[1].panel.room_id,
        "room3": aside.pk,
        "panel1": seats[1].panel_id,
        "panel2": other.seats[1].panel_id,
        "item2": aside.runitem_set.create(order=1, kind="defense").pk,
        **{f"seat{n}": seat.pk for n, seat in seats.items()},
        **{f"defense{n}": defense.pk for n, defense in defenses.items()},
        **{f"project{n}": defense.project_id for n, defense in defenses.items()},
    }
    AuditEntry.write(event, "test", "event.loaded", event, {"hall": hash_of_hall(event)})
    return names


def spoken(text: str, names: dict[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(names[found[1]]), text)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_refused(*statements: str) -> bool:
    """By one of our guards, and by nothing else."""
    try:
        with transaction.atomic():
            run(*statements)
    except IntegrityError as error:
        return any(word in str(error) for word in ("refused: ", "append-only"))
    return False


class TakenBack(Exception):
    pass


def tried(statements, look):
    """What is seen after the statements, which are taken back."""
    seen = None
    try:
        with transaction.atomic():
            run(*statements)
            seen = look()
            raise TakenBack
    except TakenBack:
        return seen


def take_all_guards_off() -> None:
    for table in {table for table, _, _ in guards_of_database()}:
        take_guards_off(table)


def first_and_last(hall: Hall) -> tuple[int, int]:
    event = Event.objects.get(pk=hall.event.pk)
    ranked = [team.number for team in standings(event).teams if team.place is not None]
    return ranked[0], ranked[-1]


def verify(hall: Hall) -> str:
    told = StringIO()
    call_command("verify_audit", hall.event.slug, stdout=told)
    return told.getvalue()


def verdict_on(hall: Hall) -> str:
    try:
        return verify(hall)
    except CommandError as error:
        return str(error)


def test_what_was_saved_is_what_the_log_says(hall):
    assert re.fullmatch(r"\S+: 18 lines, unbroken; last link \w{64}\n", verify(hall))
    assert first_and_last(hall) == (1, 3)


def test_the_database_refuses_each_of_the_ten_and_their_relatives(hall):
    names = names_of(hall)
    attacks = {name: attack.statements[0] for name, attack in TEN.items()} | REFUSED

    passed = [
        name for name, statement in attacks.items() if not is_refused(spoken(statement, names))
    ]

    assert passed == []


def test_without_guards_each_of_the_ten_moves_the_last_team_to_first_and_is_named(hall):
    names = names_of(hall)
    take_all_guards_off()
    for name, attack in TEN.items():
        statements = [spoken(each, names) for each in attack.statements]
        first, said = tried(statements, lambda: (first_and_last(hall)[0], verdict_on(hall)))

        assert (name, first) == (name, 3)
        assert spoken(attack.said, names) in said


def test_the_chain_alone_sees_none_of_them_but_the_emptied_log(hall):
    """What it was like: the log is unbroken, and another team has won."""
    names = names_of(hall)
    take_all_guards_off()
    broken = {
        name: tried(
            [spoken(each, names) for each in attack.statements],
            lambda: AuditEntry.first_broken(hall.event),
        )
        for name, attack in TEN.items()
    }

    assert {name for name, line in broken.items() if line is not None} == {"log emptied"}


def test_what_the_database_lets_pass_is_named(hall):
    names = names_of(hall)
    for statement, said in NAMED.values():
        told = tried([spoken(statement, names)], lambda: verdict_on(hall))

        assert spoken(said, names) in told


# They move no result, and only the guard knows that a card was stopped by another.
UNNAMED = {"card of another device", "card alive again"}


def test_relatives_pass_without_the_guards_and_are_named_all_but_two(hall):
    """The control of the guards: with them off every statement is taken."""
    names = names_of(hall)
    take_all_guards_off()
    unnamed = {
        name
        for name, statement in REFUSED.items()
        if "unbroken; last link" in tried([spoken(statement, names)], lambda: verdict_on(hall))
    }

    assert unnamed == UNNAMED


def test_after_the_close_nothing_that_decides_moves(hall):
    names = names_of(hall)
    close_scoring(hall.event.pk, actor="test", at=DAY)
    statements = {name: spoken(each, names) for name, each in AFTER_CLOSE.items()}
    passed = [name for name, each in statements.items() if not is_refused(each)]
    assert passed == []

    take_all_guards_off()
    unnamed = [
        name
        for name, each in statements.items()
        if "unbroken; last link" in tried([each], lambda: verdict_on(hall))
    ]
    assert unnamed == []


def test_revisions_of_before_are_counted_and_not_called_broken(hall):
    sheet = ScoreSheet.objects.submitted().first()
    line = AuditEntry.objects.get(subject=f"scoresheet:{sheet.pk}")
    number = sheet.revision + 1
    SheetRevision.objects.create(
        sheet=sheet, number=number, op_id=uuid4(), rubric_version=1, is_final=True, saved_at=DAY
    )
    ScoreSheet.objects.filter(pk=sheet.pk).update(revision=number)
    old = {"revision": number, "state": "submitted"}
    AuditEntry.write(hall.event, line.actor, line.verb, line.subject, old)

    assert verify(hall).endswith(
        "\n1 revisions were saved before hashes were kept: what they hold is not covered.\n"
    )


def test_members_of_before_are_told_and_not_called_broken(hall):
    early = MembershipFactory(event=hall.event, role=Membership.Role.OBSERVER)

    assert verify(hall).endswith(
        f"before there were such lines: user:{early.user_id} (observer).\n"
    )


KEPT = re.compile(r"keep_(?P<table>[a-z]+_[a-z]+?)(?P<update>_update)?$")


def test_a_sheet_that_the_secretary_set_aside_is_what_the_log_says(hall):
    sheet = ScoreSheet.objects.submitted().first()

    set_sheet_aside(hall.event, sheet.pk, reason="No.", actor="test", at=DAY)
    assert "unbroken" in verify(hall)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=ScoreSheet.State.SUBMITTED)

    assert "the log says “set_aside”" in verdict_on(hall)


def draw_and_note(hall):
    """Two rows each of what is noted on the day."""
    for number in (1, 2):
        project, defense = hall.defenses[number].project, hall.defenses[number]
        note_answer(hall.event, project.pk, question="", place=number, actor="test", at=DAY)
        SetAside.objects.create(sheet=ScoreSheet.objects.all()[number], reason="No.", at=DAY)
        Presence.objects.create(seat=hall.seats[1], defense=defense, kind=Presence.Kind.LATE)


def test_no_row_is_put_in_the_place_of_another_or_emptied_away(hall):
    """As SQLite and PostgreSQL each let it pass by the triggers that refuse deletions."""
    kept = {found["table"] for _, name, _ in guards_of_database() if (found := KEPT.match(name))}
    statements = {
        table: [
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"UPDATE OR REPLACE {table} SET id = (SELECT max(id) FROM {table}) "
            f"WHERE id = (SELECT min(id) FROM {table})",
        ]
        for table in kept
    }
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        statements = {table: [f"TRUNCATE {table} CASCADE"] for table in kept}
    names_of(hall)
    DiplomaFactory.create_batch(2, person__event=hall.event)
    draw_and_note(hall)
    assert len(kept) >= 19
    assert [each for table in kept for each in statements[table] if not is_refused(each)] == []

    take_all_guards_off()
    replacing = [statements[table][0] for table in kept]
    assert [each for each in replacing if tried([each], lambda: "taken") != "taken"] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL replaces no rows")
def test_every_unique_key_of_a_guarded_table_is_kept_from_being_replaced(db):
    """Whoever adds a unique constraint to one of them gives its key to the guard as well."""
    definitions = {name: definition for _, name, definition in guards_of_database()}
    tables = {found["table"] for name in definitions if (found := KEPT.match(name))}
    with connection.cursor() as cursor:
        for table in tables:
            constraints = connection.introspection.get_constraints(cursor, table).values()
            for columns in (each["columns"] for each in constraints if each["unique"]):
                for name in (f"keep_{table}", f"keep_{table}_update"):
                    assert all(f'NEW."{column}"' in definitions[name] for column in columns), name
