"""What a rehearsal leaves of its protocols, queries, votes, awards and opinions, taken away with it."""

from events.models import Event
from experts.models import (
    Annex,
    Award,
    CountingSeat,
    DecidingVoice,
    DeliberationNote,
    Dissent,
    Nomination,
    PanelVote,
    Protocol,
    ProtocolSeal,
    Query,
    QueryWindow,
    SecretBallot,
    VotedTeam,
    Voter,
)

OF_A_VOTE = (DecidingVoice, CountingSeat, SecretBallot, Voter, VotedTeam)


def take_protocols_away(event: Event) -> None:
    """Those of the rehearsal alone; a version that replaces another goes before it."""
    Annex.objects.filter(protocol__event=event, protocol__is_rehearsal=True).delete()
    ProtocolSeal.objects.filter(protocol__event=event, protocol__is_rehearsal=True).delete()
    for protocol in Protocol.objects.filter(event=event, is_rehearsal=True).order_by("-number"):
        protocol.delete()
    Query.objects.filter(window__event=event, window__is_rehearsal=True).delete()
    QueryWindow.objects.filter(event=event, is_rehearsal=True).delete()


def forget_deliberation(event: Event) -> None:
    """Asked while the event is a rehearsal; what each row hangs on goes after it."""
    rehearsed = {"is_rehearsal": True}
    DeliberationNote.objects.filter(event=event, **rehearsed).delete()
    Dissent.objects.filter(seat__panel__room__event=event, **rehearsed).delete()
    Nomination.objects.filter(project__event=event, **rehearsed).delete()
    Award.objects.filter(project__event=event, **rehearsed).delete()
    votes = PanelVote.objects.filter(panel__room__event=event, **rehearsed)
    for model in OF_A_VOTE:
        model._default_manager.filter(vote__in=votes).delete()
    votes.delete()
