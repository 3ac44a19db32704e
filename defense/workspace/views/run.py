from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.acting import BAD, saved
from defense.workspace.buttons import pressed
from defense.workspace.run import (
    lines_of,
    with_added_line,
    with_all_defenses,
    with_changed_line,
    with_drawn_order,
    with_put_line,
    without_line,
)
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.exchange.run_of_show import dump_line
from events.models import Event, Person, RunItem
from events.revisions import Beside
from events.timetable import still_ahead
from events.who_forms import Choices, people_choices
from projects.exchange import defended_numbers
from projects.forms import NewRunItemForm, RunItemForm
from projects.models import Project


@organizer_page(Right.DAY, place="run_of_show")
def line_new(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render_new(request, _new_form(event, None))


@organizer_act(Right.DAY, place="run_of_show")
def line_add(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """One more line, also during the day: before one that is to come, or at the end."""
    form = _new_form(event, request.POST)

    def revision(file: EventFile) -> EventFile:
        return with_added_line(file, event, form.edit, form.who)

    if saved(request, event, form, revision) is None:
        return _render_new(request, form, status=BAD)
    messages.success(request, _("The line is in the run of show."))
    return redirect("organizer:run_of_show", event.slug)


@organizer_page(Right.DAY, place="run_of_show")
def line(request: OrganizerRequest, event: Event, line_id: int) -> HttpResponseBase:
    found = _line(event, line_id)
    return _render_line(request, found, _form(event, found))


@organizer_act(Right.DAY, place="run_of_show")
def line_save(request: OrganizerRequest, event: Event, line_id: int) -> HttpResponseBase:
    found = _line(event, line_id)
    form = _form(event, found, request.POST)

    def revision(file: EventFile) -> EventFile:
        return with_changed_line(file, event, line_id, form.edit)

    if saved(request, event, form, revision) is None:
        return _render_line(request, found, form, status=BAD)
    messages.success(request, _("Saved."))
    return redirect("organizer:run_of_show", event.slug)


@organizer_act(Right.DAY, place="run_of_show")
def line_move(request: OrganizerRequest, event: Event, line_id: int) -> HttpResponseBase:
    """Before or after another line that is to come."""

    def revision(file: EventFile) -> EventFile:
        return with_put_line(file, event, line_id, Beside.read(request.POST))

    pressed(request, event, revision)
    return redirect(reverse("organizer:run_of_show", args=[event.slug]) + f"#line-{line_id}")


@organizer_act(Right.DAY, place="run_of_show")
def line_remove(request: OrganizerRequest, event: Event, line_id: int) -> HttpResponseBase:
    """Take a line out; what has begun stays, and so does a defense with score sheets."""
    found = _line(event, line_id)
    if asked := asks_first(request, _removing(event, found)):
        return asked
    if not pressed(request, event, lambda file: without_line(file, event, line_id)):
        return redirect("organizer:line", event.slug, line_id)
    messages.success(request, _("The line is out of the run of show."))
    return redirect("organizer:run_of_show", event.slug)


@organizer_act(Right.DAY, place="run_of_show")
def run_fill(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A line for every team that has none."""
    if pressed(request, event, with_all_defenses):
        messages.success(request, _("Every team has its defense in the run of show."))
    return redirect("organizer:run_of_show", event.slug)


@organizer_act(Right.DAY, place="run_of_show")
def draw_apply(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The defenses in the order that the draw gave them."""
    if not pressed(request, event, lambda file: with_drawn_order(file, event)):
        return redirect("organizer:draw", event.slug)
    messages.success(request, _("The defenses stand in the order of the draw."))
    return redirect("organizer:run_of_show", event.slug)


def _removing(event: Event, found: RunItem) -> Question:
    title = str(found.title) or found.get_kind_display()
    return Question(
        asks=_("Take line %(number)s out: %(title)s?") % {"number": found.order, "title": title},
        effects=[_("The lines after it move up."), _("Whoever speaks in it stays on the list.")],
        undone=_("It cannot be taken back; the line can be added again."),
        act=_("Take the line out"),
        back=reverse("organizer:line", args=[event.slug, found.pk]),
    )


def _line(event: Event, line_id: int) -> RunItem:
    items = RunItem.objects.of_event(event).filter(room__is_default=True)
    return get_object_or_404(items.select_related("person"), pk=line_id)


def _new_form(event: Event, data: object) -> NewRunItemForm:
    to_come = still_ahead(lines_of(event))
    numbers = defended_numbers(event)
    lines = [(str(each.pk), _named(each, numbers.get(each.pk))) for each in to_come]
    return NewRunItemForm(data, own=event.languages[0], lines=lines, **_choices(event))


def _form(event: Event, found: RunItem, data: object = None) -> RunItemForm:
    return RunItemForm(
        data,
        entry=dump_line(found, defended_numbers(event).get(found.pk)),
        beside={"person": found.person.key if found.person else "", "name": ""},
        own=event.languages[0],
        **_choices(event),
    )


def _choices(event: Event) -> dict[str, Choices]:
    projects = Project.objects.of_event(event).order_by("number")
    return {
        "people": people_choices(Person.objects.of_event(event)),
        "projects": [(str(each.number), str(each)[:80]) for each in projects],
    }


def _named(item: RunItem, number: int | None) -> str:
    if number:
        return _("%(order)s. Defense of team %(number)s") % {"order": item.order, "number": number}
    return str(item)[:80]


def _render_new(
    request: OrganizerRequest, form: NewRunItemForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "defense/workspace/line_new.html", {"form": form}, status=status)


def _render_line(
    request: OrganizerRequest, found: RunItem, form: RunItemForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"line": found, "form": form}
    return render(request, "defense/workspace/line.html", context, status=status)
