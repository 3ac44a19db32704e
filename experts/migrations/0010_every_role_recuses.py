"""Whoever is in a project, in any role, gives it no sheet that counts.

* An undecided match with a member recuses, as one with a supervisor does.
* The same person has no sheet that counts, whatever was decided of an interest: neither is such a
  sheet written, nor does its expert come into the project, nor its seat to somebody who is in it.
* A supervisor's row keeps its person and its project, and while the scoring is closed none comes or goes.
"""

from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping

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


def guards(name, table, acts, condition, said):
    return [
        Guard(f"{name}_{table}_{act.lower()}", table, act, condition, said) for act in acts.split()
    ]


def closed(name, table, act, condition="1 = 1"):
    row = "OLD" if act == "DELETE" else "NEW"
    condition = f"{condition} AND {CLOSED}".format(row=row)
    return guards(name, table, act, condition, "scoring closed")


GUARDS = [
    *guards(
        "open_match", "experts_scoresheet", "INSERT UPDATE", f"{COUNTS} AND {OPEN_MATCH}", "recused"
    ),
    *guards(
        "open_match",
        "experts_interest",
        "INSERT UPDATE",
        f"{OPEN.format(row='NEW')} AND {COUNTING_SHEET}",
        "sheet counts",
    ),
    *guards(
        "open_match",
        "experts_interest",
        "DELETE",
        OPEN.format(row="OLD"),
        "a recusal is lifted first",
    ),
    *closed("open_match_closed", "experts_interest", "INSERT", OPEN),
    *guards(
        "same_person",
        "experts_scoresheet",
        "INSERT UPDATE",
        f"{COUNTS} AND {OF_SHEET}",
        "same person",
    ),
    *guards("same_person", "projects_supervisor", "INSERT UPDATE", OF_ROLE, "same person"),
    *guards("same_person", "projects_teammember", "INSERT UPDATE", OF_ROLE, "same person"),
    *guards("same_person", "experts_seat", "UPDATE", OF_SEAT, "same person"),
    *guards(
        "stays",
        "projects_supervisor",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.project_id <> OLD.project_id",
        "one person",
    ),
    *closed("closed", "projects_supervisor", "INSERT"),
    *closed("closed", "projects_supervisor", "DELETE"),
]
KEYS = {
    "projects_supervisor": [
        Key(["id"]),
        Key(["project_id", "person_id"]),
        Key(["project_id", "order"]),
    ],
}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0009_no_row_is_displaced"),
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
        guarding(GUARDS),
        keeping(KEYS),
    ]
