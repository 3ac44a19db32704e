"""What the views of an expert's pages answer with."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from events.access import PassRequest
from events.errors import DomainError
from events.refused_forms import tell_posted
from experts.pages.tablet import refused_page


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
