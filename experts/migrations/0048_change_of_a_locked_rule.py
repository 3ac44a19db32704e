"""A locked rule becomes what an owner proposed and the chair agreed to, and nothing else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.values
import experts.validators
from events.guards import Guard, Key, RunStatements, guarding, keeping

CHANGES = "experts_rulechange"
LOCKED = "OLD.rule_locked_at IS NOT NULL"
SAID = "the rule is locked"
BEFORE = [
    Guard(
        "rule_stays",
        "events_event",
        "UPDATE",
        f"NEW.scoring_rule <> OLD.scoring_rule AND {LOCKED}",
        SAID,
    ),
    Guard(
        "least_stays",
        "events_event",
        "UPDATE",
        f"NEW.least_sheets <> OLD.least_sheets AND {LOCKED}",
        SAID,
    ),
    Guard(
        "rule_version_stays",
        "events_event",
        "UPDATE",
        f"COALESCE(NEW.rule_version, 0) <> COALESCE(OLD.rule_version, 0) AND {LOCKED}",
        SAID,
    ),
]
MOVES = """(NEW.scoring_rule <> OLD.scoring_rule OR NEW.least_sheets <> OLD.least_sheets
  OR COALESCE(NEW.rule_version, 0) <> COALESCE(OLD.rule_version, 0))"""
# The last one alone: what was agreed to before it is over.
AS_AGREED = """EXISTS (SELECT 1 FROM experts_rulechange c WHERE c.id =
  (SELECT MAX(a.id) FROM experts_rulechange a WHERE a.event_id = OLD.id AND a.state = 'agreed')
  AND c.scoring_rule = NEW.scoring_rule AND c.least_sheets = NEW.least_sheets
  AND c.version = NEW.rule_version)"""
OF_THE_RULE = """EXISTS (SELECT 1 FROM events_event e WHERE e.id = NEW.event_id
  AND e.rule_locked_at IS NOT NULL AND NOT e.is_rehearsal
  AND e.scoring_rule = NEW.scoring_rule_before AND e.least_sheets = NEW.least_sheets_before
  AND e.rule_version = NEW.version_before)"""
BY_A_CHAIR = """EXISTS (SELECT 1 FROM experts_seat s JOIN experts_panel p ON p.id = s.panel_id
  JOIN events_room r ON r.id = p.room_id
  WHERE s.id = NEW.settled_from_id AND r.event_id = NEW.event_id AND s.role IN ('chair', 'deputy'))"""
OF_THE_TIED = """EXISTS (SELECT 1 FROM experts_interest i JOIN projects_project p ON p.id = i.project_id
  JOIN experts_seat o ON o.id = i.seat_id JOIN experts_seat s ON s.person_id = o.person_id
  WHERE s.id = NEW.settled_from_id AND p.event_id = NEW.event_id
    AND i.outcome IN ('', 'recuse'))"""
KEPT = (
    *("event_id", "scoring_rule_before", "least_sheets_before", "version_before"),
    *("scoring_rule", "least_sheets", "version", "reason", "proposed_at", "proposed_by_id"),
)
SETTLED = " OR ".join(
    ["OLD.state <> 'proposed'", "NEW.state = 'proposed'"]
    + [f"NEW.{name} <> OLD.{name}" for name in KEPT]
)
STANDS = """EXISTS (SELECT 1 FROM experts_protocol t
  WHERE t.event_id = NEW.event_id AND NOT t.is_rehearsal AND t.state IN ({states}))"""
SEALED = STANDS.format(states="'sealed'")
WAITS = STANDS.format(states="'prepared', 'half_sealed', 'sealed'")
ANSWERED = "NEW.state IN ('agreed', 'refused')"
GUARDS = [
    Guard(
        "rule_stays", "events_event", "UPDATE", f"{MOVES} AND {LOCKED} AND NOT {AS_AGREED}", SAID
    ),
    Guard(
        "rule_change_insert",
        CHANGES,
        "INSERT",
        f"(NEW.state <> 'proposed' OR NOT {OF_THE_RULE} OR {WAITS})",
        "no proposal for this rule",
    ),
    Guard("rule_change_update", CHANGES, "UPDATE", f"({SETTLED})", "a proposal is settled once"),
    Guard(
        "rule_change_answered",
        CHANGES,
        "UPDATE",
        f"{ANSWERED} AND (NOT {BY_A_CHAIR} OR {OF_THE_TIED} OR {SEALED})",
        "no answer of the chair",
    ),
    Guard(
        "rule_change_agreed",
        CHANGES,
        "UPDATE",
        f"NEW.state = 'agreed' AND (NOT {OF_THE_RULE} OR {WAITS})",
        "the rule is another, or a protocol stands",
    ),
    Guard("rule_change_stays", CHANGES, "DELETE", "1 = 1", "append-only"),
]
KEYS = {CHANGES: [Key(["id"]), Key(["event_id"], "{row}.state = 'proposed'")]}
METHODS = [
    ("corrected_mean", "mean with leniency correction"),
    ("raw_mean", "plain mean"),
    ("trimmed_mean", "trimmed mean"),
    ("median", "median"),
    ("standardised", "standardised totals"),
    ("borda", "Borda count"),
    ("kemeny", "Kemeny order"),
]


def lifting(guards: list[Guard]) -> migrations.RunPython:
    found = guarding(guards)
    return RunStatements(found.reverse_code, found.code)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0039_hours_for_queries"),
        ("experts", "0047_words_that_print"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        lifting(BEFORE),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for the chair"),
                            ("agreed", "agreed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("scoring_rule_before", models.CharField(choices=METHODS, max_length=20)),
                ("least_sheets_before", models.PositiveSmallIntegerField()),
                ("version_before", models.PositiveSmallIntegerField()),
                ("scoring_rule", models.CharField(choices=METHODS, max_length=20)),
                (
                    "least_sheets",
                    models.PositiveSmallIntegerField(
                        validators=[events.values.Whole(least=1, most=100)]
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "reason",
                    models.CharField(
                        max_length=500, validators=[experts.validators.PrintedProse(longest=500)]
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chair", "chair"),
                            ("deputy", "deputy chair"),
                            ("member", "member"),
                            ("secretary", "secretary"),
                            ("reserve", "reserve"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[experts.validators.PrintedProse(longest=500)],
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="events.event"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="experts.seat",
                    ),
                ),
            ],
            options={
                "ordering": ["event", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("event",),
                        name="one_change_of_the_rule_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None),
                                ("settled_by", None),
                                ("settled_from", None),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("state", "withdrawn"),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_from__isnull", False),
                                ("state__in", ["agreed", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_change_of_the_rule_says_who_settled_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="who_refuses_a_rule_says_why",
                    ),
                ],
            },
        ),
        guarding(GUARDS),
        keeping(KEYS),
    ]
