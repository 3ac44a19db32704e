from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.access import OrganizerRequest, Right, grant_of, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.errors import DomainError
from events.forms import redrawn_with
from events.models import Event
from events.numerals import is_whole
from events.refused_forms import drawn_again
from experts.errors import OperationReused, SheetInvalid, SheetNotFound, SheetStands
from experts.forms import PaperForm, PaperSheetsForm
from experts.models import PaperEntry
from experts.operations import OperationIn
from experts.pages.paper import PaperEntryPage, PaperPage, paper_entry_page, paper_page
from experts.pages.paper_sheets import paper_sheets as sheets_to_print
from experts.pages.present_state import present_state as state_now
from experts.services.paper import Entered, enter_paper, take_paper_back
from experts.services.second_looks import ask_when_all_are_in
from experts.sheets import POINTS_PLACE, Assignment, SheetOperation

SAID: Final = {
    Entered.WAITS: gettext_lazy(
        "Entered. Now somebody else enters the same paper without seeing what you read."
    ),
    Entered.DIFFERS: gettext_lazy(
        "Entered, and not stored: the two of you read different things. Look at the paper again."
    ),
    Entered.STORED: gettext_lazy("Both entries say the same: the sheet is stored."),
    Entered.CONFIRMED: gettext_lazy(
        "Both entries say what the sheet says already: it stays as it is."
    ),
}


@organizer_page(Right.SCORING, place="scoring")
def paper(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """How far every sheet of paper is, without points."""
    page = paper_page(event)
    context = {"page": page, "form": _printing(page)}
    return render(request, "experts/organizer/paper.html", context)


def _printing(page: PaperPage) -> PaperSheetsForm:
    seats = [(row.seat.pk, f"{row.seat.order}. {row.seat.person.name}") for row in page.rows]
    words = _("Team %(number)s")
    teams = [(each.pk, words % {"number": each.project.number}) for each in page.defenses]
    return PaperSheetsForm(seats, teams)


@organizer_page(Right.SCORING, place="scoring", is_to_change=True)
def paper_sheets(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Sheets to print: of all, of one expert or about one team; all of them or those that are still to be given."""
    seat, defense = (_number(request.GET.get(name, "")) for name in ("seat", "team"))
    page = sheets_to_print(event, seat=seat, defense=defense, is_due="due" in request.GET)
    return render(request, "experts/organizer/paper_sheets.html", {"event": event, "page": page})


def _number(text: str) -> int | None:
    return int(text) if is_whole(text) else None


@organizer_page(Right.SCORING, place="scoring")
def present_state(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """How far every sheet is at this minute; points after the close alone, for who sees results."""
    may_see = grant_of(request.membership).may_see(Right.RESULTS)
    page = state_now(event, at=timezone.now(), may_see_points=may_see)
    context = {"event": event, "page": page}
    return render(request, "experts/organizer/present_state.html", context)


@organizer_page(Right.SCORING, place="scoring", is_to_change=True)
def paper_entry(
    request: OrganizerRequest, event: Event, seat_id: int, defense_id: int
) -> HttpResponseBase:
    """One paper to enter, or what two people read of it."""
    page = _page(request, event, Assignment(seat_id, defense_id))
    return _render(request, event, page, _form(page))


@organizer_act(Right.SCORING, place="scoring")
def paper_enter(
    request: OrganizerRequest, event: Event, seat_id: int, defense_id: int
) -> HttpResponseBase:
    page = _page(request, event, Assignment(seat_id, defense_id))
    form = _form(page, request.POST)
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, event, page, form))
    try:
        entered = enter_paper(
            event,
            page.assignment,
            operation=_read(request),
            by=request.user,
            at=timezone.now(),
            corrects=bool(request.POST.get("corrects")),
        )
    except SheetNotFound:
        raise Http404 from None
    except DomainError as refusal:
        return _not_entered(request, event, page.assignment, refusal)
    ask_when_all_are_in(event.pk, at=timezone.now())
    return _went_on(request, event, page, entered)


def _read(request: OrganizerRequest) -> SheetOperation:
    """Raises SheetInvalid."""
    posted = {name: str(text) for name, text in request.POST.items() if name != "draft"}
    known = posted.get("standing", "") if posted.get("over") else "0"
    op_id = posted.get("op_id") or str(uuid4())
    return OperationIn.posted({**posted, "op_id": op_id, "base_rev": known}).operation()


def _not_entered(
    request: OrganizerRequest, event: Event, assignment: Assignment, refusal: DomainError
) -> HttpResponse:
    """The page as it is now, with what was typed."""
    page = _page(request, event, assignment)
    form = _form(page, request.POST)
    faults = refusal.faults if isinstance(refusal, SheetInvalid) else ()
    for fault in faults:
        field = fault.place.replace(POINTS_PLACE, "points-", 1)
        form.add_error(field if field in form.fields else None, str(fault.detail))
    if not faults:
        form.add_error(None, str(refusal))
    if isinstance(refusal, SheetStands):
        redrawn_with(form, "standing", str(refusal.number))
        redrawn_with(form, "over", "")
    if isinstance(refusal, OperationReused):
        redrawn_with(form, "op_id", str(uuid4()))
    return drawn_again(
        request, form, lambda: _render(request, event, page, form), status=refusal.status
    )


def _went_on(
    request: OrganizerRequest, event: Event, page: PaperEntryPage, entered: Entered
) -> HttpResponse:
    level = messages.WARNING if entered == Entered.DIFFERS else messages.SUCCESS
    messages.add_message(request, level, str(SAID[entered]))
    if entered == Entered.DIFFERS:
        return redirect("organizer:paper_entry", event.slug, page.seat.pk, page.defense.pk)
    return redirect("organizer:paper", event.slug)


@organizer_act(Right.SCORING, place="scoring")
def paper_take_back(request: OrganizerRequest, event: Event, entry_id: int) -> HttpResponseBase:
    """An entry that waits goes, as one that was made for another sheet."""
    waiting = PaperEntry.objects.waiting().of_event(event).filter(pk=entry_id)
    entry = waiting.select_related("by", "seat__person", "defense__project").first()
    if entry is None:
        raise Http404
    if asked := asks_first(request, _taking_back(event, entry)):
        return asked
    try:
        take_paper_back(event, entry_id, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The entry is taken back."))
    return redirect("organizer:paper", event.slug)


def _taking_back(event: Event, entry: PaperEntry) -> Question:
    about = {"name": entry.seat.person.name, "number": entry.defense.project.number}
    return Question(
        asks=_("Take back the entry of the paper: %(name)s, team %(number)s?") % about,
        effects=[
            _("What %(who)s typed of this paper goes.") % {"who": entry.by},
            _("The log keeps that it was entered and taken back."),
        ],
        undone=_("The paper can be entered again."),
        act=_("Take it back"),
        back=reverse("organizer:paper_entry", args=[event.slug, entry.seat_id, entry.defense_id]),
    )


def _page(request: OrganizerRequest, event: Event, assignment: Assignment) -> PaperEntryPage:
    page = paper_entry_page(event, assignment, request.user)
    if page is None:
        raise Http404
    return page


def _form(page: PaperEntryPage, data: object = None) -> PaperForm:
    version = page.criteria[0].rubric.version if page.criteria else 0
    hidden = {
        "op_id": uuid4(),
        "rubric_version": version,
        "corrects": page.mine.pk if page.mine else "",
        "standing": page.standing,
    }
    scales = [(f"points-{each.key}", str(each.name), field.scale) for each, field in page.scales]
    return PaperForm(
        data, scales=scales, standing=page.standing, initial={**hidden, **page.initial}
    )


def _render(
    request: OrganizerRequest,
    event: Event,
    page: PaperEntryPage,
    form: PaperForm,
) -> HttpResponse:
    context = {"page": page, "form": form}
    return render(request, "experts/organizer/paper_entry.html", context)
