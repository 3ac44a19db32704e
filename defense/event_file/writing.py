"""An event of the database as an event file, and the file in its one canonical form.

An unfinished event is written as it is: nothing here is validated.
"""

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

from defense.event_file.envelope import EventFile
from diplomas.exchange import dump_design
from events import exchange as events
from events.entry_base import Entry
from events.models import Event
from events.texts import Translated, languages_of
from events.values import HOUR
from experts import exchange as experts
from projects import exchange as projects


def dump_event(event: Event) -> EventFile:
    """Everything the file can hold of the event, with its default room and without its results."""
    found = projects.dump_projects(event)
    named = sum(len(project.members) for project in found)
    return EventFile.model_construct(
        format="qorgau-event",
        version=1,
        source=events.dump_source(event),
        event=events.dump_event_row(event, named=named),
        published=tuple(event.published),
        rubric=events.dump_rubric(event),
        diploma=dump_design(event),
        facts=events.dump_facts(event),
        delegations=events.dump_delegations(event),
        people=events.dump_people(event),
        panel=experts.dump_panel(event),
        draw=projects.dump_draw(event),
        run=events.dump_run(event, projects.defended_numbers(event)),
        projects=found,
        disclosures=experts.dump_disclosures(event),
    )


def write_event_file(file: EventFile) -> bytes:
    """UTF-8, keys in the order of the entries, two spaces, nothing that equals its default."""
    text = json.dumps(_plain(file), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Entry):
        fields = type(value).model_fields
        held = {name: (getattr(value, name), field) for name, field in fields.items()}
        return {
            name: _plain(said)
            for name, (said, field) in held.items()
            if field.is_required() or said != field.default
        }
    if isinstance(value, Translated):
        return languages_of(value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime(HOUR)
    if isinstance(value, Decimal):
        # A float only as the way to print it: with at most 15 digits it prints the same number.
        return int(value) if value == value.to_integral_value() else float(value)
    return value
