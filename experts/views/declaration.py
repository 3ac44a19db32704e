"""The declaration that stands before the first sheet."""

from http import HTTPStatus

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.access import PassRequest, expert_required
from events.errors import DomainError
from experts.access import seats_of
from experts.pages.declaration import SENTENCES, agreed_in, declaration_page
from experts.services.declaring import declare
from experts.views.tablet_pages import of_this_mode, tablet_page


@never_cache
@expert_required
@require_http_methods(["GET", "HEAD", "POST"])
@of_this_mode
def declaration(request: PassRequest) -> HttpResponseBase:
    """What the expert agrees to, for all seats at once."""
    person = request.held.person
    seats = list(seats_of(request.held).scoring().order_by("panel__room"))
    if request.method != "POST" or not seats:
        return tablet_page(request, "declaration", declaration_page(person, seats))
    given = [name for name in SENTENCES if request.POST.get(name) == "yes"]
    try:
        declare(seats, agreed_in(request.POST.get("language", ""), given), at=timezone.now())
    except DomainError as refusal:
        page = declaration_page(person, seats, given=given, refusal=str(refusal))
        return tablet_page(request, "declaration", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("expert:home")
