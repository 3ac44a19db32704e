"""The cards by which experts and trainees enter: who may hold one, and the making of new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.asking import Question, effects_of_stopping
from events.codes import in_groups
from events.forms import IssueForm, ReplaceForm
from events.models import Event, Pass, Person, User
from events.qr import qr_svg
from events.search import is_found
from events.services.passes import Card, issue_pass
from experts.models import Seat
from projects.models import TeamMember

CARDS_A_PAGE = 8
# A card is 91 mm wide; a longer name is set smaller.
LONG_NAME, LONGEST_NAME = 28, 56


@dataclass(frozen=True)
class Holder:
    """Somebody who may hold a card, as what, and the latest card of theirs."""

    person: Person
    role: str
    about: str
    latest: Pass | None

    @property
    def card_state(self) -> "CardState":
        if self.latest is None:
            return CardState(_("none yet"))
        if self.latest.revoked_at:
            return CardState(_("stopped"), "off", self.latest.revoked_at)
        if self.latest.redeemed_at:
            note = _("on one tablet") if self.latest.is_bound_to_device else ""
            return CardState(_("opened"), "ok", self.latest.redeemed_at, note)
        return CardState(_("made"), "sky", self.latest.issued_at, _("not opened"))

    @property
    def valid_pass(self) -> Pass | None:
        return self.latest if self.latest and self.latest.revoked_at is None else None


@dataclass(frozen=True)
class CardState:
    """How far a card has come, as the badge says it, and since when."""

    label: str
    tone: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Holders:
    """Everybody who may hold a card of one kind."""

    kind: Pass.Kind
    people: Sequence[Holder]
    sought: str = ""

    @property
    def shown(self) -> list[Holder]:
        """Those whom one looks for."""
        return [
            each
            for each in self.people
            if is_found(self.sought, each.person.name, each.role, each.about)
        ]

    @property
    def missing(self) -> list[Holder]:
        return [holder for holder in self.people if holder.valid_pass is None]

    @property
    def unopened(self) -> list[Pass]:
        """The cards that were made and that nobody has opened yet."""
        found = (holder.valid_pass for holder in self.people)
        return [each for each in found if each and each.redeemed_at is None]

    @property
    def again(self) -> ReplaceForm:
        """Asks for the unopened cards that stand on this page, and for none that is made later."""
        newest = max((each.pk for each in self.unopened), default=0)
        initial = {"kind": self.kind, "seen": newest}
        return ReplaceForm(initial=initial, auto_id=f"again-{self.kind}-%s")

    @property
    def heading(self) -> str:
        return _("Experts") if self.kind == Pass.Kind.EXPERT else _("Trainees")

    @property
    def none(self) -> str:
        """Why nobody stands here."""
        if self.kind == Pass.Kind.EXPERT:
            return _("Nobody sits on the panel yet")
        return _("No team has a member yet")

    @property
    def form(self) -> IssueForm:
        return IssueForm(initial={"kind": self.kind}, auto_id=f"issue-{self.kind}-%s")


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


def holders_of(event: Event, kind: str, sought: str = "") -> Holders:
    """Experts in the order of their seats, or trainees team by team. Two queries."""
    if kind == Pass.Kind.EXPERT:
        return Holders(Pass.Kind.EXPERT, _experts(event), sought)
    return Holders(Pass.Kind.TRAINEE, _trainees(event), sought)


def _experts(event: Event) -> list[Holder]:
    latest = _latest_passes(event, Pass.Kind.EXPERT)
    return [
        Holder(
            person=seat.person,
            role=_("Chair") if seat.role == Seat.Role.CHAIR else _("Expert"),
            about=str(seat.role_text) or str(seat.affiliation),
            latest=latest.get(seat.person_id),
        )
        for seat in Seat.objects.of_event(event).in_order()
    ]


def _trainees(event: Event) -> list[Holder]:
    latest = _latest_passes(event, Pass.Kind.TRAINEE)
    members = TeamMember.objects.of_event(event).in_order().select_related("project", "person")
    return [
        Holder(
            person=member.person,
            role=_("Team %(number)d") % {"number": member.project.number},
            about=position_of(member.person),
            latest=latest.get(member.person_id),
        )
        for member in members
    ]


def position_of(person: Person) -> str:
    return ", ".join(part for part in (str(person.position), str(person.organisation)) if part)


def _latest_passes(event: Event, kind: Pass.Kind) -> dict[int, Pass]:
    """By person; a rehearsal's passes are its own business."""
    passes = Pass.objects.filter(person__event=event, kind=kind, is_rehearsal=False)
    return {found.person_id: found for found in passes.order_by("issued_at", "pk")}


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
    chosen = holders.missing if person_id is None else [_holder(holders.people, person_id)]
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
    unopened = unopened_cards(event, kind, seen=seen).order_by("pk")
    people = {each.person_id for each in unopened.select_for_update(of=("self",))}
    chosen = [each for each in holders_of(event, kind).people if each.person.pk in people]
    return [_made(holder, kind, actor, at) for holder in chosen]


def unopened_cards(event: Event, kind: str, *, seen: int) -> QuerySet[Pass]:
    return _valid_cards(event, kind).filter(redeemed_at=None, pk__lte=seen)


def _made(holder: Holder, kind: str, actor: User, at: datetime) -> PrintedCard:
    return _printed(holder, issue_pass(holder.person, kind=kind, actor=actor, at=at))


def card_of(event: Event, kind: str, person_id: int | None) -> Pass | None:
    """The card of this person that works now."""
    valid = _valid_cards(event, kind).select_related("person")
    return valid.filter(person=person_id).first() if person_id else None


def _valid_cards(event: Event, kind: str) -> QuerySet[Pass]:
    return Pass.objects.valid().filter(person__event=event, kind=kind, is_rehearsal=False)


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
