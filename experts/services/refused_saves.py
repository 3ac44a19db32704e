"""A save that was refused for good reason is a line of the log: who sent it, for which project, and why; no points.

A tablet that was away may bring hours later what it holds. Once for each operation and reason, since tablets
try again, and only so many for one person.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from events.errors import DomainError
from events.models import AuditEntry, AuditHead, Pass, Person
from events.models.audit import name_of
from events.models.passes import hash_of
from experts.models import Seat
from experts.sheets import Assignment, Outcome
from projects.models import Defense

VERB: Final = "score_sheet.refused"
MOST_OF_A_PERSON: Final = 100
# Refusals of the person and of the day; values that cannot be, or were saved elsewhere, are for the expert to mend.
NOTED: Final = frozenset(
    {
        *(Outcome.SIGNED_OUT, Outcome.RECUSED, Outcome.LOCKED),
        *(Outcome.REHEARSAL, Outcome.REHEARSAL_CARD, Outcome.REHEARSAL_OVER),
    }
)


def note_refused_save(
    assignment: Assignment, *, op_id: UUID, person: Person, refusal: DomainError
) -> None:
    """Nothing where the sheet is not this person's, or the refusal is one that the expert mends."""
    if refusal.code in NOTED:
        places = _places_of(assignment, person)
        if places is not None:
            _note(person, f"operation:{op_id}", {**places, "refused": str(refusal.code)})


def note_save_of_revoked_card(
    device: str, assignment: Assignment, *, op_id: UUID, refusal: DomainError
) -> None:
    """From the device that the card had opened, whether or not its session is still there; anybody else is nobody."""
    cards = Pass.objects.filter(kind=Pass.Kind.EXPERT, device_hash=hash_of(device))
    of_seat = cards.filter(person__seat=assignment.seat).select_related("person__event")
    latest = of_seat.order_by("pk").last()
    if latest is not None and latest.revoked_at:
        note_refused_save(assignment, op_id=op_id, person=latest.person, refusal=refusal)


def _places_of(assignment: Assignment, person: Person) -> dict[str, int] | None:
    defense = Defense.objects.filter(pk=assignment.defense, project__event=person.event_id).first()
    is_theirs = Seat.objects.filter(pk=assignment.seat, person=person).exists()
    if defense is None or not is_theirs:
        return None
    return {"seat": assignment.seat, "defense": defense.pk, "project": defense.project_id}


@transaction.atomic
def _note(person: Person, operation: str, details: Mapping[str, object]) -> None:
    """Two that come at once wait for one another at the head of the log; a retry of what is noted does not."""
    if _is_enough(person, operation, details):
        return
    AuditHead.locked(person.event_id)
    if not _is_enough(person, operation, details):
        AuditEntry.write(person.event, person, VERB, operation, details)


def _is_enough(person: Person, operation: str, details: Mapping[str, object]) -> bool:
    """Whether this very refusal is noted, or so many of the person that no more are."""
    lines = AuditEntry.objects.filter(event=person.event_id, verb=VERB, actor=name_of(person))
    known = [
        (subject, kept["refused"]) for subject, kept in lines.values_list("subject", "details")
    ]
    return (operation, details["refused"]) in known or len(known) >= MOST_OF_A_PERSON
