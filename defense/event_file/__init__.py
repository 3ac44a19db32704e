"""A whole event in one JSON file: read it, refuse it with every flaw named, load it, write it.

`docs/event-file.md` describes the format. What the file's sections hold stands in each app's `entries`
and `rules`, and how they come into the database and out of it in its `exchange`.
"""

from defense.event_file.envelope import EventFile
from defense.event_file.parsing import LARGEST
from defense.event_file.reading import read_event_file
from defense.event_file.refusal import BadEventFile
from defense.event_file.writing import write_event_file

__all__ = ["LARGEST", "BadEventFile", "EventFile", "read_event_file", "write_event_file"]
