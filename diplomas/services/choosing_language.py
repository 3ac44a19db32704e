"""A trainee's choice of the language of their documents, until their diploma is issued.

It holds the event, as issuing does: a choice is in time or is told that it came too late.
"""

from datetime import datetime

from django.db import transaction

from diplomas.errors import LanguageNotOffered, LanguageTooLate
from diplomas.models import ChosenLanguage, Diploma
from diplomas.services.issuing import holders_of
from diplomas.texts import languages_offered
from events.covered import lines_of
from events.models import AuditEntry, Event, Pass, Person
from events.services.asked_names import held_person


@transaction.atomic
def choose_language(held: Pass, language: str, *, at: datetime) -> None:
    """The same language again changes nothing.

    Raises PassNotFound, NamesAreReal, LanguageTooLate, LanguageNotOffered.
    """
    person = held_person(held)
    if not may_choose(person):
        raise LanguageTooLate
    if language not in languages_offered(person.event):
        raise LanguageNotOffered
    if language_chosen_by(person) == language:
        return
    chosen, _is_new = ChosenLanguage.objects.update_or_create(
        person=person, defaults={"language": language, "at": at}
    )
    details = {"language": language, **lines_of(chosen)}
    AuditEntry.write(person.event, person, "language.chosen", person, details)


def may_choose(person: Person) -> bool:
    """Whether nothing is issued yet that the choice would have to change."""
    if person.event.phase == Event.Phase.ARCHIVED:
        return False
    return not holders_of(person.event, Diploma.Kind.DIPLOMA).filter(person=person).exists()


def language_chosen_by(person: Person) -> str:
    """Empty where nothing was chosen."""
    chosen = ChosenLanguage.objects.filter(person=person).first()
    return chosen.language if chosen else ""
