from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from events import validators
from events.models.event import Event
from events.models.passes import Pass
from events.models.people import Person, PersonQuerySet


class AskedNameQuerySet(models.QuerySet["AskedName"]):
    def of_event(self, event: Event) -> AskedNameQuerySet:
        return self.filter(person__event=event)

    def waiting(self) -> AskedNameQuerySet:
        return self.filter(state=AskedName.State.WAITING)


class AskedName(models.Model):
    """A spelling of their printed names that a person asks for, with a word of why.

    It waits until the organizers take it over or decline it with a sentence that the person reads; who asks
    anew or confirms the names as they are withdraws it. One of a person waits at a time; none is changed
    once it is answered.
    Personal data: a name and why it is so written; kept as long as diplomas must be verifiable.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        TAKEN = "taken", _("taken over")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    names = models.JSONField(validators=[validators.person_printed_names])
    why = models.CharField(**validators.person_note.column())
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.CharField(**validators.person_note.column(), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AskedNameQuerySet.as_manager()

    class Meta:
        ordering = ["person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="waiting"),
                name="one_asked_name_waits_for_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="declined_name_has_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"


def with_answers(people: PersonQuerySet) -> PersonQuerySet:
    """Each with `asks_since`, when they asked for a spelling that waits, and `has_looked` at their names."""
    waiting = AskedName.objects.waiting().filter(person=OuterRef("pk"))
    opened = Pass.objects.filter(
        person=OuterRef("pk"),
        kind=Pass.Kind.TRAINEE,
        is_rehearsal=False,
        redeemed_at__isnull=False,
    )
    return people.annotate(
        asks_since=Subquery(waiting.values("asked_at")), has_looked=Exists(opened)
    )
