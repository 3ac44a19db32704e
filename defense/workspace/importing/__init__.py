"""A list of people from a spreadsheet into an event: what becomes of each row, and the revision of the event file.

The preview and the import are one plan: what is shown is tried as the very revision that is then written.
"""
