from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import get_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.models import Criterion
from experts.access import is_of_another_day, recusal_of, seat_at, seats_of
from experts.errors import (
    CardOfAnotherDay,
    ExpertIsRecused,
    ScoringIsClosed,
    SheetConflict,
    SheetInvalid,
)
from experts.forms import ScoreSheetForm
from experts.models import Interest, Seat
from experts.reports import MyDefense, SavedSheet, my_defenses
from experts.score_sheet_page import (
    CriterionRow,
    criterion_rows,
    next_to_score,
    why_recused,
    words_of_saving,
)
from experts.services.score_sheets import SheetOperation, SheetValues, save_sheet
from projects.models import Defense

SAVE_URL = "api:sheet_save"

Context = dict[str, Any]


@never_cache
@expert_required
@require_safe
def home(request: PassRequest) -> HttpResponseBase:
    """The teams of this expert's room, with what is still to be scored."""
    if is_of_another_day(request.held):
        return _waits_outside(request)
    person = request.held.person
    seats = list(seats_of(request).scoring().order_by("panel__room"))
    defenses = [each for seat in seats for each in my_defenses(seat)]
    scored = [each for each in defenses if not each.is_recused]
    return render(
        request,
        "experts/expert/home.html",
        {
            "event": person.event,
            "person": person,
            "seat": seats[0] if seats else None,
            "defenses": defenses,
            "scored_count": len(scored),
            "submitted_count": sum(each.is_submitted for each in scored),
            "next": next((each for each in scored if each.is_owed), None),
        },
    )


@never_cache
@expert_required
@require_http_methods(["GET", "HEAD", "POST"])
def score_sheet(request: PassRequest, defense_id: int) -> HttpResponseBase:
    """One team's sheet: a page of buttons, and a plain form for a tablet without JavaScript."""
    if is_of_another_day(request.held):
        return _waits_outside(request)
    seat = seat_at(request, defense_id)
    defenses = my_defenses(seat)
    mine = next(each for each in defenses if each.id == defense_id)
    page = _page(seat, defenses, mine)
    if mine.is_recused:
        return _stands_aside(request, seat, page, status=403 if request.method == "POST" else 200)
    if request.method == "POST":
        return _post_sheet(request, seat, page)
    return _render_sheet(request, seat, page)


def _waits_outside(request: PassRequest) -> HttpResponse:
    """No marks of a rehearsal on the tablets of the day, and none of the day on those of a rehearsal."""
    event = request.held.person.event
    error = CardOfAnotherDay(is_rehearsal=event.is_rehearsal)
    context = {"event": event, "person": request.held.person, "error": error}
    return render(request, "experts/expert/another_day.html", context, status=403)


def _page(seat: Seat, defenses: tuple[MyDefense, ...], mine: MyDefense) -> Context:
    event = seat.panel.room.event
    return {
        "event": event,
        "seat": seat,
        "person": seat.person,
        "defenses": defenses,
        "mine": mine,
        "next": next_to_score(defenses, after=mine.id),
        "is_open": event.is_scoring_open,
    }


def _stands_aside(request: PassRequest, seat: Seat, page: Context, *, status: int) -> HttpResponse:
    defense = Defense.objects.get(pk=page["mine"].id)
    interest = recusal_of(seat, defense)
    recused = Interest.objects.recusing().filter(project=defense.project_id).values("seat")
    scoring = Seat.objects.filter(panel=seat.panel).scoring().exclude(pk__in=recused)
    words = {"why": why_recused(interest) if interest else "", "other_count": scoring.count()}
    return render(request, "experts/expert/recused.html", {**page, **words}, status=status)


def _criteria(seat: Seat) -> list[Criterion]:
    rubric = Criterion.objects.filter(rubric__event=seat.panel.room.event_id)
    return list(rubric.select_related("rubric").order_by("order"))


def _post_sheet(request: PassRequest, seat: Seat, page: Context) -> HttpResponse:
    form = ScoreSheetForm(_criteria(seat), request.POST)
    if not form.is_valid():
        error = None if form.missing() else SheetInvalid([])
        return _render_refused(request, page, form, status=422, error=error)
    try:
        save_sheet(
            seat.pk,
            page["mine"].id,
            operation=_operation(form),
            held=request.held,
            at=timezone.now(),
        )
    except ExpertIsRecused:
        return _stands_aside(request, seat, page, status=403)
    except ScoringIsClosed as error:
        return _render_refused(request, page | {"is_open": False}, form, status=423, error=error)
    except SheetConflict as error:
        return _render_refused(request, page, form, status=409, error=error, theirs=error.current)
    except DomainError as error:
        return _render_refused(request, page, form, status=422, error=error)
    return redirect("expert:score_sheet", page["mine"].id)


def _operation(form: ScoreSheetForm) -> SheetOperation:
    return SheetOperation(
        op_id=form.cleaned_data["op_id"],
        device_id=None,
        sequence=0,
        base_rev=form.cleaned_data["base_rev"],
        client_ts=0,
        rubric_version=form.cleaned_data["rubric_version"],
        is_final=not form.cleaned_data["draft"],
        points=form.points(),
        comment=form.cleaned_data["comment"],
    )


def _render_sheet(request: PassRequest, seat: Seat, page: Context) -> HttpResponse:
    sheet: SavedSheet | None = page["mine"].sheet
    criteria = _criteria(seat)
    points = sheet.points if sheet else {}
    comment = sheet.comment if sheet else ""
    return _render(request, page, criteria, criterion_rows(criteria, points), comment=comment)


def _render_refused(
    request: PassRequest,
    page: Context,
    form: ScoreSheetForm,
    *,
    status: int,
    error: DomainError | None = None,
    theirs: SheetValues | None = None,
) -> HttpResponse:
    """The page again with what was typed, and the sentence that says what did not happen.

    After a conflict both values stand on it, and the next save builds on the server's.
    """
    on_server = {key: Decimal(text) for key, text in theirs.points.items()} if theirs else {}
    missing = form.missing()
    rows = criterion_rows(form.criteria, form.given(), missing=missing, on_server=on_server)
    page = page | {
        "error": error,
        "has_missing": bool(missing),
        "theirs": theirs,
        "is_unsaved": True,
    }
    if theirs:
        page["base_rev"] = theirs.rev
    comment = form.data.get("comment", "")
    return _render(request, page, form.criteria, rows, comment=comment, status=status)


def _render(
    request: PassRequest,
    page: Context,
    criteria: Sequence[Criterion],
    rows: Sequence[CriterionRow],
    *,
    comment: str,
    status: int = 200,
) -> HttpResponse:
    sheet: SavedSheet | None = page["mine"].sheet
    context = {
        "base_rev": sheet.revision if sheet else 0,
        **page,
        "rows": rows,
        "comment": comment,
        "op_id": uuid4(),
        "rubric_version": criteria[0].rubric.version if criteria else 0,
    }
    context["script_data"] = _script_data(context, criteria)
    return render(request, "experts/expert/score_sheet.html", context, status=status)


def _script_data(context: Context, criteria: Sequence[Criterion]) -> Context:
    mine: MyDefense = context["mine"]
    assignment = f"{context['seat'].pk}-{mine.id}"
    return {
        "url": reverse(SAVE_URL, args=[assignment]),
        "base_rev": context["base_rev"],
        "rubric_version": context["rubric_version"],
        "time_zone": context["event"].time_zone,
        "decimal_sign": get_format("DECIMAL_SEPARATOR"),
        "is_submitted": mine.is_submitted,
        "criteria": [
            {
                "key": each.key,
                "name": str(each.name),
                "weight": str(each.weight),
                "maximum": str(each.maximum),
            }
            for each in criteria
        ],
        "words": words_of_saving(),
    }
