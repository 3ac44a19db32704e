"""Where organizers change an event: people, teams, panel, run of show, settings.

Every act is a revision of the event file (`defense/event_file/revising.py`), so a page keeps each rule that
a file keeps; what a file does not hold (photographs, presence, members) has services of its own.
"""
