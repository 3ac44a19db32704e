from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diplomas.access import own_diploma, own_ready_diploma
from diplomas.files import pdf_response
from diplomas.models import Diploma, Ending, RenderJob
from diplomas.own_documents import own_documents
from diplomas.own_language import own_language
from diplomas.own_names import own_names
from diplomas.own_pages import own_pages
from diplomas.record import told_once
from diplomas.snapshots import names_on
from diplomas.texts import design_of
from events.access import PassRequest, trainee_required
from events.errors import DomainError
from experts.reports.arithmetic import is_shown_arithmetic
from projects.models import TeamMember


@never_cache
@trainee_required
@require_safe
def home(request: PassRequest) -> HttpResponseBase:
    """The name to be printed, the project, and the diploma when there is one."""
    person = request.held.person
    diploma = own_diploma(request)
    member = TeamMember.objects.filter(person=person).with_projects().first()
    pages = own_pages(person, diploma)
    language = pages[0].language if pages else design_of(person.event).language
    return render(
        request,
        "diplomas/trainee/home.html",
        {
            "event": person.event,
            "person": person,
            "project": member.project if member else None,
            "supervisors": member.project.printed_supervisors(language) if member else (),
            "diploma": diploma,
            "names": told_once(names_on(diploma.snapshot)) if diploma else (),
            "notice": notice_of(diploma),
            "replaced": replaced_by(diploma),
            "pages": [each for each in pages if each.is_issued or not diploma],
            "later": [each for each in pages if diploma and not each.is_issued],
            "documents": own_documents(person),
            "has_arithmetic": is_shown_arithmetic(request.held),
            "own_language": own_language(person),
            "is_team_sheet_shown": person.event.shows(person.event.Publishable.FEEDBACK),
            "own": own_names(person, is_issued=diploma is not None),
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


def replaced_by(diploma: Diploma | None) -> Ending | None:
    """How this diploma came in the place of an earlier one, whose paper is not valid any more."""
    return getattr(diploma, "origin", None)


@dataclass(frozen=True)
class Notice:
    """How far the diploma is, in a sentence and its colour (components.css, .note)."""

    text: str
    tone: str = ""
    is_alert: bool = False


def notice_of(diploma: Diploma | None) -> Notice | None:
    """None for a diploma that is ready: it is there."""
    if diploma is None:
        return Notice(_("Your diploma is not issued yet. Open this page again after the ceremony."))
    match Diploma.State(diploma.state):
        case Diploma.State.PENDING:
            return _notice_of_pending(diploma)
        case Diploma.State.REVOKED:
            return _notice_of_revoked()
        case Diploma.State.SUPERSEDED:
            said = _("This diploma was replaced by another one. Ask the organizers for it.")
            return Notice(said, "note-warn")
    return None


def _notice_of_revoked() -> Notice:
    said = _("This diploma was revoked and is not valid any more. The organizers can tell you why.")
    return Notice(said, "note-stop", is_alert=True)


def _notice_of_pending(diploma: Diploma) -> Notice:
    if diploma.renderjob.state == RenderJob.State.FAILED:
        return Notice(
            _("Your diploma could not be made yet. The organizers see why and will mend it."),
            "note-warn",
        )
    return Notice(
        _("Your diploma is being made. Open this page again in a minute; it is kept for you.")
    )
