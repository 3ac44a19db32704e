"""Whoever is in a project, in any role, gives it no sheet that counts.

* An undecided match with a member recuses, as one with a supervisor does.
* The same person has no sheet that counts, whatever was decided of an interest: neither is such a
  sheet written, nor does its expert come into the project, nor its seat to somebody who is in it.
"""

from django.db import migrations, models

COUNTS = "NEW.state <> 'set_aside'"
OPEN = "({row}.kind = 'member' AND {row}.outcome = '')"
OPEN_MATCH = """EXISTS (SELECT 1 FROM experts_interest i
  JOIN projects_defense d ON d.project_id = i.project_id
  WHERE i.seat_id = NEW.seat_id AND d.id = NEW.defense_id AND i.kind = 'member' AND i.outcome = '')"""
COUNTING_SHEET = """EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN projects_defense d ON d.id = s.defense_id
  WHERE s.seat_id = NEW.seat_id AND d.project_id = NEW.project_id AND s.state <> 'set_aside')"""
CLOSED = """EXISTS (SELECT 1 FROM projects_project p JOIN events_event e ON e.id = p.event_id
  WHERE p.id = {row}.project_id AND e.scoring_closed_at IS NOT NULL)"""
ROLES = """(SELECT project_id, person_id FROM projects_supervisor
  UNION ALL SELECT project_id, person_id FROM projects_teammember)"""
OF_SHEET = f"""EXISTS (SELECT 1 FROM experts_seat t JOIN projects_defense d ON d.id = NEW.defense_id
  JOIN {ROLES} r ON r.project_id = d.project_id AND r.person_id = t.person_id
  WHERE t.id = NEW.seat_id)"""  # noqa: S608 - names of ours
OF_ROLE = """EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN experts_seat t ON t.id = s.seat_id JOIN projects_defense d ON d.id = s.defense_id
  WHERE d.project_id = NEW.project_id AND t.person_id = NEW.person_id AND s.state <> 'set_aside')"""
OF_SEAT = f"""NEW.person_id <> OLD.person_id AND EXISTS (SELECT 1 FROM experts_scoresheet s
  JOIN projects_defense d ON d.id = s.defense_id
  JOIN {ROLES} r ON r.project_id = d.project_id AND r.person_id = NEW.person_id
  WHERE s.seat_id = NEW.id AND s.state <> 'set_aside')"""  # noqa: S608 - names of ours

# name, table, acts, condition, what is said
RULES = [
    ("open_match", "experts_scoresheet", "INSERT UPDATE", f"{COUNTS} AND {OPEN_MATCH}", "recused"),
    (
        "open_match",
        "experts_interest",
        "INSERT UPDATE",
        f"{OPEN.format(row='NEW')} AND {COUNTING_SHEET}",
        "sheet counts",
    ),
    *(
        (
            "open_match_closed",
            "experts_interest",
            act,
            f"{OPEN.format(row=row)} AND {CLOSED.format(row=row)}",
            "scoring closed",
        )
        for act, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
    ),
    (
        "same_person",
        "experts_scoresheet",
        "INSERT UPDATE",
        f"{COUNTS} AND {OF_SHEET}",
        "same person",
    ),
    ("same_person", "projects_supervisor", "INSERT UPDATE", OF_ROLE, "same person"),
    ("same_person", "projects_teammember", "INSERT UPDATE", OF_ROLE, "same person"),
    ("same_person", "experts_seat", "UPDATE", OF_SEAT, "same person"),
]


def triggers():
    for name, table, acts, condition, word in RULES:
        for act in acts.split():
            yield f"{name}_{table}_{act.lower()}", table, act, condition, word


def install(apps, schema_editor):
    for name, table, act, condition, word in triggers():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {word}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} "
            f"THEN RAISE EXCEPTION 'refused: {word}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def remove(apps, schema_editor):
    for name, table, _act, _condition, _word in triggers():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0007_sheets_and_rule_stay"),
        ("projects", "0004_supervisors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="interest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("supervisor", "supervises the project"),
                    ("member", "is a member of the team"),
                    ("employer", "works where a member works"),
                    ("partner", "their institution is a partner of the project"),
                    ("superior", "stands above the members' schools"),
                    ("organiser", "works for the organiser"),
                    ("other", "another tie"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(install, remove),
    ]
