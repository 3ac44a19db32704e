"""A new event: what is asked, what has a default that fits, and what is taken over from an earlier one."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from defense.event_file import EventFile
from defense.event_file.loading import SlugTaken, load_event
from defense.event_file.writing import dump_event
from events.editing import entry_from, lines_from
from events.entries import EventEntry
from events.latin import latin_words
from events.models import Event, Membership, User
from events.services.members import add_member
from events.values import TAKEN_SLUGS

# What is typed once, by the texts that begin with it: each is changed in the settings.
TEXTS: Final = {"name": ("title", "course"), "place": ("place", "organiser"), "city": ("city",)}
PLAIN: Final = ("starts_on", "ends_on", "time_zone")
PUBLISHED: Final = ("programme",)  # nothing of people, until somebody says so
LONGEST_STEM: Final = 45
TRIES: Final = 5


@dataclass(frozen=True)
class NewEvent:
    """What the page asks, as it was typed. The first language is that of the texts."""

    name: str
    city: str
    place: str
    starts_on: str
    ends_on: str
    time_zone: str
    languages: Sequence[str]

    @property
    def own(self) -> str:
        return self.languages[0]

    def entry(self, earlier: EventEntry | None = None) -> EventEntry:
        """The event's row; what the earlier one says in the same words stays in all its languages.

        Raises Refused.
        """
        said = lines_from(earlier, [*_texts()], own=self.own) if earlier else {}
        lines = {name: getattr(self, name) for name in PLAIN}
        for asked, texts in TEXTS.items():
            lines |= {f"{text}_{self.own}": getattr(self, asked) for text in texts}
        kept = {text for text in _texts() if earlier and self._keeps(text, said)}
        names = [name for name in (*_texts(), *PLAIN) if name not in kept]
        entry = entry_from(EventEntry, names, lines, own=self.own, base=earlier)
        return entry.model_copy(update={"languages": tuple(self.languages)})

    def _keeps(self, text: str, said: dict[str, str]) -> bool:
        """The course and the organiser go on; a title or a place does unless another was typed."""
        asked = next(
            asked for asked, texts in TEXTS.items() if text == texts[0] or text in texts[1:]
        )
        return text != TEXTS[asked][0] or said[f"{text}_{self.own}"] == getattr(self, asked)


def _texts() -> Iterator[str]:
    for texts in TEXTS.values():
        yield from texts


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
