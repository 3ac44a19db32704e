"""How the experts were at the defenses: noted by whoever runs the day, until the scoring is closed.

Seats and event are held as a close holds them, so that no result is made meanwhile.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.covered import lines_of
from events.errors import DomainError
from events.models import AuditEntry, Event, User
from events.models.audit import name_of
from experts.models import Presence, ScoreSheet, Seat
from experts.services.closing import held_event
from experts.services.reasons import checked_reason
from experts.services.sealed import refuse_what_stands
from experts.sheets import Assignment
from projects.models import Defense

PRESENT = ""
Notes = Mapping[Assignment, str]


class NotedMeanwhile(DomainError):
    """Somebody else noted another thing of the same experts and defenses since the page was shown."""

    def __init__(self, clashes: Iterable[tuple[Seat, Defense, str]]) -> None:
        noted = _("%(name)s at team %(number)s: %(noted)s")
        said = [
            noted
            % {
                "name": seat.person.name,
                "number": defense.project.number,
                "noted": Presence.Kind(kind).label if kind else _("there"),
            }
            for seat, defense, kind in clashes
        ]
        sentence = _(
            "Nothing was saved: meanwhile somebody noted %(what)s. Save again to put yours in its place."
        )
        super().__init__(sentence % {"what": "; ".join(said)})


class NoSuchSheet(DomainError):
    def __init__(self) -> None:
        super().__init__(_("There is no submitted sheet of an absent expert to let count."))


@transaction.atomic
def note_presence(event: Event, wanted: Notes, *, seen: Notes, actor: User | str) -> int:
    """What was changed of the grid, since it was seen; how many cells that were.

    Raises ResultStands, NotedMeanwhile. A cell of another event or room is passed over.
    """
    held = _held_open(event)
    noted = {_of(each): each for each in Presence.objects.of_event(held)}
    changes, clashes = [], []
    for seat, defense in _cells(held):
        cell = Assignment(seat.pk, defense.pk)
        said, before = wanted.get(cell, seen.get(cell, PRESENT)), seen.get(cell, PRESENT)
        row = noted.get(cell)
        now = row.kind if row else PRESENT
        if said not in (before, now):
            changes.append((cell, defense, row, said))
            clashes += [(seat, defense, now)] if now != before else []
    if clashes:
        raise NotedMeanwhile(clashes)
    for cell, defense, row, said in changes:
        _note(held, cell, defense, row, said, actor)
    return len(changes)


def _note(
    event: Event,
    cell: Assignment,
    defense: Defense,
    row: Presence | None,
    said: str,
    actor: User | str,
) -> None:
    details: dict[str, object] = {
        "seat": cell.seat,
        "defense": cell.defense,
        "project": defense.project_id,
        "before": row.kind if row else "present",
        "noted": said or "present",
    }
    if row and not said:
        details |= lines_of(gone=[name_of(row)])
        row.delete()
    else:
        noted, _is_new = Presence.objects.update_or_create(
            seat_id=cell.seat,
            defense_id=cell.defense,
            is_rehearsal=event.is_rehearsal,
            defaults={"kind": Presence.Kind(said), "counts_reason": ""},
        )
        details |= lines_of(noted)
    AuditEntry.write(event, actor, "presence.noted", f"seat:{cell.seat}", details)


@transaction.atomic
def hand_over(event: Event, *, leaving: Seat, coming: Seat, actor: User | str) -> None:
    """Who took a place on the way was not there before, and who left it is not there any more.

    What was heard, or scored by who leaves, is behind; who comes was there where they scored themselves.
    Raises ResultStands.
    """
    held = _held_open(event)
    noted = {_of(each): each for each in Presence.objects.of_event(held)}
    sheets = ScoreSheet.objects.filter(seat__in=(leaving, coming))
    scored = set(sheets.values_list("seat", "defense"))
    for seat, defense in _cells(held):
        cell = Assignment(seat.pk, defense.pk)
        is_behind = defense.state == Defense.State.HEARD or (leaving.pk, defense.pk) in scored
        misses = coming if is_behind else leaving
        if seat.pk != misses.pk or (is_behind and (coming.pk, defense.pk) in scored):
            continue
        row = noted.get(cell)
        if row is None or row.kind != Presence.Kind.ABSENT:
            _note(held, cell, defense, row, Presence.Kind.ABSENT, actor)


@transaction.atomic
def admit_sheet(event: Event, cell: Assignment, *, reason: str, actor: User | str) -> Presence:
    """The chair says that the sheet of an absent expert counts, and why.

    Raises ReasonMissing, ReasonRefused, ResultStands, NoSuchSheet. Noting the expert anew takes it back.
    """
    said = checked_reason(reason)
    held = _held_open(event)
    rows = Presence.objects.of_event(held).filter(kind=Presence.Kind.ABSENT)
    row = rows.filter(seat=cell.seat, defense=cell.defense).select_related("defense").first()
    sheets = ScoreSheet.objects.submitted().filter(seat=cell.seat, defense=cell.defense)
    if row is None or not sheets.exists():
        raise NoSuchSheet
    row.counts_reason = said
    row.save(update_fields=["counts_reason"])
    details = {"seat": cell.seat, "defense": cell.defense, "project": row.defense.project_id}
    AuditEntry.write(
        held, actor, "presence.admitted", row, details | {"reason": said, **lines_of(row)}
    )
    return row


def _held_open(event: Event) -> Event:
    held = held_event(event.pk)
    if not held.is_scoring_open:
        refuse_what_stands(held)
    return held


def _of(row: Presence) -> Assignment:
    return Assignment(row.seat_id, row.defense_id)


def _cells(event: Event) -> list[tuple[Seat, Defense]]:
    """Every scoring seat before every defense of its room."""
    seats = Seat.objects.of_event(event).scoring().in_order().select_related("panel")
    defenses = list(Defense.objects.of_event(event).in_running_order())
    return [
        (seat, defense)
        for seat in seats
        for defense in defenses
        if defense.run_item.room_id == seat.panel.room_id
    ]
