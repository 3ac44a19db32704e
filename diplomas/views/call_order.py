"""In which order people are called: chosen here, and arranged by hand."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diplomas.call_order import LABELS, CallBoard, Called, call_board
from diplomas.forms import PlaceForm
from diplomas.services.ordering import (
    choose_call_order,
    forget_call_order,
    move_in_call_order,
)
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import RowGone
from events.errors import DomainError
from events.forms import SearchForm, of_each
from events.models import Event
from events.numerals import is_whole
from events.revisions import Beside, InList, in_list

A_PAGE: Final = 100
LONGEST_NUMBER: Final = 9  # digits

Placed = tuple[int, InList[Called]]


@organizer_page(Right.DIPLOMAS, place="diplomas")
def call_order(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    search = SearchForm(request.GET)
    board = call_board(event, search.sought)
    page = Paginator(_shown(board), A_PAGE).get_page(request.GET.get("page"))
    context = {"board": board, "search": search, "page": page, "rows": _with_forms(page)}
    return render(request, "diplomas/organizer/call_order.html", context)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def call_order_choose(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    order = request.POST.get("order", "")
    if order not in LABELS:
        raise Http404
    _do(request, partial(choose_call_order, event.pk, order))
    return redirect("organizer:call_order", event.slug)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def call_order_move(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """One person beside another, or to a place by its number; back to where they stand then."""
    person = request.POST.get("person", "")
    try:
        if not _is_number(person):
            raise RowGone
        move_in_call_order(event.pk, int(person), _wanted(request), actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _at(request, event, person)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def call_order_forget(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """What was arranged by hand goes, once that was agreed to."""
    back = reverse("organizer:call_order", args=[event.slug])
    question = Question(
        asks=_("Forget how people were arranged?"),
        effects=[
            _("They are called by team again."),
            _("Printed files stay as they are until they are made anew."),
        ],
        undone=_("It cannot be taken back."),
        act=_("Forget the arrangement"),
        back=back,
    )
    if asked := asks_first(request, question):
        return asked
    _do(request, partial(forget_call_order, event.pk))
    return redirect(back)


def _do(request: OrganizerRequest, act: Callable[..., None]) -> None:
    try:
        act(actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))


def _is_number(text: str) -> bool:
    return is_whole(text) and len(text) <= LONGEST_NUMBER


def _wanted(request: OrganizerRequest) -> Beside | int:
    """Raises RowGone."""
    place = request.POST.get("place", "")
    return int(place) if _is_number(place) else Beside.read(request.POST.dict())


def _shown(board: CallBoard) -> list[Placed]:
    """Those whom one looks for, each with the place and the neighbours in the whole list."""
    everybody = enumerate(in_list(board.rows, lambda row: row.person), start=1)
    return [(place, each) for place, each in everybody if board.is_shown(each.row)]


def _with_forms(page: Sequence[Placed]) -> list[tuple[Placed, Form]]:
    return of_each(PlaceForm, ((placed, placed[1].key) for placed in page))


def _at(request: OrganizerRequest, event: Event, person: str) -> HttpResponse:
    """To the page on which the person stands now."""
    sought = request.POST.get("q", "")
    shown = [each.key for _place, each in _shown(call_board(event, sought))]
    at = shown.index(person) if person in shown else 0
    asked = {"q": sought, "page": at // A_PAGE + 1}
    address = reverse("organizer:call_order", args=[event.slug])
    return redirect(f"{address}?{urlencode({k: v for k, v in asked.items() if v})}#call-{person}")
