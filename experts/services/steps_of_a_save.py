"""What a save from a tablet and an entry from paper have in common: the checks of values, and one more revision."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from events.models import Criterion
from experts.errors import Fault, PointsMissing, SheetInvalid
from experts.models import ScoreSheet, SheetRevision
from experts.services.save_statements import REVISION_WRITTEN, SHEET_MOVES
from experts.sheets import LONGEST_COMMENT, POINTS_PLACE, Assignment, SheetAnswer, SheetOperation


def check_values(operation: SheetOperation, criteria: Sequence[Criterion]) -> None:
    check_points(operation.points, criteria, comment=operation.comment, whole=operation.is_final)


def check_points(
    points: Mapping[str, Decimal],
    criteria: Sequence[Criterion],
    *,
    comment: str = "",
    whole: bool = True,
) -> None:
    """Raises SheetInvalid, or PointsMissing where a whole sheet has nothing else wrong with it."""
    missing = [each for each in criteria if each.key not in points]
    faults = _faults(points, comment, criteria)
    if whole and missing:
        gaps = [Fault(POINTS_PLACE + each.key, _("Points are missing.")) for each in missing]
        if not faults:
            raise PointsMissing(gaps, [str(each.name) for each in missing])
        faults += gaps
    if faults:
        raise SheetInvalid(faults)


def _faults(
    points: Mapping[str, Decimal], comment: str, criteria: Sequence[Criterion]
) -> list[Fault]:
    known = {criterion.key: criterion for criterion in criteria}
    faults = [
        Fault(POINTS_PLACE + key, _("There is no such criterion."))
        for key in points
        if key not in known
    ]
    faults += [
        Fault(POINTS_PLACE + key, _("These points are outside the range or between two steps."))
        for key, given in points.items()
        if key in known and not known[key].allows(given)
    ]
    if len(comment) > LONGEST_COMMENT:
        faults.append(Fault("comment", _("The comment is too long.")))
    return faults


def says_the_same(operation: SheetOperation, current: SheetRevision) -> bool:
    return (
        operation.stored_points() == current.points
        and (operation.comment, operation.readers) == (current.comment, current.readers)
        and operation.is_final == current.is_final
    )


def moved_on(
    current: SheetRevision | None, assignment: Assignment, operation: SheetOperation
) -> ScoreSheet:
    """The sheet at its next revision, saved; made if this is the first."""
    state = ScoreSheet.State.SUBMITTED if operation.is_final else ScoreSheet.State.DRAFT
    if current is None:
        seat, defense = assignment.seat, assignment.defense
        return ScoreSheet.objects.create(seat_id=seat, defense_id=defense, state=state, revision=1)
    sheet = current.sheet
    sheet.revision, sheet.state = sheet.revision + 1, state
    SHEET_MOVES.of(sheet)
    return sheet


def append_revision(
    sheet: ScoreSheet, operation: SheetOperation, body_hash: str, answer: SheetAnswer
) -> SheetRevision:
    revision = SheetRevision(
        sheet=sheet,
        number=sheet.revision,
        op_id=operation.op_id,
        body_hash=body_hash,
        device_id=operation.device_id,
        sequence=operation.sequence,
        client_ts=operation.client_ts,
        rubric_version=operation.rubric_version,
        is_final=operation.is_final,
        points=operation.stored_points(),
        comment=operation.comment,
        readers=operation.readers,
        saved_at=answer.saved_at,
        answer=answer.to_store(),
    )
    return REVISION_WRITTEN.of(revision)
