"""Spellings that people asked for, taken over: the usual change of the event, and the answer with it."""

from datetime import datetime

from django.db import transaction

from defense.event_file import EventFile
from defense.event_file.loading import held_event
from defense.event_file.revising import revise_event
from defense.workspace.rows import person_of, replaced, with_list
from events.models import AskedName, Event, User
from events.services.asked_names import held_request, note_taken
from events.texts import Translated, languages_of


def with_printed_names(file: EventFile, key: str, names: dict[str, str]) -> EventFile:
    """The names in these languages; in the others they stay. Raises RowGone."""
    person = person_of(file, key)
    known = languages_of(person.printed_names) if person.printed_names else {}
    printed = Translated(**(known | names))
    changed = person.model_copy(update={"printed_names": printed})
    return with_list(file, "people", replaced(file.people, person, changed))


@transaction.atomic
def take_names_over(event: Event, asked_id: int, *, actor: User, at: datetime) -> AskedName:
    """Raises AskedName.DoesNotExist, AskedNameAnswered, and what `revise_event` does."""
    held_event(event.slug)
    asked = held_request(event, asked_id)
    key = asked.person.key
    revise_event(
        event,
        lambda file: with_printed_names(file, key, asked.names),
        actor=actor,
        at=at,
        whole=True,
    )
    note_taken(asked, actor=actor, at=at)
    return asked
