"""An event of the database as an event file, and the file in its one canonical form.

An unfinished event is written as it is: nothing here is validated.
"""

import json

from defense.event_file.envelope import EventFile
from diplomas.exchange import dump_designs
from events import exchange as events
from events.entry_base import in_json
from events.models import Event
from experts import exchange as experts
from projects import exchange as projects


def dump_event(event: Event) -> EventFile:
    """Everything the file can hold of the event, with its default room and without its results."""
    found = projects.dump_projects(event)
    named = sum(len(project.members) for project in found)
    diploma, documents = dump_designs(event)
    return EventFile.model_construct(
        format="qorgau-event",
        version=1,
        source=events.dump_source(event),
        event=events.dump_event_row(event, named=named),
        published=tuple(event.published_of_the_day),
        rubric=events.dump_rubric(event),
        diploma=diploma,
        documents=documents,
        facts=events.dump_facts(event),
        delegations=events.dump_delegations(event),
        people=events.dump_people(event),
        panel=experts.dump_panel(event),
        draw=projects.dump_draw(event),
        run=events.dump_run(event, projects.defended_numbers(event)),
        projects=found,
        disclosures=experts.dump_disclosures(event),
    )


def dump_settings(event: Event) -> EventFile:
    """What is set of an event, and nobody and nothing in it; to be read, not to be loaded."""
    return EventFile.model_construct(
        event=events.dump_event_row(event, named=0),
        published=tuple(event.published_of_the_day),
        rubric=events.dump_rubric(event),
    )


def write_event_file(file: EventFile) -> bytes:
    """UTF-8, keys in the order of the entries, two spaces, nothing that equals its default."""
    text = json.dumps(in_json(file), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()
