from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from defense.desk.leaving import why_team_stays
from defense.event_file import EventFile
from defense.workspace.acting import BAD, saved
from defense.workspace.buttons import pressed
from defense.workspace.rows import own_language, with_list
from defense.workspace.teams import (
    with_new_team,
    with_team_moved,
    with_team_person,
    without_team,
)
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import RowGone
from events.entry_forms import EntryForm
from events.models import Event, Person
from events.numerals import is_whole
from events.revisions import Beside, in_list
from events.who_forms import WhoForm, people_choices
from projects.exchange import dump_project
from projects.forms import MoveMemberForm, NewProjectForm, ProjectForm
from projects.models import Project
from projects.revisions import (
    with_member,
    with_member_moved,
    with_said,
    with_supervisor_moved,
    without_member,
    without_supervisor,
)

SUPERVISOR, MEMBER = "supervisor", "member"


@organizer_page(Right.PEOPLE, place="teams")
def team_new(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render_new(request, event, _new_form(event, None))


@organizer_act(Right.PEOPLE, place="teams")
def team_add(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = _new_form(event, request.POST)

    def revision(file: EventFile) -> EventFile:
        return with_new_team(file, form.edit, form.who)

    if saved(request, event, form, revision) is None:
        return _render_new(request, event, form, status=BAD)
    added = Project.objects.of_event(event).order_by("-number")[0]
    messages.success(request, _("Added as team %(number)s.") % {"number": added.number})
    return redirect("organizer:team", event.slug, added.pk)


@organizer_page(Right.PEOPLE, place="teams")
def team(request: OrganizerRequest, event: Event, project_id: int) -> HttpResponseBase:
    """One project to change: what it is called, who supervises it, who is in its team."""
    return _render_team(request, event, _project(event, project_id))


@organizer_act(Right.PEOPLE, place="teams")
def team_save(request: OrganizerRequest, event: Event, project_id: int) -> HttpResponseBase:
    project = _project(event, project_id)
    form = _form(event, project, request.POST)

    def revision(file: EventFile) -> EventFile:
        number = number_now(project)
        own = own_language(file)
        return with_list(file, "projects", with_said(file.projects, number, form.edit, own))

    if saved(request, event, form, revision) is None:
        return _render_team(request, event, project, form=form)
    messages.success(request, _("Saved."))
    return redirect("organizer:team", event.slug, project_id)


@organizer_act(Right.PEOPLE, place="teams")
def team_move(request: OrganizerRequest, event: Event, project_id: int) -> HttpResponseBase:
    """Another number: this project before or after another one. The order of the day stays."""
    project = _project(event, project_id)

    def revision(file: EventFile) -> EventFile:
        to = Beside.read(request.POST)
        beside = number_now(_project_of_key(event, to.key))
        return with_team_moved(file, number_now(project), Beside(str(beside), to.is_after))

    if pressed(request, event, revision):
        number = {"number": number_now(project)}
        messages.success(request, _("This is team %(number)s now.") % number)
    return redirect("organizer:team", event.slug, project_id)


@organizer_act(Right.PEOPLE, place="teams")
def team_remove(request: OrganizerRequest, event: Event, project_id: int) -> HttpResponseBase:
    """Take a project out; what hangs on it keeps it, and says so."""
    project = _project(event, project_id)
    if reason := why_team_stays(project):
        said = _("Team %(number)s stays: %(reason)s.")
        messages.error(request, said % {"number": project.number, "reason": reason.rstrip(".")})
        return redirect("organizer:team", event.slug, project_id)
    if asked := asks_first(request, _removing(event, project)):
        return asked
    if not pressed(request, event, lambda file: without_team(file, number_now(project))):
        return redirect("organizer:team", event.slug, project_id)
    messages.success(request, _("Taken out: %(topic)s.") % {"topic": project.topic})
    return redirect("organizer:teams", event.slug)


@organizer_act(Right.PEOPLE, place="teams")
def team_person_add(request: OrganizerRequest, event: Event, project_id: int) -> HttpResponseBase:
    """One more supervisor or member, from the list or by a new name."""
    project, role = _project(event, project_id), _role(request)
    form = _who(event, role, request.POST)

    def revision(file: EventFile) -> EventFile:
        number = number_now(project)
        return with_team_person(file, number, form.who, supervises=role == SUPERVISOR)

    if saved(request, event, form, revision) is None:
        return _render_team(request, event, project, who=form)
    return redirect("organizer:team", event.slug, project_id)


@organizer_act(Right.PEOPLE, place="teams")
def team_person_move(request: OrganizerRequest, event: Event, project_id: int) -> HttpResponseBase:
    """Beside another one of the same list, or a member into another team."""
    project, role = _project(event, project_id), _role(request)
    key, other = request.POST.get("person", ""), request.POST.get("team", "")
    move = with_supervisor_moved if role == SUPERVISOR else with_member_moved

    def revision(file: EventFile) -> EventFile:
        if other and role == MEMBER:
            number = number_now(_project_of_key(event, other))
            without_member(file.projects, number_now(project), key)
            return with_list(file, "projects", with_member(file.projects, number, key))
        to = Beside.read(request.POST)
        return with_list(file, "projects", move(file.projects, number_now(project), key, to))

    pressed(request, event, revision)
    return redirect("organizer:team", event.slug, project_id)


@organizer_act(Right.PEOPLE, place="teams")
def team_person_remove(
    request: OrganizerRequest, event: Event, project_id: int
) -> HttpResponseBase:
    """Out of the team or from its supervisors; the person stays on the list."""
    project, key = _project(event, project_id), request.POST.get("person", "")
    leave = without_supervisor if _role(request) == SUPERVISOR else without_member

    def revision(file: EventFile) -> EventFile:
        return with_list(file, "projects", leave(file.projects, number_now(project), key))

    if pressed(request, event, revision):
        messages.success(request, _("Taken out of team %(number)s.") % {"number": project.number})
    return redirect("organizer:team", event.slug, project_id)


def _removing(event: Event, project: Project) -> Question:
    topic = {"number": project.number, "topic": project.topic}
    return Question(
        asks=_("Take team %(number)s out: %(topic)s?") % topic,
        effects=[
            _("Its defense goes from the run of show, its evidence with it."),
            _("Its people stay on the list, without a team."),
            _("The teams after it move up by one number."),
        ],
        undone=_("It cannot be taken back; the project can be added again."),
        act=_("Take the team out"),
        back=reverse("organizer:team", args=[event.slug, project.pk]),
    )


def _project(event: Event, project_id: int) -> Project:
    return get_object_or_404(Project.objects.of_event(event).with_team(), pk=project_id)


def _project_of_key(event: Event, key: str) -> Project:
    """The project that a form names by its id. Raises RowGone."""
    found = Project.objects.of_event(event).filter(pk=key) if is_whole(key) else None
    if project := found and found.first():
        return project
    raise RowGone


def number_now(project: Project) -> int:
    """The number by which the file speaks of it at this moment. Raises RowGone."""
    number = Project.objects.filter(pk=project.pk).values_list("number", flat=True).first()
    if number is None:
        raise RowGone
    return number


def pk_of(project: Project) -> int:
    return project.pk


def _role(request: OrganizerRequest) -> str:
    return SUPERVISOR if request.POST.get("role") == SUPERVISOR else MEMBER


def _new_form(event: Event, data: object) -> NewProjectForm:
    return NewProjectForm(
        data, own=event.languages[0], people=people_choices(Person.objects.of_event(event))
    )


def _form(event: Event, project: Project, data: object = None) -> ProjectForm:
    return ProjectForm(data, entry=dump_project(project), own=event.languages[0])


def _who(event: Event, role: str, data: object = None) -> WhoForm:
    return WhoForm(
        data,
        own=event.languages[0],
        people=people_choices(Person.objects.of_event(event)),
        prefix=role,
    )


def _render_new(
    request: OrganizerRequest, event: Event, form: EntryForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "defense/workspace/team_new.html", {"form": form}, status=status)


def _render_team(
    request: OrganizerRequest,
    event: Event,
    project: Project,
    *,
    form: ProjectForm | None = None,
    who: WhoForm | None = None,
) -> HttpResponse:
    """The page, or the page again with the form that was refused."""
    forms = {role: _who(event, role) for role in (SUPERVISOR, MEMBER)}
    if who is not None:
        forms[who.prefix or MEMBER] = who
    projects = list(Project.objects.of_event(event).order_by("number"))
    members = list(project.teammember_set.all())
    context = {
        "project": project,
        "projects": projects,
        "neighbours": next(each for each in in_list(projects, pk_of) if each.row == project),
        "supervisors": in_list(project.supervisors, lambda each: each.person.key),
        "members": in_list(members, lambda each: each.person.key),
        "move_form": MoveMemberForm(members, [each for each in projects if each != project]),
        "form": form or _form(event, project),
        "supervisor_form": forms[SUPERVISOR],
        "member_form": forms[MEMBER],
    }
    status = BAD if form or who else HTTPStatus.OK
    return render(request, "defense/workspace/team.html", context, status=status)
