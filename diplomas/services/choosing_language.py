"""A trainee's choice of the language of their documents: of each kind until it is issued.

It holds the event, as issuing does: a choice is in time or is told that it came too late.
"""

from datetime import datetime

from django.db import transaction

from diplomas.errors import LanguageNotOffered, LanguageTooLate
from diplomas.models import ChosenLanguage, Design, Diploma
from diplomas.texts import languages_offered
from events.covered import lines_of
from events.models import AuditEntry, Event, Pass, Person
from events.services.asked_names import held_person


@transaction.atomic
def choose_language(held: Pass, language: str, *, at: datetime) -> None:
    """The same language again changes nothing.

    Raises PassNotFound, NamesAreReal, LanguageNotOffered, LanguageTooLate.
    """
    person = held_person(held)
    if language not in languages_offered(person.event):
        raise LanguageNotOffered
    if not kinds_to_choose_for(person):
        raise LanguageTooLate
    if language_chosen_by(person) == language:
        return
    chosen, _is_new = ChosenLanguage.objects.update_or_create(
        person=person, defaults={"language": language, "at": at}
    )
    details = {"language": language, **lines_of(chosen)}
    AuditEntry.write(person.event, person, "language.chosen", person, details)


def kinds_to_choose_for(person: Person) -> list[Diploma.Kind]:
    """Those that let one choose and of which this person has none yet, that the choice would have to change.

    Of awards there may be another one: for them until the event is archived.
    """
    if person.event.phase == Event.Phase.ARCHIVED:
        return []
    chosen = Design.objects.filter(event=person.event, beside=Design.Beside.CHOSEN)
    open_to = {*chosen.values_list("kind", flat=True)} - _ended_for(person)
    return [kind for kind in Diploma.KINDS_OF_TEAMS if kind in open_to]


def _ended_for(person: Person) -> set[str]:
    """Of which this person gets no other one: as `holders_of` has it."""
    own = Diploma.objects.of_event(person.event).filter(person=person)
    issued = own.exclude(state=Diploma.State.SUPERSEDED).values_list("kind", flat=True)
    return {*issued} - {Diploma.Kind.AWARD}


def language_chosen_by(person: Person) -> str:
    """Empty where nothing was chosen."""
    chosen = ChosenLanguage.objects.filter(person=person).first()
    return chosen.language if chosen else ""
