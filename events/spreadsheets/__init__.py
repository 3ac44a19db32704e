"""Spreadsheets as people keep them: bytes to a table, and lists to bytes. Knows no rows of the database.

What is uploaded is bounded before it is read, and every way in which it may be broken ends in one sentence.
"""

from events.spreadsheets.reading import How, Source, read_spreadsheet
from events.spreadsheets.table import BadSpreadsheet, Cell, Row, Table, letter_of

__all__ = [
    "BadSpreadsheet",
    "Cell",
    "How",
    "Row",
    "Source",
    "Table",
    "letter_of",
    "read_spreadsheet",
]
