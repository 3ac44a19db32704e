"""A list as an organizer looks at it, and the same written: read, planned, and tried as the revision that is written."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from defense.event_file import BadEventFile, EventFile
from defense.event_file.loading import Outcome, held_event
from defense.event_file.revising import revise_event, rows_kept, try_revision, why_kept
from defense.event_file.writing import dump_event
from defense.workspace.acting import sentences_of
from defense.workspace.importing.plan import Plan, planned
from defense.workspace.importing.undoing import undo_of
from events.errors import DomainError
from events.imports.reading import ReadList, read_list
from events.listed import CellFlaw
from events.models import Event, Person, Upload, User
from events.rules import Flaw
from events.services.uploads import mark_written
from events.spreadsheets.headings import Meaning
from experts.namesakes import TooManyAlike

MOST_TRIES: Final = 3
_PERSON: Final = re.compile(r"people\[(\d+)\]")
_SEAT: Final = re.compile(r"panel\[(\d+)\]")
_MEMBER: Final = re.compile(r"projects\[(\d+)\]\.members\[(\d+)\]")
_SUPERVISOR: Final = re.compile(r"projects\[(\d+)\]\.supervisors?(?:\[(\d+)\])?\.person")


class SeenOtherwise(DomainError):
    """What would be written now is not what was shown."""

    code = "seen_otherwise"

    def __init__(self) -> None:
        super().__init__(_("Nothing was written: the event was changed meanwhile. Look once more."))


class NotWritten(DomainError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Look:
    """The plan, and what writing it would do; or why none of it can be written."""

    list: ReadList
    plan: Plan
    outcome: Outcome | None = None
    errors: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Two looks are the same when every row has the same fate for the same reasons."""
        return hashlib.sha256(
            repr((self.plan.fates, self.plan.missing, self.errors)).encode()
        ).hexdigest()

    @property
    def can_be_written(self) -> bool:
        return self.outcome is not None and self.plan.writes > 0


def look_at(event: Event, upload: Upload, *, actor: User, at: datetime) -> Look:
    """Read the list and try it. Rows that the rules of the event refuse are left out, and the rest tried again."""
    found = read_list(event, upload)
    try:
        return _tried(event, found, actor=actor, at=at)
    except TooManyAlike:
        said = _(
            "So many names in this list are alike that nobody could answer for them. Bring it in parts."
        )
        return Look(found, Plan((), dump_event(event), ()), errors=(said,))


def _tried(event: Event, found: ReadList, *, actor: User, at: datetime) -> Look:
    for _try in range(MOST_TRIES):
        planning = _Planning(event, found)
        plan = planning.plan(dump_event(event))
        if not plan.writes:
            return Look(found, plan)
        try:
            outcome = try_revision(event, planning.revision, actor=actor, at=at)
        except BadEventFile as bad:
            flaws = list(at_rows(plan, bad.errors))
            if not flaws:
                return Look(found, plan, errors=tuple(flaw.sentence for flaw in bad.errors))
            found = replace(found, answers=found.answers.without(flaws))
        except DomainError as refusal:
            return Look(found, plan, errors=(str(refusal),))
        else:
            kept = list(kept_at_rows(found, plan, outcome))
            if not kept:
                return Look(found, plan, outcome)
            found = replace(found, answers=found.answers.without(kept))
    return Look(found, plan, errors=(_("The rules of the event refuse this list."),))


class _Planning:
    """Plans a list once for the same event: it is looked at, and then tried on what was read anew."""

    def __init__(self, event: Event, found: ReadList) -> None:
        self.event, self.found = event, found
        self.known: tuple[EventFile, frozenset[str], Plan] | None = None

    def plan(self, file: EventFile) -> Plan:
        confirmed = confirmed_names(self.event)
        if self.known is None or self.known[:2] != (file, confirmed):
            plan = planned(file, self.found.rows, self.found.answers, confirmed=confirmed)
            self.known = file, confirmed, plan
        return self.known[2]

    def revision(self, file: EventFile) -> EventFile:
        return self.plan(file).file


def plan_of(event: Event, file: EventFile, found: ReadList) -> Plan:
    return _Planning(event, found).plan(file)


def confirmed_names(event: Event) -> frozenset[str]:
    confirmed = Person.objects.of_event(event).exclude(confirmed_at=None)
    return frozenset(confirmed.values_list("key", flat=True))


def at_rows(plan: Plan, flaws: Iterable[Flaw]) -> Iterator[CellFlaw]:
    """Of what the rules refuse of the whole file: the rows whose people it is about."""
    row_of = {fate.key: fate.row for fate in plan.fates if fate.key}
    for flaw in flaws:
        if row := row_of.get(key_at(plan.file, flaw.place)):
            yield CellFlaw(row, "", "", flaw.sentence)


def kept_at_rows(found: ReadList, plan: Plan, outcome: Outcome) -> Iterator[CellFlaw]:
    """Of what a loading would leave as it is: the rows that want it otherwise."""
    row_of = {fate.key: fate.row for fate in plan.fates if fate.key}
    role_at = {row.row: row.role for row in found.rows}
    for change in rows_kept(outcome):
        table, _dot, place = change.place.partition(".")
        if row := row_of.get(place.partition(".")[0]):
            meaning = Meaning.ROLE if table == "panel" else ""
            cell = role_at[row] if meaning else ""
            yield CellFlaw(row, meaning, cell, why_kept(change))


def key_at(file: EventFile, place: str) -> str:
    """The key of the person whom a place of the file is about; empty if it is about none."""
    if found := _PERSON.match(place):
        return file.people[int(found[1])].key
    if found := _SEAT.match(place):
        return file.panel[int(found[1])].person
    if found := _MEMBER.match(place):
        return file.projects[int(found[1])].members[int(found[2])].person
    if found := _SUPERVISOR.match(place):
        return file.projects[int(found[1])].all_supervisors()[int(found[2] or 0)].person
    return ""


def write_list(
    event: Event,
    upload: Upload,
    shown: Look,
    *,
    seen: str,
    answers: Mapping[int, str],
    actor: User,
    at: datetime,
) -> Plan:
    """Write what was shown, with what was answered since, in one transaction, and keep how to take it back.

    `seen` is the digest of the page that was read. Raises SeenOtherwise, NotWritten.
    """
    if shown.digest != seen:
        raise SeenOtherwise
    before = shown.list.answers
    answered = replace(before, by_row={**before.by_row, **answers})
    look = shown
    if answered != before:
        look = _tried(event, replace(shown.list, answers=answered), actor=actor, at=at)
    if not look.can_be_written:
        raise NotWritten(" ".join(look.errors) or _("There is nothing to write."))
    return _written(event, upload, look, actor=actor, at=at)


@transaction.atomic
def _written(event: Event, upload: Upload, look: Look, *, actor: User, at: datetime) -> Plan:
    held_event(event.slug)  # first, as everybody: what others save meanwhile is not undone with it
    held = Upload.objects.select_for_update().filter(pk=upload.pk, written_at=None).first()
    if held is None:
        raise NotWritten(_("This list was written already."))
    before = dump_event(event)

    def revision(file: EventFile) -> EventFile:
        plan = plan_of(event, file, look.list)
        if plan.fates != look.plan.fates:
            raise SeenOtherwise
        return plan.file

    try:
        revise_event(event, revision, actor=actor, at=at)
    except BadEventFile as bad:
        raise NotWritten(" ".join(sentences_of(bad))) from None
    held.choices = {**held.choices, "columns": look.list.columns()}
    mark_written(held, counts=look.plan.counts, undo=undo_of(before, dump_event(event)), at=at)
    return look.plan
