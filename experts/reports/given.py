"""What the audit line of a save keeps of what was given, so that no later edit of a row goes unseen.

The line is keyed to the one before it, so a hash in it stands for the row it was made of. The names
and the order of the values are part of stored hashes.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from events.models import Criterion, Event
from events.models.audit import stamp
from experts.models import ScoreSheet, SheetRevision
from experts.sheets import Readers, plain


def details_of_save(
    revision: SheetRevision, *, event: Event, project_id: int, criteria: Iterable[Criterion]
) -> dict[str, Any]:
    """Where the sheet stands is told in clear; points and comment only as a hash."""
    sheet = revision.sheet
    return {
        "revision": revision.number,
        "state": str(sheet.state),
        **places_of(sheet, project_id=project_id),
        "given": hash_of_revision(revision),
        "rubric": hash_of_rubric(criteria),
        "rule": str(event.scoring_rule),
        "rule_version": event.rule_version,
    }


def places_of(sheet: ScoreSheet, *, project_id: int) -> dict[str, int]:
    return {"seat": sheet.seat_id, "defense": sheet.defense_id, "project": project_id}


def hash_of_revision(revision: SheetRevision) -> str:
    """Of everything an expert saved once. The operation's random name keeps points from being guessed."""
    readers = {} if revision.readers == Readers.PROTOCOL else {"readers": str(revision.readers)}
    return _hash(
        {
            **readers,
            "sheet": revision.sheet_id,
            "number": revision.number,
            "op_id": str(revision.op_id),
            "body_hash": revision.body_hash,
            "device_id": None if revision.device_id is None else str(revision.device_id),
            "sequence": revision.sequence,
            "client_ts": revision.client_ts,
            "rubric_version": revision.rubric_version,
            "is_final": revision.is_final,
            "points": revision.points,
            "comment": revision.comment,
            "saved_at": stamp(revision.saved_at.astimezone(UTC)),
            "answer": revision.answer,
        }
    )


def hash_of_rubric(criteria: Iterable[Criterion]) -> str:
    """Of what totals are computed with: keys, weights and scales. Names and levels are only words."""
    in_order = sorted(criteria, key=lambda criterion: criterion.key)
    return _hash(
        [
            [each.key, *map(plain, (each.weight, each.minimum, each.maximum, each.step))]
            for each in in_order
        ]
    )


def _hash(values: Any) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
