"""The criteria of an event: their weights, their order, and each with its scale and levels."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from defense.event_file.writing import dump_event
from defense.workspace.acting import saved
from defense.workspace.buttons import pressed
from defense.workspace.rows import RowGone, own_language
from defense.workspace.settings import with_criteria
from defense.workspace.settings_board import weights_form
from defense.workspace.views.settings import render_settings
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.criteria import (
    Criteria,
    added,
    changed,
    criteria_of,
    criterion_of,
    moved,
    weighed,
    without,
)
from events.entries import CriterionEntry
from events.models import Event
from events.settings_forms import CriterionForm, shown

STEPS = {"up": -1, "down": 1}


def _back(event: Event) -> HttpResponseBase:
    return redirect(reverse("organizer:settings", args=[event.slug]) + "#rubric")


@organizer_act(Right.SETTINGS, place="settings")
def criteria_save(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All weights; and with them, if a button of a row was pressed, that row one place up or down."""
    form = weights_form(dump_event(event), request.POST)
    step, _colon, key = request.POST.get("move", "").partition(":")

    def change(criteria: Criteria) -> Criteria:
        after = weighed(criteria, form.edit, form.own)
        return moved(after, key, STEPS[step]) if step in STEPS else after

    if saved(request, event, form, lambda file: with_criteria(file, change)) is None:
        return render_settings(request, event, form)
    messages.success(request, _("Saved."))
    return _back(event)


@organizer_page(Right.SETTINGS, place="settings")
def criterion_new(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render(request, _form(event, None), None)


@organizer_act(Right.SETTINGS, place="settings")
def criterion_add(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = _form(event, None, request.POST)

    def change(criteria: Criteria) -> Criteria:
        return added(criteria, form.edit, form.own)

    if saved(request, event, form, lambda file: with_criteria(file, change)) is None:
        return _render(request, form, None, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The criterion is added. Look at the weights: they must make 100."))
    return _back(event)


@organizer_page(Right.SETTINGS, place="settings")
def criterion(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    found = _criterion(event, key)
    return _render(request, _form(event, found), found)


@organizer_act(Right.SETTINGS, place="settings")
def criterion_save(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    found = _criterion(event, key)
    form = _form(event, found, request.POST)

    def change(criteria: Criteria) -> Criteria:
        return changed(criteria, key, form.edit, form.own)

    if saved(request, event, form, lambda file: with_criteria(file, change)) is None:
        return _render(request, form, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("Saved."))
    return _back(event)


@organizer_act(Right.SETTINGS, place="settings")
def criterion_remove(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    if asked := asks_first(request, _removing(event, _criterion(event, key))):
        return asked
    pressed(request, event, lambda file: with_criteria(file, lambda found: without(found, key)))
    return _back(event)


def _removing(event: Event, found: CriterionEntry) -> Question:
    weight = _("Its weight of %(weight)s is to be given to others: the weights must make 100.")
    return Question(
        asks=_("Take out the criterion “%(name)s”?") % {"name": shown(found.name)},
        effects=[
            weight % {"weight": found.weight},
            _("What was written about its points goes with it."),
        ],
        undone=_("It cannot be taken back; a criterion can be added again."),
        act=_("Take it out"),
        back=reverse("organizer:settings", args=[event.slug]),
    )


def _criterion(event: Event, key: str) -> CriterionEntry:
    try:
        return criterion_of(criteria_of(dump_event(event).rubric), key)
    except RowGone:
        raise Http404 from None


def _form(event: Event, found: CriterionEntry | None, data: object = None) -> CriterionForm:
    return CriterionForm(data, entry=found, own=own_language(dump_event(event)))


def _render(
    request: OrganizerRequest,
    form: CriterionForm,
    found: CriterionEntry | None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "criterion": found, "name": shown(found.name) if found else ""}
    return render(request, "defense/workspace/criterion.html", context, status=status)
