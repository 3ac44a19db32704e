"""What is said to a request that is refused as such: a page, or under the API its own JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from defense.running.bodies import REFUSED
from defense.running.unreadable import UNREADABLE, is_ours

FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
ESCAPED_NULL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(frozen=True)
class Refusal:
    """The heading of a page, its sentence, and the `status` of the API's answer (experts.sheets.Outcome)."""

    heading: str
    sentence: str
    word: str = "invalid"


def refusal_of(status: int) -> Refusal:
    nothing = _("Nothing was changed.")
    told = {
        HTTPStatus.BAD_REQUEST: Refusal(
            _("This cannot be read"), _("The request holds what no page of ours sends.")
        ),
        HTTPStatus.NOT_FOUND: Refusal(
            _("There is no such page"), _("There is nothing at this address."), "unknown"
        ),
        HTTPStatus.METHOD_NOT_ALLOWED: Refusal(
            _("This page cannot do that"), _("The address does not answer this kind of request.")
        ),
        HTTPStatus.REQUEST_TIMEOUT: Refusal(
            _("What you sent did not arrive"), _("It took too long to come. Send it once more.")
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Refusal(
            _("That is too much at once"), _("At most 1 MB and 1,000 fields can be sent at once.")
        ),
    }
    other = Refusal(_("This was refused"), _("The server does not answer this request."))
    broken = Refusal(_("Something broke on our side"), _("The fault is in the log."), "broken")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return broken
    found = told.get(HTTPStatus(status), other)
    return Refusal(found.heading, f"{found.sentence} {nothing}", found.word)


class Refusals(MiddlewareMixin):
    """Refuses what no view and no database may see, and says each refusal in the form of its address.

    Stands before the sessions and the static files, so that it holds for every address.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        status = refused_with(request)
        return said(HttpResponse(status=status), request) if status else None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        # An address that is refused may hold a code: no other request tells where it comes from.
        response.headers.setdefault("Referrer-Policy", "strict-origin")
        return said(response, request) if isinstance(response, HttpResponse) else response


def refused_with(request: HttpRequest) -> int | None:
    """The status of what is refused for its form alone: a body that `bodies` held back, what cannot be
    read, a host that is none of ours, or NUL."""
    scope = getattr(request, "scope", {})
    held_back: int | None = scope.get(REFUSED)
    try:
        request.get_host()
        if held_back:
            return held_back
        is_bad = UNREADABLE in scope or not is_ours(request.encoding) or holds_null(request)
        return HTTPStatus.BAD_REQUEST if is_bad else None
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except (SuspiciousOperation, BadRequest, MultiPartParserError):
        return HTTPStatus.BAD_REQUEST


def holds_null(request: HttpRequest) -> bool:
    """Whether NUL stands anywhere in it: PostgreSQL keeps none, and nobody types one."""
    if any("\0" in text for text in texts_of(request)):
        return True
    return not is_form(request) and body_holds_null(request.body)


def body_holds_null(body: bytes) -> bool:
    """Plain, or escaped as JSON may; the expression takes 50 ms of a megabyte that holds nothing like it."""
    return b"\0" in body or (rb"\u0000" in body and bool(ESCAPED_NULL.search(body)))


def texts_of(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from (value for name, value in request.META.items() if name.startswith(("HTTP_", "CONT")))
    for name, value in request.COOKIES.items():  # decoded: a cookie may hold "\000"
        yield from (name, value)
    for query in (request.GET, request.POST) if is_form(request) else (request.GET,):
        for name, values in query.lists():
            yield from (name, *map(str, values))
    if is_form(request):
        yield from (str(each) for _, files in request.FILES.lists() for each in files)


def is_form(request: HttpRequest) -> bool:
    return request.method == "POST" and request.content_type in FORMS


def said(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """The response with a body in the API's own shape, or with a page where it has none."""
    has_its_words = has_our_shape(response) if is_api(request) else bool(response.content)
    if not has_its_words:
        write(response, request)
    return response


def has_our_shape(response: HttpResponse) -> bool:
    """Whether it says what every refusal of the API says: a word and a sentence."""
    if not response.headers.get("Content-Type", "").startswith("application/json"):
        return False
    told = json.loads(response.content)
    return isinstance(told, dict) and {"status", "detail"} <= told.keys()


def is_api(request: HttpRequest) -> bool:
    return f"{request.path_info}/".startswith("/api/")


def write(response: HttpResponse, request: HttpRequest) -> None:
    """In place: the headers stay, such as the methods that are allowed, and the log has its line already."""
    with override(get_language_from_request(request)):
        refusal = refusal_of(response.status_code)
        body = as_json(refusal) if is_api(request) else as_page(refusal, response.status_code)
    response.content = body.content
    for header in ("Content-Type", "Cache-Control"):
        response[header] = body[header]
    response["Content-Length"] = str(len(body.content))


def as_json(refusal: Refusal) -> HttpResponse:
    told = {"status": refusal.word, "detail": refusal.sentence}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def as_page(refusal: Refusal, status: int) -> HttpResponse:
    """Rendered without the request: whatever asks for the user would ask the database."""
    page = render_to_string("refused.html", {"refusal": refusal, "status": status})
    return HttpResponse(page, headers={"Cache-Control": "no-store"})
