"""While the scoring is closed its result stands: what an event file may not change until it is reopened."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from defense.desk.leaving import why_people_count
from defense.event_file.refusal import BadEventFile
from events.entries import PersonEntry
from events.journal import Change, ChangeKind, Journal
from events.models import Event, Person
from events.rules import Flaw
from events.texts import languages_of
from experts.corrections import is_spelling_of
from experts.errors import ProtocolIsSealed, ResultStands
from experts.models import Protocol, Seat
from experts.reports.after_close import TOUCHED

# Whose coming, going or moving changes who scores whom: the table, and the column if it is one.
MOVING = {
    "panel": (),
    "members": ("project",),
    "supervisors": (),
    "projects": ("defense",),
}
TOLD = ("interests", "rubric")
TOLD_COLUMNS = (("panel", "role"), ("projects", "number"))
_WITHIN_A_PROJECT: Final = re.compile(r"projects\.\d+\.(?=supervisors\.)")


def journal_of(event: Event) -> Journal:
    """One that refuses what the state of the event refuses, before anything is written."""
    if event.is_scoring_open:
        return Journal()
    is_sealed = Protocol.objects.is_sealed(event)
    return Journal(before_writing=refuse_to_move_sealed if is_sealed else refuse_to_move_result)


def refuse_to_move_result(changes: Sequence[Change]) -> None:
    """Who scores, and whom, stays as it was. Raises BadEventFile with every change that would move it."""
    if flaws := [Flaw(each.place, str(ResultStands())) for each in changes if _moves(each)]:
        raise BadEventFile(flaws)


def refuse_to_move_sealed(changes: Sequence[Change]) -> None:
    """Neither a tie, a role on the panel, a criterion nor a team's number changes once the protocol is sealed. Raises BadEventFile."""
    told = [each for each in changes if _moves(each) or _is_told(each)]
    if flaws := [Flaw(each.place, str(ProtocolIsSealed())) for each in told]:
        raise BadEventFile(flaws)


def _is_told(change: Change) -> bool:
    table, _key, column = _parts(change)
    return change.kind != ChangeKind.KEPT and (table in TOLD or (table, column) in TOLD_COLUMNS)


def _moves(change: Change) -> bool:
    table, _key, column = _parts(change)
    if change.kind == ChangeKind.KEPT or table not in MOVING:
        return False
    if table == "panel" and column == "role":
        return (change.before in Seat.SCORING_ROLES) != (change.after in Seat.SCORING_ROLES)
    is_row = not column and change.kind != ChangeKind.CHANGED
    return is_row or column in MOVING[table]


def touched(changes: Sequence[Change]) -> list[str]:
    """The places that have to do with a result, for the log: names, panel, teams and ties."""
    return [_place(each) for each in changes if _touches(each)]


def _touches(change: Change) -> bool:
    table, key, column = _parts(change)
    if change.kind == ChangeKind.KEPT or table not in TOUCHED or key == "order":
        return False
    if table == "people":
        return column in ("name", "printed_names")
    return table != "projects" or not column or column in MOVING["projects"]


def _place(change: Change) -> str:
    """Supervisors stand within their project in the file, and in a table of their own."""
    return _WITHIN_A_PROJECT.sub("", change.place)


def _parts(change: Change) -> tuple[str, str, str]:
    """The table, the key of the row and the column, if it is one."""
    table, _dot, place = _place(change).partition(".")
    key, _dot, column = place.partition(".")
    return table, key, column


def refuse_other_people(
    event: Event, entries: Sequence[PersonEntry], *, renaming: Collection[str] = ()
) -> None:
    """A spelling may be put right, under the same key nobody becomes another. Raises BadEventFile.

    Confirmed names are left as they are, but those of `renaming`.
    """
    wanted = {entry.key: (i, entry) for i, entry in enumerate(entries)}
    changeable = Q(confirmed_at=None) | Q(key__in=renaming)
    people = list(Person.objects.of_event(event).filter(changeable, key__in=wanted))
    counting = why_people_count(people)
    flaws = [
        Flaw(f"people[{i}].{place}", _sentence(name, person.name))
        for person in people
        if person.pk in counting
        for i, entry in [wanted[person.key]]
        for place, name in _names(entry)
        if not any(is_spelling_of(name, known) for known in _known(person))
    ]
    if flaws:
        raise BadEventFile(flaws)


def _names(entry: PersonEntry) -> Iterator[tuple[str, str]]:
    yield "name", entry.name
    if entry.printed_names:
        for language, name in languages_of(entry.printed_names).items():
            yield f"printed_names.{language}", name


def _known(person: Person) -> list[str]:
    return [person.name, *person.printed_names.values()]


def _sentence(name: str, known: str) -> str:
    words = _(
        "Scoring is closed, and “%(name)s” is another name than “%(known)s”. A spelling can be put right; "
        "for another person, or another name of the same, reopen the scoring first, with a reason."
    )
    return words % {"name": name, "known": known}
