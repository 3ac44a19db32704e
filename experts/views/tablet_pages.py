"""What the views of an expert's pages answer with."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from events.access import PassRequest
from events.errors import DomainError
from events.refused_forms import tell_posted
from experts.access import refusal_of_card
from experts.pages.tablet import refused_page

P = ParamSpec("P")
TabletView = Callable[Concatenate[PassRequest, P], HttpResponseBase]


def tablet_page(
    request: PassRequest, name: str, page: object, *, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    """`name` is that of a template of the expert's pages."""
    context = {"page": page, "event": request.held.person.event, **more}
    return render(request, f"experts/expert/{name}.html", context, status=status)


def refused(
    request: PassRequest, error: DomainError, *, status: int = HTTPStatus.FORBIDDEN
) -> HttpResponse:
    """In place of a page that this card may not see: why, what to do, and what was typed."""
    if request.method == "POST":
        tell_posted(request)
    return tablet_page(request, "refused", refused_page(request.held.person, error), status=status)


def of_this_mode(view: TabletView[P]) -> TabletView[P]:
    """For a card of the day on the day, and for one of a rehearsal while it goes on; others read why."""

    @wraps(view)
    def asked(request: PassRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if error := refusal_of_card(request.held):
            return refused(request, error)
        return view(request, *args, **kwargs)

    return cast("TabletView[P]", asked)
