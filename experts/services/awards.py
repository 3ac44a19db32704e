"""Who is proposed for an award, and who gets one, from the close to the seal."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.models.audit import name_of
from experts.errors import (
    AwardedBefore,
    AwardUnnamed,
    AwardVotedOn,
    NotYoursToVote,
    WordsRefused,
)
from experts.models import Award, AwardKind, Nomination, Seat
from experts.reports.leading import people_tied_to
from experts.reports.votes import unfinished_votes
from experts.services.deliberating import held_closed
from experts.services.reasons import checked_reason
from experts.validators import award_name
from projects.models import Project


@transaction.atomic
def nominate(seat: Seat, project_id: int, *, kind: str, reason: str, at: datetime) -> Nomination:
    """Proposing the same twice is proposing it once, with the later reason.

    Raises ReasonMissing, ReasonRefused, ScoringIsOpen; NotYoursToVote for a team that is none of this expert's.
    """
    because = checked_reason(reason)
    event = held_closed(seat.panel.room.event_id)
    of_room = Project.objects.filter(defense__run_item__room=seat.panel.room_id, pk=project_id)
    is_free = kind in AwardKind.values and kind != AwardKind.AUDIENCE
    if not is_free or not of_room.exists() or seat.person_id in people_tied_to([project_id]):
        raise NotYoursToVote
    same = Nomination.objects.of_event(event).filter(seat=seat, project=project_id, kind=kind)
    gone = [name_of(each) for each in same]
    same.delete()
    made = Nomination.objects.create(
        seat=seat,
        project_id=project_id,
        kind=kind,
        reason=because,
        at=at,
        is_rehearsal=event.is_rehearsal,
    )
    details = {"seat": seat.pk, "project": project_id, "award": kind}
    AuditEntry.write(
        event, seat.person, "award.nominated", made, {**details, **lines_of(made, gone=gone)}
    )
    return made


@transaction.atomic
def take_nomination_back(seat: Seat, nomination_id: int) -> None:
    """One's own. Raises ScoringIsOpen; Nomination.DoesNotExist if there is none."""
    event = held_closed(seat.panel.room.event_id)
    found = Nomination.objects.of_event(event).get(pk=nomination_id, seat=seat)
    details = {"seat": seat.pk, "project": found.project_id, "award": found.kind}
    gone = lines_of(gone=[name_of(found)])
    AuditEntry.write(event, seat.person, "award.nomination_taken_back", found, {**details, **gone})
    found.delete()


@transaction.atomic
def give_award(
    event: Event,
    project_id: int,
    *,
    kind: str,
    names: Mapping[str, str],
    reason: str,
    actor: User | str,
    at: datetime,
) -> Award:
    """`names` are the words of a free award by language, and nothing of another.

    Raises ReasonMissing, ReasonRefused, ScoringIsOpen, AwardUnnamed, WordsRefused, AwardedBefore, AwardVotedOn,
    Project.DoesNotExist.
    """
    because = checked_reason(reason)
    held = held_closed(event.pk)
    project = Project.objects.of_event(held).get(pk=project_id)
    given = Award.objects.of_event(held).filter(project=project, kind=kind)
    if kind == AwardKind.FREE and not all(names.get(each) for each in held.languages):
        raise AwardUnnamed
    words = dict(names) if kind == AwardKind.FREE else {}
    if flaw := next(filter(None, map(award_name.flaw, words.values())), None):
        raise WordsRefused(flaw)
    if given.filter(names=words).exists():
        raise AwardedBefore
    if kind in {each.vote.award_kind for each in unfinished_votes(held)}:
        raise AwardVotedOn
    award = Award.objects.create(
        project=project,
        kind=kind,
        names=words,
        reason=because,
        by=actor if isinstance(actor, User) else None,
        at=at,
        is_rehearsal=held.is_rehearsal,
    )
    details = {"project": project.pk, "award": kind, "reason": because, **lines_of(award)}
    AuditEntry.write(held, actor, "award.given", award, details)
    return award


@transaction.atomic
def take_award_back(event: Event, award_id: int, *, reason: str, actor: User | str) -> None:
    """Not what a vote of the panel gave. Raises ReasonMissing, ReasonRefused, ScoringIsOpen, AwardVotedOn, Award.DoesNotExist."""
    because = checked_reason(reason)
    held = held_closed(event.pk)
    award = Award.objects.of_event(held).get(pk=award_id)
    if award.vote_id:
        raise AwardVotedOn
    details = {"project": award.project_id, "award": award.kind, "reason": because}
    gone = lines_of(gone=[name_of(award)])
    AuditEntry.write(held, actor, "award.taken_back", award, {**details, **gone})
    award.delete()
