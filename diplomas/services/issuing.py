"""Rows, numbers, codes and words of diplomas. Nothing is rendered here: a RenderJob is left for a worker.

The row of the event is the lock: whoever issues at the same time waits and finds nothing left to do.
The numbers come from the register of the year, which all events share (numbers.py).
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from diplomas.errors import NameRefused
from diplomas.models import Diploma, RenderJob
from diplomas.numbering import new_code
from diplomas.reports import Issued, Member, Served
from diplomas.services.numbers import take_numbers
from diplomas.snapshots import (
    Registration,
    Wording,
    check_name,
    take_snapshot,
    words_of_member,
    words_of_team,
)
from diplomas.texts import design_of
from events.covered import lines_of
from events.models import AuditEntry, Event, User
from events.quotes import without_marks
from experts.models import Seat
from projects.models import TeamMember
from projects.models.project import TeamMemberQuerySet

QUOTING: Final = (
    *("issuer", "kind", "lead", "name_note", "before_topic", "topic", "after_topic", "signatories"),
    *("place_and_date", "title", "programme"),
)

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
    failed = RenderJob.objects.of_event(event).filter(state=RenderJob.State.FAILED)
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


def outdated_diplomas(event: Event) -> list[Issued]:
    """Diplomas that are made or being made and would say something else if issued now.

    One that failed is none of them: it takes the words anew when it is tried again.
    """
    is_any = Diploma.objects.of_event(event).exists()
    return outdated_of(event, Served.of_event(event)) if is_any else []


def outdated_of(event: Event, served: Served) -> list[Issued]:
    made = [each for each in served.diplomas.values() if is_made(each)]
    if not made:
        return []
    wording, members = wording_of(event), {each.person: each for each in served.members}
    teams = {
        pk: words_of_team(team, team.printed_supervisors(wording.language), wording)
        for pk, team in served.teams.items()
    }

    def is_outdated(diploma: Issued, member: Member) -> bool:
        own = words_of_member(member, diploma.number, wording)
        return says_else(diploma, teams[member.team]) or says_else(diploma, own)

    return [
        diploma
        for diploma in made
        if (member := members.get(diploma.person)) and is_outdated(diploma, member)
    ]


def is_made(diploma: Issued) -> bool:
    """Whether it is made or being made."""
    return diploma.is_ready or (diploma.is_pending and not diploma.has_failed)


def says_else(diploma: Issued, words: Mapping[str, object]) -> bool:
    """Whether words that both know differ; how they are set is not said."""
    printed = diploma.snapshot
    changed = (name for name in words if name in printed and words[name] != printed[name])
    return any(compared(words, name) != compared(printed, name) for name in changed)


def compared(words: Mapping[str, Any], name: str) -> object:
    """Words without what the program alone decides: the quotation marks, and how often a title stands."""
    if name == "kinds":
        kinds = {*without_marks(words[name]).casefold().split(" · ")}
        return kinds - {without_marks(words["kind"]).casefold(), ""}
    return without_marks(words[name]) if name in QUOTING else words[name]


def locked_event(event_id: int) -> Event:
    return Event.objects.held(event_id)


def members_to_serve(event: Event) -> TeamMemberQuerySet:
    """Members of teams without a diploma, in the order of the register."""
    holders = Diploma.objects.of_event(event).exclude(state=Diploma.State.SUPERSEDED)
    members = TeamMember.objects.of_event(event).exclude(person__in=holders.values("person"))
    return members.in_order().with_projects()


def wording_of(event: Event) -> Wording:
    design = design_of(event)
    chairs = Seat.objects.of_event(event).filter(role=Seat.Role.CHAIR).select_related("person")
    chair = chairs.in_order().first()
    name = chair.person.printed_name(design.language) if chair else ""
    return Wording(event, design, name)


def new_diplomas(members: Sequence[TeamMember], wording: Wording, at: datetime) -> list[Diploma]:
    event = wording.event
    last = Diploma.objects.of_event(event).aggregate(last=Max("sequence"))["last"] or 0
    numbers = take_numbers(event, len(members))
    codes = fresh_codes(len(members))
    diplomas = []
    given = zip(members, numbers, codes, strict=True)
    for sequence, (member, number, code) in enumerate(given, start=last + 1):
        diploma = Diploma(
            event=event,
            person=member.person,
            sequence=sequence,
            number=number,
            code=code,
            is_rehearsal=event.is_rehearsal,
            issued_at=at,
        )
        diploma.snapshot = words_of(diploma, member, wording)
        diplomas.append(diploma)
    return diplomas


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
    """Take the words anew while nothing has been printed with the old ones."""
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
