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
from diplomas.before_issuing import told_before_issuing
from diplomas.models import Diploma
from diplomas.recipients import recipients_of
from diplomas.services.issuing import holders_of, members_to_serve
from diplomas.services.issuing_one import issue_one
from diplomas.tasks import ring
from diplomas.twins import twin_of_newcomer, twins_told
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import Refused
from events.errors import DomainError
from events.models import Event, Person
from events.models.people import PersonQuerySet
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
    if flaw := _why_not(event, form):
        form.refuse(Refused([flaw]))
        return _render(request, form, status=BAD)
    if asked := asks_first(request, _issuing(event, form)):
        return asked
    person = _added(request, event, form) if form.chosen_team else _person(event, form.who.key)
    if person is None:
        return _render(request, form, status=BAD)
    try:
        made = issue_one(event.pk, person, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        form.refuse(Refused([Flaw("", str(refusal))]))
        return _render(request, form, status=BAD)
    return _to_the_table(request, event, made)


def _why_not(event: Event, form: LateForm) -> Flaw | None:
    who, team = form.who, form.chosen_team
    if who.key and who.name:
        return Flaw("name", _("Choose somebody or give a new name, not both."))
    if not who.key and not who.name.strip():
        return Flaw("name", _("Say who came."))
    is_member = TeamMember.objects.of_event(event).filter(person__key=who.key).exists()
    if team and is_member:
        return Flaw("team", _("This person is in a team already: choose none here."))
    is_of_none = not who.key or _of_no_team(event).filter(key=who.key).exists()
    if is_of_none and not team:
        return Flaw("team", _("Say in which team this person is."))
    return None


def _of_no_team(event: Event) -> PersonQuerySet:
    """On the list of people, and neither supervisor nor expert; with a team they may be issued one."""
    people = Person.objects.of_event(event).filter(
        teammember=None, unfinished=None, supervisor=None, seat=None
    )
    return people.exclude(pk__in=holders_of(event, Diploma.Kind.DIPLOMA).values("person"))


def _person(event: Event, key: str) -> int:
    """0 for somebody who is not there; the service says why not."""
    found = Person.objects.of_event(event).filter(key=key)
    return found.values_list("pk", flat=True).first() or 0


def _added(request: OrganizerRequest, event: Event, form: LateForm) -> int | None:
    """Whoever is put into the team, and on the list if need be; None where that is refused."""
    keys: list[str] = []

    def revision(file: EventFile) -> EventFile:
        number = number_of(form.chosen_team, numbers_of(event)) or 0
        after = with_team_person(file, number, form.who, supervises=False)
        keys.append(form.who.key or after.people[-1].key)
        return after

    if saved(request, event, form, revision) is None:
        return None
    return _person(event, keys[-1])


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
            *_twins(event, known, name),
            *_told(event, known),
            *_put(known, form.chosen_team),
            _("It is made at once, and stands at the table to be printed and given."),
            _("Nobody else is issued one."),
        ],
        undone=_(
            "This cannot be undone: a number is given once, and a diploma that is issued is never deleted."
        ),
        act=_("Issue it"),
        back=reverse("organizer:late", args=[event.slug]),
    )


def _twins(event: Event, known: Person | None, name: str) -> list[str]:
    if known and TeamMember.objects.filter(person=known).exists():
        return twins_told(event, Diploma.Kind.DIPLOMA, [known.pk])
    return twin_of_newcomer(event, name)


def _told(event: Event, known: Person | None) -> list[str]:
    """Of somebody who is on a team already."""
    kind, among = Diploma.Kind.DIPLOMA, {known.pk} if known else set()
    return told_before_issuing(event, kind, recipients_of(event, kind, among=among))


def _put(known: Person | None, team: str) -> list[str]:
    if not team:
        return []
    if known:
        return [_("This person is put last into the team.")]
    return [_("The name is put on the list of people, and last into the team.")]


def _form(event: Event, data: object) -> LateForm:
    waiting = Person.objects.filter(pk__in=members_to_serve(event).values("person"))
    offered = waiting | Person.objects.filter(pk__in=_of_no_team(event).values("pk"))
    return LateForm(
        data,
        own=event.languages[0],
        people=people_choices(offered),
        teams=project_choices(Project.objects.of_event(event).order_by("number")),
    )


def _render(
    request: OrganizerRequest, form: LateForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "defense/workspace/late.html", {"form": form}, status=status)
