"""New diplomas in the place of old ones, within the caller's transaction and under its lock of the event."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from diplomas.differences import Difference
from diplomas.errors import NotValidAnyMore
from diplomas.models import Diploma, Ending, RenderJob
from diplomas.services.issuing import new_job
from events.covered import lines_of
from events.models import User


@dataclass(frozen=True)
class Replacement:
    before: Diploma
    after: Diploma
    differences: Sequence[Difference] = field(default_factory=tuple)
    reason: str = ""


def replace_diplomas(
    replacements: Sequence[Replacement], *, kind: Ending.Kind, by: User | str, at: datetime
) -> dict[str, Any]:
    """Stores the new ones with their jobs, and what became of the old; returns the details for the log.

    The old ones stop being current before the new ones are: a person has one. Raises NotValidAnyMore.
    """
    old = [each.before for each in replacements]
    end_diplomas(old, state=Diploma.State.SUPERSEDED)
    new = _succeed(replacements)
    endings = Ending.objects.bulk_create(
        _ending(each, kind, account_of(by), at) for each in replacements
    )
    RenderJob.objects.bulk_create(new_job(diploma) for diploma in new)
    numbers = {each.before.number: each.after.number for each in replacements}
    return {"numbers": numbers, **lines_of(*old, *new, *endings)}


def end_diplomas(diplomas: Sequence[Diploma], **fields: object) -> None:
    """Raises NotValidAnyMore when one of them is not in the state any more in which it was read."""
    states = {each.state for each in diplomas}
    read = Diploma.objects.current().filter(state__in=states)
    found = read.filter(pk__in=[each.pk for each in diplomas])
    if found.update(**fields) != len(diplomas):
        raise NotValidAnyMore


def _succeed(replacements: Sequence[Replacement]) -> list[Diploma]:
    """The new ones, stored and named by the old."""
    for each in replacements:
        each.after.revision = each.before.revision + 1
    new = Diploma.objects.bulk_create(each.after for each in replacements)
    for each in replacements:
        each.before.state, each.before.superseded_by = Diploma.State.SUPERSEDED, each.after
    Diploma.objects.bulk_update([each.before for each in replacements], ["superseded_by"])
    return new


def _ending(each: Replacement, kind: Ending.Kind, by: User | None, at: datetime) -> Ending:
    return Ending(
        diploma=each.before,
        kind=kind,
        successor=each.after,
        differences=[difference.values for difference in each.differences],
        reason=each.reason,
        by=by,
        at=at,
    )


def account_of(actor: User | str) -> User | None:
    """A command has none."""
    return actor if isinstance(actor, User) else None
