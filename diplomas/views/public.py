from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from diplomas.access import diploma_by_code, shared_picture
from diplomas.errors import GuessedTooOften
from diplomas.files import PICTURES
from diplomas.forms import CodeForm
from diplomas.models import Diploma
from diplomas.paper import course_of, days_printed, lines_of_paper
from diplomas.sharing import shared_of
from diplomas.told import TOO_OFTEN, UNKNOWN, VALID, state_of, told_of
from diplomas.verdicts import verdict_of
from events.errors import FileIsAway


@never_cache
@vary_on_headers("Accept")
@require_safe
def diploma_find(request: HttpRequest) -> HttpResponseBase:
    """Where a code is typed from paper."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return unlisted(
            render(request, "diplomas/public/find.html", {"place": "diploma", "form": CodeForm()})
        )
    try:
        found = diploma_by_code(request, typed, at=timezone.now())
    except GuessedTooOften:
        return too_often(request, typed)
    return redirect("public:diploma", found.code) if found else unknown(request, typed)


@never_cache
@gzip_page
@vary_on_headers("Accept")
@require_safe
def diploma(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a diploma's QR leads to: whether it is valid, and all that the paper must say then.

    To a program that asks for JSON the same as data.
    """
    try:
        found = diploma_by_code(request, code, at=timezone.now())
    except GuessedTooOften:
        return too_often(request, code)
    if found is None:
        return unknown(request, code)
    if found.code != code:
        return redirect("public:diploma", found.code)
    if asks_for_data(request):
        return unlisted(JsonResponse(told_of(found)))
    return unlisted(render(request, "diplomas/public/diploma.html", page_of(found)))


@never_cache
@require_safe
def diploma_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """The picture that networks show beside the address of a shared diploma."""
    try:
        content = PICTURES.read(shared_picture(request, code, at=timezone.now()))
    except GuessedTooOften:
        return too_often(request, code)
    except FileIsAway:
        raise Http404 from None
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return unlisted(response)


@require_safe
def diploma_with_slash(request: HttpRequest, code: str) -> HttpResponseBase:
    """As it is typed by hand after addresses that end so."""
    return redirect("public:diploma", code)


def page_of(found: Diploma) -> dict[str, object]:
    snapshot = found.snapshot
    return {
        "place": "diploma",
        "diploma": found,
        "is_valid": state_of(found) == VALID,
        "is_diploma": found.kind == Diploma.Kind.DIPLOMA,
        "shared": shared_of(found),
        "verdict": verdict_of(found),
        "course": course_of(snapshot),
        "days": days_printed(snapshot, get_language()),
        "lines": lines_of_paper(found.number, snapshot, get_language()),
    }


def unknown(request: HttpRequest, typed: str) -> HttpResponse:
    """One answer for a code nobody has and a text that is no code, so that neither tells of the other.

    What was typed stands in the field again, so that one wrong letter can be put right.
    """
    if asks_for_data(request):
        return unlisted(JsonResponse(UNKNOWN, status=HTTPStatus.NOT_FOUND))
    context = {"place": "diploma", "form": CodeForm.refused(typed)}
    return unlisted(render(request, "diplomas/public/unknown.html", context, status=404))


def too_often(request: HttpRequest, typed: str) -> HttpResponse:
    status = HTTPStatus.TOO_MANY_REQUESTS
    if asks_for_data(request):
        response: HttpResponse = JsonResponse(TOO_OFTEN, status=status)
    else:
        context = {"place": "diploma", "form": CodeForm.again(typed)}
        response = render(request, "diplomas/public/too_often.html", context, status=status)
    response["Retry-After"] = "60"
    return unlisted(response)


def asks_for_data(request: HttpRequest) -> bool:
    """Whoever takes either gets the page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
