from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from events.models import Event, Pass
from events.public_keys import LONGEST_KEY, SIGNATURE_LETTERS
from experts.models.sheets import SheetRevision

LONGEST_MARK = 19


class TabletKeyQuerySet(models.QuerySet["TabletKey"]):
    def of_event(self, event: Event) -> TabletKeyQuerySet:
        return self.filter(card__person__event=event)

    def open(self) -> TabletKeyQuerySet:
        return self.filter(closed_at=None)


class TabletKey(models.Model):
    """The public half of a key that a tablet made and cannot give away.

    Registered by the tablet itself with a proof that it has the other half; closed when the same expert
    registers another, as after a lost tablet. Both stay and are shown. Invariant: one open key a card; a row
    changes by its closing alone, and stays while a signature of it is kept.
    """

    card = models.ForeignKey(Pass, on_delete=models.CASCADE)
    public_key = models.CharField(max_length=LONGEST_KEY)
    mark = models.CharField(max_length=LONGEST_MARK)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TabletKeyQuerySet.as_manager()

    class Meta:
        ordering = ["card", "made_at"]
        constraints = [
            models.UniqueConstraint(fields=["card", "mark"], name="one_row_for_a_key_of_a_card"),
            models.UniqueConstraint(
                fields=["card"], condition=Q(closed_at=None), name="one_open_key_of_a_card"
            ),
        ]

    def __str__(self) -> str:
        return self.mark


class SheetSignature(models.Model):
    """What a tablet signed of a revision. No row: the sheet came from paper or a page that cannot sign.

    Comes with its revision and goes with the rehearsal that it belongs to; never edited.
    """

    revision = models.OneToOneField(
        SheetRevision, on_delete=models.PROTECT, related_name="signature"
    )
    key = models.ForeignKey(TabletKey, on_delete=models.PROTECT)
    signature = models.CharField(max_length=SIGNATURE_LETTERS)

    def __str__(self) -> str:
        return f"{self.revision} · {self.key}"

    def details(self) -> dict[str, Any]:
        """For the line of the log that a save writes."""
        return {"key": self.key.mark, "signature": self.signature}
