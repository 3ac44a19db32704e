"""This app's section of the event file, in and out."""

from events.exchange.day import (
    dump_delegations,
    dump_event_row,
    dump_facts,
    dump_source,
    load_delegations,
    load_event_row,
    load_facts,
)
from events.exchange.people import People, dump_people, load_people
from events.exchange.rubric import dump_rubric, load_rubric
from events.exchange.run_of_show import Defended, default_room, dump_run, load_run

__all__ = [
    "Defended",
    "People",
    "default_room",
    "dump_delegations",
    "dump_event_row",
    "dump_facts",
    "dump_people",
    "dump_rubric",
    "dump_run",
    "dump_source",
    "load_delegations",
    "load_event_row",
    "load_facts",
    "load_people",
    "load_rubric",
    "load_run",
]
