"""One act on an event as its organizers see it: the event as its file, a pure change of the file, loaded again.

So an act of a page keeps every rule that a file keeps: recusals of every role, points that stay with
their people, a result that stands after the close, the line of the log. Nothing else is written.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from defense.event_file.envelope import EventFile
from defense.event_file.loading import Outcome, held_event, load_event
from defense.event_file.reading import broken_rules
from defense.event_file.refusal import BadEventFile
from defense.event_file.writing import dump_event
from events.errors import DomainError
from events.journal import Change, ChangeKind
from events.models import Event, User
from experts import exchange as experts

Revision = Callable[[EventFile], EventFile]


class SomethingStays(DomainError):
    """What was to go is needed; nothing was changed."""

    def __init__(self, kept: Sequence[Change]) -> None:
        super().__init__(" ".join(dict.fromkeys(map(why_kept, kept))))


def revise_event(
    event: Event,
    revision: Revision,
    *,
    actor: User | str,
    at: datetime,
    reason: str = "",
    whole: bool = False,
    renaming: Collection[str] = (),
) -> Outcome:
    """Bring the event to what the revision makes of it, in one transaction that holds the event.

    The revision is called again under the lock, with the event as it is then, and may raise. Raises
    BadEventFile as `load_event` does, and when the sets of the revised file contradict themselves;
    with `whole` also SomethingStays, where a loading would keep a row and go on.
    Confirmed names stay, but those of the keys in `renaming`.
    """
    ahead = revision(dump_event(event))
    experts.compare_ahead(ahead.people, ahead.panel)
    with transaction.atomic():
        held = held_event(event.slug)
        outcome = load_event(
            revised(held, revision), actor=actor, at=at, reason=reason, renaming=renaming
        )
        kept = rows_kept(outcome)
        if whole and kept:
            raise SomethingStays(kept)
        return outcome


def rows_kept(outcome: Outcome) -> list[Change]:
    """What was wanted otherwise and stays; a diploma that says what was known then is none of it."""
    return [
        change
        for change in outcome.changes
        if change.kind == ChangeKind.KEPT and not change.place.startswith("diplomas")
    ]


def why_kept(change: Change) -> str:
    said = _("“%(what)s” stays: %(reason)s.")
    return said % {"what": change.before or change.place, "reason": change.reason}


def try_revision(event: Event, revision: Revision, *, actor: User | str, at: datetime) -> Outcome:
    """What `revise_event` would do, without a trace. Raises the same."""
    return load_event(revised(event, revision), actor=actor, at=at, dry_run=True)


def revised(event: Event, revision: Revision) -> EventFile:
    file = revision(dump_event(event))
    if flaws := list(broken_rules(file)):
        raise BadEventFile(flaws)
    return file
