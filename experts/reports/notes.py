"""What the panel notes of each team and of all while it deliberates: the last version of each."""

from collections.abc import Mapping
from typing import Any

from events.models import Event
from experts.models import DeliberationNote
from experts.reports.grid import Grid
from experts.reports.record_sections import moment


def standing_notes(event: Event) -> Mapping[int | None, DeliberationNote]:
    """By project, none for the note of all; one that was taken back has no text. One query."""
    rows = DeliberationNote.objects.of_event(event).select_related("seat__person", "user")
    return {each.project_id: each for each in rows.order_by("pk")}


def notes_section(grid: Grid) -> list[dict[str, Any]]:
    """The note of all teams first, then in the order of their numbers."""
    numbers: dict[int | None, int] = {
        each.project_id: each.project.number for each in grid.defenses
    }
    notes = standing_notes(grid.event).values()
    told = [
        {"team": numbers.get(each.project_id), "text": each.text, "at": moment(each.at)}
        for each in notes
        if each.text
    ]
    return sorted(told, key=lambda note: note["team"] or 0)
