"""What changed after the scoring was closed for the first time: what, who, when and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import AuditEntry, Event, Person, User
from experts.models import Seat
from experts.reports.rules import rule_told
from projects.models import Project

VERBS = (
    "scoring.closed",
    "scoring.reopened",
    "interest.decided",
    "interest.recorded",
    "interest.dropped",
    "score_sheet.saved",
    "score_sheet.signed",
    "score_sheet.entered",
    "score_sheet.set_aside",
    "score_sheet.given_back",
    "presence.noted",
    "presence.admitted",
    "event.loaded",
    "rule.changed",
)
# The tables in the places of a load's differences.
TOUCHED = {
    "people": gettext_lazy("names"),
    "panel": gettext_lazy("panel"),
    "members": gettext_lazy("members"),
    "supervisors": gettext_lazy("supervisors"),
    "projects": gettext_lazy("teams"),
    "interests": gettext_lazy("interests"),
}


@dataclass(frozen=True)
class LateChange:
    """A line of the audit log: what it touched, and the name of whoever wrote it."""

    verb: str
    about: str
    who: str
    at: datetime
    reason: str


def was_closed(event: Event) -> bool:
    return _first_close(event).exists()


def changes_after_close(event: Event) -> tuple[LateChange, ...]:
    """One query, and five more for the names where something changed."""
    late = AuditEntry.objects.filter(event=event, verb__in=VERBS)
    lines = list(late.filter(number__gt=Subquery(_first_close(event))).order_by("number"))
    if not lines:
        return ()
    names = _names_in(event, lines)
    return tuple(
        LateChange(
            verb=line.verb,
            about=names.about(line.details),
            who=names.actors.get(line.actor, line.actor),
            at=line.at,
            reason=line.details.get("reason", ""),
        )
        for line in lines
    )


def _first_close(event: Event) -> QuerySet[AuditEntry, int]:
    """The number of its line; what a rehearsal closed was no close."""
    lines = AuditEntry.objects.filter(event=event)
    reset = lines.filter(verb="rehearsal.reset").order_by("-number").values("number")[:1]
    closes = lines.filter(verb="scoring.closed", number__gt=Coalesce(Subquery(reset), Value(0)))
    return closes.order_by("number").values_list("number", flat=True)[:1]


@dataclass(frozen=True)
class _Names:
    """People and teams as the lines speak of them: by the id of a row, or by the key in an event file."""

    actors: Mapping[str, str]
    by_key: Mapping[str, str]
    seats: Mapping[int, str]
    numbers: Mapping[int, int]

    def about(self, details: Mapping[str, Any]) -> str:
        if places := details.get("touched"):
            return "; ".join(self._touched(places))
        if rule := details.get("new_rule"):
            return f"{rule_told(details['old_rule'])} → {rule_told(rule)}"
        said = [self.seats.get(details.get("seat", 0), "")]
        if number := self.numbers.get(details.get("project", 0)):
            said.append(_("team %(number)s") % {"number": number})
        return ", ".join(filter(None, said))

    def _touched(self, places: Sequence[str]) -> Iterable[str]:
        parted = [place.split(".") for place in places]
        for table, label in TOUCHED.items():
            keys = dict.fromkeys(each[1] for each in parted if each[0] == table)
            if keys:
                yield f"{label}: {', '.join(self.by_key.get(key, key) for key in keys)}"


def _names_in(event: Event, lines: Sequence[AuditEntry]) -> _Names:
    actors = {line.actor for line in lines}
    users = User.objects.filter(pk__in=_ids(actors, "user"))
    people = Person.objects.filter(pk__in=_ids(actors, "person"))
    seats = Seat.objects.of_event(event).select_related("person")
    return _Names(
        actors={f"user:{each.pk}": str(each) for each in users}
        | {f"person:{each.pk}": each.name for each in people},
        by_key=dict(Person.objects.of_event(event).values_list("key", "name")),
        seats={seat.pk: seat.person.name for seat in seats},
        numbers=dict(Project.objects.of_event(event).values_list("pk", "number")),
    )


def _ids(actors: Iterable[str], kind: str) -> list[int]:
    pairs = (actor.partition(":") for actor in actors)
    return [int(number) for name, _colon, number in pairs if name == kind and number.isdigit()]
