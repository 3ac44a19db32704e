"""What changed after the scoring was closed for the first time: who, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery

from events.models import AuditEntry, Event, Person, User

VERBS = (
    "scoring.closed",
    "scoring.reopened",
    "interest.decided",
    "interest.recorded",
    "score_sheet.saved",
    "event.loaded",
)


@dataclass(frozen=True)
class LateChange:
    """A line of the audit log, with the name of whoever wrote it."""

    verb: str
    who: str
    at: datetime
    reason: str


def changes_after_close(event: Event) -> tuple[LateChange, ...]:
    """One query, and two more for the names where something changed."""
    lines = AuditEntry.objects.filter(event=event, verb__in=VERBS)
    first_close = lines.filter(verb="scoring.closed").order_by("number").values("number")[:1]
    late = list(lines.filter(number__gt=Subquery(first_close)).order_by("number"))
    names = _names({line.actor for line in late})
    return tuple(
        LateChange(
            line.verb, names.get(line.actor, line.actor), line.at, line.details.get("reason", "")
        )
        for line in late
    )


def _names(actors: set[str]) -> dict[str, str]:
    if not actors:
        return {}
    ids = {kind: _ids(actors, kind) for kind in ("user", "person")}
    users = {f"user:{each.pk}": str(each) for each in User.objects.filter(pk__in=ids["user"])}
    people = Person.objects.filter(pk__in=ids["person"])
    return users | {f"person:{each.pk}": each.name for each in people}


def _ids(actors: set[str], kind: str) -> list[int]:
    pairs = (actor.partition(":") for actor in actors)
    return [int(number) for name, _, number in pairs if name == kind and number.isdigit()]
