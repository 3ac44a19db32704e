"""Who walks through every test of doors: the same people, so that every page is asked the same questions."""

from dataclasses import dataclass

from django.test import Client

from events.access import DEVICE_COOKIE, session_key
from events.models import Event, Membership, Pass, Person, User
from events.models.passes import hash_of
from experts.models import Interest, Seat
from projects.models import Defense, TeamMember
from tests.factories import (
    CriterionFactory,
    DefenseFactory,
    EventFactory,
    InterestFactory,
    MembershipFactory,
    PanelFactory,
    PassFactory,
    PersonFactory,
    RoomFactory,
    RubricFactory,
    RunItemFactory,
    SeatFactory,
    TeamMemberFactory,
)
from tests.kept_rows import made_once

DEVICE = "a-tablet"


@dataclass(frozen=True)
class Cast:
    """One event with Olga (owner), Sara (secretary), Hana (host), Mona (moderator), Odil (observer),
    Clara (chair), Emil (expert), Rita (recused expert), Tia (trainee);
    another with Oleg (owner), Ella (expert) and Tom (trainee)."""

    event: Event
    olga: User
    sara: User
    hana: User
    mona: User
    odil: User
    clara: Seat
    emil: Seat
    rita: Seat
    recusal: Interest
    tia: TeamMember
    defense: Defense
    other_event: Event
    oleg: User
    ella: Seat
    tom: TeamMember
    other_defense: Defense


@made_once
def gather() -> Cast:
    event, other = EventFactory(slug="ours"), EventFactory(slug="theirs")
    defense, other_defense = stage(event), stage(other)
    panel, other_panel = (PanelFactory(room__event=each) for each in (event, other))
    seats = {
        name: SeatFactory(panel=panel, person=PersonFactory(event=event, name=name), order=order)
        for order, name in enumerate(("Clara", "Emil", "Rita"), start=1)
    }
    Seat.objects.filter(pk=seats["Clara"].pk).update(role=Seat.Role.CHAIR)
    seats["Clara"].refresh_from_db()
    return Cast(
        event=event,
        olga=member(event, "olga", Membership.Role.OWNER),
        sara=member(event, "sara", Membership.Role.SECRETARY),
        hana=member(event, "hana", Membership.Role.HOST),
        mona=member(event, "mona", Membership.Role.MODERATOR),
        odil=member(event, "odil", Membership.Role.OBSERVER),
        clara=seats["Clara"],
        emil=seats["Emil"],
        rita=seats["Rita"],
        recusal=InterestFactory(
            seat=seats["Rita"], project=defense.project, outcome=Interest.Outcome.RECUSE
        ),
        tia=TeamMemberFactory(
            project=defense.project, order=1, person=PersonFactory(event=event, name="Tia")
        ),
        defense=defense,
        other_event=other,
        oleg=member(other, "oleg", Membership.Role.OWNER),
        ella=SeatFactory(
            panel=other_panel, person=PersonFactory(event=other, name="Ella"), order=1
        ),
        tom=TeamMemberFactory(
            project=other_defense.project, order=1, person=PersonFactory(event=other, name="Tom")
        ),
        other_defense=other_defense,
    )


def member(event: Event, name: str, role: str) -> User:
    return MembershipFactory(event=event, user__email=f"{name}@example.org", role=role).user


def stage(event: Event) -> Defense:
    """A room, the default kind of rubric in small (60 + 40) and one defense."""
    room = RoomFactory(event=event)
    rubric = RubricFactory(event=event)
    CriterionFactory(rubric=rubric, order=1, key="research", name="Research", weight=60)
    CriterionFactory(rubric=rubric, order=2, key="answers", name="Answers", weight=40)
    item = RunItemFactory(room=room, order=1)
    return DefenseFactory(project__event=event, project__number=1, run_item=item)


def enter_with_pass(client: Client, person: Person, kind: str) -> Client:
    """The client holds a valid pass of this kind, on its own device."""
    held = Pass.objects.valid().filter(person=person, kind=kind).first()
    held = held or PassFactory(person=person, kind=kind, device_hash=hash_of(DEVICE))
    client.cookies[DEVICE_COOKIE] = DEVICE
    session = client.session
    session[session_key(kind)] = held.pk
    session.save()
    return client


def as_expert(client: Client, seat: Seat) -> Client:
    return enter_with_pass(client, seat.person, Pass.Kind.EXPERT)


def as_trainee(client: Client, member: TeamMember) -> Client:
    return enter_with_pass(client, member.person, Pass.Kind.TRAINEE)


def as_organizer(client: Client, user: User) -> Client:
    client.force_login(user)
    return client
