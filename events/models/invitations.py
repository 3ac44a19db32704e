from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from events.models.event import Event, Membership

INVITATION_FOR: Final = timedelta(days=7)
FIRST_ACCOUNT_FOR: Final = timedelta(hours=24)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Not expired; one that was used is gone."""
        return self.filter(expires_at__gt=Now())


class Invitation(models.Model):
    """A link by which somebody comes to organize: at an event with a role, or, without an event, as the
    first account of an installation.

    Its token is shown once and kept as SHA-256. The row goes when it is used, taken back or replaced by
    a newer one to the same address, so a link works once.
    Personal data: the address that was invited; removed with the row.
    """

    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE)
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(max_length=10, choices=Membership.Role)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="one_invitation_per_address"),
            models.UniqueConstraint(
                fields=["role"], condition=Q(event=None), name="one_invitation_to_begin"
            ),
            models.CheckConstraint(
                condition=Q(event=None) | ~Q(email=""), name="invitation_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
