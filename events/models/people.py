from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import rules, validators
from events.models.event import Event
from events.models.rows import Known, RuledRow
from events.rules import Flaw
from events.text_fields import I18nCharField


def name_printed(name: str, printed: Mapping[str, str], language: str | None = None) -> str:
    return str(printed.get(language or get_language() or "en") or name)


class PersonQuerySet(models.QuerySet["Person"]):
    def of_event(self, event: Event) -> PersonQuerySet:
        return self.filter(event=event)


class Person(RuledRow):
    """One human at one event, who may be supervisor, expert and speaker at once.

    `name` is the name as the source or the person states it, in their own order; the parts are
    optional and nothing is derived from them. `printed_names` holds what a diploma says, a name per
    language; once `confirmed_at` is set no import changes it, and when an organizer does it is to be confirmed anew.
    `named_in_public` is what the person said of it on that day, None while nobody asked.
    Two people are never merged by the program: a near match of names only asks.
    `email` is where organizers write to them about this event, and no key of anything: two may share one.
    Personal data: names, position, school, to print and to announce; kept as long as diplomas must be verifiable.
    The address, for letters alone and on no page of guests; kept until it is taken out, or the record is.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    key = models.SlugField(**validators.person_key.column())
    name = models.CharField(**validators.person_name.column())
    family_name = models.CharField(**validators.person_name_part.column(), blank=True)
    given_name = models.CharField(**validators.person_name_part.column(), blank=True)
    patronymic = models.CharField(**validators.person_name_part.column(), blank=True)
    printed_names = models.JSONField(
        default=dict, blank=True, validators=[validators.person_printed_names]
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    named_in_public = models.BooleanField(null=True, blank=True)
    named_in_public_on = models.DateField(null=True, blank=True, validators=[validators.day])
    position = I18nCharField(**validators.person_position.column(), blank=True)
    organisation = I18nCharField(**validators.person_organisation.column(), blank=True)
    school_kind = models.CharField(**validators.person_school_kind.column(), blank=True)
    school_number = models.PositiveIntegerField(
        null=True, blank=True, validators=[validators.small_number]
    )
    city = I18nCharField(**validators.person_city.column(), blank=True)
    email = models.CharField(**validators.person_email.column(), blank=True)
    source_text = models.CharField(**validators.person_note.column(), blank=True)
    note = models.CharField(**validators.person_note.column(), blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["event", "key"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="person_key_once_per_event"),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def flaws(self, known: Known) -> Iterator[Flaw]:
        yield from rules.school_flaws(known("school_kind"), known("school_number"))
        yield from rules.naming_flaws(known("named_in_public"), known("named_in_public_on"))

    def printed_name(self, language: str | None = None) -> str:
        """The name as a document in this language prints it (the active language unless told)."""
        return name_printed(self.name, self.printed_names, language)

    @property
    def is_named(self) -> bool:
        """Guests read the name of whoever has not refused to be named."""
        return self.named_in_public is not False

    @property
    def public_name(self) -> str:
        """The name as guests read it, or its first letters."""
        if self.is_named:
            return self.name
        return " ".join(f"{part[0].upper()}." for part in self.name.split()[:2])

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:2]).upper()


class Delegation(models.Model):
    """Guests from one city; their number may be unknown."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    order = models.PositiveIntegerField()
    city = I18nCharField(**validators.delegation_city.column())
    size = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("unknown when empty"), validators=[validators.count]
    )
    contact = models.CharField(**validators.delegation_contact.column(), blank=True)

    class Meta:
        ordering = ["event", "order"]
        constraints = [
            models.UniqueConstraint(fields=["event", "order"], name="delegation_order_is_dense"),
        ]

    def __str__(self) -> str:
        return str(self.city)
