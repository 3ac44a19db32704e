"""Every document of whoever holds the card: its file, and their choice to share it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diplomas.access import count_answer, own_ready_document
from diplomas.files import pdf_response
from diplomas.services.sharing import end_sharing, share_diploma
from diplomas.tasks import ring_for_pictures
from diplomas.views.names import card_required
from events.access import PassRequest, trainee_required
from events.errors import DomainError


@trainee_required
@require_safe
def document_download(request: PassRequest, code: str) -> HttpResponseBase:
    try:
        return pdf_response(own_ready_document(request, code))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("trainee:home")


@card_required
@require_POST
def document_share(request: PassRequest, code: str) -> HttpResponse:
    """What is no answer changes nothing."""
    now, said = timezone.now(), request.POST.get("shared")
    try:
        count_answer(request, at=now)
        if said == "yes":
            share_diploma(request.held, code, at=now)
            ring_for_pictures()
            messages.success(
                request, _("Send its address to whom you like. The picture follows in a minute.")
            )
        elif said == "no":
            end_sharing(request.held, code)
            messages.success(
                request,
                _(
                    "Nothing is shown with its address any more. What others saved or sent on stays with them."
                ),
            )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("trainee:home")
