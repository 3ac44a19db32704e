"""Rows, numbers, codes and words of diplomas. Nothing is rendered here: a RenderJob is left for a worker.

The row of the event is the lock: whoever issues at the same time waits and finds nothing left to do.
The numbers come from the register of the year, which all events share (numbers.py).
"""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from diplomas.awards import told_apart
from diplomas.models import ChosenLanguage, Design, Diploma, DiplomaQuerySet, Logo, RenderJob
from diplomas.numbering import new_code
from diplomas.recipients import Recipient, holders_among
from diplomas.services.numbers import take_numbers
from diplomas.snapshots import (
    AWARD,
    Registration,
    Wording,
    is_duplicate,
    languages_on,
    names_on,
    refusal_of,
    supervisors_told,
    take_snapshot,
)
from diplomas.texts import default_design, languages_of_design, languages_to_choose
from events.covered import lines_of
from events.models import AuditEntry, Event, Person, User
from experts.models import Seat
from projects.models import TeamMember
from projects.models.project import TeamMemberQuerySet

logger = logging.getLogger(__name__)

Wanted = tuple[Recipient, Wording]


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
    new = new_diplomas(event, members, at)
    diplomas = Diploma.objects.bulk_create(new)
    RenderJob.objects.bulk_create(new_job(diploma) for diploma in diplomas)
    details = {"count": len(diplomas), "first": diplomas[0].number, "last": diplomas[-1].number}
    AuditEntry.write(event, actor, "diplomas.issued", event, details | lines_of(*diplomas))
    logger.info("Diplomas issued", extra={"event": event.pk, "count": len(diplomas)})
    return diplomas


@transaction.atomic
def retry_failed(event_id: int, *, code: str = "", actor: User | str, at: datetime) -> int:
    """Queue the event's failed jobs anew, or that of one diploma, with the words as they are now; returns how many."""
    event = locked_event(event_id)
    failed = RenderJob.objects.of_event(event).failed()
    if code:
        failed = failed.filter(diploma__code=code)
    jobs = list(failed.select_related("diploma__person").select_for_update(of=("self",)))
    if not jobs:
        return 0
    word_again(event, [job.diploma for job in jobs])
    for job in jobs:
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
    """Members of teams without a diploma who completed the course, in the order of the register."""
    holders = holders_of(event, Diploma.Kind.DIPLOMA)
    members = TeamMember.objects.of_event(event).filter(person__unfinished=None)
    return members.exclude(person__in=holders.values("person")).in_order().with_projects()


def holders_of(event: Event, kind: str) -> DiplomaQuerySet:
    """The documents of a kind whose people get no other one, of awards none for the same: also those that were revoked."""
    every = Diploma.objects.of_event(event).of_kind(kind)
    return every.exclude(state=Diploma.State.SUPERSEDED)


def wording_of(
    event: Event,
    language: str = "",
    *,
    kind: str = Diploma.Kind.DIPLOMA,
    award: Mapping[str, str] | None = None,
) -> Wording:
    """In the languages of the design, or in one that its holder chose."""
    return Wordings(event).of(kind, {AWARD: award or {}, "language": language})


def chair_of(event: Event) -> Person | None:
    chairs = Seat.objects.of_event(event).filter(role=Seat.Role.CHAIR).select_related("person")
    chair = chairs.in_order().first()
    return chair.person if chair else None


def chair_in(chair: Person | None, language: str) -> str:
    return chair.printed_name(language) if chair else ""


def new_diplomas(
    event: Event,
    members: Sequence[Recipient],
    at: datetime,
    *,
    kind: str = Diploma.Kind.DIPLOMA,
    award: Mapping[str, str] | None = None,
) -> list[Diploma]:
    new = new_documents(event, wanted_documents(event, members, kind=kind, award=award), at)
    for each in new:
        each.award = told_apart(award)
    return new


def wanted_documents(
    event: Event, recipients: Sequence[Recipient], *, kind: str, award: Mapping[str, str] | None
) -> list[Wanted]:
    """Each in the languages of the wording, or in the one that its holder chose."""
    wordings = Wordings(event)
    chosen = wordings.chosen(kind)
    words = (
        {AWARD: award or {}, "language": chosen.get(each.person_id, "")} for each in recipients
    )
    return [(each, wordings.of(kind, told)) for each, told in zip(recipients, words, strict=True)]


def new_documents(event: Event, wanted: Sequence[Wanted], at: datetime) -> list[Diploma]:
    """One for each, of the kind of its wording; not stored. What tells its award apart is set by whoever asks."""
    people = [(recipient.person_id, wording.design.kind) for recipient, wording in wanted]
    diplomas = registered(event, people, at)
    for diploma, (recipient, wording) in zip(diplomas, wanted, strict=True):
        diploma.snapshot = words_of(diploma, recipient, wording)
    return diplomas


def new_diploma(event: Event, person_id: int, kind: str, at: datetime) -> Diploma:
    """One without words yet."""
    [diploma] = registered(event, [(person_id, kind)], at)
    return diploma


def registered(event: Event, people: Sequence[tuple[int, str]], at: datetime) -> list[Diploma]:
    """For each of these people a document of a kind with a number and a code, without words; not stored."""
    last = Diploma.objects.of_event(event).aggregate(last=Max("sequence"))["last"] or 0
    given = zip(people, take_numbers(event, len(people)), fresh_codes(len(people)), strict=True)
    return [
        Diploma(
            event=event,
            person_id=person,
            kind=kind,
            sequence=sequence,
            number=number,
            code=code,
            is_rehearsal=event.is_rehearsal,
            issued_at=at,
        )
        for sequence, ((person, kind), number, code) in enumerate(given, start=last + 1)
    ]


def fresh_codes(count: int, *, make: Callable[[], str] = new_code) -> list[str]:
    """Codes that no diploma has; the unique column has the last word."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        drawn = [make() for _ in range(count - len(codes))]
        taken = set(Diploma.objects.filter(code__in=drawn).values_list("code", flat=True))
        codes |= dict.fromkeys(code for code in drawn if code not in taken)
    return list(codes)


def words_of(diploma: Diploma, recipient: Recipient, wording: Wording) -> dict[str, object]:
    registration = Registration(
        number=diploma.number, code=diploma.code, verify_url=verify_url(diploma.code)
    )
    return take_snapshot(
        registration,
        person=recipient.person,
        topics=[project.topic for project in recipient.projects],
        supervisors={
            each.language: supervisors_told(recipient.projects, each)
            for each in wording.all_languages
        },
        wording=wording,
    )


def word_again(event: Event, diplomas: Sequence[Diploma]) -> None:
    """Take the words anew while nothing has been printed with the old ones; a duplicate keeps those of its original."""
    waiting = [
        each
        for each in diplomas
        if each.state == Diploma.State.PENDING and not is_duplicate(each.snapshot)
    ]
    for diploma, recipient, wording in worded_anew(event, waiting):
        diploma.snapshot = words_of(diploma, recipient, wording)
        diploma.save(update_fields=["snapshot"])


def worded_anew(
    event: Event, diplomas: Sequence[Diploma]
) -> Iterator[tuple[Diploma, Recipient, Wording]]:
    """With whom it is for and how it is worded now, kind by kind; without those who are no more."""
    by_kind: dict[str, list[Diploma]] = defaultdict(list)
    for diploma in diplomas:
        by_kind[diploma.kind].append(diploma)
    wordings = Wordings(event)
    for kind, theirs in by_kind.items():
        of_person: dict[int, list[Diploma]] = defaultdict(list)
        for each in theirs:
            of_person[each.person_id].append(each)
        for recipient in holders_among(event, kind, of_person):
            for diploma in of_person[recipient.person_id]:
                is_printed = diploma.state != Diploma.State.PENDING or diploma.revision > 1
                worded = wordings.following if is_printed else wordings.of
                yield diploma, recipient, worded(kind, diploma.snapshot)


class Wordings:
    """The wordings of all kinds, made once each: awards differ by what they are for, and what a holder may choose by its
    language. Two queries, one of them for the chair of the panel, and one for the logo of a new document.
    """

    def __init__(self, event: Event) -> None:
        self._event = event
        self._own = {design.kind: design for design in Design.objects.filter(event=event)}
        for design in self._own.values():
            design.event = event
        self._made: dict[tuple[str, ...], Wording] = {}

    def of(self, kind: str, snapshot: Mapping[str, Any]) -> Wording:
        """Of what is not printed yet."""
        languages = self.languages_of(kind, str(snapshot.get("language", "")))
        return self._in(languages, self._design(kind), snapshot.get(AWARD, {}))

    def languages_of(self, kind: str, chosen: str) -> list[str]:
        """The language that was chosen while it may be, else those of the design."""
        design = self._design(kind)
        is_offered = chosen in languages_to_choose(design)
        return [chosen] if is_offered else languages_of_design(design)

    def following(self, kind: str, snapshot: Mapping[str, Any]) -> Wording:
        """Of what is printed, and of what takes its place: in the same languages, whatever is chosen or offered since."""
        if "language" not in snapshot:  # of before it was said
            return self.of(kind, snapshot)
        return self._in(languages_on(snapshot), self._design(kind), snapshot.get(AWARD, {}))

    def _in(self, languages: Sequence[str], design: Design, award: Mapping[str, str]) -> Wording:
        named = design.kind, *languages, json.dumps(award, sort_keys=True)
        if named not in self._made:
            main, *others = languages
            beside = tuple(self._worded(design, each, award) for each in others)
            self._made[named] = replace(
                self._worded(design, main, award), beside=beside, logo=lambda: self._logo
            )
        return self._made[named]

    def to_choose(self, kind: str) -> list[str]:
        """Among which a holder chooses; none where nothing is to be chosen."""
        return languages_to_choose(self._design(kind))

    def chosen(self, kind: str) -> dict[int, str]:
        """By the keys of people; nobody where nothing is to be chosen, else one query."""
        if not self.to_choose(kind):
            return {}
        own = ChosenLanguage.objects.of_event(self._event)
        return dict(own.values_list("person", "language"))

    @cached_property
    def _chair(self) -> Person | None:
        return chair_of(self._event)

    @cached_property
    def _logo(self) -> str:
        logo = Logo.objects.filter(event=self._event).first()
        return logo.file_hash if logo else ""

    def _design(self, kind: str) -> Design:
        return self._own.get(kind) or default_design(self._event, kind)

    def _worded(self, design: Design, language: str, award: Mapping[str, str]) -> Wording:
        own = copy(design)
        own.event, own.language = self._event, language
        return Wording(self._event, own, chair_in(self._chair, language), award)


def new_job(diploma: Diploma) -> RenderJob:
    state, error = state_and_error(diploma)
    return RenderJob(diploma=diploma, state=state, error=error)


def state_and_error(diploma: Diploma) -> tuple[RenderJob.State, str]:
    """Queued, unless the name alone already says that no page can be made."""
    if refused := refusal_of(names_on(diploma.snapshot)):
        return RenderJob.State.FAILED, refused.code
    return RenderJob.State.QUEUED, ""


def verify_url(code: str) -> str:
    """What the QR holds; from SITE_URL alone, never from a request."""
    return f"{settings.SITE_URL}{reverse('public:diploma', args=[code])}"
