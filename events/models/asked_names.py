from __future__ import annotations

from collections.abc import Iterable, Mapping

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


class ConfirmedNameQuerySet(models.QuerySet["ConfirmedName"]):
    def of_event(self, event: Event) -> ConfirmedNameQuerySet:
        return self.filter(person__event=event)


class ConfirmedName(models.Model):
    """The words that a person confirmed as their printed names, by language, and when.

    Written with the person's `confirmed_at`, which it must agree with, and never changed (the database
    refuses both). The last one counts, and only while the same words would be printed.
    Personal data: a name; kept as long as the person.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    names = models.JSONField(validators=[validators.person_printed_names])
    at = models.DateTimeField()

    objects = ConfirmedNameQuerySet.as_manager()

    class Meta:
        ordering = ["person", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(names={}), name="confirmed_name_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {', '.join(self.names.values())}"


def with_answers(people: PersonQuerySet) -> PersonQuerySet:
    """Each with `asks_since`, when they asked for a spelling that waits, whether they `has_looked` at their
    names, and the `confirmed_names` of their last confirmation."""
    waiting = AskedName.objects.waiting().filter(person=OuterRef("pk"))
    opened = Pass.objects.filter(
        person=OuterRef("pk"),
        kind=Pass.Kind.TRAINEE,
        is_rehearsal=False,
        redeemed_at__isnull=False,
    )
    confirmed = ConfirmedName.objects.filter(person=OuterRef("pk")).order_by("-pk")
    return people.annotate(
        asks_since=Subquery(waiting.values("asked_at")),
        has_looked=Exists(opened),
        confirmed_names=Subquery(confirmed.values("names")[:1]),
    )


def confirmed_words(person: Person) -> dict[str, str]:
    """What the person confirmed last, by language."""
    last = ConfirmedName.objects.filter(person=person).order_by("pk").last()
    return dict(last.names) if last else {}


def stands_confirmed(
    person: Person, words: Mapping[str, str] | None, languages: Iterable[str]
) -> bool:
    """Whether the person confirmed what is printed now in each of these languages; other words are none."""
    if person.confirmed_at is None:
        return False
    said = words or {}
    return all(said.get(each) == person.printed_name(each) for each in languages)
