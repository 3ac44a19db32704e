"""Who and what may not be deleted, and why: what a foreign key does not say, and its own in words.

A question takes rows of one model and answers with the reason of each that must stay, by its id. This
app asks its own; a higher app has more (`projects/services/leaving.py` and so on), and whoever
stands above them all puts them together with `asked` (`defense/desk/leaving.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from events.models import (
    AskedName,
    AuditEntry,
    ConfirmedName,
    Letter,
    Pass,
    Person,
    Photograph,
    RunItem,
)

M = TypeVar("M", bound=Model)
Question = Callable[[Sequence[M]], Mapping[int, str]]


def asked(rows: Sequence[M], *questions: Question[M]) -> dict[int, str]:
    """The weightiest reason of each row that must stay; a later question weighs more."""
    reasons: dict[int, str] = {}
    for question in questions if rows else ():
        reasons |= question(rows)
    return reasons


def found(rows: QuerySet[Any], column: str, reason: str) -> dict[int, str]:
    """One reason for all the ids in a column."""
    return dict.fromkeys(rows.values_list(column, flat=True), reason)


def named_in_log(people: Sequence[Person]) -> dict[int, str]:
    by_name = {f"person:{person.pk}": person.pk for person in people}
    lines = AuditEntry.objects.filter(event__in={person.event_id for person in people})
    lines = lines.filter(Q(actor__in=by_name) | Q(subject__in=by_name))
    named = {name for line in lines for name in (line.actor, line.subject)}
    reason = _("is named in the audit log")
    return {pk: reason for name, pk in by_name.items() if name in named}


def confirmed_name(people: Sequence[Person]) -> dict[int, str]:
    """Now, or in other words before."""
    reason = _("has confirmed the name")
    before = found(ConfirmedName.objects.filter(person__in=people), "person", reason)
    return before | {person.pk: reason for person in people if person.confirmed_at}


def asked_for_names(people: Sequence[Person]) -> dict[int, str]:
    asked = AskedName.objects.filter(person__in=people)
    return found(asked, "person", _("has asked for another spelling"))


def holds_card(people: Sequence[Person]) -> dict[int, str]:
    return found(Pass.objects.filter(person__in=people), "person", _("has a card"))


def has_photograph(people: Sequence[Person]) -> dict[int, str]:
    return found(Photograph.objects.filter(person__in=people), "person", _("has a photograph"))


def was_written_to(people: Sequence[Person]) -> dict[int, str]:
    return found(Letter.objects.filter(person__in=people), "person", _("was written to"))


def speaks(people: Sequence[Person]) -> dict[int, str]:
    return found(RunItem.objects.filter(person__in=people), "person", _("speaks"))


def has_begun(items: Sequence[RunItem]) -> dict[int, str]:
    return {item.pk: _("it has begun") for item in items if item.started_at}


ABOUT_PEOPLE: tuple[Question[Person], ...] = (
    named_in_log,
    confirmed_name,
    asked_for_names,
    has_photograph,
    was_written_to,
    holds_card,
    speaks,
)
