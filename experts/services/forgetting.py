"""What a rehearsal's panel voted, awarded and wrote goes with the rehearsal."""

from events.models import Event
from experts.models import (
    Award,
    CountingSeat,
    DecidingVoice,
    DeliberationNote,
    Dissent,
    Nomination,
    PanelVote,
    SecretBallot,
    VotedTeam,
    Voter,
)

OF_A_VOTE = (DecidingVoice, CountingSeat, SecretBallot, Voter, VotedTeam)


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
