"""The papers of the protocol: asked for with one press, made by a worker, read by who answers for it and by the chair."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.access import (
    OrganizerRequest,
    PassRequest,
    Right,
    expert_required,
    organizer_act,
    organizer_page,
)
from events.errors import FileIsAway
from events.models import Event
from experts.access import seats_in_order, seats_of
from experts.making import ask_for_papers
from experts.models import Protocol, ProtocolFile, ProtocolSeal, Seat
from experts.pages.protocol import sealing_seat
from experts.pages.tablet import Holder
from experts.papers_board import is_so, papers_board, papers_version
from experts.protocol_files import FILES
from experts.reports.deliberation import hidden_teams
from experts.reports.grid import Grid
from experts.tasks import ring_for_papers
from experts.views.tablet_pages import of_this_mode, refused, tablet_page


@organizer_page(Right.PROTOCOL, place="protocol")
def papers(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    context = {"board": papers_board(event, _standing(event))}
    return render(request, "experts/organizer/papers.html", context)


@organizer_page(Right.PROTOCOL)
def papers_part(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The part of the page that changes, with its version, which is read before the state."""
    protocol = _standing(event)
    tag = quote_etag(
        f"{papers_version(event, protocol)}-{request.membership.role}-{get_language()}"
    )
    response = get_conditional_response(request, etag=tag)
    if response is None:
        context = {"board": papers_board(event, protocol)}
        response = render(request, "experts/organizer/_papers.html", context)
    response["ETag"] = tag
    return response


@organizer_act(Right.PROTOCOL, place="protocol")
def papers_make(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Every paper in every language that is not there yet."""
    protocol = _standing(event)
    if protocol is None:
        messages.info(request, _("No protocol is prepared yet."))
    else:
        ask_for_papers(protocol, at=timezone.now())
        ring_for_papers()
    return redirect("organizer:papers", event.slug)


@organizer_page(Right.PROTOCOL)
def paper_file(request: OrganizerRequest, event: Event, paper: str) -> HttpResponseBase:
    try:
        return _file(event, _standing(event), paper)
    except FileIsAway as error:
        messages.error(request, str(error))
        return redirect("organizer:papers", event.slug)


@never_cache
@expert_required
@require_safe
@of_this_mode
def own_papers(request: PassRequest) -> HttpResponseBase:
    """On the tablet of who seals for the panel: the papers of the version that stands."""
    protocol = _read_by(request)
    page = {
        "holder": Holder.of(request.held.person, seats_of(request.held).first()),
        "board": papers_board(request.held.person.event, protocol),
    }
    return tablet_page(request, "papers", page)


@never_cache
@expert_required
@require_safe
@of_this_mode
def own_paper(request: PassRequest, paper: str) -> HttpResponseBase:
    protocol = _read_by(request)
    try:
        return _file(request.held.person.event, protocol, paper)
    except FileIsAway as error:
        return refused(request, error, status=error.status)


def _standing(event: Event) -> Protocol | None:
    return Protocol.objects.of_event(event).standing().first()


def _read_by(request: PassRequest) -> Protocol | None:
    """The sealed protocol, for the chair and for whoever sealed it in place of the chair; before, for who is to seal it."""
    protocol = _standing(request.held.person.event)
    if protocol and not protocol.is_sealed:
        return protocol if _is_to_seal(request, protocol) else None
    seals = ProtocolSeal.objects.filter(protocol=protocol).values("seat")
    seats = seats_of(request.held).filter(Q(role=Seat.Role.CHAIR) | Q(pk__in=seals))
    return protocol if protocol and seats.exists() else None


def _is_to_seal(request: PassRequest, protocol: Protocol) -> bool:
    """Without a tie to any team: the papers tell all places."""
    held = request.held
    grid, seats = Grid(held.person.event), seats_in_order(held)
    seat = sealing_seat(grid, seats, protocol)
    return seat is not None and not hidden_teams(grid).get(held.person_id)


def _file(event: Event, protocol: Protocol | None, paper: str) -> HttpResponse:
    """Raises FileIsAway, and Http404 for what is not there or is not what the protocol is any more."""
    kind, _dash, language = paper.rpartition("-")
    job = ProtocolFile.objects.filter(protocol=protocol, kind=kind, language=language).first()
    if protocol is None or job is None or not is_so(job, protocol):
        raise Http404
    response = HttpResponse(FILES.read(job.file_hash), content_type="application/pdf")
    name = f"{event.slug}-{protocol.number}-{kind}-{language}.pdf"
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = str(header)
    response["X-Content-Type-Options"] = "nosniff"
    return response
