from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """No step between phases existed before, so every event there is keeps this already."""

    dependencies = [
        ("events", "0005_observer"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=Q(phase__in=["draft", "open", "live"]) | ~Q(scoring_closed_at=None),
                name="event_that_is_over_takes_no_marks",
            ),
        ),
    ]
