from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.acting import BAD, REFUSALS, saved, tell_kept
from defense.workspace.buttons import tell_refused
from defense.workspace.forms import (
    DeclineForm,
    NamingForm,
    PeopleFilter,
    PersonForm,
    PhotographForm,
)
from defense.workspace.leaving import take_off_list
from defense.workspace.name_answers import name_answers
from defense.workspace.people import (
    number_of,
    with_changed_person,
    with_changed_team,
    with_new_person,
)
from defense.workspace.people_board import people_board, project_choices, team_choices
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.entries import PersonEntry
from events.exchange.people import person_entry
from events.models import Event, Person
from events.services.photographs import hash_of_photograph
from projects.models import Project, TeamMember

A_PAGE = 100


@organizer_page(Right.PEOPLE, place="people")
def people(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Everybody of the event by team, in the order of the Kazakh alphabet, searched and filtered."""
    board = people_board(event)
    form = PeopleFilter(request.GET, teams=team_choices(board.projects))
    asked = {name: form.asked(name) for name in ("role", "team", "lacks")}
    shown = board.shown(sought=form.asked("q"), **asked)
    in_order = [line for group in board.groups(shown) for line in group.lines]
    page = Paginator(in_order, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "board": board,
        "form": form,
        "page": page,
        "groups": board.groups(page.object_list),
        "found": len(shown),
        "lacks": [(lack, count) for lack, count in board.counts().items() if count],
        "asked": {"q": form.asked("q"), **asked},
    }
    return render(request, "defense/workspace/people.html", context)


@organizer_page(Right.PEOPLE, place="people")
def person(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """One person, to read or to change."""
    found = person_or_404(event, key)
    return render_person(request, event, found)


@organizer_act(Right.PEOPLE, place="people")
def person_save(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    found = person_or_404(event, key)
    form = _form(event, request.POST, found)

    def revision(file: EventFile) -> EventFile:
        changed = with_changed_person(file, key, form.edit)
        return with_changed_team(changed, key, form.edit, numbers_of(event))

    renaming = [key] if form.has_seen_confirmed else []
    outcome = saved(request, event, form, revision, whole=False, renaming=renaming)
    if outcome is None:
        return _render_person(request, event, form, found, status=BAD)
    tell_kept(request, outcome)
    now = person_or_404(event, key)
    messages.success(request, _("Saved: %(name)s.") % {"name": now.name})
    if found.confirmed_at and not now.confirmed_at:
        messages.warning(request, _("The name was confirmed, and is to be confirmed anew."))
    return redirect("organizer:people", event.slug)


@organizer_page(Right.PEOPLE, place="people", is_to_change=True)
def person_new(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render_person(request, event, _form(event, None, None), None)


@organizer_act(Right.PEOPLE, place="people")
def person_add(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = _form(event, request.POST, None)

    def revision(file: EventFile) -> EventFile:
        entry = form.entry()
        assert isinstance(entry, PersonEntry)
        return with_new_person(file, entry, number_of(form.chosen_team, numbers_of(event)))

    if saved(request, event, form, revision) is None:
        return _render_person(request, event, form, None, status=BAD)
    messages.success(request, _("Added: %(name)s.") % {"name": form.edit.given["name"]})
    return redirect("organizer:people", event.slug)


@organizer_act(Right.PEOPLE, place="people")
def person_remove(request: OrganizerRequest, event: Event, key: str) -> HttpResponseBase:
    """Take somebody off the list, who is asked about first; what hangs on them keeps them."""
    found = person_or_404(event, key)
    if asked := asks_first(request, _removing(event, found)):
        return asked
    try:
        take_off_list(event, found, actor=request.user, at=timezone.now())
    except REFUSALS as refusal:
        tell_refused(request, refusal)
        return redirect("organizer:person", event.slug, key)
    messages.success(request, _("Taken off the list: %(name)s.") % {"name": found.name})
    return redirect("organizer:people", event.slug)


def _removing(event: Event, found: Person) -> Question:
    return Question(
        asks=_("Take %(name)s off the list?") % {"name": found.name},
        effects=[
            _("Position, school and notes go with the name."),
            *([_("The photograph goes too.")] if hash_of_photograph(found) else []),
        ],
        undone=_("It cannot be taken back; the person can be added again."),
        act=_("Take off the list"),
        back=reverse("organizer:person", args=[event.slug, found.key]),
    )


def person_or_404(event: Event, key: str) -> Person:
    return get_object_or_404(Person.objects.of_event(event).select_related("photograph"), key=key)


def _form(event: Event, data: object, found: Person | None) -> PersonForm:
    return PersonForm(
        data,
        entry=person_entry(found) if found else None,
        own=event.languages[0],
        team=TeamMember.objects.filter(person=found).values_list("project", flat=True).first(),
        is_confirmed=bool(found and found.confirmed_at),
        teams=project_choices(Project.objects.of_event(event).order_by("number")),
    )


def numbers_of(event: Event) -> dict[str, int]:
    """The number of each project by its id, as forms name it."""
    found = Project.objects.of_event(event).values_list("pk", "number")
    return {str(pk): number for pk, number in found}


def render_person(
    request: OrganizerRequest,
    event: Event,
    found: Person,
    *,
    decline: DeclineForm | None = None,
    naming: NamingForm | None = None,
    photograph: PhotographForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of somebody, perhaps with an answer to them that was refused."""
    form = _form(event, None, found)
    return _render_person(
        request,
        event,
        form,
        found,
        decline=decline,
        naming=naming,
        photograph=photograph,
        status=status,
    )


def _render_person(
    request: OrganizerRequest,
    event: Event,
    form: PersonForm,
    found: Person | None,
    *,
    decline: DeclineForm | None = None,
    naming: NamingForm | None = None,
    photograph: PhotographForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "person": found,
        "answers": name_answers(found) if found else None,
        "decline": decline or DeclineForm(),
        "naming": naming or (NamingForm(person=found) if found else None),
        "photograph": photograph or (PhotographForm(person=found) if found else None),
    }
    return render(request, "defense/workspace/person.html", context, status=status)
