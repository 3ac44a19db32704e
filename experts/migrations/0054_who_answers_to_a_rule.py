"""An answer to a proposed rule names the role of the seat, and a deputy's a chair with a tie, or of no defense.

Which of several deputies answers is held by the service alone.
"""

from django.db import migrations, models

from events.guards import Guard, guarding

CHANGES = "experts_rulechange"
ANSWERED = "NEW.state IN ('agreed', 'refused')"
TIED = """EXISTS (SELECT 1 FROM experts_interest i JOIN projects_project p ON p.id = i.project_id
    JOIN experts_seat o ON o.id = i.seat_id
  WHERE o.person_id = {seat}.person_id AND p.event_id = NEW.event_id AND i.outcome IN ('', 'recuse'))"""
OF_ROOM = """SELECT 1 FROM projects_defense d JOIN events_runitem l ON l.id = d.run_item_id
    JOIN experts_panel x ON x.room_id = l.room_id
  WHERE x.id = {seat}.panel_id"""
THERE = """NOT EXISTS (SELECT 1 FROM experts_presence n
  WHERE n.defense_id = d.id AND n.seat_id = {seat}.id AND n.kind = 'absent' AND NOT n.is_rehearsal)"""
AT_NONE = f"(EXISTS ({OF_ROOM}) AND NOT EXISTS ({OF_ROOM} AND {THERE}))"
OF_WHO_ANSWERS = """EXISTS (SELECT 1 FROM experts_seat s
  WHERE s.id = NEW.settled_from_id AND {holds})"""
CHAIR_IS_FREE = """s.role = 'deputy' AND EXISTS (SELECT 1 FROM experts_seat c
  WHERE c.panel_id = s.panel_id AND c.role = 'chair' AND NOT {tied} AND NOT {at_none})"""
MISSED = OF_WHO_ANSWERS.format(holds=AT_NONE.format(seat="s"))
FREE_CHAIR = OF_WHO_ANSWERS.format(
    holds=CHAIR_IS_FREE.format(tied=TIED.format(seat="c"), at_none=AT_NONE.format(seat="c"))
)
AS_SEATED = OF_WHO_ANSWERS.format(holds="s.role = NEW.role")
GUARDS = [
    Guard(
        "rule_change_role",
        CHANGES,
        "UPDATE",
        f"{ANSWERED} AND NOT {AS_SEATED}",
        "answered in another role",
    ),
    Guard(
        "rule_change_turn",
        CHANGES,
        "UPDATE",
        f"{ANSWERED} AND ({MISSED} OR {FREE_CHAIR})",
        "another answers",
    ),
]
UNSAID = models.Q(settled_from=None, role="", answer="")
ANSWERS = models.Q(settled_at__isnull=False, settled_by=None, settled_from__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("experts", "0053_published_on_its_ground")]

    operations = [
        migrations.RemoveConstraint(
            model_name="rulechange", name="a_change_of_the_rule_says_who_settled_it"
        ),
        migrations.AddConstraint(
            model_name="rulechange",
            constraint=models.CheckConstraint(
                condition=(models.Q(state="proposed", settled_at=None, settled_by=None) & UNSAID)
                | (
                    models.Q(state="withdrawn", settled_at__isnull=False, settled_by__isnull=False)
                    & UNSAID
                )
                | (models.Q(state="agreed", answer="") & ANSWERS)
                | (models.Q(state="refused") & ANSWERS),
                name="a_change_of_the_rule_says_who_settled_it",
            ),
        ),
        guarding(GUARDS),
    ]
