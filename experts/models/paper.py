from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, User
from experts.models.panel import Seat
from experts.models.sheets import SheetRevision
from experts.sheets import LONGEST_COMMENT, Assignment, SheetOperation
from projects.models import Defense


class PaperEntryQuerySet(models.QuerySet["PaperEntry"]):
    def of_event(self, event: Event) -> PaperEntryQuerySet:
        return self.filter(defense__project__event=event)

    def of_sheet(self, assignment: Assignment) -> PaperEntryQuerySet:
        return self.filter(seat=assignment.seat, defense=assignment.defense)

    def open(self) -> PaperEntryQuerySet:
        """Neither stored nor confirmed, whether or not they wait."""
        return self.filter(outcome=PaperEntry.Outcome.WAITING)

    def waiting(self) -> PaperEntryQuerySet:
        """Without those whose operation the tablet itself has sent since: the sheet is the expert's own."""
        sent = SheetRevision.objects.filter(op_id=OuterRef("op_id"))
        own = sent.filter(sheet__seat=OuterRef("seat"), sheet__defense=OuterRef("defense"))
        return self.open().exclude(Exists(own))


class PaperEntry(models.Model):
    """What one person read off an expert's sheet of paper.

    It waits until a second account has entered the same; then the two become a revision of the sheet, or
    confirm the one that stands, and stay as they are. Whoever entered one may change it while it waits.
    `op_id` names the form that it came by, so that one sent twice is one entry.
    Invariant, held by the database as well (migration `paper_entries`): nothing is stored that two accounts
    did not enter alike; an entry keeps its expert, its team and its person.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("waits for a second person")
        STORED = "stored", _("stored from paper")
        CONFIRMED = "confirmed", _("the sheet said the same")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    defense = models.ForeignKey(Defense, on_delete=models.PROTECT)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    rubric_version = models.PositiveIntegerField()
    points = models.JSONField(default=dict)
    comment = models.TextField(blank=True, max_length=LONGEST_COMMENT)
    at = models.DateTimeField()
    op_id = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING, blank=True)
    revision = models.ForeignKey(
        SheetRevision, null=True, blank=True, on_delete=models.PROTECT, related_name="on_paper"
    )

    objects = PaperEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "paper entries"
        ordering = ["defense", "seat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "defense", "by"],
                condition=Q(outcome=""),
                name="paper_waits_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["revision", "by"],
                condition=Q(outcome="stored"),
                name="paper_of_two_people",
            ),
            models.UniqueConstraint(
                fields=["by", "op_id"],
                condition=Q(op_id__isnull=False),
                name="paper_entered_once_a_form",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", revision=None)
                | (~Q(outcome="") & Q(revision__isnull=False)),
                name="paper_names_its_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.by}"

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.seat_id, self.defense_id)

    @property
    def is_waiting(self) -> bool:
        return self.outcome == self.Outcome.WAITING

    def decimals(self) -> dict[str, Decimal]:
        return {key: Decimal(value) for key, value in self.points.items()}

    def says(self, operation: SheetOperation) -> bool:
        """White space of a comment is nobody's word."""
        return (
            self.rubric_version == operation.rubric_version
            and self.decimals() == operation.points
            and self.comment.split() == operation.comment.split()
        )
