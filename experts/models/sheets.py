from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from experts import validators
from experts.models.panel import Seat
from experts.models.presence import Presence
from experts.scoring import CriterionWeight
from experts.sheets import LONGEST_COMMENT, Assignment, Readers, Sheet
from projects.models import Defense


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def of_event(self, event: Event) -> ScoreSheetQuerySet:
        return self.filter(defense__project__event=event)

    def submitted(self) -> ScoreSheetQuerySet:
        return self.filter(state=ScoreSheet.State.SUBMITTED)

    def counting(self) -> ScoreSheetQuerySet:
        """Those that the result is made of: submitted by who scores the room and is not kept out as absent.

        Who is recused, or waits to be compared with a namesake, has none that is submitted.
        """
        absent = Presence.objects.keeping_out().filter(
            seat=OuterRef("seat"),
            defense=OuterRef("defense"),
            is_rehearsal=OuterRef("defense__project__event__is_rehearsal"),
        )
        of_room = self.filter(seat__panel__room=F("defense__run_item__room"))
        return of_room.submitted().filter(~Exists(absent), seat__role__in=Seat.SCORING_ROLES)

    def set_aside(self) -> ScoreSheetQuerySet:
        return self.filter(state=ScoreSheet.State.SET_ASIDE)


class ScoreSheet(models.Model):
    """One expert's points for one defense; the row comes with the first save.

    No row means not started. Draft, then submitted; a revision after submitting is submitted again,
    until the common lock. Set aside when a recusal is found later: kept, and never counted.
    Invariant: one sheet per seat and defense, and none that counts while the seat is recused; the
    database refuses what breaks it (migration `recusal_guards`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        SET_ASIDE = "set_aside", _("set aside")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    defense = models.ForeignKey(Defense, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        ordering = ["defense", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "defense"], name="one_sheet_per_seat_and_defense"
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.seat_id, self.defense_id)


class SetAside(models.Model):
    """Why the secretary set a sheet aside: given to the wrong team, or by mistake.

    The sheet stays as it was and does not count until it is given back, which takes this row away; both
    are lines of the log. A recusal sets aside without it. Stands while the scoring is closed.
    """

    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT)
    reason = models.CharField(**validators.interest_reason.column())
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "sheets set aside"

    def __str__(self) -> str:
        return f"{self.sheet}: {self.reason}"


class SheetRevisionQuerySet(models.QuerySet["SheetRevision"]):
    def of_event(self, event: Event) -> SheetRevisionQuerySet:
        return self.filter(sheet__defense__project__event=event)

    def with_keys(self) -> SheetRevisionQuerySet:
        """Each says as `signed_by` the mark of the key that signed it, if one did."""
        return self.annotate(signed_by=F("signature__key__mark"))

    def current(self) -> SheetRevisionQuerySet:
        return self.filter(number=F("sheet__revision"))

    def of_sheet(self, assignment: Assignment) -> SheetRevisionQuerySet:
        """Each with its sheet."""
        where = {"sheet__seat": assignment.seat, "sheet__defense": assignment.defense}
        return self.filter(**where).select_related("sheet")


class SheetRevision(models.Model):
    """What an expert saved once. Appended, never edited; deleted only with the rehearsal it belongs to.

    `op_id` names the tablet's operation: a retry finds it here, or among the repeats of this revision,
    and gets the first answer again. `readers` says whom the expert wrote the comment for.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    op_id = models.UUIDField(unique=True)
    body_hash = models.CharField(max_length=64)
    device_id = models.UUIDField(null=True, blank=True)
    sequence = models.BigIntegerField(default=0)
    client_ts = models.BigIntegerField(default=0)
    rubric_version = models.PositiveIntegerField()
    is_final = models.BooleanField(default=False)
    points = models.JSONField(default=dict)
    comment = models.TextField(blank=True, max_length=LONGEST_COMMENT)
    readers = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Readers],
        default=Readers.PROTOCOL,
    )
    saved_at = models.DateTimeField()
    answer = models.JSONField(default=dict)

    objects = SheetRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="revision_number_is_dense"),
            models.CheckConstraint(
                condition=Q(readers__in=[each.value for each in Readers]),
                name="a_comment_has_known_readers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.number}"

    def decimals(self) -> dict[str, Decimal]:
        return {key: Decimal(value) for key, value in self.points.items()}

    def as_sheet(self, weights: Sequence[CriterionWeight]) -> Sheet:
        """The sheet as it stood with this revision, under the rubric with these weights."""
        return Sheet(
            rev=self.number,
            state=self.sheet.state,
            is_final=self.is_final,
            points=self.decimals(),
            comment=self.comment,
            readers=Readers(self.readers),
            saved_at=self.saved_at,
            weights=weights,
            is_from_paper=getattr(self, "is_from_paper", False),
            op_id=self.op_id,
            device_id=self.device_id,
            rubric_version=self.rubric_version,
            signed_by=getattr(self, "signed_by", None) or "",
        )


class RepeatedOperation(models.Model):
    """An operation that said what the sheet said already, so that its retry is known later as well."""

    revision = models.ForeignKey(SheetRevision, on_delete=models.PROTECT, related_name="repeats")
    op_id = models.UUIDField(unique=True)
    body_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.revision} · {self.op_id}"
