"""From which seat of the panel a tie was decided; nobody decides on a tie of their own."""

import django.db.models.deletion
from django.db import migrations, models

from events.guards import Guard, guarding

TABLE = "experts_interest"
OWN = """NEW.decided_from_id IS NOT NULL AND EXISTS (SELECT 1 FROM experts_seat a
  JOIN experts_seat b ON b.person_id = a.person_id
  WHERE a.id = NEW.decided_from_id AND b.id = NEW.seat_id)"""
SAID = "nobody decides on a tie of their own"
GUARDS = [
    Guard("interest_own_insert", TABLE, "INSERT", OWN, SAID),
    Guard("interest_own_update", TABLE, "UPDATE", OWN, SAID),
]


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0020_declarations"),
    ]

    operations = [
        migrations.AddField(
            model_name="interest",
            name="decided_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="experts.seat",
            ),
        ),
        guarding(GUARDS),
    ]
