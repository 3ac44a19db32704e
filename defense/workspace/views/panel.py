from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from defense.desk.leaving import why_seat_stays
from defense.event_file import EventFile
from defense.workspace.acting import BAD, saved, tell_kept
from defense.workspace.buttons import pressed
from defense.workspace.rows import own_language, with_list
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.models import Event, Person
from events.revisions import Beside, in_list, with_somebody
from events.who_forms import people_choices
from experts.exchange import dump_seat
from experts.forms import NewSeatForm, ReserveForm, SeatForm
from experts.models import ScoreSheet, Seat
from experts.models.panel import SeatQuerySet
from experts.revisions import (
    with_new_seat,
    with_reserve_seated,
    with_seat_moved,
    with_seat_said,
    without_seat,
)
from experts.services.presence import hand_over


@organizer_page(Right.PANEL, place="panel")
def seat_new(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render_new(request, _new_form(event, None))


@organizer_act(Right.PANEL, place="panel")
def seat_add(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """One more expert, at the end: nobody is renumbered."""
    form = _new_form(event, request.POST)

    def revision(file: EventFile) -> EventFile:
        people, person = with_somebody(file.people, form.who)
        panel = with_new_seat(file.panel, form.edit, person.key, own_language(file))
        return file.model_copy(update={"people": people, "panel": panel})

    if saved(request, event, form, revision) is None:
        return _render_new(request, form, status=BAD)
    messages.success(request, _("Seated. A card for the tablet is made among the access cards."))
    return redirect("organizer:panel", event.slug)


@organizer_page(Right.PANEL, place="panel")
def seat(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """One place on the panel to change: its role, what is announced of it, its order."""
    return _render_seat(request, event, _seat(event, key))


@organizer_act(Right.PANEL, place="panel")
def seat_save(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    held = _seat(event, key)
    form = _form(event, held, request.POST)

    def revision(file: EventFile) -> EventFile:
        panel = with_seat_said(file.panel, key, form.edit, own_language(file))
        return with_list(file, "panel", panel)

    outcome = saved(request, event, form, revision, whole=False)
    if outcome is None:
        return _render_seat(request, event, held, form)
    tell_kept(request, outcome)
    messages.success(request, _("Saved: %(name)s.") % {"name": held.person.name})
    return redirect("organizer:panel", event.slug)


@organizer_act(Right.PANEL, place="panel")
def seat_move(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Another place in the order; the seats between move by one."""

    def revision(file: EventFile) -> EventFile:
        to = Beside.read(request.POST)
        return with_list(file, "panel", with_seat_moved(file.panel, key, to))

    pressed(request, event, revision)
    return redirect("organizer:panel", event.slug)


@organizer_act(Right.PANEL, place="panel")
def seat_replace(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """The reserve scores in the place of somebody who is not there, from now on."""
    held, reserve = _seat(event, key), request.POST.get("reserve", "")

    def revision(file: EventFile) -> EventFile:
        scored = ScoreSheet.objects.filter(seat=held).exists()
        panel = with_reserve_seated(file.panel, key, reserve, has_scored=scored)
        return with_list(file, "panel", panel)

    with transaction.atomic():
        outcome = pressed(request, event, revision)
        if outcome:
            coming = _seat(event, reserve)
            hand_over(event, leaving=held, coming=coming, actor=request.user)
    if outcome:
        said = _("%(name)s scores from now on, as expert %(number)s.")
        messages.success(request, said % {"name": coming.person.name, "number": coming.order})
    return redirect("organizer:panel", event.slug)


@organizer_act(Right.PANEL, place="panel")
def seat_remove(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Take a seat away; what hangs on it keeps it, and says so."""
    held = _seat(event, key)
    if reason := why_seat_stays(held):
        said = _("%(name)s stays on the panel: %(reason)s. As a reserve the expert does not score.")
        messages.error(request, said % {"name": held.person.name, "reason": reason})
        return redirect("organizer:seat", event.slug, key)
    if asked := asks_first(request, _removing(event, held)):
        return asked
    if not pressed(
        request, event, lambda file: with_list(file, "panel", without_seat(file.panel, key))
    ):
        return redirect("organizer:seat", event.slug, key)
    messages.success(request, _("%(name)s is not on the panel.") % {"name": held.person.name})
    return redirect("organizer:panel", event.slug)


def _removing(event: Event, held: Seat) -> Question:
    return Question(
        asks=_("Take %(name)s off the panel?") % {"name": held.person.name},
        effects=[
            _("The seats after it move up by one number."),
            _("The person stays on the list."),
        ],
        undone=_("The person can be seated again, at the end of the panel."),
        act=_("Take off the panel"),
        back=reverse("organizer:seat", args=[event.slug, held.person.key]),
    )


def _seat(event: Event, key: str) -> Seat:
    return get_object_or_404(_seats(event), person__key=key)


def _seats(event: Event) -> SeatQuerySet:
    return Seat.objects.of_event(event).filter(panel__room__is_default=True).in_order()


def _new_form(event: Event, data: object) -> NewSeatForm:
    seated = _seats(event).values("person")
    people = Person.objects.of_event(event).exclude(pk__in=seated)
    return NewSeatForm(data, own=event.languages[0], people=people_choices(people))


def _form(event: Event, held: Seat, data: object = None) -> SeatForm:
    return SeatForm(data, entry=dump_seat(held), own=event.languages[0])


def _render_new(
    request: OrganizerRequest, form: NewSeatForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "defense/workspace/seat_new.html", {"form": form}, status=status)


def _render_seat(
    request: OrganizerRequest, event: Event, held: Seat, form: SeatForm | None = None
) -> HttpResponse:
    seats = list(_seats(event))
    reserves = [each for each in seats if each.role == Seat.Role.RESERVE]
    context = {
        "seat": held,
        "neighbours": next(
            each for each in in_list(seats, lambda seat: seat.person.key) if each.row == held
        ),
        "form": form or _form(event, held),
        "reserve_form": ReserveForm(reserves) if held.is_scoring and reserves else None,
    }
    status = BAD if form else HTTPStatus.OK
    return render(request, "defense/workspace/seat.html", context, status=status)
