"""What the panel of a rehearsal does after the close, through the services: who steps out, casting votes, two seals."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from defense.rehearsal.casting import secretary_email
from defense.rehearsal.words import REASON
from events.errors import DomainError
from events.models import Event, User
from events.models.passes import hash_of
from experts.ballots import TEAM, Said
from experts.models import Panel, PanelVote, Protocol, ProtocolFile, QueryWindow
from experts.reports.deliberation import Deliberation, Recused, deliberation
from experts.reports.grid import Grid
from experts.reports.sealing import seats_that_seal
from experts.services.casting import Vote, cast_vote, come_back, step_out
from experts.services.queries import open_window, waive_window
from experts.services.sealing import Signer, prepare_protocol, seal_protocol
from experts.services.voting import Asked, cast_ballot, close_vote, open_vote
from experts.tasks import print_sealed


@transaction.atomic
def decide(event: Event, *, at: datetime) -> None:
    """Of an event that is held: from the room that some leave to the sealed protocol, whose papers a worker makes.

    Nothing where an organizer who practises has prepared a protocol. Raises what keeps the protocol from its seals.
    """
    if Protocol.objects.of_event(event).standing().exists():
        return
    secretary, found = _secretary(event), deliberation(Grid(event))
    leaving = [each for each in found.recused if each.is_in_the_room]
    _move(event, leaving, secretary, at, is_back=False)
    _vote(event, found, at)
    _let_the_panel_vote(event, secretary, at)
    _move(event, leaving, secretary, at, is_back=True)
    _end_queries(event, secretary, at)
    _seal(event, secretary, at)


def decided(event: Event, *, at: datetime) -> DomainError | None:
    """What kept the protocol from its seals, if anything did; nothing of it is left then."""
    try:
        decide(event, at=at)
    except DomainError as error:
        return error
    return None


def are_papers_made(event_id: int) -> bool:
    waiting = ProtocolFile.objects.filter(
        protocol__event=event_id,
        protocol__is_rehearsal=True,
        state__in=(ProtocolFile.State.QUEUED, ProtocolFile.State.RUNNING),
    )
    return not waiting.exists()


def _secretary(event: Event) -> User:
    """An account without a password, for whoever started the rehearsal may be the chair by name."""
    email = secretary_email(event)
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, None, is_active=False)


def _move(
    event: Event, those: Iterable[Recused], secretary: User, at: datetime, *, is_back: bool
) -> None:
    act = come_back if is_back else step_out
    for each in those:
        act(event, seat=each.seat.pk, project=each.project, actor=secretary, at=at)


def _vote(event: Event, found: Deliberation, at: datetime) -> None:
    """The lower number first; what nobody has a casting vote on stays open."""
    projects = found.decided.projects
    for question in found.questions:
        if question.rest.is_open and question.caster:
            teams = tuple(projects[number] for number in sorted(question.rest.teams))
            cast_vote(event, Vote(teams, teams, REASON), seat=question.caster, at=at)


def _let_the_panel_vote(event: Event, secretary: User, at: datetime) -> None:
    """Where the rule asks for it: all for the lowest number, until every place is decided."""
    while left := _left_to_the_panel(event):
        panel, teams = left
        asked = Asked(PanelVote.Subject.TIE, REASON, teams=teams)
        vote = open_vote(panel, asked, by=secretary, at=at)
        for voter in vote.voters.select_related("seat__person", "seat__panel__room"):
            cast_ballot(vote.pk, voter.seat, Said(TEAM, teams[0]))
        close_vote(event, vote.pk, by=secretary, at=at)


def _left_to_the_panel(event: Event) -> tuple[Panel, list[int]] | None:
    """The next equal teams, by the ids of their projects, and who votes on them."""
    found = deliberation(Grid(event))
    question = next((each for each in found.questions if each.must_vote), None)
    if question is None:
        return None
    teams = [found.decided.projects[number] for number in question.rest.teams]
    return Panel.objects.select_related("room__event").get(
        room=found.casting.rooms[teams[0]]
    ), teams


def _end_queries(event: Event, secretary: User, at: datetime) -> None:
    """Nobody waits in a rehearsal for the hours in which teams may ask."""
    if event.query_hours is None:
        return
    if not QueryWindow.objects.of_event(event).standing().exists():
        open_window(event.pk, actor=secretary, at=at)
    waive_window(event.pk, reason=REASON, actor=secretary, at=at)


def _seal(event: Event, secretary: User, at: datetime) -> None:
    protocol = prepare_protocol(event.pk, actor=secretary, at=at)
    chair = seats_that_seal(Grid(event))[0]
    for who, device in ((chair, "tablet"), (secretary, "office")):
        signer = Signer(who, hash_of(f"rehearsal-{device}"))
        print_sealed(seal_protocol(event.pk, protocol.sha256, signer=signer, at=at))
