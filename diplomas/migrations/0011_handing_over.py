"""What is noted at the table where diplomas are given: one note after the other, and none is changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.values
from events.guards import Guard, Key, guarding, keeping

LAST = """COALESCE((SELECT h.kind FROM diplomas_handover h WHERE h.diploma_id = NEW.diploma_id
  ORDER BY h.number DESC LIMIT 1), 'taken_back')"""
NEXT = """1 + COALESCE((SELECT MAX(h.number) FROM diplomas_handover h
  WHERE h.diploma_id = NEW.diploma_id), 0)"""
VALID = """EXISTS (SELECT 1 FROM diplomas_diploma d
  WHERE d.id = NEW.diploma_id AND d.state = 'ready')"""
FOLLOWS = f"""(NEW.kind = 'taken_back' AND {LAST} <> 'taken_back')
  OR (NEW.kind <> 'taken_back' AND NEW.kind <> {LAST} AND {LAST} IN ('taken_back', 'absent') AND {VALID})"""
IN_REHEARSAL = (
    "EXISTS (SELECT 1 FROM diplomas_diploma d WHERE d.id = OLD.diploma_id AND d.is_rehearsal)"
)

GUARDS = [
    Guard(
        "handover_comes",
        "diplomas_handover",
        "INSERT",
        f"NEW.number <> {NEXT} OR NOT ({FOLLOWS})",
        "one handing over follows another",
    ),
    Guard("handover_stays", "diplomas_handover", "UPDATE", "1 = 1", "a handing over stays"),
    Guard(
        "handover_goes",
        "diplomas_handover",
        "DELETE",
        f"NOT {IN_REHEARSAL}",
        "a handing over stays",
    ),
]
KEPT = {"diplomas_handover": [Key(["id"]), Key(["diploma_id", "number"])]}


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0006_rows_are_not_replaced"),
        ("diplomas", "0010_endings_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("in_person", "received in person"),
                            ("proxy", "received by proxy"),
                            ("absent", "absent"),
                            ("taken_back", "taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "proxy",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[events.values.PersonName(longest=120)],
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "diploma",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="diplomas.diploma",
                    ),
                ),
            ],
            options={
                "ordering": ["diploma", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("diploma", "number"), name="handover_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "proxy"), models.Q(("proxy", ""), _negated=True)),
                            models.Q(
                                ("kind__in", ["in_person", "absent", "taken_back"]), ("proxy", "")
                            ),
                            _connector="OR",
                        ),
                        name="only_a_proxy_is_named",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEPT),
    ]
