"""What stands beside an expert's words to a team; from the first points on it stays, since experts rely on it."""

from django.db import migrations, models

from events.guards import Guard, guarding

MOVES = "NEW.words_by <> OLD.words_by AND OLD.rule_locked_at IS NOT NULL"
GUARDS = [Guard("words_by_stays", "events_event", "UPDATE", MOVES, "rule locked")]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0037_letters_to_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="words_by",
            field=models.CharField(
                choices=[
                    ("names", "the expert's name"),
                    ("numbers", "a number in place of the name"),
                    ("nobody", "neither name nor number"),
                ],
                default="nobody",
                max_length=10,
            ),
        ),
        guarding(GUARDS),
    ]
