"""Everything that was given at an event with what proves it, as data for whoever checks it elsewhere.

`docs/check_signatures.py` reads it together with what stands on the slips that the experts signed on
paper (slips.py), and knows nothing else of this program. Of people it holds the experts' names alone.
"""

from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from events.models import Criterion, Event, Person
from events.models.audit import stamp
from experts.models import ScoreSheet, Seat, SheetRevision, TabletKey
from experts.reports.cells import criteria_of, defenses_of
from experts.sheets import Assignment, Readers, plain, salt_of
from experts.signatures import comment_told

FORMAT: Final = "qorgau-evidence"
VERSION: Final = 1


def evidence(event: Event) -> dict[str, Any]:
    """In a constant number of queries."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "event": {
            "slug": event.slug,
            "title": str(event.title),
            "rule": str(event.scoring_rule),
            "rule_version": event.rule_version,
            "closed_at": _at(event.scoring_closed_at),
        },
        "criteria": [_criterion(each) for each in criteria_of(event.pk)],
        "experts": _experts(event),
        "teams": [
            {"number": each.project.number, "topic": str(each.project.topic)}
            for each in defenses_of(event)
        ],
        "keys": _keys(event),
        "sheets": _sheets(event),
    }


def _criterion(criterion: Criterion) -> dict[str, str]:
    bounds = ("weight", "minimum", "maximum", "step")
    return {
        "key": criterion.key,
        "name": str(criterion.name),
        **{name: plain(getattr(criterion, name)) for name in bounds},
    }


def _experts(event: Event) -> list[dict[str, str]]:
    """Who sits on a panel, and whose tablet registered a key while they did."""
    seated = Q(pk__in=Seat.objects.of_event(event).values("person"))
    registered = Q(pk__in=TabletKey.objects.of_event(event).values("card__person"))
    people = Person.objects.filter(seated | registered).order_by("key")
    return [{"person": each.key, "name": each.name} for each in people]


def _keys(event: Event) -> list[dict[str, Any]]:
    keys = TabletKey.objects.of_event(event).select_related("card__person").order_by("pk")
    return [
        {
            "mark": key.mark,
            "public_key": key.public_key,
            "person": key.card.person.key,
            "made_at": _at(key.made_at),
            "closed_at": _at(key.closed_at),
        }
        for key in keys
    ]


def _sheets(event: Event) -> list[dict[str, Any]]:
    sheets = ScoreSheet.objects.of_event(event).select_related("seat__person", "defense__project")
    revisions: dict[int, list[SheetRevision]] = {}
    signed = SheetRevision.objects.of_event(event).select_related("signature__key")
    for revision in signed.order_by("sheet", "number"):
        revisions.setdefault(revision.sheet_id, []).append(revision)
    return [
        {
            "sheet": str(Assignment(sheet.seat_id, sheet.defense_id)),
            "person": sheet.seat.person.key,
            "team": sheet.defense.project.number,
            "state": str(sheet.state),
            "revision": sheet.revision,
            "revisions": [_revision(each) for each in revisions.get(sheet.pk, ())],
        }
        for sheet in sheets.order_by("seat", "defense__project__number")
    ]


def _revision(revision: SheetRevision) -> dict[str, Any]:
    signed = getattr(revision, "signature", None)
    return {
        "number": revision.number,
        "op_id": str(revision.op_id),
        "base_rev": revision.number - 1,
        "rubric_version": revision.rubric_version,
        "final": revision.is_final,
        "points": revision.points,
        **_words(revision),
        "saved_at": _at(revision.saved_at),
        "key": signed.key.mark if signed else "",
        "signature": signed.signature if signed else "",
    }


def _words(revision: SheetRevision) -> dict[str, str]:
    """As they were signed: of a comment that only its writer reads there is a salted hash alone, if a tablet sent it."""
    if revision.readers == Readers.PROTOCOL:
        return {"comment": revision.comment}
    salt = salt_of(revision.device_id, revision.op_id)
    comment = comment_told(revision.comment, revision.readers, salt)
    return {"comment": comment, "readers": revision.readers}


def _at(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)
