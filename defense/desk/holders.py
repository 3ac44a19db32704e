"""Who may hold a card by which experts and trainees enter, and the page that lists them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from events.counting import counts_of
from events.forms import IssueForm, ReplaceForm
from events.models import Event, Pass, Person
from events.search import is_found
from events.services.passes import makes_cards
from experts.models import Seat
from projects.models import TeamMember

A_PAGE: Final = 100


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
    """Everybody who may hold a card of one kind: how many they are, and those of this page."""

    kind: Pass.Kind
    shown: Sequence[Holder]
    all_count: int
    found_count: int
    missing_count: int
    unopened_count: int
    newest: int  # of the cards that nobody has opened yet
    makes_cards: bool

    @property
    def is_in_part(self) -> bool:
        return len(self.shown) < self.all_count

    @property
    def again(self) -> ReplaceForm:
        """Asks for the unopened cards that there were for this page, and for none that is made later."""
        initial = {"kind": self.kind, "seen": self.newest}
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
class CardsPage:
    """Experts with the first of the trainees, and the other trainees page by page."""

    kinds: Sequence[Holders]
    page: Page[Any]

    @property
    def primary(self) -> Pass.Kind | None:
        waiting = (each.kind for each in self.kinds if each.missing_count and each.makes_cards)
        return next(waiting, None)

    @property
    def found_count(self) -> int:
        return sum(each.found_count for each in self.kinds)

    @property
    def all_count(self) -> int:
        return sum(each.all_count for each in self.kinds)


def holders_of(event: Event, kind: str) -> list[Holder]:
    """Experts in the order of their seats, or trainees team by team. Two queries."""
    return _holders(_places_of(event, kind), _latest_passes(event, kind))


def cards_page(event: Event, sought: str, number: str | None) -> CardsPage:
    """Whom one looks for, or everybody. Eight queries, whatever the number of people."""
    found = {kind: list(_found(event, kind, sought)) for kind in Pass.Kind}
    page = Paginator(found[Pass.Kind.TRAINEE], A_PAGE).get_page(number)
    shown = {
        Pass.Kind.EXPERT: found[Pass.Kind.EXPERT] if page.number == 1 else [],
        Pass.Kind.TRAINEE: list(page.object_list),
    }
    counts, unopened = counts_of(event, _counted(event)), _unopened(event)
    kinds = [
        Holders(
            kind=kind,
            shown=_shown(event, kind, shown[kind]),
            found_count=len(found[kind]),
            all_count=counts[kind],
            missing_count=counts[_without(kind)],
            unopened_count=unopened[kind][0],
            newest=unopened[kind][1],
            makes_cards=makes_cards(event, kind),
        )
        for kind in Pass.Kind
    ]
    return CardsPage(kinds, page)


def without_card(event: Event, kind: str) -> QuerySet[Any]:
    """The seats, or the places in teams, of those who have no card of this kind that works."""
    held = valid_cards(event, kind).values("person")
    return _places_of(event, kind).exclude(person__in=held)


def valid_cards(event: Event, kind: str) -> QuerySet[Pass]:
    return Pass.objects.valid().filter(person__event=event, kind=kind, is_rehearsal=False)


def unopened_cards(event: Event, kind: str) -> QuerySet[Pass]:
    """Those that nobody has opened yet, of whoever may still hold one."""
    places = _places_of(event, kind).order_by().values("person")
    return valid_cards(event, kind).filter(redeemed_at=None, person__in=places)


def position_of(person: Person) -> str:
    return _position(person.position, person.organisation)


def _position(*parts: object) -> str:
    return ", ".join(text for text in map(str, parts) if text)


def _places_of(event: Event, kind: str) -> QuerySet[Any]:
    """Seats in their order, or the places of teams, team by team."""
    if kind == Pass.Kind.EXPERT:
        return Seat.objects.of_event(event).in_order()
    return TeamMember.objects.of_event(event).in_order().select_related("project", "person")


def _found(event: Event, kind: str, sought: str) -> Iterator[int]:
    """The keys of the places of those whom one looks for; read without their rows, which are many."""
    places = _places_of(event, kind)
    if not sought:
        yield from places.values_list("pk", flat=True)
    elif kind == Pass.Kind.EXPERT:
        for seat in places:
            each = _of_seat(seat, None)
            if is_found(sought, each.person.name, each.role, each.about):
                yield seat.pk
    else:
        work = ("person__position", "person__organisation")
        for pk, name, team, *at in places.values_list(
            "pk", "person__name", "project__number", *work
        ):
            if is_found(sought, name, _team(team), _position(*at)):
                yield pk


def _shown(event: Event, kind: str, keys: Sequence[int]) -> list[Holder]:
    places = list(_places_of(event, kind).filter(pk__in=keys))
    people = [place.person_id for place in places]
    return _holders(places, _latest_passes(event, kind, people))


def _holders(places: Iterable[Any], latest: Mapping[int, Pass]) -> list[Holder]:
    return [
        (_of_seat if isinstance(place, Seat) else _of_member)(place, latest.get(place.person_id))
        for place in places
    ]


def _of_seat(seat: Seat, latest: Pass | None) -> Holder:
    return Holder(
        person=seat.person,
        role=_("Chair") if seat.role == Seat.Role.CHAIR else _("Expert"),
        about=str(seat.role_text) or str(seat.affiliation),
        latest=latest,
    )


def _of_member(member: TeamMember, latest: Pass | None) -> Holder:
    return Holder(
        person=member.person,
        role=_team(member.project.number),
        about=position_of(member.person),
        latest=latest,
    )


def _team(number: int) -> str:
    return _("Team %(number)d") % {"number": number}


def _counted(event: Event) -> dict[str, QuerySet[Any]]:
    everybody = {str(kind): _places_of(event, kind) for kind in Pass.Kind}
    return everybody | {_without(kind): without_card(event, kind) for kind in Pass.Kind}


def _without(kind: str) -> str:
    return f"without_{kind}_card"


def _unopened(event: Event) -> dict[str, tuple[int, int]]:
    """Of each kind, how many cards nobody has opened, and the key of the newest. One query."""
    cards = unopened_cards(event, Pass.Kind.EXPERT) | unopened_cards(event, Pass.Kind.TRAINEE)
    counted = cards.order_by().values("kind").annotate(count=Count("pk"), newest=Max("pk"))
    found = {row["kind"]: (row["count"], row["newest"]) for row in counted}
    return {kind: found.get(kind, (0, 0)) for kind in Pass.Kind}


def _latest_passes(
    event: Event, kind: str, people: Collection[int] | None = None
) -> dict[int, Pass]:
    """By person, of these or of all; a rehearsal's passes are its own business."""
    passes = Pass.objects.filter(person__event=event, kind=kind, is_rehearsal=False)
    if people is not None:
        passes = passes.filter(person__in=people)
    return {found.person_id: found for found in passes.order_by("issued_at", "pk")}
