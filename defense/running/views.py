from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from defense.running import outage
from defense.running.health import examine


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """What is up, in one word for each part: 200 when pages can be served, else 503."""
    found = examine()
    response = JsonResponse(found.as_dict(), status=200 if found.can_serve else 503)
    if not found.can_serve:
        response["Retry-After"] = str(outage.RETRY_AFTER_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return outage.answer_to_outage(request) or defaults.server_error(request)
