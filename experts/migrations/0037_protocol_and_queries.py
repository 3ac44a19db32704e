"""Versions of the protocol with their two seals and annexes, and the teams' queries before them.

The record of a version never changes; a version is prepared, half sealed, sealed or withdrawn in that order, and sealed
by two, after the close and after the window of queries.
"""

import django.db.models.deletion
import events.values
from django.conf import settings
from django.db import migrations, models

from events.guards import Guard, Key, guarding, keeping


PROTOCOL, SEAL, ANNEX = "experts_protocol", "experts_protocolseal", "experts_annex"
OF = "(SELECT {what} FROM experts_protocol t WHERE t.id = {row}.protocol_id)"
KEPT = (
    *("event_id", "is_rehearsal", "number", "record", "sha256", "audit_number", "audit_link"),
    *("prepared_at", "prepared_by_id"),
)
CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT)
REPLACES = "COALESCE(NEW.replaces_id, 0) <> COALESCE(OLD.replaces_id, 0)"
SEALS = "(SELECT COUNT(*) FROM experts_protocolseal s WHERE s.protocol_id = NEW.id)"
TOO_FEW = f"(NEW.state = 'sealed' AND {SEALS} < 2 OR NEW.state = 'half_sealed' AND {SEALS} < 1)"
IS_OPEN = """NEW.state <> 'withdrawn' AND EXISTS (SELECT 1 FROM events_event e
  WHERE e.id = NEW.event_id AND e.scoring_closed_at IS NULL)"""
# The window of queries closed by its hour, or waived.
WINDOW = """NEW.state = 'sealed' AND EXISTS (SELECT 1 FROM events_event e
  WHERE e.id = NEW.event_id AND e.query_hours IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM experts_querywindow w WHERE w.event_id = NEW.event_id
  AND w.is_rehearsal = NEW.is_rehearsal AND w.withdrawn_at IS NULL
  AND (w.waived_at IS NOT NULL OR w.closes_at <= NEW.sealed_at))"""
STAYS = "what was sealed or prepared stays as it is"
REAL = "NOT OLD.is_rehearsal"
REAL_OF = f"NOT {OF.format(what='t.is_rehearsal', row='OLD')}"
STATE_OF = OF.format(what="t.state", row="NEW")
GUARDS = [
    Guard("protocol_begins", PROTOCOL, "INSERT", "NEW.state <> 'prepared'", "it begins prepared"),
    Guard("protocol_ends", PROTOCOL, "UPDATE", "OLD.state IN ('sealed', 'withdrawn')", STAYS),
    Guard("protocol_record", PROTOCOL, "UPDATE", f"({CHANGED} OR {REPLACES})", STAYS),
    Guard("protocol_by_two", PROTOCOL, "UPDATE", TOO_FEW, "two people seal"),
    Guard("protocol_early", PROTOCOL, "INSERT", IS_OPEN, "scoring open"),
    Guard("protocol_open", PROTOCOL, "UPDATE", IS_OPEN, "scoring open"),
    Guard("protocol_window", PROTOCOL, "UPDATE", WINDOW, "the window of queries is not closed"),
    Guard("protocol_goes", PROTOCOL, "DELETE", REAL, STAYS),
    Guard(
        "seal_late",
        SEAL,
        "INSERT",
        f"{STATE_OF} NOT IN ('prepared', 'half_sealed')",
        "not to be sealed",
    ),
    Guard("seal_changes", SEAL, "UPDATE", "1 = 1", STAYS),
    Guard("seal_goes", SEAL, "DELETE", REAL_OF, STAYS),
    Guard("annex_early", ANNEX, "INSERT", f"{STATE_OF} <> 'sealed'", "an annex follows the seal"),
    Guard("annex_changes", ANNEX, "UPDATE", "1 = 1", STAYS),
    Guard("annex_goes", ANNEX, "DELETE", REAL_OF, STAYS),
]
KEYS = {
    PROTOCOL: [
        Key(["id"]),
        Key(["event_id", "is_rehearsal", "number"]),
        Key(["event_id", "is_rehearsal"], "{row}.state <> 'withdrawn'"),
        Key(["replaces_id"]),
    ],
    SEAL: [Key(["id"]), Key(["protocol_id", "part"]), Key(["protocol_id", "device"])],
    ANNEX: [Key(["id"]), Key(["protocol_id", "number"])],
}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0039_hours_for_queries"),
        ("experts", "0036_readers_of_a_comment"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Protocol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "prepared"),
                            ("half_sealed", "half sealed"),
                            ("sealed", "sealed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="prepared",
                        max_length=12,
                    ),
                ),
                ("record", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("audit_number", models.PositiveIntegerField()),
                ("audit_link", models.CharField(max_length=64)),
                ("prepared_at", models.DateTimeField()),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, max_length=500, validators=[events.values.Words(longest=500)]
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.event"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.protocol",
                    ),
                ),
            ],
            options={
                "ordering": ["event", "is_rehearsal", "number"],
            },
        ),
        migrations.CreateModel(
            name="Annex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=2000, validators=[events.values.Words(longest=2000)]
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annexes",
                        to="experts.protocol",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "annexes",
                "ordering": ["protocol", "number"],
            },
        ),
        migrations.CreateModel(
            name="ProtocolSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("chair", "chair"), ("secretary", "secretary")], max_length=10
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="experts.protocol",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.seat",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["protocol", "at"],
            },
        ),
        migrations.CreateModel(
            name="QueryWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_rehearsal", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("waived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "waived_reason",
                    models.CharField(
                        blank=True, max_length=500, validators=[events.values.Words(longest=500)]
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.event"
                    ),
                ),
            ],
            options={
                "ordering": ["event", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirmed", "arithmetic confirmed"),
                            ("asked", "technical question"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=500, validators=[events.values.Words(longest=500)]
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=500, validators=[events.values.Words(longest=500)]
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.seat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.person"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.project"
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="experts.querywindow",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "queries",
                "ordering": ["window", "project__number"],
            },
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(
                fields=("event", "is_rehearsal", "number"), name="protocol_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("event", "is_rehearsal"),
                name="one_protocol_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed_at__isnull", False), ("state", "sealed")),
                    models.Q(models.Q(("state", "sealed"), _negated=True), ("sealed_at", None)),
                    _connector="OR",
                ),
                name="a_sealed_protocol_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawn_at", None),
                        ("withdrawn_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="a_withdrawn_protocol_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.UniqueConstraint(
                fields=("protocol", "number"), name="annex_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="annex_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolseal",
            constraint=models.UniqueConstraint(
                fields=("protocol", "part"), name="a_part_seals_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolseal",
            constraint=models.UniqueConstraint(
                fields=("protocol", "device"), name="a_device_seals_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolseal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", "chair"), ("seat__isnull", False), ("user", None)),
                    models.Q(("part", "secretary"), ("seat", None), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="a_seal_is_of_its_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolseal",
            constraint=models.CheckConstraint(
                condition=models.Q(("device", ""), _negated=True), name="a_seal_names_its_device"
            ),
        ),
        migrations.AddConstraint(
            model_name="querywindow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("event", "is_rehearsal"),
                name="one_window_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="querywindow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closes_at", None), ("opened_at", None), ("waived_at__isnull", False)
                    ),
                    models.Q(
                        ("closes_at__gt", models.F("opened_at")), ("opened_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="a_window_closes_or_is_waived",
            ),
        ),
        migrations.AddConstraint(
            model_name="querywindow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("waived_at__isnull", False), models.Q(("waived_reason", ""), _negated=True)
                    ),
                    models.Q(("waived_at", None), ("waived_reason", "")),
                    _connector="OR",
                ),
                name="a_waiver_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="query",
            constraint=models.UniqueConstraint(
                fields=("window", "project"), name="one_query_a_team"
            ),
        ),
        migrations.AddConstraint(
            model_name="query",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "confirmed"), ("text", "")),
                    models.Q(("kind", "asked"), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_question_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="query",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("answered_from", None),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("kind", "asked"),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("answered_from", None), ("answered_by", None), _connector="XOR"),
                    ),
                    _connector="OR",
                ),
                name="an_answer_says_who",
            ),
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]
