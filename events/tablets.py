"""Why a tablet is not let in: asked by its cookie, answered with a word for scripts and a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Enrolment, Event, Pass


class Out(StrEnum):
    LOCKED = "locked"
    CARD = "card"
    REPLACED = "replaced"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"
    GUESSED = "guessed"
    OVER = "over"
    UNKNOWN = "unknown"


SENTENCES: Final[Mapping[Out, Promise]] = {
    Out.LOCKED: _("This tablet is locked: it opens with the PIN of its expert."),
    Out.CARD: _("Open the same card again on this tablet."),
    Out.REPLACED: _(
        "A new card was made in place of the one that opened this tablet. Open the new card."
    ),
    Out.ELSEWHERE: _("The new card was opened on another tablet, so this one is let in no more."),
    Out.STOPPED: _(
        "The organizers stopped the card that opened this tablet. Ask them for a new one."
    ),
    Out.GUESSED: _(
        "The PIN was wrong ten times, so this tablet is let in no more. Ask the organizers for a new card."
    ),
    Out.OVER: _("The event is over, and its tablets are let in no more."),
    Out.UNKNOWN: _("The server no longer knows this tablet."),
}


@dataclass(frozen=True)
class Standing:
    """How a device stands that holds no session: which enrolment is meant, and why it is not let in."""

    why: Out
    enrolment: Enrolment | None = None

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.why])

    @property
    def is_out(self) -> bool:
        """Whether it was let in once, and only a new card brings it back."""
        return self.why not in (Out.LOCKED, Out.CARD, Out.UNKNOWN)


def enrolments_of(device: str) -> list[Enrolment]:
    """Of this device, the one that was entered last before the others. One query, none without a cookie."""
    if not device:
        return []
    return list(Enrolment.objects.of_device(device).select_related("card__person__event"))


def standing_of(device: str, *, card: int | None = None) -> Standing:
    """The enrolment of the card that is asked about, else the last open one, else the last of all."""
    found = enrolments_of(device)
    meant = [each for each in found if each.card_id == card]
    is_open = [each for each in found if each.ended_at is None]
    for enrolment in [*meant, *is_open, *found][:1]:
        return Standing(_why(enrolment), enrolment)
    return Standing(Out.UNKNOWN)


def _why(enrolment: Enrolment) -> Out:
    event = enrolment.card.person.event
    if enrolment.why == Enrolment.Ending.REPLACED:
        return Out.ELSEWHERE if _is_elsewhere(enrolment.card) else Out.REPLACED
    if enrolment.why:
        return Out(enrolment.why)
    if enrolment.card.revoked_at:
        return Out.STOPPED
    if event.phase == Event.Phase.ARCHIVED:
        return Out.OVER
    return Out.LOCKED if enrolment.opens_with_pin else Out.CARD


def _is_elsewhere(card: Pass) -> bool:
    """Whether the card that came in its place was opened, and not here."""
    newer = Pass.objects.valid().filter(person=card.person_id, kind=card.kind)
    opened = newer.exclude(device_hash="").filter(is_rehearsal=card.is_rehearsal)
    return opened.exclude(device_hash=card.device_hash).exists()
