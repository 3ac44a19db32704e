from __future__ import annotations

from django.db import models

from events.models import Event, Person, User


class UnfinishedQuerySet(models.QuerySet["Unfinished"]):
    def of_event(self, event: Event) -> UnfinishedQuerySet:
        return self.filter(person__event=event)


class Unfinished(models.Model):
    """Somebody of a team who did not complete the course: issuing diplomas to all passes them over.

    An organizer's word, given and taken back; it changes nothing that was issued. Whoever is noted so is deleted only
    after it was taken back, also when they left their team. What is noted in a rehearsal goes with it.
    Personal data: that somebody did not complete it; kept as long as the person.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    is_rehearsal = models.BooleanField(default=False, editable=False)

    objects = UnfinishedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.person)
