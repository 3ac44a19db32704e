"""The record of an event's decision, as it is sealed: one JSON object, its bytes and their hash.

Words stand in every language of the documents, exact figures as fractions in text ("247/3"), moments in UTC;
people are named by their keys and by what is printed. Papers are made from a sealed record alone.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from events.models import Event
from experts.reports import record_sections as own
from experts.reports.grid import Grid

FORMAT: Final = "qorgau-protocol"
VERSION: Final = 1
Record = Mapping[str, Any]

# A section a line, by the name it has in the record.
SECTIONS: Final[Mapping[str, Callable[[Grid], Any]]] = {
    "event": own.event_section,
    "rule": own.rule_section,
    "rubric": own.rubric_section,
    "panel": own.panel_section,
    "presence": own.presence_section,
    "recusals": own.recusals_section,
    "disclosures": own.disclosures_section,
    "draw": own.draw_section,
    "teams": own.teams_section,
    "sheets": own.sheets_section,
    "late_changes": own.late_changes_section,
    "queries": own.queries_section,
}
# Stamped at the preparation; everything else must be the same when it is worked out again.
STAMPED: Final = frozenset({"format", "version", "prepared_at", "audit_head"})


def record_of(event: Event, at: datetime) -> dict[str, Any]:
    """In a constant number of queries."""
    grid = Grid(event)
    return {
        "format": FORMAT,
        "version": VERSION,
        "prepared_at": own.moment(at),
        "audit_head": own.audit_head_section(event),
        **{name: section(grid) for name, section in SECTIONS.items()},
    }


def canonical(record: Record) -> str:
    """The one text of a record; its bytes are UTF-8."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def hash_of_record(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def changed_sections(text: str, record: Record) -> list[str]:
    """The sections of a record that are not what they were in this text, or that only one of both has."""
    before = json.loads(text)
    now = json.loads(canonical(record))
    names = sorted({*before, *now} - STAMPED)
    return [name for name in names if before.get(name) != now.get(name)]
