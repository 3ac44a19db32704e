"""Rows, numbers, codes and words of diplomas. Nothing is rendered here: a RenderJob is left for a worker.

The row of the event is the lock: whoever issues at the same time waits and finds nothing left to do.
The numbers come from the register of the year, which all events share (numbers.py).
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from diplomas.errors import NameRefused
from diplomas.models import Diploma, RenderJob
from diplomas.numbering import new_code
from diplomas.services.numbers import take_numbers
from diplomas.snapshots import (
    Registration,
    Wording,
    check_name,
    is_duplicate,
    take_snapshot,
)
from diplomas.texts import design_of
from events.covered import lines_of
from events.models import AuditEntry, Event, User
from experts.models import Seat
from projects.models import TeamMember
from projects.models.project import TeamMemberQuerySet

logger = logging.getLogger(__name__)


@transaction.atomic
def issue_diplomas(event_id: int, *, actor: User | str, at: datetime) -> list[Diploma]:
    """A diploma with its job for every member of a team who has none; who issues twice issues once.

    A name that cannot be set does not hold up the others: its job is failed from the start, with the
    reason. A revoked diploma stays revoked: whoever has one is passed over.
    """
    event = locked_event(event_id)
    members = list(members_to_serve(event))
    if not members:
        return []
    wording = wording_of(event)
    diplomas = Diploma.objects.bulk_create(new_diplomas(members, wording, at))
    RenderJob.objects.bulk_create(new_job(diploma) for diploma in diplomas)
    details = {"count": len(diplomas), "first": diplomas[0].number, "last": diplomas[-1].number}
    AuditEntry.write(event, actor, "diplomas.issued", event, details | lines_of(*diplomas))
    logger.info("Diplomas issued", extra={"event": event.pk, "count": len(diplomas)})
    return diplomas


@transaction.atomic
def retry_failed(event_id: int, *, actor: User | str, at: datetime) -> int:
    """Queue the event's failed jobs anew, with the words as they are now; returns how many."""
    event = locked_event(event_id)
    failed = RenderJob.objects.of_event(event).failed()
    jobs = list(failed.select_related("diploma__person").select_for_update(of=("self",)))
    if not jobs:
        return 0
    wording = wording_of(event)
    for job in jobs:
        word_again(job.diploma, wording)
        job.attempts, job.finished_at, job.queued_at = 0, None, at
        job.state, job.error = state_and_error(job.diploma)
    RenderJob.objects.bulk_update(jobs, ["attempts", "finished_at", "queued_at", "state", "error"])
    details = {"count": len(jobs), **lines_of(*(job.diploma for job in jobs))}
    AuditEntry.write(event, actor, "diplomas.retried", event, details)
    logger.info("Failed diplomas queued again", extra={"event": event.pk, "count": len(jobs)})
    return len(jobs)


def locked_event(event_id: int) -> Event:
    return Event.objects.held(event_id)


def members_to_serve(event: Event) -> TeamMemberQuerySet:
    """Members of teams without a diploma, in the order of the register."""
    holders = Diploma.objects.of_event(event).exclude(state=Diploma.State.SUPERSEDED)
    members = TeamMember.objects.of_event(event).exclude(person__in=holders.values("person"))
    return members.in_order().with_projects()


def wording_of(event: Event, language: str = "") -> Wording:
    """In the language of the design unless another one is told."""
    design = design_of(event)
    design.language = language or design.language
    chairs = Seat.objects.of_event(event).filter(role=Seat.Role.CHAIR).select_related("person")
    chair = chairs.in_order().first()
    name = chair.person.printed_name(design.language) if chair else ""
    return Wording(event, design, name)


def new_diplomas(members: Sequence[TeamMember], wording: Wording, at: datetime) -> list[Diploma]:
    people = [member.person_id for member in members]
    diplomas = registered(wording.event, people, at)
    for diploma, member in zip(diplomas, members, strict=True):
        diploma.snapshot = words_of(diploma, member, wording)
    return diplomas


def new_diploma(event: Event, person_id: int, at: datetime) -> Diploma:
    """One without words yet."""
    [diploma] = registered(event, [person_id], at)
    return diploma


def registered(event: Event, people: Sequence[int], at: datetime) -> list[Diploma]:
    """A diploma for each of these people with a number and a code, without words; not stored."""
    last = Diploma.objects.of_event(event).aggregate(last=Max("sequence"))["last"] or 0
    given = zip(people, take_numbers(event, len(people)), fresh_codes(len(people)), strict=True)
    return [
        Diploma(
            event=event,
            person_id=person,
            sequence=sequence,
            number=number,
            code=code,
            is_rehearsal=event.is_rehearsal,
            issued_at=at,
        )
        for sequence, (person, number, code) in enumerate(given, start=last + 1)
    ]


def fresh_codes(count: int, *, make: Callable[[], str] = new_code) -> list[str]:
    """Codes that no diploma has; the unique column has the last word."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        drawn = [make() for _ in range(count - len(codes))]
        taken = set(Diploma.objects.filter(code__in=drawn).values_list("code", flat=True))
        codes |= dict.fromkeys(code for code in drawn if code not in taken)
    return list(codes)


def words_of(diploma: Diploma, member: TeamMember, wording: Wording) -> dict[str, object]:
    registration = Registration(
        number=diploma.number, code=diploma.code, verify_url=verify_url(diploma.code)
    )
    return take_snapshot(
        registration,
        person=member.person,
        project=member.project,
        supervisors=member.project.printed_supervisors(wording.language),
        wording=wording,
    )


def word_again(diploma: Diploma, wording: Wording) -> None:
    """Take the words anew while nothing has been printed with the old ones; a duplicate keeps those of its original."""
    if is_duplicate(diploma.snapshot):
        return
    member = TeamMember.objects.with_projects().filter(person=diploma.person).first()
    if member is not None and diploma.state == Diploma.State.PENDING:
        diploma.snapshot = words_of(diploma, member, wording)
        diploma.save(update_fields=["snapshot"])


def new_job(diploma: Diploma) -> RenderJob:
    state, error = state_and_error(diploma)
    return RenderJob(diploma=diploma, state=state, error=error)


def state_and_error(diploma: Diploma) -> tuple[RenderJob.State, str]:
    """Queued, unless the name alone already says that no page can be made."""
    try:
        check_name(diploma.snapshot["name"])
    except NameRefused as refused:
        return RenderJob.State.FAILED, refused.code
    return RenderJob.State.QUEUED, ""


def verify_url(code: str) -> str:
    """What the QR holds; from SITE_URL alone, never from a request."""
    return f"{settings.SITE_URL}{reverse('public:diploma', args=[code])}"
