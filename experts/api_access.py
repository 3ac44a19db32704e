"""Who may ask the API: an expert with a card, from a page of ours; and how it is answered."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja.utils import check_csrf

from events.access import held_pass, kept_by_nobody
from events.build import is_ours
from events.models import Enrolment, Pass
from experts.errors import TokenRefused


def expert_with_pass(request: HttpRequest) -> Pass | None:
    """Whoever holds an expert's pass; a write also proves that our own page sent it.

    A page of another expert, left open on a tablet that changed hands, is not taken for this one's.
    """
    held = held_pass(request, Pass.Kind.EXPERT)
    if held is not None and not is_page_of(held, request):
        return None
    if held is not None:
        proves_our_page(request)
    return held


def is_page_of(held: Pass, request: HttpRequest) -> bool:
    """Whether the page is this expert's, of the day or of the rehearsal; one that does not say whose it is comes from no script of ours."""
    said = request.headers.get("X-Person", held.holder)
    return said == held.holder or (said == held.former_holder and was_here_before(held))


def was_here_before(held: Pass) -> bool:
    """Whether the tablet was let in before this installation's program was last renewed.

    A page that was open then does not name the installation. In a fresh one nobody was let in before, so a page that
    is left from another installation at the same address is not taken for one of it.
    """
    renewed = MigrationRecorder(connection).migration_qs.latest("applied").applied
    return Enrolment.objects.filter(card=held, opened_at__lt=renewed).exists()


def proves_our_page(request: HttpRequest) -> None:
    """Raises TokenRefused."""
    if check_csrf(request):
        raise TokenRefused


def held_by(request: HttpRequest) -> Pass:
    held: Pass = request.auth  # type: ignore[attr-defined]  # set by ninja from expert_with_pass
    return held


def answered(fields: Mapping[str, Any], *, status: int = HTTPStatus.OK) -> HttpResponse:
    return as_answer(JsonResponse(fields, status=status))


def as_answer(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, and told by scripts from what another server says in our place."""
    kept_by_nobody(response)
    is_ours(response)
    return response
