"""A sheet that was given to the wrong team, or by mistake: set aside with a reason, and given back.

Seats and event are held as a close holds them. What was given stays as it is, and does not count.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Event, User
from events.models.audit import name_of
from experts.models import Interest, ScoreSheet, SetAside
from experts.reports.given import places_of
from experts.services.closing import held_event
from experts.services.interests import state_of_last_revision
from experts.services.reasons import checked_reason
from experts.services.sealed import refuse_what_stands


class SheetMovedMeanwhile(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Nothing was changed: this sheet is set aside, or given back, already."))


@transaction.atomic
def set_sheet_aside(
    event: Event, sheet_id: int, *, reason: str, actor: User | str, at: datetime
) -> ScoreSheet:
    """Raises ScoreSheet.DoesNotExist, ReasonMissing, ReasonRefused, ResultStands, SheetMovedMeanwhile."""
    said = checked_reason(reason)
    sheet = _held_sheet(event, sheet_id)
    if sheet.state == ScoreSheet.State.SET_ASIDE:
        raise SheetMovedMeanwhile
    _move(sheet, ScoreSheet.State.SET_ASIDE)
    aside = SetAside.objects.create(sheet=sheet, reason=said, at=at)
    _write(event, actor, "score_sheet.set_aside", sheet, said, lines_of(aside))
    return sheet


@transaction.atomic
def give_sheet_back(event: Event, sheet_id: int, *, reason: str, actor: User | str) -> ScoreSheet:
    """In the state of its last revision, unless the expert is recused. Raises the same."""
    said = checked_reason(reason)
    sheet = _held_sheet(event, sheet_id)
    aside = SetAside.objects.filter(sheet=sheet).first()
    if aside is None:
        raise SheetMovedMeanwhile
    gone = lines_of(gone=[name_of(aside)])
    aside.delete()
    project = sheet.defense.project_id
    if not Interest.objects.recusing().filter(seat=sheet.seat_id, project=project).exists():
        _move(sheet, state_of_last_revision(sheet))
    _write(event, actor, "score_sheet.given_back", sheet, said, gone)
    return sheet


def _held_sheet(event: Event, sheet_id: int) -> ScoreSheet:
    held = held_event(event.pk)
    if not held.is_scoring_open:
        refuse_what_stands(held)
    return ScoreSheet.objects.of_event(held).select_related("defense").get(pk=sheet_id)


def _move(sheet: ScoreSheet, state: ScoreSheet.State) -> None:
    sheet.state = state
    sheet.save(update_fields=["state"])


def _write(
    event: Event,
    actor: User | str,
    verb: str,
    sheet: ScoreSheet,
    reason: str,
    rows: Mapping[str, object],
) -> None:
    details = {**places_of(sheet, project_id=sheet.defense.project_id), "state": str(sheet.state)}
    AuditEntry.write(event, actor, verb, sheet, {**details, "reason": reason, **rows})
