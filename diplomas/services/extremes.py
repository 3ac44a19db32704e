"""The documents of a kind that are hardest to set, before any is issued: the longest and the shortest of what there is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diplomas.errors import NoPreview
from diplomas.models import Diploma
from diplomas.recipients import Recipient, recipients_of
from diplomas.services.issuing import Wordings
from diplomas.services.previewing import drawn, sample_of
from diplomas.snapshots import AWARD, Wording
from diplomas.texts import in_language
from events.entry_forms import LANGUAGE_NAMES
from events.models import Event

EXTREMES: Final[Mapping[str, str | Promise]] = {
    "longest-name": _("The longest name"),
    "shortest-name": _("The shortest name"),
    "longest-topic": _("The longest topic"),
    "shortest-topic": _("The shortest topic"),
}
# What stands on a sample of an award, until one says what it is for.
SAMPLE_OF_AWARD: Final = {
    "kk": "Ең үздік зерттеу",
    "ru": "Лучшее исследование",
    "en": "Best research",
}


@dataclass(frozen=True)
class Sample:
    """A page to look at; `name` says what it is the hardest of, and in which language where one chooses."""

    which: str
    name: str | Promise
    recipient: Recipient
    wording: Wording


def samples_of(event: Event, kind: str) -> list[Sample]:
    """In every language that may be printed; one that is several things stands once, nobody is none."""
    wordings, recipients = wordings_to_print(event, kind), recipients_of(event, kind)
    is_one = len(wordings) == 1
    return [
        Sample(which, EXTREMES[which], recipient, each)
        if is_one
        else Sample(f"{which}-{each.language}", _in(which, each.language), recipient, each)
        for each in wordings
        for which, recipient in _extremes(each, recipients)
    ]


def picture_of_sample(event: Event, kind: str, which: str) -> bytes:
    """Raises NoPreview, also for what is none of `samples_of`."""
    for each in samples_of(event, kind):
        if each.which == which:
            return drawn(sample_of(each.recipient, each.wording))
    raise NoPreview


def wordings_to_print(event: Event, kind: str) -> list[Wording]:
    """One for each language that may be chosen, the main one first; else that of all documents."""
    award = SAMPLE_OF_AWARD if kind == Diploma.Kind.AWARD else {}
    every = Wordings(event)
    return [
        every.of(kind, {AWARD: award, "language": each}) for each in every.to_choose(kind) or [""]
    ]


def _in(which: str, language: str) -> str:
    return f"{EXTREMES[which]}, {LANGUAGE_NAMES[language]}"


def _extremes(wording: Wording, recipients: Sequence[Recipient]) -> Iterator[tuple[str, Recipient]]:
    found: set[int] = set()
    for which, choose in _choices(wording).items():
        chosen = choose(recipients) if recipients else None
        if chosen and chosen.person_id not in found:
            found.add(chosen.person_id)
            yield which, chosen


def _choices(wording: Wording) -> dict[str, Callable[[Sequence[Recipient]], Recipient | None]]:
    """Counted in all languages of the page together."""
    languages = [each.language for each in wording.all_languages]

    def name(recipient: Recipient) -> int:
        return sum(len(recipient.person.printed_name(each)) for each in languages)

    def topic(recipient: Recipient) -> int:
        topics = [each.topic for each in recipient.projects]
        return sum(len(in_language(topic, each)) for topic in topics for each in languages)

    def with_topic(choose: Callable[..., Recipient]) -> Callable[..., Recipient | None]:
        return lambda found: choose(found, key=topic) if any(map(topic, found)) else None

    return {
        "longest-name": lambda found: max(found, key=name),
        "shortest-name": lambda found: min(found, key=name),
        "longest-topic": with_topic(max),
        "shortest-topic": with_topic(min),
    }
