from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.house.guards import guards_of_database

# What refuses acts on rows, and the tables whose rows are not replaced or emptied away: two triggers each
# on SQLite, against INSERT OR REPLACE and UPDATE OR REPLACE, and one on PostgreSQL, against TRUNCATE.
GUARDS = {
    "events_auditentry": 2,
    "events_confirmedname": 2,
    "events_criterion": 4,
    "events_event": 13,
    "events_membership": 1,
    "events_pass": 1,
    "events_removedevent": 3,
    "events_room": 2,
    "events_person": 2,
    "events_rubric": 3,
    "events_runitem": 8,
    "projects_defense": 6,
    "projects_project": 5,
    "projects_supervisor": 6,
    "projects_teammember": 8,
    "projects_drawstep": 3,
    "diplomas_diploma": 8,
    "diplomas_ending": 4,
    "diplomas_handover": 3,
    "experts_addedwords": 9,
    "experts_annex": 5,
    "experts_castingvote": 8,
    "experts_award": 5,
    "experts_countingseat": 7,
    "experts_decidingvoice": 7,
    "experts_declaration": 3,
    "experts_deliberationnote": 8,
    "experts_dissent": 4,
    "experts_nomination": 5,
    "experts_lookround": 6,
    "experts_secondlook": 8,
    "experts_panelvote": 8,
    "experts_panel": 2,
    "experts_panelquestion": 7,
    "experts_paperentry": 12,
    "experts_presence": 4,
    "experts_protocol": 8,
    "experts_protocolseal": 3,
    "experts_rulechange": 9,
    "experts_query": 4,
    "experts_querywindow": 4,
    "experts_scoresheet": 11,
    "experts_interest": 18,
    "experts_seat": 7,
    "experts_secretballot": 6,
    "experts_votedteam": 6,
    "experts_voter": 7,
    "experts_setaside": 3,
    "experts_sheetrevision": 4,
    "experts_sheetsignature": 4,
    "experts_stepout": 6,
    "experts_tabletkey": 3,
}
KEPT = {*GUARDS, "events_audithead", "events_person"}


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert out.getvalue() == "No changes detected\n"


@pytest.mark.django_db
def test_every_guard_of_the_database_is_in_place():
    guards = guards_of_database()
    keeping = Counter(table for table, name, _ in guards if name.startswith("keep_"))
    refusing = Counter(table for table, name, _ in guards if not name.startswith("keep_"))

    assert refusing == GUARDS
    assert keeping == dict.fromkeys(KEPT, 2 if connection.vendor == "sqlite" else 1)
