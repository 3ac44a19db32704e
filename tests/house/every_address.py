"""An address of every URL pattern of the program, without a database: what stands there need not exist."""

import re
from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

SAMPLES = {"number": "1", "int": "1"}
OTHERS = ("/static/img/favicon.svg", "/no/such/page/", "/api", "/api/", "/api/v1/nothing")


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def addresses() -> list[str]:
    return ["/" + address_of(route) for route in routes()] + list(OTHERS)


def address_of(route: str) -> str:
    """With something in the place of every argument, in a path and in allauth's expressions alike."""
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "x", re.sub(r"[\^$]", "", route))
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "x"), plain)
