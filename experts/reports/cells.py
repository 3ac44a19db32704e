"""What the reports share: cells of the table, and which of them expect a sheet."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from events.models import Criterion, Event
from experts.models import PaperEntry, Seat, SheetRevision
from experts.models.sheets import SheetRevisionQuerySet
from experts.scoring import CriterionWeight
from experts.sheets import Assignment, Sheet
from projects.models import Defense
from projects.models.defense import DefenseQuerySet


class CellState(models.TextChoices):
    """Recused, not started and given are three different things; none of them is a zero."""

    ELSEWHERE = "elsewhere", _("another room")
    RECUSED = "recused", _("recused")
    NOT_DUE = "not_due", _("not due yet")
    NOT_STARTED = "not_started", _("not started")
    DRAFT = "draft", _("draft")
    LATE = "late", _("late")
    LATE_DRAFT = "late_draft", _("late, a draft")
    SUBMITTED = "submitted", _("submitted")
    SET_ASIDE = "set_aside", _("set aside")
    ABSENT = "absent", _("absent")
    NOT_COUNTED = "not_counted", _("absent, with a sheet that does not count")


# What of a revision and its row makes a sheet.
_OF_A_SHEET = (
    *("number", "is_final", "points", "comment", "readers", "saved_at", "op_id", "device_id"),
    "rubric_version",
    *("sheet__seat", "sheet__defense", "sheet__state"),
)
Sheets = Mapping[Assignment, Sheet]
Out = Mapping[tuple[int, int], CellState]


def defenses_of(event: Event) -> DefenseQuerySet:
    return Defense.objects.of_event(event).in_running_order()


def eligible_cells(
    defenses: Iterable[Defense], seats: Iterable[Seat], out: Out
) -> frozenset[Assignment]:
    """From which seats before which defenses a sheet is expected."""
    by_room: dict[int, list[int]] = {}
    for seat in seats:
        by_room.setdefault(seat.panel.room_id, []).append(seat.pk)
    return frozenset(
        Assignment(seat, defense.pk)
        for defense in defenses
        for seat in by_room.get(defense.run_item.room_id, ())
        if (seat, defense.project_id) not in out
    )


def sheets_of_event(event: Event, *, state: str) -> Sheets:
    revisions = SheetRevision.objects.of_event(event).filter(sheet__state=state)
    return _saved(revisions, weights_of(criteria_of(event.pk)))


def current_sheets(event: Event) -> Sheets:
    """All that there are, in whatever state, with what came from paper. Two queries."""
    revisions = SheetRevision.objects.of_event(event).annotate(is_from_paper=_is_from_paper())
    return _saved(revisions, weights_of(criteria_of(event.pk)))


def sheets_of_seat(seat: Seat) -> Sheets:
    revisions = SheetRevision.objects.filter(sheet__seat=seat)
    told = revisions.annotate(is_from_paper=_is_from_paper())
    return _saved(told, weights_of(criteria_of(seat.person.event_id)))


def _is_from_paper() -> Exists:
    stored = PaperEntry.objects.filter(outcome=PaperEntry.Outcome.STORED, revision=OuterRef("pk"))
    return Exists(stored)


def _saved(revisions: SheetRevisionQuerySet, weights: Sequence[CriterionWeight]) -> Sheets:
    """The current revisions among these."""
    current = revisions.current().with_keys().select_related("sheet").only(*_OF_A_SHEET)
    return {each.sheet.assignment: each.as_sheet(weights) for each in current}


def weights_of(criteria: Iterable[Criterion]) -> list[CriterionWeight]:
    return [CriterionWeight(each.key, each.weight, each.maximum) for each in criteria]


def criteria_of(event_id: int) -> models.QuerySet[Criterion]:
    return Criterion.objects.filter(rubric__event=event_id).order_by("order")
