"""Questions that the panel votes on; ballots of a secret vote stand apart from who voted."""

import django.db.models.deletion
import events.values
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("experts", "0030_deliberation"),
        ("projects", "0005_record_of_the_draw"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PanelVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("tie", "which of the tied teams is before the others"),
                            ("award", "which team gets an award"),
                            ("motion", "a question of for or against"),
                        ],
                        max_length=10,
                    ),
                ),
                ("award_kind", models.CharField(blank=True, max_length=10)),
                (
                    "question",
                    models.CharField(max_length=300, validators=[events.values.Words(longest=300)]),
                ),
                ("is_secret", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="votes_opened",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes_opened",
                        to="experts.seat",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.panel"
                    ),
                ),
            ],
            options={
                "ordering": ["opened_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("subject", "award"), models.Q(("award_kind", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("subject", "award"), _negated=True), ("award_kind", "")
                            ),
                            _connector="OR",
                        ),
                        name="a_vote_on_an_award_names_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VotedTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="projects.project"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="experts.panelvote",
                    ),
                ),
            ],
            options={
                "ordering": ["vote", "project__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("vote", "project"), name="a_vote_names_a_team_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("has_voted", models.BooleanField(default=False)),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("for", "for"),
                            ("against", "against"),
                            ("abstained", "abstained"),
                            ("team", "for a team"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="projects.project",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voters",
                        to="experts.panelvote",
                    ),
                ),
            ],
            options={
                "ordering": ["vote", "seat__order"],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "seat"), name="one_voter_a_seat"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "team"), ("team__isnull", False)),
                            models.Q(models.Q(("choice", "team"), _negated=True), ("team", None)),
                            _connector="OR",
                        ),
                        name="a_voter_names_a_team_or_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice", ""), ("has_voted", True), _connector="OR"),
                        name="who_chose_has_voted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecretBallot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("for", "for"),
                            ("against", "against"),
                            ("abstained", "abstained"),
                            ("team", "for a team"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="projects.project",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="experts.panelvote",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "team"), ("team__isnull", False)),
                            models.Q(models.Q(("choice", "team"), _negated=True), ("team", None)),
                            _connector="OR",
                        ),
                        name="a_ballot_names_a_team_or_none",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountingSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commission",
                        to="experts.panelvote",
                    ),
                ),
            ],
            options={
                "ordering": ["vote", "seat__order"],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "seat"), name="one_counts_a_vote_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DecidingVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("for", "for"),
                            ("against", "against"),
                            ("abstained", "abstained"),
                            ("team", "for a team"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(max_length=500, validators=[events.values.Words(longest=500)]),
                ),
                ("at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="experts.seat"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="projects.project",
                    ),
                ),
                (
                    "vote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deciding",
                        to="experts.panelvote",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "team"), ("team__isnull", False)),
                            models.Q(models.Q(("choice", "team"), _negated=True), ("team", None)),
                            _connector="OR",
                        ),
                        name="a_deciding_voice_names_a_team_or_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["for", "against", "team"])),
                        name="a_deciding_voice_decides",
                    ),
                ],
            },
        ),
    ]
