"""A read event file into the database, whole or not at all."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from defense.event_file.differences import Change, ChangeKind, Journal, counted
from defense.event_file.loading_context import Loading
from defense.event_file.loading_day import (
    load_delegations,
    load_event_row,
    load_facts,
    load_people,
    load_room,
    load_run,
)
from defense.event_file.loading_panel import load_interests, load_panel
from defense.event_file.loading_projects import (
    load_draw,
    load_evidence,
    load_projects,
    load_teams,
)
from defense.event_file.loading_rules import load_design, load_rubric
from defense.event_file.rows import delete
from defense.event_file.schema import EventFile
from diplomas.models import Diploma
from diplomas.services.issuing import outdated_diplomas
from events.models import AuditEntry, Event, Pass, Person, RunItem, User
from experts.models import Seat
from projects.models import Project, TeamMember

logger = logging.getLogger(__name__)

MOST_NAMED = 5


@dataclass(frozen=True)
class Outcome:
    """What a loading did, or what it would do; a dry run of a new event leaves no event behind."""

    event: Event
    changes: tuple[Change, ...]
    is_new: bool
    is_dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        return counted(self.changes)

    @property
    def has_changed(self) -> bool:
        return any(change.kind != ChangeKind.KEPT for change in self.changes)


def load_event(
    file: EventFile, *, actor: User | str, at: datetime, dry_run: bool = False
) -> Outcome:
    """Make the event, or bring it to what the file says; nothing that people did is lost.

    One transaction, which a dry run takes back. Locks the seats, then the event. Raises
    BadEventFile when the file would change a rubric whose rule is locked.
    """
    try:
        return _load(file, actor, at, dry_run)
    except IntegrityError:
        # The same event was made, or a sheet was begun, at the same moment. Both are seen now.
        return _load(file, actor, at, dry_run)


@transaction.atomic
def _load(file: EventFile, actor: User | str, at: datetime, dry_run: bool) -> Outcome:
    loading = _begun(file)
    load_event_row(loading)
    load_facts(loading)
    load_delegations(loading)
    load_people(loading)
    load_rubric(loading)
    load_design(loading)
    load_room(loading)
    load_panel(loading)
    load_projects(loading)
    load_run(loading)
    load_teams(loading)
    load_evidence(loading)
    load_draw(loading)
    loading.delete_now()
    _let_people_go(loading)
    load_interests(loading, actor=actor, at=at)
    event = Event.objects.get(pk=loading.event.pk)
    _tell_outdated_diplomas(event, loading.journal)
    outcome = Outcome(
        event=event,
        changes=tuple(loading.journal.changes),
        is_new=loading.is_new,
        is_dry_run=dry_run,
    )
    if outcome.has_changed:
        AuditEntry.write(event, actor, "event.loaded", event, outcome.counts)
    if outcome.has_changed and not dry_run:
        logger.info("Event loaded", extra={"event": event.pk, **outcome.counts})
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _begun(file: EventFile) -> Loading:
    """The event of this slug, held as a closing of the scoring holds it; or a new one."""
    slug = file.event.slug
    seats = Seat.objects.filter(panel__room__event__slug=slug).order_by("pk")
    list(seats.select_for_update(of=("self",), no_key=True))
    event = Event.objects.select_for_update(no_key=True).filter(slug=slug).first()
    return Loading(
        file=file,
        event=event or Event(slug=slug),
        journal=Journal(),
        is_new=event is None,
    )


def _let_people_go(loading: Loading) -> None:
    """Remove who is in the file no longer, unless they left something behind."""
    left = loading.left_people
    if not left:
        return
    reasons = _why_people_stay(loading.event, left)
    for person in left:
        place = f"people.{person.key}"
        if person.pk in reasons:
            loading.journal.kept(place, person.name, reasons[person.pk])
        else:
            loading.journal.removed(place, person.name)
    delete([person for person in left if person.pk not in reasons])


def _tell_outdated_diplomas(event: Event, journal: Journal) -> None:
    """A diploma keeps the words it was issued with, whatever the file says since.

    What changes many of them, such as the city, is one line.
    """
    reason = _("says what was known when it was issued")
    outdated = outdated_diplomas(event)
    if len(outdated) > MOST_NAMED:
        first, last = outdated[0].number, outdated[-1].number
        journal.kept("diplomas", f"{len(outdated)} · {first} … {last}", reason)
        return
    for diploma in outdated:
        journal.kept(f"diplomas.{diploma.number}", diploma.snapshot["name"], reason)


def _why_people_stay(event: Event, left: Sequence[Person]) -> Mapping[int, str]:
    """The weightiest reason of each, by the person's id."""
    ids = [person.pk for person in left]
    of_person = {f"person:{pk}": pk for pk in ids}
    audited = AuditEntry.objects.filter(event=event).filter(
        Q(actor__in=of_person) | Q(subject__in=of_person)
    )
    named = {name for line in audited for name in (line.actor, line.subject)}
    in_log = {pk for name, pk in of_person.items() if name in named}
    confirmed = {person.pk for person in left if person.confirmed_at}
    reasons: list[tuple[set[int], str]] = [
        (in_log, _("is named in the audit log")),
        (confirmed, _("has confirmed the name")),
        (_found(Pass.objects.filter(person__in=ids), "person"), _("has a card")),
        (_found(RunItem.objects.filter(person__in=ids), "person"), _("speaks")),
        (_found(Project.objects.filter(supervisor__in=ids), "supervisor"), _("supervises")),
        (_found(TeamMember.objects.filter(person__in=ids), "person"), _("is in a team")),
        (_found(Seat.objects.filter(person__in=ids), "person"), _("has a seat with score sheets")),
        (_found(Diploma.objects.filter(person__in=ids), "person"), _("has a diploma")),
    ]
    return {pk: reason for found, reason in reasons for pk in found}


def _found(rows: QuerySet[Any], column: str) -> set[int]:
    return set(rows.values_list(column, flat=True))
