"""What a save asks of the database: the queries of the models, compiled once (events/statements.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.base import Model

from events.models import Criterion, Event, Pass
from events.statements import Change, Columns, Given, Insertion, Selection
from experts.access import namesake_in, undeclared
from experts.models import Interest, RepeatedOperation, ScoreSheet, Seat, SheetRevision
from experts.reports.cells import weights_of
from experts.scoring import CriterionWeight
from experts.sheets import Assignment
from projects.models import Defense


def _key(name: str, model: type[Model]) -> Given:
    return Given(name, model._meta.pk)


SEAT: Final = _key("seat", Seat)
DEFENSE: Final = _key("defense", Defense)
CARD: Final = _key("card", Pass)
PERSON: Final = Given("person", Seat._meta.get_field("person"))
OP_ID: Final = Given("op_id", SheetRevision._meta.get_field("op_id"))


@dataclass(frozen=True)
class Rules:
    """What holds for a sheet at this moment."""

    criteria: Sequence[Criterion]
    event: Event
    project_id: int
    rubric_version: int
    is_recused: bool
    is_undeclared: bool
    is_card_of_rehearsal: bool | None  # None once the card was withdrawn

    def weights(self) -> list[CriterionWeight]:
        return weights_of(self.criteria)


@dataclass(frozen=True)
class Stored:
    """What an operation said when it was accepted, and how it was answered; its revision, unless it only repeated one."""

    body_hash: str
    answer: Mapping[str, Any]
    revision: SheetRevision | None = None


def _seat() -> QuerySet[Seat, Any]:
    """The seat alone is locked: what it must fit to is asked in a query of its own."""
    heard = Defense.objects.filter(pk=DEFENSE, run_item__room__panel=OuterRef("panel"))
    seats = Seat.objects.scoring().filter(Exists(heard), pk=SEAT, person=PERSON)
    return seats.order_by().select_for_update(no_key=True).values_list("pk")


def _revisions() -> QuerySet[SheetRevision, Any]:
    """The one that this operation stored or repeated, and the current one of the sheet."""
    sheets = ScoreSheet.objects.filter(seat=SEAT, defense=DEFENSE)
    is_current = Q(sheet=Subquery(sheets.values("pk")), number=F("sheet__revision"))
    repeats = RepeatedOperation.objects.filter(op_id=OP_ID)
    repeated = repeats.filter(revision=OuterRef("pk")).values("body_hash")
    is_stored = Q(op_id=OP_ID) | Q(pk__in=repeats.values("revision"))
    found = SheetRevision.objects.filter(is_stored | is_current).order_by()
    return found.values_list(*_REVISION.asked, *_SHEET.asked, Subquery(repeated))


_REVISION: Final = Columns(SheetRevision)
_SHEET: Final = Columns(ScoreSheet, path="sheet__")


def _revision_and_hash(*values: Any) -> tuple[SheetRevision, str | None]:
    """A revision with its sheet, and the hash of the operation's body if the operation repeated it."""
    revision, rest = _REVISION.taken(values)
    revision.sheet, (repeat_hash,) = _SHEET.taken(rest)
    return revision, repeat_hash


def _criteria() -> QuerySet[Criterion, Any]:
    of_defense = Criterion.objects.filter(rubric__event__project__defense=DEFENSE)
    return of_defense.order_by("order").values_list(*_CRITERION.asked)


_CRITERION: Final = Columns(Criterion, "id", "key", "name", "weight", "minimum", "maximum", "step")


def _criteria_and_rules() -> QuerySet[Criterion, Any]:
    """With each criterion what holds for all: the event, whether the seat is recused, whether the card stands."""
    defense = Defense.objects.filter(pk=DEFENSE)
    recusing = Interest.objects.recusing().filter(seat=SEAT, project__defense=DEFENSE)
    waiting = Seat.objects.filter(namesake_in(DEFENSE), pk=SEAT)
    undeclaring = Seat.objects.filter(undeclared(), pk=SEAT)
    card = Pass.objects.valid().filter(pk=CARD)
    return _criteria().values_list(
        *_CRITERION.asked,
        *_EVENT.asked,
        Subquery(defense.values("project")),
        "rubric__version",
        ExpressionWrapper(Exists(recusing) | Exists(waiting), output_field=BooleanField()),
        Exists(undeclaring),
        Subquery(card.values("is_rehearsal")),
    )


_EVENT: Final = Columns(
    Event,
    *("id", "is_rehearsal", "scoring_rule", "rule_locked_at", "rule_version", "scoring_closed_at"),
    path="rubric__event__",
)


def rules_of(assignment: Assignment, card_id: int) -> Rules | None:
    """None while there are no criteria."""
    found = RULES.all(seat=assignment.seat, defense=assignment.defense, card=card_id)
    if not found:
        return None
    event, rest = _EVENT.taken(found[0][1])
    return Rules([criterion for criterion, _ in found], event, *rest)


SEATS: Final = Selection(int, _seat)
REVISIONS: Final = Selection(_revision_and_hash, _revisions)
CRITERIA: Final = Selection(_CRITERION.row, _criteria)
RULES: Final = Selection(lambda *values: _CRITERION.taken(values), _criteria_and_rules)
SHEET_MOVES: Final = Change(ScoreSheet, ("revision", "state"))
REVISION_WRITTEN: Final = Insertion(SheetRevision)
