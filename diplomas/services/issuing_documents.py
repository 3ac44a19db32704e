"""Documents beside the diploma, for those whom an organizer chose; and who did not complete the course."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from diplomas.awards import SameAward, told_apart
from diplomas.models import Diploma, RenderJob, Unfinished
from diplomas.recipients import recipients_of
from diplomas.services.issuing import (
    holders_of,
    locked_event,
    new_diplomas,
    new_job,
)
from diplomas.services.replacing import account_of
from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.models.audit import name_of
from projects.models import TeamMember

logger = logging.getLogger(__name__)


@transaction.atomic
def issue_documents(
    event_id: int,
    kind: str,
    people: Collection[int],
    *,
    award: Mapping[str, str] | None = None,
    actor: User | str,
    at: datetime,
) -> list[Diploma]:
    """One with its job for each of these people who may have one and has none; who issues twice issues once.

    `award` says by language what an award is for: somebody may have several, each for something else. Who did not
    complete the course gets no diploma here either.
    """
    event = locked_event(event_id)
    same = SameAward.of_event(event, told_apart(award))
    free = _free_among(event, kind, people, same)
    recipients = recipients_of(event, kind, among=free, award=same.award)
    if not recipients:
        return []
    new = new_diplomas(event, recipients, at, kind=kind, award=award)
    diplomas = Diploma.objects.bulk_create(new)
    RenderJob.objects.bulk_create(new_job(diploma) for diploma in diplomas)
    _note_issued(event, kind, diplomas, actor)
    return diplomas


def _free_among(event: Event, kind: str, people: Collection[int], same: SameAward) -> set[int]:
    """Those of these people who have none and may get one."""
    given = holders_of(event, kind).values_list("person", "snapshot")
    among = set(people) - {person for person, said in given if same.holds(said)}
    if kind == Diploma.Kind.DIPLOMA:
        among -= set(Unfinished.objects.of_event(event).values_list("person", flat=True))
    return among


def _note_issued(event: Event, kind: str, diplomas: Sequence[Diploma], actor: User | str) -> None:
    details = {
        "kind": kind,
        "count": len(diplomas),
        "first": diplomas[0].number,
        "last": diplomas[-1].number,
        **lines_of(*diplomas),
    }
    AuditEntry.write(event, actor, "documents.issued", event, details)
    logger.info("Documents issued", extra={"event": event.pk, "count": len(diplomas)})


@transaction.atomic
def note_completion(
    event_id: int,
    people: Collection[int],
    *,
    is_completed: bool,
    actor: User | str,
    at: datetime,
) -> int:
    """That these members of teams completed the course or did not; returns of how many it was not known.

    That somebody did not is taken back also of who left their team since. What was noted on the day stays in a rehearsal.
    """
    event = locked_event(event_id)
    if is_completed:
        verb, (count, lines) = "course.completed", _taken_back(event, people)
    else:
        by = account_of(actor)
        verb, (count, lines) = "course.not_completed", _noted_unfinished(event, people, by, at)
    if count:
        AuditEntry.write(event, actor, verb, event, {"count": count, **lines})
    return count


def _taken_back(event: Event, people: Collection[int]) -> tuple[int, dict[str, Any]]:
    theirs = Unfinished.objects.of_event(event).filter(person__in=people)
    theirs = theirs.filter(is_rehearsal=event.is_rehearsal)
    gone = [name_of(each) for each in theirs]
    theirs.delete()
    return len(gone), lines_of(gone=gone)


def _noted_unfinished(
    event: Event, people: Collection[int], by: User | None, at: datetime
) -> tuple[int, dict[str, Any]]:
    members = TeamMember.objects.of_event(event).filter(person__in=people)
    new = members.filter(person__unfinished=None).values_list("person", flat=True)
    made = Unfinished.objects.bulk_create(
        Unfinished(person_id=each, by=by, at=at, is_rehearsal=event.is_rehearsal) for each in new
    )
    return len(made), lines_of(*made)
