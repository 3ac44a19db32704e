"""What a new event is asked, and the row of the event that comes of it; all else has a default."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from events.editing import entry_from, lines_from
from events.entries import EventEntry

# What is typed once, by the texts that begin with it: each is changed in the settings.
TEXTS: Final = {"name": ("title", "course"), "place": ("place", "organiser"), "city": ("city",)}
PLAIN: Final = ("starts_on", "ends_on", "time_zone")


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
        chosen = {"languages": tuple(self.languages), "asks_declaration": True}
        return entry.model_copy(update=chosen)

    def _keeps(self, text: str, said: dict[str, str]) -> bool:
        """The course and the organiser go on; a title or a place does unless another was typed."""
        asked = next(
            asked for asked, texts in TEXTS.items() if text == texts[0] or text in texts[1:]
        )
        return text != TEXTS[asked][0] or said[f"{text}_{self.own}"] == getattr(self, asked)


def _texts() -> Iterator[str]:
    for texts in TEXTS.values():
        yield from texts
