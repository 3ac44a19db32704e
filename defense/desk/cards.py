"""The cards by which experts and trainees enter: the making of new ones, and their sheets to print."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from defense.desk.holders import Holder, holders_of, unopened_cards, valid_cards, without_card
from events.asking import Question, effects_of_stopping
from events.codes import in_groups
from events.models import Event, Pass, Photograph, User
from events.qr import qr_svg
from events.services.passes import Pin, hold_cards, issue_pass, new_pins

CARDS_A_PAGE, SLIPS_A_PAGE = 8, 18
# A card is 91 mm wide; a name of more letters is set smaller.
SIZES: Final = ((60, "longest"), (36, "longer"), (22, "long"))


@dataclass(frozen=True)
class PrintedCard:
    """One card on paper, and the PIN on a slip of its own. Both stand here and nowhere else: they are not stored."""

    holder: Holder
    mark: str
    address: str
    code: str
    pin: str
    qr: SafeString
    language: str
    has_photograph: bool = False

    @property
    def size(self) -> str:
        """How the name is set: the class of the card."""
        letters = len(self.holder.person.name)
        return next((size for more_than, size in SIZES if letters > more_than), "")


@dataclass(frozen=True)
class Sheets:
    """The cards by the page of paper they are printed on, and apart from them the slips with the PINs."""

    cards: Sequence[Sequence[PrintedCard]]
    slips: Sequence[Sequence[PrintedCard]]


def make_cards(
    event: Event, kind: str, *, person_id: int | None, actor: User, at: datetime
) -> list[PrintedCard]:
    """New cards for one person, or for everybody of the kind who has none.

    The event's row is locked, so that of two organizers who press at once only the first makes cards
    and none of them is stopped before it is printed. The PINs are hashed before, since that takes its time.
    """
    many = 1 if person_id else without_card(event, kind).count()
    making = _Making(event, kind, actor, at, pins_for(kind, many))
    with transaction.atomic(), making.language_of_cards():
        Event.objects.held(event.pk)
        holders = holders_of(event, kind)
        if person_id is None:
            chosen = [each for each in holders if each.valid_pass is None]
        else:
            chosen = [_holder(holders, person_id)]
        return making.cards_for(chosen)


def replace_unopened(
    event: Event, kind: str, *, seen: int, actor: User, at: datetime
) -> list[PrintedCard]:
    """New cards in place of those that nobody has opened, which stop working: their sheet was lost.

    Replaces none that is newer than `seen`, the newest on the page, so that a button pressed twice stops
    no card that was just printed. Locks the cards: one that is opened meanwhile stays.
    """
    return _replace(event, kind, unopened_cards(event, kind).filter(pk__lte=seen), actor, at)


def replace_chosen(
    event: Event, chosen: Collection[int], *, actor: User, at: datetime
) -> list[PrintedCard]:
    """New cards in place of these of experts, opened or not; of a card that was stopped or replaced meanwhile none.

    Locks the people before their cards, as whoever stops them does.
    """
    cards = valid_cards(event, Pass.Kind.EXPERT).filter(pk__in=chosen)
    return _replace(event, Pass.Kind.EXPERT, cards, actor, at)


def _replace(
    event: Event, kind: str, cards: QuerySet[Pass], actor: User, at: datetime
) -> list[PrintedCard]:
    making = _Making(event, kind, actor, at, pins_for(kind, cards.count()))
    with transaction.atomic(), making.language_of_cards():
        Event.objects.held(event.pk)
        hold_cards(list(cards.values_list("person", flat=True)))
        people = set(cards.values_list("person", flat=True))
        return making.cards_for(
            [each for each in holders_of(event, kind) if each.person.pk in people]
        )


def pins_for(kind: str, many: int) -> Iterator[Pin]:
    return new_pins(many if kind == Pass.Kind.EXPERT else 0)


@dataclass(frozen=True)
class _Making:
    """The cards of one act: in the first language of the event, since a person has none of their own."""

    event: Event
    kind: str
    actor: User
    at: datetime
    pins: Iterator[Pin]

    @property
    def language(self) -> str:
        return str(next(iter(self.event.languages), None) or get_language() or "en")

    def language_of_cards(self) -> AbstractContextManager[None]:
        return override(self.language)

    def cards_for(self, chosen: Sequence[Holder]) -> list[PrintedCard]:
        shown = Photograph.objects.filter(person__in=[each.person for each in chosen])
        faces = set(shown.values_list("person", flat=True))
        hold_cards([each.person.pk for each in chosen])
        return [self._printed(each, each.person.pk in faces) for each in chosen]

    def _printed(self, holder: Holder, has_photograph: bool) -> PrintedCard:
        card = issue_pass(
            holder.person, kind=self.kind, actor=self.actor, at=self.at, pins=self.pins
        )
        address = f"{settings.SITE_URL}{reverse('public:pass_open')}"
        return PrintedCard(
            holder=holder,
            mark=card.issued.mark,
            address=address,
            code=in_groups(card.token),
            pin=card.pin,
            qr=qr_svg(f"{address}#{card.token}"),
            language=self.language,
            has_photograph=has_photograph,
        )


def card_of(event: Event, kind: str, person_id: int | None) -> Pass | None:
    """The card of this person that works now."""
    valid = valid_cards(event, kind).select_related("person")
    return valid.filter(person=person_id).first() if person_id else None


def replacing(event: Event, earlier: Pass) -> Question:
    return Question(
        asks=_("Replace the card of %(name)s?") % {"name": earlier.person.name},
        effects=[
            *effects_of_stopping(earlier),
            _("The new code is shown once, on the sheet to print."),
        ],
        undone=_("The old card never works again, so the new one has to be handed over."),
        act=_("Replace it with a new card"),
        back=reverse("organizer:passes", args=[event.slug]),
    )


def replacing_unopened(event: Event, count: int) -> Question:
    asks = ngettext("Replace %(cards)d unopened card?", "Replace %(cards)d unopened cards?", count)
    stop = ngettext(
        "The printed card stops working at once, and a new one is shown to print.",
        "The %(cards)d printed cards stop working at once, and as many new ones are shown to print.",
        count,
    )
    act = ngettext("Replace %(cards)d card and print", "Replace %(cards)d cards and print", count)
    return Question(
        asks=asks % {"cards": count},
        effects=[stop % {"cards": count}, _("Cards that were opened stay as they are.")],
        undone=_("What was printed before never works again: throw it away."),
        act=act % {"cards": count},
        back=reverse("organizer:passes", args=[event.slug]),
        extent=count,
    )


def _holder(people: Iterable[Holder], person_id: int) -> Holder:
    for holder in people:
        if holder.person.pk == person_id:
            return holder
    raise Http404


def sheets_of(cards: Sequence[PrintedCard]) -> Sheets:
    return Sheets(
        cards=_in_pages(cards, CARDS_A_PAGE),
        slips=_in_pages([card for card in cards if card.pin], SLIPS_A_PAGE),
    )


def _in_pages(cards: Sequence[PrintedCard], many: int) -> list[Sequence[PrintedCard]]:
    return [cards[start : start + many] for start in range(0, len(cards), many)]
