"""Files of many diplomas: what there is to print, to send and to bind; asked for here, made by a worker."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diplomas.contents import Contents
from diplomas.file_kinds import FILE_KINDS, FileKind
from diplomas.files import made_files
from diplomas.files_board import files_board, files_version
from diplomas.models import Diploma, FileJob
from diplomas.services.issuing import verify_url
from diplomas.services.making import ask_for_file
from diplomas.tasks import ring_for_files
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.errors import FileIsAway
from events.models import Event
from events.pieces import FileInPieces
from events.qr import qr_svg

LINKS_A_PAGE: Final = 120


@organizer_page(Right.DIPLOMAS, place="diplomas")
def diploma_files(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    context = {"board": files_board(event)}
    return render(request, "diplomas/organizer/files.html", context)


@organizer_page(Right.DIPLOMAS)
def diploma_files_part(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The part of the page that changes, with its version, which is read before the state."""
    tag = quote_etag(f"{files_version(event)}-{request.membership.role}-{get_language()}")
    response = get_conditional_response(request, etag=tag)
    if response is None:
        context = {"board": files_board(event)}
        response = render(request, "diplomas/organizer/_files.html", context)
    response["ETag"] = tag
    return response


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diploma_files_make(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    wanted = _known(kind)
    if Diploma.objects.of_event(event).filter(is_rehearsal=event.is_rehearsal).exists():
        ask_for_file(event, wanted, at=timezone.now())
        transaction.on_commit(ring_for_files, robust=True)
    else:
        messages.info(request, _("No diploma is issued yet"))
    return redirect("organizer:diploma_files", event.slug)


@organizer_page(Right.DIPLOMAS)
def diploma_files_get(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    wanted = _known(kind)
    made = FileJob.objects.of_event(event).exclude(file_hash="")
    job = get_object_or_404(made, kind=wanted.key)
    try:
        file = made_files(wanted).open(job.file_hash)
    except FileIsAway as error:
        messages.error(request, str(error))
        return redirect("organizer:diploma_files", event.slug)
    name = f"{event.slug}-{wanted.key}{wanted.suffix}"
    response = FileInPieces(
        file, as_attachment=True, filename=name, content_type=wanted.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@organizer_page(Right.DIPLOMAS)
def diploma_links(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The public page of each valid document, as an address and a code to scan, to be cut and given out."""
    entries = Contents.of_event(event).in_order()
    page = Paginator(entries, LINKS_A_PAGE).get_page(request.GET.get("page"))
    links = [(entry, verify_url(entry.code)) for entry in page]
    context = {"page": page, "links": [(*each, qr_svg(each[1])) for each in links]}
    return render(request, "diplomas/organizer/links.html", context)


def _known(kind: str) -> FileKind:
    if kind not in FILE_KINDS:
        raise Http404
    return FILE_KINDS[kind]
