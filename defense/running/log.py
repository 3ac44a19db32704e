"""What a line of the log says: the sentence, and which row or file it speaks of."""

import logging
from typing import Final

OURS: Final = frozenset(["defense", "events", "projects", "experts", "diplomas"])
OF_EVERY_RECORD: Final = frozenset(
    [*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"]
)


class WithDetails(logging.Formatter):
    """Appends the `extra` of our own lines, `(file=diplomas/3f/3f….pdf)`; none holds a name or a code.

    What libraries hang on their records is left out: nobody has read it for secrets.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging calls it so
        line = super().formatMessage(record)
        details = ", ".join(f"{name}={in_one_line(value)}" for name, value in extras_of(record))
        return f"{line} ({details})" if details else line


def extras_of(record: logging.LogRecord) -> list[tuple[str, object]]:
    if record.name.partition(".")[0] not in OURS:
        return []
    return [each for each in vars(record).items() if each[0] not in OF_EVERY_RECORD]


def in_one_line(value: object) -> str:
    return " ".join(str(value).split())
