"""What a line of the log says: the sentence, and which row or file it speaks of."""

import logging
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest
from django.urls import Resolver404, resolve

NO_ROUTE: Final = "an address that is none of ours"
SHORTEST_CODE: Final = 8
LONGEST_SENTENCE: Final = 200

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


class RoutesOnly(logging.Filter):
    """Says which page a line is about by its route, `d/<str:code>`, and never by its address.

    Any address may hold the code of a card or a diploma, or the key of a new password: one that was
    printed badly, typed into the wrong field or read wrongly from a QR. What is refused is one short
    line: any stranger may send it, as often as they like.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if is_refusal(record):
            record.exc_info = record.exc_text = None
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            sentence = without(record.getMessage(), [request.path], route_of(request))
            record.msg, record.args = shortened(sentence), None
            if record.exc_info and record.exc_info[0]:
                told = "".join(traceback.format_exception(*record.exc_info)).rstrip()
                record.exc_text = without(told, codes_in(request), "…")
        return True


def is_refusal(record: logging.LogRecord) -> bool:
    """Whether it tells of a request that was wrong, and not of a fault of the program."""
    return (
        HTTPStatus.BAD_REQUEST
        <= getattr(record, "status_code", 0)
        < HTTPStatus.INTERNAL_SERVER_ERROR
    )


def shortened(sentence: str) -> str:
    """A header stands in it as it came, however long it is."""
    return sentence if len(sentence) <= LONGEST_SENTENCE else f"{sentence[:LONGEST_SENTENCE]}…"


def route_of(request: HttpRequest) -> str:
    try:
        return (request.resolver_match or resolve(request.path_info)).route or "the first page"
    except Resolver404:
        return NO_ROUTE


def codes_in(request: HttpRequest) -> list[str]:
    """What of an address may be a code; a shorter part is none, and stands in any traceback by chance."""
    parts = [request.path, *request.path.split("/"), *request.GET, *request.GET.values()]
    return [part for part in map(str, parts) if len(part) >= SHORTEST_CODE]


def without(text: str, parts: Iterable[str], instead: str) -> str:
    """Django writes an address with whatever is no ASCII escaped."""
    written = {form for part in parts for form in (part, escaped(part))} - {"/"}
    for part in sorted(written, key=len, reverse=True):
        text = text.replace(part, instead)
    return text


def escaped(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


def extras_of(record: logging.LogRecord) -> list[tuple[str, object]]:
    if record.name.partition(".")[0] not in OURS:
        return []
    return [each for each in vars(record).items() if each[0] not in OF_EVERY_RECORD]


def in_one_line(value: object) -> str:
    return " ".join(str(value).split())
