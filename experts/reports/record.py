"""The record of an event's decision, as it is sealed: one JSON object, its bytes and their hash.

Words stand in every language of the documents, exact figures as fractions in text ("247/3"), moments in UTC;
people are named by their keys and by what is printed. Papers are made from a sealed record alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from events.models import Event
from experts.reports import decision_sections as decision
from experts.reports import record_sections as own
from experts.reports import votes_on_record as voted
from experts.reports.grid import Grid
from experts.reports.notes import notes_section
from experts.reports.questions import questions_section
from experts.reports.second_looks import looks_section

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FORMAT: Final = "qorgau-protocol"
VERSION: Final = 1
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """What makes it, and what people call it when it is not what it was."""

    of: Callable[[Grid], Any]
    label: _StrPromise


# A section a line, by the name it has in the record.
SECTIONS: Final[Mapping[str, Section]] = {
    "event": Section(own.event_section, _("event")),
    "rule": Section(own.rule_section, _("rule")),
    "rubric": Section(own.rubric_section, _("criteria")),
    "panel": Section(own.panel_section, _("panel")),
    "presence": Section(own.presence_section, _("presence")),
    "recusals": Section(own.recusals_section, _("recusals")),
    "disclosures": Section(own.disclosures_section, _("disclosures")),
    "draw": Section(own.draw_section, _("draw")),
    "teams": Section(own.teams_section, _("teams")),
    "sheets": Section(own.sheets_section, _("score sheets")),
    "results": Section(decision.results_section, _("results")),
    "firmness": Section(decision.firmness_section, _("how firm the places are")),
    "expected": Section(decision.expected_section, _("expected totals")),
    "tie_breaks": Section(decision.tie_breaks_section, _("tie-breaks")),
    "casting_votes": Section(decision.casting_votes_section, _("casting votes")),
    "step_outs": Section(decision.step_outs_section, _("who stepped out")),
    "questions": Section(lambda grid: questions_section(grid.event), _("questions of the panel")),
    "notes": Section(notes_section, _("notes of the deliberation")),
    "looks": Section(looks_section, _("second looks")),
    "late_changes": Section(own.late_changes_section, _("changes after the close")),
    "queries": Section(own.queries_section, _("queries of the teams")),
    "quorum": Section(voted.quorum_section, _("quorum")),
    "votes": Section(voted.votes_section, _("votes of the panel")),
    "dissents": Section(voted.dissents_section, _("dissenting opinions")),
    "awards": Section(voted.awards_section, _("awards")),
}
# Stamped at the preparation; everything else must be the same when it is worked out again.
STAMPED: Final = frozenset({"format", "version", "prepared_at", "audit_head", "deputy_seals"})


def record_of(event: Event, at: datetime, grid: Grid | None = None) -> dict[str, Any]:
    """In a constant number of queries."""
    grid = grid or Grid(event)
    return {
        "format": FORMAT,
        "version": VERSION,
        "prepared_at": own.moment(at),
        "audit_head": own.audit_head_section(event),
        **{name: section.of(grid) for name, section in SECTIONS.items()},
    }


def why_deputy_seals(text: str) -> str:
    """The reason that was given at the preparation why a deputy may seal this record for the chair, or nothing."""
    return str(json.loads(text).get("deputy_seals", ""))


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


def label_of(name: str) -> str:
    return str(SECTIONS[name].label) if name in SECTIONS else name
