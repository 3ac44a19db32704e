"""The cue of a line of the run of show, with the defense that it is."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from events.models import Event, RunItem, User
from events.services.stage import give_cue
from projects.models import Defense


@transaction.atomic
def cue_line(event: Event, item_id: int, cue: str, *, actor: User | str, at: datetime) -> bool:
    """Whether anything changed. Raises what `give_cue` raises."""
    changed = give_cue(event, item_id, cue, actor=actor, at=at)
    _follow(changed)
    return bool(changed)


def _follow(items: Iterable[RunItem]) -> None:
    for item in items:
        Defense.objects.filter(run_item=item).update(state=_state_of(item))


def _state_of(item: RunItem) -> Defense.State:
    if item.is_over:
        return Defense.State.HEARD
    return Defense.State.ON_STAGE if item.is_on_stage else Defense.State.PLANNED
