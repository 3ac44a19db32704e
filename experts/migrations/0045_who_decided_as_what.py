"""Who decided, and as what, as it was then; a place that nobody of the panel may decide on; a vote once a form."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, RunStatements, guarding

VOTES, ASKED = "experts_castingvote", "experts_panelvote"
NO_CHAIR = """NOT EXISTS (SELECT 1 FROM experts_seat s JOIN experts_panel p ON p.id = s.panel_id
  JOIN events_room r ON r.id = p.room_id
  WHERE s.id = NEW.seat_id AND r.event_id = NEW.event_id AND s.role IN ('chair', 'deputy'))"""
CHANGES = """(OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL OR NEW.event_id <> OLD.event_id
  OR NEW.seat_id <> OLD.seat_id OR NEW.teams <> OLD.teams OR NEW."order" <> OLD."order"
  OR NEW.reason <> OLD.reason OR NEW.at <> OLD.at OR NEW.is_rehearsal <> OLD.is_rehearsal)"""
NOW_CHANGES = CHANGES.replace(
    "NEW.seat_id <> OLD.seat_id",
    """COALESCE(NEW.seat_id, 0) <> COALESCE(OLD.seat_id, 0)
  OR COALESCE(NEW.by_id, 0) <> COALESCE(OLD.by_id, 0) OR NEW.role <> OLD.role""",
)
BY_THE_CHAIR = "a casting vote of neither chair nor deputy"
ALONE = "a casting vote is taken back alone"
BEFORE = [
    Guard("casting_by_the_chair", VOTES, "INSERT", NO_CHAIR, BY_THE_CHAIR),
    Guard("casting_changes", VOTES, "UPDATE", CHANGES, ALONE),
]
FORM, SAID = Key(["op_id"]), "UNIQUE, a form is one vote"
GUARDS = [
    Guard(
        "casting_by_the_chair",
        VOTES,
        "INSERT",
        f"(NEW.seat_id IS NOT NULL AND {NO_CHAIR})",
        BY_THE_CHAIR,
    ),
    Guard("casting_changes", VOTES, "UPDATE", NOW_CHANGES, ALONE),
    Guard("vote_form_insert", ASKED, "INSERT", FORM.is_taken(ASKED, besides="1 = 1"), SAID),
    Guard(
        "vote_form_update", ASKED, "UPDATE", FORM.is_taken(ASKED, besides="t.id <> OLD.id"), SAID
    ),
]
ROLES = [
    ("chair", "chair"),
    ("deputy", "deputy chair"),
    ("member", "member"),
    ("secretary", "secretary"),
    ("reserve", "reserve"),
]


def lifting(guards: list[Guard]) -> migrations.RunPython:
    found = guarding(guards)
    return RunStatements(found.reverse_code, found.code)


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0044_notes_of_the_deliberation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lifting(BEFORE),
        migrations.AlterField(
            model_name="castingvote",
            name="seat",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="experts.seat",
            ),
        ),
        migrations.AddField(
            model_name="castingvote",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="castingvote",
            name="role",
            field=models.CharField(blank=True, choices=ROLES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="decidingvoice",
            name="role",
            field=models.CharField(blank=True, choices=ROLES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="panelvote",
            name="op_id",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="castingvote",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", None), ("seat__isnull", False))
                | models.Q(("by__isnull", False), ("order", ""), ("seat", None)),
                name="who_has_no_seat_orders_nothing",
            ),
        ),
        guarding(GUARDS),
    ]
