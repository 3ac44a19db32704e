from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, Person


class Register(models.Model):
    """The register of a year: the last number that was given in it, by any event of this installation.

    Whoever gives numbers holds the row, so a number is given once and none is left out. A rehearsal
    counts in a register of its own: its papers are taken away again.
    """

    year = models.PositiveSmallIntegerField()
    is_rehearsal = models.BooleanField(default=False)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "is_rehearsal"], name="register_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class DiplomaQuerySet(models.QuerySet["Diploma"]):
    def of_event(self, event: Event) -> DiplomaQuerySet:
        return self.filter(event=event)

    def of_kind(self, kind: str) -> DiplomaQuerySet:
        return self.filter(kind=kind)

    def current(self) -> DiplomaQuerySet:
        return self.filter(state__in=Diploma.CURRENT_STATES)

    def ready(self) -> DiplomaQuerySet:
        return self.filter(state=Diploma.State.READY)

    def revocable(self) -> DiplomaQuerySet:
        """Those that are ready, and those that could not be made."""
        failed = Q(state=Diploma.State.PENDING, renderjob__state="failed")
        return self.filter(Q(state=Diploma.State.READY) | failed)


class Diploma(models.Model):
    """One person's document: pending, ready, then perhaps superseded or revoked; never deleted.

    It is of a kind, the diploma itself or another one, and a person has one current document of each; of awards one
    for each thing, which `award` tells apart (`awards.told_apart`) and which is empty for the others.
    A corrected name makes a new revision with a new number, and so does a duplicate; the old one says by
    which it was replaced, and an Ending how, by whom and when. The code is what the QR holds; it is not the
    primary key and says nothing of the person. Only a rehearsal's diplomas are removed, with the rehearsal.
    A number is given once an installation; those that were printed twice, when each event still counted for
    itself, stay and are marked as repeated.
    Personal data: the snapshot of the printed text; kept as long as the document must be verifiable.
    """

    class Kind(models.TextChoices):
        DIPLOMA = "diploma", _("diploma")
        CERTIFICATE = "certificate", _("certificate")
        SUPERVISOR = "supervisor", _("letter of thanks to a supervisor")
        EXPERT = "expert", _("letter of thanks to an expert")
        AWARD = "award", _("award of the day")

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        READY = "ready", _("ready")
        SUPERSEDED = "superseded", _("superseded")
        REVOKED = "revoked", _("revoked")

    CURRENT_STATES = (State.PENDING, State.READY)
    # Those for work in a team; the others thank who helped the teams.
    KINDS_OF_TEAMS = (Kind.DIPLOMA, Kind.CERTIFICATE, Kind.AWARD)

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DIPLOMA)
    award = models.CharField(max_length=1200, default="", blank=True, editable=False)
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=30)
    repeats_a_number = models.BooleanField(default=False, editable=False)
    code = models.CharField(max_length=12, unique=True)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    is_rehearsal = models.BooleanField(default=False)
    snapshot = models.JSONField(default=dict)
    file_hash = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    objects = DiplomaQuerySet.as_manager()

    class Meta:
        ordering = ["event", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(repeats_a_number=False),
                name="diploma_number_once_for_all",
            ),
            models.UniqueConstraint(fields=["event", "sequence"], name="diploma_sequence_once"),
            models.UniqueConstraint(
                fields=["person", "kind", "award"],
                condition=Q(state__in=["pending", "ready"]),
                name="one_current_diploma_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file_hash=""), name="ready_diploma_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.number
