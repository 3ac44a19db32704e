"""What a visitor is told, and what the log says, while the database does not answer.

Django turns an error into a response around every single middleware, so no middleware sees all of
them. The handler of error 500 does: views.server_error asks here first, in ASGI and WSGI alike.
"""

import logging
import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER_SECONDS: Final = 5


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is away or overloaded, so that trying again later makes sense.

    SQLite reports mistakes of the program, such as a missing table, by the same class.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_ERROR"


def answer_to_outage(request: HttpRequest) -> HttpResponse | None:
    """A 503 when the error being handled is an outage, else nothing.

    The page is rendered without the request: whatever asks for the user would ask the database.
    """
    if not is_outage(sys.exc_info()[1]):
        return None
    response: HttpResponse
    if request.path.startswith("/api/"):
        detail = _("The server cannot reach its database. Nothing was saved; try again soon.")
        response = JsonResponse({"status": "away", "detail": detail}, status=503)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


class OutageInOneLine(logging.Filter):
    """An outage fills the log with one sentence for each attempt and not with tracebacks.

    Beat puts the traceback of a broker that is away into the message itself.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and is_outage(record.exc_info[1]):
            reason = str(record.exc_info[1]).splitlines()[0]
            _shorten(record, f"{record.getMessage()} (the database does not answer: {reason})")
        elif record.name == "celery.beat":
            _shorten(record, record.getMessage().splitlines()[0])
        return True


def _shorten(record: logging.LogRecord, sentence: str) -> None:
    record.msg, record.args = sentence, None
    record.exc_info = record.exc_text = None
