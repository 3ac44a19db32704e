"""The register of an event's diplomas, line by line: what was given to whom, who received it, what became of it.

The page, the paper and the file for a spreadsheet program are drawn from the same lines. A rehearsal has a
register of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diplomas.models import Diploma, Ending, Handover, RenderJob
from diplomas.paper import course_of, document_of
from diplomas.record import told_once
from diplomas.snapshots import names_on
from events.codes import in_groups
from events.models import Event
from events.search import is_found
from projects.models import Project


@dataclass(frozen=True)
class RegisterLine:
    """One document, with the name on it in each language in which it differs; `kind` says of an award what it is for.

    `hours` are empty where its words say none, `received_by` as long as nobody received it.
    """

    number: str
    issued_on: date
    kind: str
    name: str
    team: int | None
    course: str
    hours: str
    received_by: str
    received_on: date | None
    notes: tuple[str, ...]
    code: str

    @property
    def printed_code(self) -> str:
        return in_groups(self.code)

    @property
    def is_valid(self) -> bool:
        """Whether nothing is said of it but that it was given."""
        return not self.notes

    def is_sought(self, text: str) -> bool:
        told = (self.number, self.kind, self.name, self.code, self.printed_code)
        return is_found(text, *told)


def register_of(event: Event) -> list[RegisterLine]:
    """In the order of their numbers, in the reader's language. Three queries, whatever the number of diplomas."""
    found = (
        Diploma.objects.of_event(event)
        .filter(is_rehearsal=event.is_rehearsal)
        .select_related("renderjob", "ending__successor", "origin__diploma")
        .prefetch_related(Prefetch("handovers", Handover.objects.order_by("number")))
    )
    team_of = dict(Project.objects.of_event(event).values_list("teammember__person", "number"))
    return [_line(each, team_of.get(each.person_id)) for each in found.order_by("sequence")]


def _line(diploma: Diploma, team: int | None) -> RegisterLine:
    last = next(reversed(diploma.handovers.all()), None)
    received = last if last and last.kind in Handover.RECEIVED else None
    return RegisterLine(
        number=diploma.number,
        issued_on=timezone.localdate(diploma.issued_at),
        kind=document_of(diploma.number, diploma.snapshot),
        name=" / ".join(told_once(names_on(diploma.snapshot))),
        team=team,
        course=course_of(diploma.snapshot),
        hours=str(diploma.snapshot.get("hours", "")),
        received_by=_received_by(received) if received else "",
        received_on=timezone.localdate(received.at) if received else None,
        notes=tuple(_notes(diploma, last)),
        code=diploma.code,
    )


def _received_by(received: Handover) -> str:
    if received.kind == Handover.Kind.PROXY:
        return _("%(name)s, by proxy") % {"name": received.proxy}
    return _("in person")


def _notes(diploma: Diploma, last: Handover | None) -> Iterator[str]:
    if diploma.state == Diploma.State.PENDING:
        has_failed = diploma.renderjob.state == RenderJob.State.FAILED
        yield _("Not made: see the page of the diplomas") if has_failed else _("Being made")
    if diploma.repeats_a_number:
        yield _("This number stands on another diploma as well")
    if origin := getattr(diploma, "origin", None):
        yield _origin(origin)
    if ending := getattr(diploma, "ending", None):
        yield _end(ending)
    if last and last.kind == Handover.Kind.ABSENT:
        yield _("Absent at the handing over, %(day)s") % {"day": _day(last.at)}


def _origin(origin: Ending) -> str:
    named = {"number": origin.diploma.number}
    if origin.kind == Ending.Kind.DUPLICATED:
        return _("Duplicate in place of № %(number)s") % named
    return _("Corrected, in place of № %(number)s") % named


def _end(ending: Ending) -> str:
    named = {
        "day": _day(ending.at),
        "number": ending.successor.number if ending.successor else "",
        "reason": ending.reason,
    }
    match Ending.Kind(ending.kind):
        case Ending.Kind.REVOKED:
            return _("Revoked, %(day)s: %(reason)s") % named
        case Ending.Kind.DUPLICATED:
            return _("Replaced by the duplicate № %(number)s, %(day)s: %(reason)s") % named
        case Ending.Kind.CORRECTED:
            return _("Superseded by № %(number)s, %(day)s: corrected") % named


def _day(at: datetime) -> str:
    return date_format(timezone.localdate(at), "SHORT_DATE_FORMAT")
