"""The documents of a kind that are hardest to set, before any is issued: the longest and the shortest of what there is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diplomas.errors import NoPreview
from diplomas.models import Diploma
from diplomas.recipients import Recipient, recipients_of
from diplomas.services.issuing import wording_of
from diplomas.services.previewing import drawn, sample_of
from diplomas.snapshots import Wording
from diplomas.texts import in_language
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


def extremes_of(event: Event, kind: str) -> dict[str, Recipient]:
    """By what each of them is; one that is several things stands once, nobody is none."""
    wording, recipients = sample_wording(event, kind), recipients_of(event, kind)
    found: dict[str, Recipient] = {}
    for which, choose in _choices(wording).items():
        chosen = choose(recipients) if recipients else None
        if chosen and all(chosen.person_id != each.person_id for each in found.values()):
            found[which] = chosen
    return found


def picture_of_sample(event: Event, kind: str, which: str) -> bytes:
    """Raises NoPreview, also for what is none of `extremes_of`."""
    recipient = extremes_of(event, kind).get(which)
    if recipient is None:
        raise NoPreview
    return drawn(sample_of(recipient, sample_wording(event, kind)))


def sample_wording(event: Event, kind: str) -> Wording:
    award = SAMPLE_OF_AWARD if kind == Diploma.Kind.AWARD else None
    return wording_of(event, kind=kind, award=award)


def _choices(wording: Wording) -> dict[str, Callable[[Sequence[Recipient]], Recipient | None]]:
    def name(recipient: Recipient) -> int:
        return len(recipient.person.printed_name(wording.language))

    def topic(recipient: Recipient) -> int:
        return sum(len(in_language(each.topic, wording.language)) for each in recipient.projects)

    def with_topic(choose: Callable[..., Recipient]) -> Callable[..., Recipient | None]:
        return lambda found: choose(found, key=topic) if any(map(topic, found)) else None

    return {
        "longest-name": lambda found: max(found, key=name),
        "shortest-name": lambda found: min(found, key=name),
        "longest-topic": with_topic(max),
        "shortest-topic": with_topic(min),
    }
