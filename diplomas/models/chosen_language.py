from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models import Event, Person
from events.texts import LANGUAGES


class ChosenLanguageQuerySet(models.QuerySet["ChosenLanguage"]):
    def of_event(self, event: Event) -> ChosenLanguageQuerySet:
        return self.filter(person__event=event)


class ChosenLanguage(models.Model):
    """The language in which a trainee wants their documents, where a wording lets them choose.

    Their own word, given on the phone while a document in it is to be issued, and given anew as often as they like;
    who said nothing gets the main language. A document that was issued keeps its own.
    Personal data: a language; kept as long as the person.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="chosen_language")
    language = models.CharField(max_length=2, choices=[(each, each) for each in LANGUAGES])
    at = models.DateTimeField()

    objects = ChosenLanguageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES), name="chosen_language_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.language}"
