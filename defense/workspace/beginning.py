"""A new event, and what is taken over from an earlier one."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import transaction

from defense.event_file import EventFile
from defense.event_file.loading import SlugTaken, load_event
from defense.event_file.writing import dump_event
from events.beginning import NewEvent
from events.entries import EventEntry
from events.latin import latin_words
from events.models import Event, Membership, User
from events.services.members import add_member
from events.values import TAKEN_SLUGS

PUBLISHED: Final = ("programme",)  # nothing of people, until somebody says so
LONGEST_STEM: Final = 45
TRIES: Final = 5


def begin_event(new: NewEvent, *, like: Event | None, actor: User, at: datetime) -> Event:
    """Make the event and its owner in one transaction. Raises Refused for what was typed, or SlugTaken."""
    earlier = dump_event(like) if like else None
    entry = new.entry(earlier.event if earlier else None)
    for _attempt in range(TRIES):  # another event may take the slug meanwhile
        file = _file(entry.model_copy(update={"slug": free_slug(new)}), earlier)
        with suppress(SlugTaken), transaction.atomic():
            event = load_event(file, actor=actor, at=at, only_new=True).event
            add_member(event, actor, role=Membership.Role.OWNER, actor=actor)
            return event
    raise SlugTaken


def event_of_file(file: EventFile, *, actor: User, at: datetime) -> Event:
    """A new event of all that its file says, with its owner. Raises BadEventFile, SlugTaken."""
    with transaction.atomic():
        event = load_event(file, actor=actor, at=at, only_new=True).event
        add_member(event, actor, role=Membership.Role.OWNER, actor=actor)
        return event


def _file(entry: EventEntry, earlier: EventFile | None) -> EventFile:
    fresh = entry.model_copy(update={"trainees_stated": None, "trainees_wording": None})
    return EventFile.model_construct(
        format="qorgau-event",
        version=1,
        event=fresh,
        rubric=earlier.rubric if earlier else "default",
        diploma=earlier.diploma if earlier else "default",
        published=earlier.published if earlier else PUBLISHED,
    )


def free_slug(new: NewEvent) -> str:
    """As `shymkent-2026`, with a number where that is another event's."""
    stem = latin_words(new.city)[:LONGEST_STEM].strip("-") or "event"
    plain = f"{stem}-{new.starts_on[:4]}"
    taken = {*TAKEN_SLUGS, *Event.objects.values_list("slug", flat=True)}
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(slug for slug in numbered if slug not in taken)
