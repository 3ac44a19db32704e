"""Who may ask the API: an expert with a card, from a page of ours."""

from django.http import HttpRequest
from ninja.utils import check_csrf

from events.access import held_pass
from events.models import Pass
from experts.errors import TokenRefused


def expert_with_pass(request: HttpRequest) -> Pass | None:
    """Whoever holds an expert's pass; a write also proves that our own page sent it."""
    held = held_pass(request, Pass.Kind.EXPERT)
    if held is not None:
        proves_our_page(request)
    return held


def proves_our_page(request: HttpRequest) -> None:
    """Raises TokenRefused."""
    if check_csrf(request):
        raise TokenRefused


def held_by(request: HttpRequest) -> Pass:
    held: Pass = request.auth  # type: ignore[attr-defined]  # set by ninja from expert_with_pass
    return held
