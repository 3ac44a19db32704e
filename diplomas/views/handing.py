"""The table where diplomas are given: one tap a person, with the page itself answering where it has a script."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Final, ParamSpec, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import page_not_found

from diplomas.errors import NotedOtherwise, NotValidAnyMore
from diplomas.forms import ProxyForm
from diplomas.handing import HandingBoard, HandingRow, handing_board
from diplomas.models import Handover
from diplomas.services.handing_over import Tap, note_handover, take_handover_back
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.build import is_ours
from events.errors import DomainError
from events.forms import NONE, SearchForm, of_each, of_row
from events.installation import installation_mark
from events.models import Event
from events.numerals import is_whole
from events.refused_forms import tell_typed
from experts.pages.shell import worker_source

A_PAGE: Final = 100
LONGEST_KEPT: Final = 7 * 24 * 3600  # seconds
LONGEST_NUMBER: Final = 6  # digits
OP_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The cache in which a page notes whose table its worker may show (static/js/pages/handing_page.js).
TABLES: Final = "qorgau-tables"
SHELL: Final = tuple(f"css/{name}.css" for name in ("tokens", "base", "components", "expert"))
P = ParamSpec("P")
NOTED: Final = (*Handover.RECEIVED, Handover.Kind.ABSENT)


def told_as_ours(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Also where it refuses: instead of what is not ours the device shows the page that it keeps."""

    @wraps(view)
    def told(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return is_ours(view(*args, **kwargs))
        except Http404 as missing:
            return is_ours(page_not_found(cast("HttpRequest", args[0]), missing))

    return told


@told_as_ours
@organizer_page(Right.DIPLOMAS, place="diplomas")
def handing(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A hundred a page; a device that keeps the list asks for all of it."""
    search = SearchForm(request.GET)
    board = handing_board(event, search.sought)
    a_page = max(len(board.found), 1) if "all" in request.GET else A_PAGE
    page = Paginator(board.found, a_page).get_page(request.GET.get("page"))
    context = {
        "now": timezone.now(),
        "board": board,
        "search": search,
        "page": page,
        "rows": _with_forms(page),
        "holder": _holder(request, event),
    }
    return render(request, "diplomas/organizer/handing.html", context)


@organizer_page(Right.DIPLOMAS)
def handing_worker(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Under the address of the table, since a service worker answers for what is below it."""
    here = reverse("organizer:handing", args=[event.slug])
    source = worker_source(SHELL, holders=TABLES, holder=here)
    return HttpResponse(source, content_type="text/javascript")


@organizer_act(Right.DIPLOMAS, place="diplomas")
def handing_note(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    kind, proxy = request.POST.get("kind", ""), request.POST.get("proxy", "")
    if kind not in NOTED:
        raise Http404
    if not _is_of_this_account(request):
        return _of_another_account()
    try:
        note_handover(
            event.pk,
            code,
            Handover.Kind(kind),
            proxy=proxy,
            tap=Tap(op_id=_op_id(request), after=_whole(request, "after")),
            actor=request.user,
            at=_tapped_at(request),
        )
    except DomainError as refusal:
        return _answer(request, event, code, refusal)
    return _answer(request, event, code)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def handing_back(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    """Take back the note that the page shows, by a further one."""
    if not _is_of_this_account(request):
        return _of_another_account()
    number = _whole(request, "number") or 0
    try:
        if not take_handover_back(
            event.pk,
            code,
            number,
            op_id=_op_id(request),
            actor=request.user,
            at=_tapped_at(request),
        ):
            return _nothing_to_take_back(request, event, code)
    except DomainError as refusal:
        return _answer(request, event, code, refusal)
    return _answer(request, event, code)


def _holder(request: OrganizerRequest, event: Event) -> str:
    """Whose taps a device keeps, of which event of which installation, and of a rehearsal apart."""
    holder = f"table-{installation_mark()}-{request.user.pk}-{event.pk}"
    return f"{holder}-rehearsal" if event.is_rehearsal else holder


def _whole(request: OrganizerRequest, name: str) -> int | None:
    told = request.POST.get(name, "")
    return int(told) if is_whole(told) and len(told) <= LONGEST_NUMBER else None


def _op_id(request: OrganizerRequest) -> UUID | None:
    told = request.POST.get("op_id", "")
    return UUID(told) if OP_ID.fullmatch(told) else None


def _tapped_at(request: OrganizerRequest) -> datetime:
    """So many seconds ago, by how long the device kept it: its clock may be wrong, and is never ahead."""
    told = request.POST.get("ago", "")
    kept = int(told) if is_whole(told) else 0
    return timezone.now() - timedelta(seconds=max(0, min(kept, LONGEST_KEPT)))


def _is_of_this_account(request: OrganizerRequest) -> bool:
    """What one account tapped is never noted as another's, who signed in on the same device."""
    return request.POST.get("by", str(request.user.pk)) == str(request.user.pk)


def _nothing_to_take_back(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    """The script gives up what it kept."""
    if request.headers.get("X-Requested-With") != "fetch":
        raise Http404
    board = handing_board(event)
    row = board.row(code)
    return _part(request, board, code, NotedOtherwise(row.number) if row else NotValidAnyMore())


def _of_another_account() -> HttpResponse:
    """For the script alone, which keeps what was tapped."""
    return HttpResponse(status=HTTPStatus.UNAUTHORIZED, content_type="text/plain")


def _answer(
    request: OrganizerRequest, event: Event, code: str, refusal: DomainError | None = None
) -> HttpResponseBase:
    """To the script of the page the line as it stands now; to a form the page, at that line."""
    if request.headers.get("X-Requested-With") == "fetch":
        return _part(request, handing_board(event), code, refusal)
    if refusal:
        messages.error(request, str(refusal))
        tell_typed(request, filter(None, [request.POST.get("proxy", "").strip()]))
    sought = request.POST.get("q", "")
    asked = f"?{urlencode({'q': sought})}" if sought else ""
    return redirect(f"{reverse('organizer:handing', args=[event.slug])}{asked}#handing-{code}")


def _part(
    request: OrganizerRequest, board: HandingBoard, code: str, refusal: DomainError | None
) -> HttpResponse:
    row = board.row(code)
    context = {
        "board": board,
        "code": code,
        "rows": _with_forms([row] if row else [], _typed(request, code) if refusal else NONE),
        "refusal": refusal,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "diplomas/organizer/_handing_answer.html", context, status=status)


def _typed(request: OrganizerRequest, code: str) -> Mapping[str, Form]:
    """The name that was refused stands in its field again."""
    named = {"proxy": request.POST.get("proxy", "")}
    return {code: of_row(ProxyForm, code, initial=named)}


def _with_forms(
    rows: Iterable[HandingRow], typed: Mapping[str, Form] = NONE
) -> list[tuple[HandingRow, Form]]:
    return of_each(ProxyForm, ((row, row.code) for row in rows), typed)
