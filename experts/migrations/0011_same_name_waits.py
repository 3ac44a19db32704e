"""Who has the name of somebody in a project gives it no sheet that counts before the two were compared.

What is on record of the seat, the project and the role is the comparison: it recuses, or a person has
let the namesake pass. People who are told apart by a letter are compared by the program alone.
"""

from django.db import migrations

from events.guards import Guard, guarding

COUNTS = "{sheet}.state <> 'set_aside'"
UNKNOWN = """NOT EXISTS (SELECT 1 FROM experts_interest i
  WHERE i.seat_id = {seat} AND i.project_id = {project} AND i.kind = {kind})"""
ROLES = """(SELECT project_id, person_id, 'supervisor' AS kind FROM projects_supervisor
  UNION ALL SELECT project_id, person_id, 'member' AS kind FROM projects_teammember)"""
OF_SHEET = f"""EXISTS (SELECT 1 FROM experts_seat t JOIN events_person e ON e.id = t.person_id
  JOIN projects_defense d ON d.id = NEW.defense_id JOIN {ROLES} r ON r.project_id = d.project_id
  JOIN events_person p ON p.id = r.person_id WHERE t.id = NEW.seat_id AND p.name = e.name
  AND {UNKNOWN.format(seat="t.id", project="d.project_id", kind="r.kind")})"""  # noqa: S608 - names of ours
OF_ROLE = f"""EXISTS (SELECT 1 FROM experts_scoresheet s JOIN experts_seat t ON t.id = s.seat_id
  JOIN events_person e ON e.id = t.person_id JOIN projects_defense d ON d.id = s.defense_id
  JOIN events_person p ON p.id = NEW.person_id
  WHERE d.project_id = NEW.project_id AND p.name = e.name AND {COUNTS.format(sheet="s")}
  AND {UNKNOWN.replace("{kind}", "'{kind}'")})"""  # noqa: S608 - names of ours


def guard(table, act, condition):
    return Guard(f"same_name_{table}_{act.lower()}", table, act, condition, "same name")


def of_role(kind):
    return OF_ROLE.format(seat="t.id", project="d.project_id", kind=kind)


SHEET = f"{COUNTS.format(sheet='NEW')} AND {OF_SHEET}"
GUARDS = [
    guard("experts_scoresheet", "INSERT", SHEET),
    guard("experts_scoresheet", "UPDATE", SHEET),
    guard("projects_supervisor", "INSERT", of_role("supervisor")),
    guard("projects_teammember", "INSERT", of_role("member")),
    guard(
        "projects_teammember", "UPDATE", f"NEW.project_id <> OLD.project_id AND {of_role('member')}"
    ),
]


class Migration(migrations.Migration):
    dependencies = [("experts", "0010_every_role_recuses")]

    operations = [guarding(GUARDS)]
