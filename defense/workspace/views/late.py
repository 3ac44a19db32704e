"""Somebody came to the table of the handing over without a diploma: put on a team if need be, and issued one."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.acting import BAD, saved
from defense.workspace.forms import LateForm
from defense.workspace.people import number_of
from defense.workspace.people_board import project_choices
from defense.workspace.teams import with_team_person
from defense.workspace.views.people import numbers_of
from diplomas.models import Diploma
from diplomas.services.issuing import members_to_serve
from diplomas.services.issuing_one import issue_one
from diplomas.tasks import ring
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import Refused
from events.errors import DomainError
from events.models import Event, Person
from events.rules import Flaw
from events.who_forms import people_choices
from projects.models import Project, TeamMember


@organizer_page(Right.DIPLOMAS, place="diplomas", is_to_change=True)
def late(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render(request, _form(event, None))


@organizer_act(Right.DIPLOMAS, place="diplomas")
def late_add(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Nobody else is issued one: those whom the organizers passed over stay so."""
    form = _form(event, request.POST)
    if flaw := _why_not(form):
        form.refuse(Refused([flaw]))
        return _render(request, form, status=BAD)
    if asked := asks_first(request, _issuing(event, form)):
        return asked
    person = _person(event, form) if form.who.key else _added(request, event, form)
    if person is None:
        return _render(request, form, status=BAD)
    try:
        made = issue_one(event.pk, person, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        form.refuse(Refused([Flaw("", str(refusal))]))
        return _render(request, form, status=BAD)
    return _to_the_table(request, event, made)


def _why_not(form: LateForm) -> Flaw | None:
    if form.who.key and (form.who.name or form.chosen_team):
        return Flaw("name", _("Choose somebody or give a new name, not both."))
    if form.who.key or (form.who.name.strip() and form.chosen_team):
        return None
    if form.who.name.strip():
        return Flaw("team", _("Say in which team this person is."))
    return Flaw("name", _("Say who came."))


def _person(event: Event, form: LateForm) -> int:
    """0 for somebody who is not there; the service says why not."""
    found = Person.objects.of_event(event).filter(key=form.who.key)
    return found.values_list("pk", flat=True).first() or 0


def _added(request: OrganizerRequest, event: Event, form: LateForm) -> int | None:
    """The last member of the team, now that the name is put there."""

    def revision(file: EventFile) -> EventFile:
        number = number_of(form.chosen_team, numbers_of(event)) or 0
        return with_team_person(file, number, form.who, supervises=False)

    if saved(request, event, form, revision) is None:
        return None
    members = TeamMember.objects.filter(project__event=event, project=int(form.chosen_team))
    return members.order_by("order").values_list("person", flat=True).last()


def _to_the_table(request: OrganizerRequest, event: Event, made: Diploma) -> HttpResponseBase:
    ring()
    said = _("Diploma № %(number)s is issued. It is being made.") % {"number": made.number}
    messages.success(request, said)
    return redirect("organizer:handing", event.slug)


def _issuing(event: Event, form: LateForm) -> Question:
    known = Person.objects.of_event(event).filter(key=form.who.key).first()
    name = known.name if known else form.who.name.strip()
    return Question(
        asks=_("Issue a diploma to %(name)s?") % {"name": name},
        effects=[
            *(
                []
                if known
                else [_("The name is put on the list of people, and last into the team.")]
            ),
            _("It is made at once, and stands at the table to be printed and given."),
            _("Nobody else is issued one."),
        ],
        undone=_(
            "This cannot be undone: a number is given once, and a diploma that is issued is never deleted."
        ),
        act=_("Issue it"),
        back=reverse("organizer:late", args=[event.slug]),
    )


def _form(event: Event, data: object) -> LateForm:
    waiting = Person.objects.filter(pk__in=members_to_serve(event).values("person"))
    return LateForm(
        data,
        own=event.languages[0],
        people=people_choices(waiting),
        teams=project_choices(Project.objects.of_event(event).order_by("number")),
    )


def _render(
    request: OrganizerRequest, form: LateForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "defense/workspace/late.html", {"form": form}, status=status)
