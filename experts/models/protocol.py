from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, User
from experts import validators
from experts.models.panel import Seat


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def of_event(self, event: Event) -> ProtocolQuerySet:
        """A rehearsal has its own."""
        return self.filter(event=event, is_rehearsal=event.is_rehearsal)

    def standing(self) -> ProtocolQuerySet:
        """Without those that were withdrawn: one at most of an event and its mode."""
        return self.exclude(state=Protocol.State.WITHDRAWN)

    def with_seals(self) -> ProtocolQuerySet:
        """By part, for `seals_given`: a part seals a version once."""
        parts = {
            f"seal_of_{part}": models.FilteredRelation("seals", condition=Q(seals__part=part))
            for part in ProtocolSeal.Part
        }
        with_parts = self.annotate(**parts)
        return with_parts.select_related(
            *(f"{name}__{who}" for name in parts for who in ("seat__person", "user"))
        )

    def unsealed(self) -> ProtocolQuerySet:
        return self.filter(state__in=Protocol.UNSEALED)

    def sealed(self) -> ProtocolQuerySet:
        return self.filter(state=Protocol.State.SEALED)

    def is_sealed(self, event: Event) -> bool:
        """Whether the event's decision is. One query."""
        return self.of_event(event).sealed().exists()


class Protocol(models.Model):
    """A version of the record of an event's decision, with the bytes that two people seal.

    Prepared by the secretary, half sealed, sealed; or withdrawn with a reason, and then replaced by the
    next version. Chair and secretary seal, each on a device of their own. The record never changes, a
    sealed version never moves, and one version of an event stands at most; the database holds all three
    (`migrations/0037`). What is found later is an annex.
    Personal data: names, points and reasons, as the protocol prints them; kept as long as results may be argued about.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        HALF_SEALED = "half_sealed", _("half sealed")
        SEALED = "sealed", _("sealed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    UNSEALED = (State.PREPARED, State.HALF_SEALED)

    event = models.ForeignKey(Event, on_delete=models.PROTECT)
    is_rehearsal = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PREPARED)
    record = models.TextField()
    sha256 = models.CharField(max_length=64)
    audit_number = models.PositiveIntegerField()
    audit_link = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT)
    sealed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(**validators.interest_reason.column(), blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["event", "is_rehearsal", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "is_rehearsal", "number"], name="protocol_number_once"
            ),
            models.UniqueConstraint(
                fields=["event", "is_rehearsal"],
                condition=~Q(state="withdrawn"),
                name="one_protocol_stands",
            ),
            models.CheckConstraint(
                condition=Q(state="sealed", sealed_at__isnull=False)
                | (~Q(state="sealed") & Q(sealed_at=None)),
                name="a_sealed_protocol_says_when",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                )
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_reason="")),
                name="a_withdrawn_protocol_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.number} · {self.get_state_display()}"

    @property
    def is_sealed(self) -> bool:
        return self.state == self.State.SEALED

    @property
    def seals_given(self) -> dict[str, ProtocolSeal]:
        """By part, of a version that was read `with_seals`."""
        found = ((part, getattr(self, f"seal_of_{part}", None)) for part in ProtocolSeal.Part)
        return {str(part): seal for part, seal in found if seal}

    @property
    def aloud(self) -> str:
        """The first eight characters of the hash, as they are read out by two people."""
        return f"{self.sha256[:4]} {self.sha256[4:8]}"


class ProtocolSeal(models.Model):
    """One of the two seals of a version: the chair's from a seat, the secretary's by an account.

    `device` is the hash of the device's cookie: no two seals come from one. Appended, never changed.
    """

    class Part(models.TextChoices):
        CHAIR = "chair", _("chair")
        SECRETARY = "secretary", _("secretary")

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="seals")
    part = models.CharField(max_length=10, choices=Part)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    device = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["protocol", "at"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "part"], name="a_part_seals_once"),
            models.UniqueConstraint(fields=["protocol", "device"], name="a_device_seals_once"),
            models.CheckConstraint(
                condition=Q(part="chair", seat__isnull=False, user=None)
                | Q(part="secretary", seat=None, user__isnull=False),
                name="a_seal_is_of_its_part",
            ),
            models.CheckConstraint(condition=~Q(device=""), name="a_seal_names_its_device"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol} · {self.get_part_display()}"

    @property
    def who(self) -> str:
        return self.seat.person.name if self.seat else str(self.user)


class Annex(models.Model):
    """What was found after the seal: numbered, with its reason; the protocol stays as it was sealed.

    Appended, never changed; `op_id` names the form that it came by, so that one sent twice is one annex.
    Personal data: what it says of people; kept as the protocol is.
    """

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="annexes")
    number = models.PositiveIntegerField()
    reason = models.CharField(**validators.interest_reason.column())
    text = models.CharField(**validators.annex_text.column())
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    op_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "annexes"
        ordering = ["protocol", "number"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="annex_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="annex_number_from_one"),
            models.UniqueConstraint(
                fields=["by", "op_id"],
                condition=Q(op_id__isnull=False),
                name="annexed_once_a_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol} · {self.number}. {self.reason}"
