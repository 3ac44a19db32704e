"""Requests that Django would fail to make an object of: they are refused in words, not by a traceback."""

import codecs
from typing import Final

from django.utils.http import parse_header_parameters

from defense.running.bodies import Application, Receive, Scope, Send

UNREADABLE: Final = "qorgau.unreadable"  # in the scope, for Django to say it in words
CHARSET: Final = "utf-8"


class ReadableRequests:
    """Takes out what cannot be read, and marks the request as refused (`refusals.Refusals`)."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = readable(scope)
        await self.application(scope, receive, send)


def readable(scope: Scope) -> Scope:
    unread = [each for each in scope["headers"] if not is_readable(*each)]
    is_query_readable = is_text(scope["query_string"])
    if not unread and is_query_readable:
        return scope
    kept = [each for each in scope["headers"] if each not in unread]
    query = scope["query_string"] if is_query_readable else b""
    return {**scope, "headers": kept, "query_string": query, UNREADABLE: True}


def is_readable(name: bytes, value: bytes) -> bool:
    return name.lower() != b"content-type" or names_our_charset(value.decode("latin-1"))


def names_our_charset(content_type: str) -> bool:
    """Whether a body is said to be UTF-8, or nothing of the kind: Python has codecs that unpack archives."""
    try:
        _, parameters = parse_header_parameters(content_type)
        return is_ours(parameters.get("charset", CHARSET))
    except (LookupError, ValueError):
        return False


def is_ours(charset: str | None) -> bool:
    return charset is None or codecs.lookup(charset).name == CHARSET


def is_text(query: bytes) -> bool:
    try:
        query.decode()
    except UnicodeDecodeError:
        return False
    return True
