from __future__ import annotations

from django.db import models

from diplomas.models.diploma import Diploma


class SharingQuerySet(models.QuerySet["Sharing"]):
    def valid(self) -> SharingQuerySet:
        """Of a diploma that is not valid any more nothing is shown to those it is sent to."""
        return self.filter(diploma__state=Diploma.State.READY, diploma__is_rehearsal=False)

    def to_be_drawn(self) -> SharingQuerySet:
        return self.valid().filter(picture_hash="")


class Sharing(models.Model):
    """The holder's own choice that the address of their diploma, sent to others, shows its name and its picture.

    There is none until its holder makes it, and it goes when they take it back, with the picture; a diploma that comes
    in the place of this one has none. A worker draws the picture, so `picture_hash` is empty for a while.
    Personal data: the picture of the page; kept until the choice is taken back.
    """

    diploma = models.OneToOneField(Diploma, on_delete=models.CASCADE, related_name="sharing")
    since = models.DateTimeField()
    picture_hash = models.CharField(max_length=64, blank=True)

    objects = SharingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.diploma}, {self.since:%Y-%m-%d}"
