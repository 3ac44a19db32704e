"""A whole event in one JSON file: read it, refuse it with every error named, write it.

`docs/event-file.md` describes the format. `loading.py` and `dumping.py` carry it into the database
and out of it; the modules named here know no models.
"""

from defense.event_file.parsing import LARGEST
from defense.event_file.problems import BadEventFile, Problem
from defense.event_file.reading import read_event_file
from defense.event_file.schema import EventFile
from defense.event_file.writing import write_event_file

__all__ = [
    "LARGEST",
    "BadEventFile",
    "EventFile",
    "Problem",
    "read_event_file",
    "write_event_file",
]
