from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from diplomas import validators
from events.models import Event, Person, User


class Design(models.Model):
    """The wording of an event's diploma in its languages; one language is the main text.

    A diploma keeps a snapshot of what it was printed with, so a later change touches only later ones.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE)
    language = models.CharField(max_length=5, default="kk")
    title = I18nCharField(**validators.design_title.column())
    lead = I18nCharField(**validators.design_lead.column())
    before_topic = I18nTextField(blank=True, validators=[validators.design_before_topic])
    after_topic = I18nTextField(blank=True, validators=[validators.design_after_topic])
    signatories = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.title} · {self.event}"


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

    def current(self) -> DiplomaQuerySet:
        return self.filter(state__in=Diploma.CURRENT_STATES)

    def ready(self) -> DiplomaQuerySet:
        return self.filter(state=Diploma.State.READY)


class Diploma(models.Model):
    """One person's document: pending, ready, then perhaps superseded or revoked; never deleted.

    A corrected name makes a new revision with a new number, and so does a duplicate; the old one says by
    which it was replaced, and an Ending how, by whom and when. The code is what the QR holds; it is not the primary key and says nothing of the person. Only a rehearsal's
    diplomas are removed, with the rehearsal. A number is given once an installation; those that were
    printed twice, when each event still counted for itself, stay and are marked as repeated.
    Personal data: the snapshot of the printed text; kept as long as the document must be verifiable.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        READY = "ready", _("ready")
        SUPERSEDED = "superseded", _("superseded")
        REVOKED = "revoked", _("revoked")

    CURRENT_STATES = (State.PENDING, State.READY)

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
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
                fields=["person"],
                condition=Q(state__in=["pending", "ready"]),
                name="one_current_diploma_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file_hash=""), name="ready_diploma_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class EndingQuerySet(models.QuerySet["Ending"]):
    def of_event(self, event: Event) -> EndingQuerySet:
        return self.filter(diploma__event=event)


class Ending(models.Model):
    """How a diploma that was given stopped being valid: corrected, given anew as a duplicate, or revoked.

    Written with the change of its diploma, which it must agree with, and never changed or deleted (the
    database refuses both); only a rehearsal's goes with its diploma. `differences` are those between the
    old words and the new ones, `by` is empty for a command and for what was replaced before this was kept.
    Personal data: the words that were changed, and a reason; kept as long as the diploma.
    """

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("corrected")
        DUPLICATED = "duplicated", _("replaced by a duplicate")
        REVOKED = "revoked", _("revoked")

    diploma = models.OneToOneField(Diploma, on_delete=models.CASCADE, related_name="ending")
    kind = models.CharField(max_length=12, choices=Kind)
    successor = models.OneToOneField(
        Diploma, null=True, blank=True, on_delete=models.CASCADE, related_name="origin"
    )
    differences = models.JSONField(default=list, blank=True)
    reason = models.CharField(**validators.ending_reason.column(), blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    objects = EndingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="revoked", successor=None)
                | (Q(kind__in=["corrected", "duplicated"]) & Q(successor__isnull=False)),
                name="ending_names_its_successor",
            ),
            models.CheckConstraint(
                condition=~Q(kind="revoked") | ~Q(reason=""), name="revoked_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diploma}: {self.get_kind_display()}"


class RenderJobQuerySet(models.QuerySet["RenderJob"]):
    def of_event(self, event: Event) -> RenderJobQuerySet:
        return self.filter(diploma__event=event)


class RenderJob(models.Model):
    """The work of rendering one diploma. The row is the job; a Celery message only rings.

    Queued; running under a lease and a token; done, or failed after three attempts. A worker that
    lost its lease finds its token gone and throws its page away, so a diploma is made once.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    MAX_ATTEMPTS = 3

    diploma = models.OneToOneField(Diploma, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        ordering = ["diploma"]
        indexes = [models.Index(fields=["state", "lease_until"], name="render_job_by_state")]

    def __str__(self) -> str:
        return f"{self.diploma}: {self.get_state_display()}"
