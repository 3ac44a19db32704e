"""The experts' tablets as organizers see them: who is let in on what, what each says of itself, and which are out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from defense.desk.holders import CardState, Holder, holders_of
from events.asking import Question
from events.build import build_version
from events.forms import ChosenForm
from events.models import Enrolment, Event, Pass
from events.services.passes import makes_cards

Why = Enrolment.Ending
SECOND_MS: Final = 1000
TOLD_FROM: Final = 2  # seconds: a clock that is less wrong is right
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class TabletLine:
    """One expert: the card, the tablet that it opened, and what that says of itself."""

    holder: Holder
    tablet: Enrolment | None
    at: datetime
    build: str

    @property
    def state(self) -> CardState:
        latest, tablet = self.holder.latest, self.tablet
        if latest is None:
            return CardState(_("no card yet"))
        if latest.revoked_at:
            why = tablet.get_why_display() if tablet and tablet.why else ""
            return CardState(_("not let in any more"), "off", latest.revoked_at, str(why))
        if tablet is None:
            return CardState(_("card not opened"), "sky", latest.issued_at)
        if tablet.is_locked:
            return CardState(_("locked, lies still"), "sky", tablet.locked_at, tablet.agent)
        if tablet.last_seen_at and tablet.is_silent(self.at):
            return CardState(_("silent"), "warn", tablet.opened_at, tablet.agent)
        return CardState(_("let in"), "ok", tablet.opened_at, tablet.agent)

    @property
    def form(self) -> ChosenForm | None:
        """Chooses the card; None without one that could be stopped."""
        valid = self.holder.valid_pass
        return ChosenForm(card=valid.pk, name=self.holder.person.name) if valid else None

    @property
    def clock(self) -> str:
        if self.tablet is None or self.tablet.clock_ms is None:
            return ""
        seconds = abs(self.tablet.clock_ms) // SECOND_MS
        if seconds < TOLD_FROM:
            return _("exact")
        words = _("%(time)s fast") if self.tablet.clock_ms > 0 else _("%(time)s slow")
        return words % {"time": _in_words(seconds)}

    @property
    def version(self) -> str:
        if self.tablet is None or not self.tablet.page_version:
            return ""
        return _("up to date") if self.tablet.page_version == self.build else _("out of date")

    @property
    def refused(self) -> str:
        """What was tried with the card or the PIN and did not let in."""
        latest, tablet = self.holder.latest, self.tablet
        cards, pins = latest.refused_count if latest else 0, tablet.wrong_count if tablet else 0
        told = [
            ngettext("card %(count)d time", "card %(count)d times", cards) % {"count": cards},
            ngettext("PIN %(count)d time", "PIN %(count)d times", pins) % {"count": pins},
        ]
        return ", ".join(text for text, count in zip(told, (cards, pins), strict=True) if count)


def _in_words(seconds: int) -> str:
    if seconds < 2 * MINUTE:
        return _("%(count)d s") % {"count": seconds}
    if seconds < 2 * HOUR:
        return _("%(count)d min") % {"count": seconds // MINUTE}
    return _("%(count)d h") % {"count": seconds // HOUR}


@dataclass(frozen=True)
class TabletsPage:
    lines: Sequence[TabletLine]
    makes_cards: bool

    @property
    def unsent(self) -> int:
        """What waits on all tablets that are let in, as far as they said."""
        tablets = [
            line.tablet for line in self.lines if line.tablet and line.tablet.ended_at is None
        ]
        return sum(tablet.unsent_count or 0 for tablet in tablets)

    @property
    def can_choose(self) -> bool:
        return any(line.holder.valid_pass for line in self.lines)


def tablets_page(event: Event, *, at: datetime) -> TabletsPage:
    """Every expert in the order of the seats. Three queries."""
    holders, build = holders_of(event, Pass.Kind.EXPERT), build_version()
    found = Enrolment.objects.of_event(event).filter(card__is_rehearsal=False)
    tablets: Mapping[int, Enrolment] = {each.card_id: each for each in found}
    lines = [TabletLine(each, tablets.get(_card(each)), at, build) for each in holders]
    return TabletsPage(lines, makes_cards(event, Pass.Kind.EXPERT))


def _card(holder: Holder) -> int:
    return holder.latest.pk if holder.latest else 0


def chosen_cards(event: Event, chosen: Collection[int]) -> list[Pass]:
    """Those of the chosen that still work, in the order of their keys."""
    cards = Pass.objects.valid().filter(person__event=event, kind=Pass.Kind.EXPERT, pk__in=chosen)
    working = cards.filter(is_rehearsal=False).select_related("person__event")
    return list(working.order_by("pk"))


def stopping_several(event: Event, cards: Sequence[Pass]) -> Question:
    count = len(cards)
    asks = ngettext("Stop %(cards)d card?", "Stop %(cards)d cards?", count)
    act = ngettext("Stop %(cards)d card", "Stop %(cards)d cards", count)
    return Question(
        asks=asks % {"cards": count},
        effects=_effects(cards),
        undone=_(
            "A stopped card never works again. A new one can be made at any time, and has to be handed over."
        ),
        act=act % {"cards": count},
        back=reverse("organizer:tablets", args=[event.slug]),
        extent=count,
    )


def replacing_several(event: Event, cards: Sequence[Pass]) -> Question:
    count = len(cards)
    asks = ngettext("Replace %(cards)d card?", "Replace %(cards)d cards?", count)
    act = ngettext("Replace %(cards)d card and print", "Replace %(cards)d cards and print", count)
    return Question(
        asks=asks % {"cards": count},
        effects=[
            *_effects(cards),
            _("The new codes and PINs are shown once, on the sheets to print."),
        ],
        undone=_("What was printed before never works again: throw it away."),
        act=act % {"cards": count},
        back=reverse("organizer:tablets", args=[event.slug]),
        extent=count,
    )


def _effects(cards: Sequence[Pass]) -> list[str]:
    """Whom it concerns, and what still waits on their tablets."""
    names = _("Signed out at once: %(names)s.")
    waiting = Enrolment.objects.open().filter(card__in=cards)
    unsent = sum(count or 0 for count in waiting.values_list("unsent_count", flat=True))
    said = ngettext(
        "%(count)d change waits on these tablets, and is sent when a new card is opened there.",
        "%(count)d changes wait on these tablets, and are sent when a new card is opened there.",
        unsent,
    )
    return [
        names % {"names": ", ".join(card.person.name for card in cards)},
        _("Saved points stay."),
        *([said % {"count": unsent}] if unsent else []),
    ]
