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
    end_ready(old, state=Diploma.State.SUPERSEDED)
    for each in replacements:
        each.after.revision = each.before.revision + 1
    new = Diploma.objects.bulk_create(each.after for each in replacements)
    for each in replacements:
        each.before.state, each.before.superseded_by = Diploma.State.SUPERSEDED, each.after
    Diploma.objects.bulk_update(old, ["superseded_by"])
    endings = Ending.objects.bulk_create(
        Ending(
            diploma=each.before,
            kind=kind,
            successor=each.after,
            differences=[difference.values for difference in each.differences],
            reason=each.reason,
            by=account_of(by),
            at=at,
        )
        for each in replacements
    )
    RenderJob.objects.bulk_create(new_job(diploma) for diploma in new)
    numbers = {each.before.number: each.after.number for each in replacements}
    return {"numbers": numbers, **lines_of(*old, *new, *endings)}


def end_ready(diplomas: Sequence[Diploma], **fields: object) -> None:
    """Raises NotValidAnyMore when one of them is not ready."""
    ready = Diploma.objects.ready().filter(pk__in=[each.pk for each in diplomas])
    if ready.update(**fields) != len(diplomas):
        raise NotValidAnyMore


def account_of(actor: User | str) -> User | None:
    """A command has none."""
    return actor if isinstance(actor, User) else None
