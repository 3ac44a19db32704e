"""The real event that ships with the program, and the logins to walk through it."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from defense.desk.cards import PrintedCard, make_cards
from defense.event_file import read_event_file
from defense.event_file.loading import load_event
from events.models import Event, Membership, Pass, RemovedEvent, User
from events.services.members import add_member
from projects.models import TeamMember

FILE: Final = Path(__file__).parent / "shymkent-2019.json"
ORGANIZER: Final = "organizer@demo.localhost"
ACTOR: Final = "command:prepare"
PASSWORD_BYTES: Final = 12


@dataclass(frozen=True)
class Demo:
    """The demo event with the keys to it, which are kept nowhere else."""

    event: Event
    password: str
    experts: Sequence[PrintedCard]
    trainees: Sequence[PrintedCard]


def load_demo() -> str:
    """Load the demo event into an empty database and return the text of demo-logins.txt.

    Called inside a transaction. Returns an empty text and does nothing when there is an event, or was
    one: a demo that was deleted does not come back.
    """
    if Event.objects.exists() or RemovedEvent.objects.exists():
        return ""
    return logins_of(make_demo(timezone.now()))


def make_demo(at: datetime) -> Demo:
    """The event, its organizer with a new password, and cards: every expert, one trainee a team."""
    event = load_event(read_event_file(FILE.read_bytes()), actor=ACTOR, at=at).event
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    organizer = _organizer(password)
    add_member(event, organizer, role=Membership.Role.OWNER, actor=ACTOR)
    firsts = TeamMember.objects.of_event(event).filter(order=1).in_order()
    trainees = [
        card
        for member in firsts
        for card in make_cards(
            event, Pass.Kind.TRAINEE, person_id=member.person_id, actor=organizer, at=at
        )
    ]
    experts = make_cards(event, Pass.Kind.EXPERT, person_id=None, actor=organizer, at=at)
    return Demo(event, password, experts, trainees)


def _organizer(password: str) -> User:
    organizer = User.objects.filter(email=ORGANIZER).first()
    if organizer is None:
        return User.objects.create_user(ORGANIZER, password)
    organizer.set_password(password)
    organizer.save(update_fields=["password"])
    return organizer


def logins_of(demo: Demo) -> str:
    """What the keeper of the server reads in the terminal and in demo-logins.txt."""
    site = settings.SITE_URL
    return "\n".join(
        [
            f"Guests      {site}{reverse('public:event', args=[demo.event.slug])}",
            f"Organizer   {site}{reverse('organizer:overview', args=[demo.event.slug])}",
            f"            {ORGANIZER}  {demo.password}",
            "Experts     each card opens one device, once; its PIN opens that device again",
            *_lines(demo.experts),
            "Trainees    one of each named team; more cards are made on the organizer's pages",
            *_lines(demo.trainees),
            "",
        ]
    )


def _lines(cards: Sequence[PrintedCard]) -> Iterator[str]:
    width = max((len(card.holder.person.name) for card in cards), default=0)
    for card in cards:
        pin = f"  PIN {card.pin}" if card.pin else ""
        yield f"            {card.holder.person.name:<{width}}  {card.address}#{card.code}{pin}"
