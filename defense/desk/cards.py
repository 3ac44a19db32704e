"""The cards by which experts and trainees enter: the making of new ones, and their sheets to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from defense.desk.holders import Holder, holders_of, unopened_cards, valid_cards
from events.asking import Question, effects_of_stopping
from events.codes import in_groups
from events.models import Event, Pass, User
from events.qr import qr_svg
from events.services.passes import Card, issue_pass

CARDS_A_PAGE = 8
# A card is 91 mm wide; a longer name is set smaller.
LONG_NAME, LONGEST_NAME = 28, 56


@dataclass(frozen=True)
class PrintedCard:
    """One card on paper. The code stands here and nowhere else: it is not stored."""

    holder: Holder
    address: str
    code: str
    qr: SafeString

    @property
    def size(self) -> str:
        """How the name is set: the class of the card."""
        length = len(self.holder.person.name)
        return "longest" if length > LONGEST_NAME else "long" if length > LONG_NAME else ""


@transaction.atomic
def make_cards(
    event: Event, kind: str, *, person_id: int | None, actor: User, at: datetime
) -> list[PrintedCard]:
    """New cards for one person, or for everybody of the kind who has none.

    The event's row is locked, so that of two organizers who press at once only the first makes cards
    and none of them is stopped before it is printed.
    """
    Event.objects.held(event.pk)
    holders = holders_of(event, kind)
    if person_id is None:
        chosen = [each for each in holders if each.valid_pass is None]
    else:
        chosen = [_holder(holders, person_id)]
    return [_made(holder, kind, actor, at) for holder in chosen]


@transaction.atomic
def replace_unopened(
    event: Event, kind: str, *, seen: int, actor: User, at: datetime
) -> list[PrintedCard]:
    """New cards in place of those that nobody has opened, which stop working: their sheet was lost.

    Replaces none that is newer than `seen`, the newest on the page, so that a button pressed twice stops
    no card that was just printed. Locks the cards: one that is opened meanwhile stays.
    """
    Event.objects.held(event.pk)
    unopened = unopened_cards(event, kind).filter(pk__lte=seen).order_by("pk")
    people = {each.person_id for each in unopened.select_for_update(of=("self",))}
    chosen = [each for each in holders_of(event, kind) if each.person.pk in people]
    return [_made(holder, kind, actor, at) for holder in chosen]


def _made(holder: Holder, kind: str, actor: User, at: datetime) -> PrintedCard:
    return _printed(holder, issue_pass(holder.person, kind=kind, actor=actor, at=at))


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


def _printed(holder: Holder, card: Card) -> PrintedCard:
    address = f"{settings.SITE_URL}{reverse('public:pass_open')}"
    return PrintedCard(
        holder=holder,
        address=address,
        code=in_groups(card.token),
        qr=qr_svg(f"{address}#{card.token}"),
    )


def sheets_of_cards(cards: Sequence[PrintedCard]) -> list[Sequence[PrintedCard]]:
    """The cards by the page of paper they are printed on."""
    return [cards[start : start + CARDS_A_PAGE] for start in range(0, len(cards), CARDS_A_PAGE)]
