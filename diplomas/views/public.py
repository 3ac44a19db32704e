from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diplomas.access import diploma_by_code, has_missed_too_often
from diplomas.models import Diploma
from diplomas.texts import date_in_words


@never_cache
@require_safe
def diploma_find(request: HttpRequest) -> HttpResponseBase:
    """Where a code is typed from paper."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return unlisted(render(request, "diplomas/public/find.html", {"place": "diploma"}))
    found = diploma_by_code(typed)
    return redirect("public:diploma", found.code) if found else unknown(request)


@never_cache
@require_safe
def diploma(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a diploma's QR leads to: whether it is valid, whose it is and for what. Nothing more."""
    found = diploma_by_code(code)
    if found is None:
        return unknown(request)
    if found.code != code:
        return redirect("public:diploma", found.code)
    return unlisted(render(request, "diplomas/public/diploma.html", page_of(found)))


@require_safe
def diploma_with_slash(request: HttpRequest, code: str) -> HttpResponseBase:
    """As it is typed by hand after addresses that end so."""
    return redirect("public:diploma", code)


def page_of(found: Diploma) -> dict[str, object]:
    snapshot = found.snapshot
    return {
        "place": "diploma",
        "diploma": found,
        "name": snapshot["name"],
        "programme": snapshot["programme"],
        "issued_on": date_in_words(date.fromisoformat(snapshot["issued_on"]), get_language()),
    }


def unknown(request: HttpRequest) -> HttpResponse:
    """One answer for a code nobody has and a text that is no code, so that neither tells of the other."""
    context = {"place": "diploma"}
    if has_missed_too_often(request, at=timezone.now()):
        response = render(request, "diplomas/public/too_often.html", context, status=429)
        response["Retry-After"] = "60"
        return unlisted(response)
    return unlisted(render(request, "diplomas/public/unknown.html", context, status=404))


def unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
