"""The parts of a tablet's program that know nobody: any browser may have them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.build import is_ours
from experts.pages.shell import worker_source


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Under the address of the experts' pages, since a service worker answers for what is below it."""
    return HttpResponse(worker_source(), content_type="text/javascript")


@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponseBase:
    """In place of a page that this tablet does not keep, while there is no network."""
    return is_ours(render(request, "experts/expert/offline.html"))
