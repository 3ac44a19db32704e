from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models.event import Event
from events.models.people import Person


class PhotographQuerySet(models.QuerySet["Photograph"]):
    def of_event(self, event: Event) -> PhotographQuerySet:
        return self.filter(person__event=event)


class Photograph(models.Model):
    """The photograph of a person: the hash of its file in the folder of the event (services/photographs.py).

    Put, replaced and taken away by organizers, each time with a line of the log. A person has one at most, and
    is not taken off a list while they have one, so that no loading of an event loses it. Organizers who may see
    people see it; it stands on no public page, in no list that is taken away and in no event file.
    Personal data: what a person looks like, to know them at the door; kept until it is taken away or the event goes.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    file_hash = models.CharField(max_length=64)

    objects = PhotographQuerySet.as_manager()

    class Meta:
        ordering = ["person"]
        constraints = [
            models.CheckConstraint(condition=~Q(file_hash=""), name="photograph_has_a_file"),
        ]

    def __str__(self) -> str:
        return str(self.person)
