from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diplomas.access import own_diploma, own_ready_diploma
from diplomas.files import pdf_response
from diplomas.models import Diploma, RenderJob
from diplomas.texts import design_of
from events.access import PassRequest, trainee_required
from events.errors import DomainError
from projects.models import TeamMember


@never_cache
@trainee_required
@require_safe
def home(request: PassRequest) -> HttpResponseBase:
    """The name to be printed, the project, and the diploma when there is one."""
    person = request.held.person
    diploma = own_diploma(request)
    member = TeamMember.objects.filter(person=person).select_related("project").first()
    name = diploma.snapshot["name"] if diploma else to_be_printed(request)
    return render(
        request,
        "diplomas/trainee/home.html",
        {
            "event": person.event,
            "person": person,
            "name": name,
            "project": member.project if member else None,
            "diploma": diploma,
            "is_failed": is_failed(diploma),
        },
    )


@trainee_required
@require_safe
def diploma_download(request: PassRequest) -> HttpResponseBase:
    try:
        return pdf_response(own_ready_diploma(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("trainee:home")


def to_be_printed(request: PassRequest) -> str:
    person = request.held.person
    return person.printed_name(design_of(person.event).language)


def is_failed(diploma: Diploma | None) -> bool:
    """Whether the diploma waits for a human."""
    if diploma is None or diploma.state != Diploma.State.PENDING:
        return False
    return diploma.renderjob.state == RenderJob.State.FAILED
