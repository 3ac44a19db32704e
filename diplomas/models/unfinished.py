from __future__ import annotations

from django.db import models

from events.models import Event, Person, User


class UnfinishedQuerySet(models.QuerySet["Unfinished"]):
    def of_event(self, event: Event) -> UnfinishedQuerySet:
        return self.filter(person__event=event)


class Unfinished(models.Model):
    """Somebody of a team who did not complete the course: issuing diplomas to all passes them over.

    An organizer's word, given and taken back; it changes nothing that was issued. Goes with the person.
    Personal data: that somebody did not complete it; kept as long as the person.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    objects = UnfinishedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person)
