from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.installation import installation_mark
from events.models.event import Event
from events.models.people import Person


def hash_of(secret: str) -> str:
    """What is kept of a token or a device: it proves the secret and does not tell it."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PassQuerySet(models.QuerySet["Pass"]):
    def of_experts(self, event: Event) -> PassQuerySet:
        """The cards of the day; a rehearsal's are its own business."""
        return self.filter(person__event=event, kind=Pass.Kind.EXPERT, is_rehearsal=False)

    def valid(self) -> PassQuerySet:
        return self.filter(revoked_at=None)


class Pass(models.Model):
    """A revocable key by which a person enters without typing.

    The token is shown once, when the card is made, and kept here only as SHA-256. An expert's pass
    opens one device once, which then has an Enrolment; that device comes back with the PIN, kept as a
    password is, and every other is refused and counted. A pass of a rehearsal has no PIN: its card opens its device again.
    A trainee's pass opens on any device, since it reads, and says of its holder only what can be said anew.
    Issuing a new pass of a kind revokes the one before.
    Personal data: when and on how many devices a person signed in; removed with the event's people.
    """

    class Kind(models.TextChoices):
        EXPERT = "expert", _("expert")
        TRAINEE = "trainee", _("trainee")

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind)
    token_hash = models.CharField(max_length=64, unique=True)
    device_hash = models.CharField(max_length=64, blank=True)
    pin_hash = models.CharField(max_length=128, blank=True)
    refused_count = models.PositiveIntegerField(default=0)
    is_rehearsal = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "passes"
        ordering = ["person", "kind", "-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(revoked_at=None, is_rehearsal=False),
                name="one_valid_pass_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def mark(self) -> str:
        """By which people name the card: on the card, on sheets of paper and in the list of tablets. No secret."""
        return str(self.pk)

    @property
    def holder(self) -> str:
        """Whose points a tablet keeps: of this installation, of this person, and of a rehearsal apart."""
        return f"{installation_mark()}-{self.former_holder}"

    @property
    def former_holder(self) -> str:
        """As pages said it that were made before installations were told apart."""
        return f"{self.person_id}-rehearsal" if self.is_rehearsal else str(self.person_id)

    @property
    def is_bound_to_device(self) -> bool:
        return self.kind == self.Kind.EXPERT
