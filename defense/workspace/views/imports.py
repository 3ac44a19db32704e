from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from defense.workspace.importing.looking import look_at, write_list
from defense.workspace.importing.template import template_list
from defense.workspace.importing.undoing import undo_import
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.errors import DomainError
from events.imports.fates import Fate
from events.imports.forms import FileForm, LookForm
from events.imports.page import groups_of, refused_list, sums_of
from events.models import Event, Upload
from events.services.uploads import choose, keep_upload
from events.spreadsheets import BadSpreadsheet, How, read_spreadsheet
from events.spreadsheets.writing import answer_with

EARLIER = 5


@organizer_page(Right.PEOPLE, place="people", is_to_change=True)
def imports(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Bring a list of people, or go on with one that was brought."""
    return _render_start(request, event, FileForm())


@organizer_act(Right.PEOPLE, place="people")
def import_bring(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render_start(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        read_spreadsheet(content)
    except BadSpreadsheet as refusal:
        form.add_error("file", str(refusal))
        return _render_start(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    upload = keep_upload(event, Upload.Kind.LIST, name=file.name, content=content, by=request.user)
    return redirect("organizer:import", event.slug, upload.pk)


@organizer_page(Right.PEOPLE, place="people", is_to_change=True)
def import_look(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    """What becomes of each row of the list; after it was written, what was done, and the way back."""
    found = _upload(event, upload)
    if found.written_at is not None:
        context = {"upload": found, "sums": sums_of(found.counts)}
        return render(request, "defense/workspace/import_written.html", context)
    return _render_look(request, event, found)


@organizer_act(Right.PEOPLE, place="people")
def import_choose(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    found = _upload(event, upload, written_at=None)
    look = look_at(event, found, actor=request.user, at=timezone.now())
    form = LookForm(request.POST, found=look.list, asked=look.plan.of(Fate.ASKED))
    if not form.is_valid():
        return _render_look(request, event, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    choices = form.choices()
    try:
        read_spreadsheet(found.data, How(**choices["how"]))
    except BadSpreadsheet as refusal:
        form.add_error(None, str(refusal))
        return _render_look(request, event, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    choose(found.pk, choices)
    return redirect("organizer:import", event.slug, found.pk)


@organizer_act(Right.PEOPLE, place="people")
def import_write(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    """Write what the page showed, with the answers given on it; columns that were chosen anew are shown first."""
    found = _upload(event, upload)
    if found.written_at is not None:
        return redirect("organizer:import", event.slug, found.pk)
    look = look_at(event, found, actor=request.user, at=timezone.now())
    form = LookForm(request.POST, found=look.list, asked=look.plan.of(Fate.ASKED))
    if not form.is_valid():
        return _render_look(request, event, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.is_read_otherwise():
        choose(found.pk, form.choices())
        messages.warning(request, _("Nothing was written: look at what was chosen first."))
        return redirect("organizer:import", event.slug, found.pk)
    try:
        plan = write_list(
            event,
            found,
            look,
            seen=request.POST.get("seen", ""),
            answers=form.answers(),
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        choose(found.pk, form.choices())
        messages.error(request, str(refusal))
        return redirect("organizer:import", event.slug, found.pk)
    said = _("Written: %(new)d new, %(changed)d changed.")
    counts = {"new": len(plan.of(Fate.NEW)), "changed": len(plan.of(Fate.CHANGED))}
    messages.success(request, said % counts)
    return redirect("organizer:import", event.slug, found.pk)


@organizer_act(Right.PEOPLE, place="people")
def import_drop(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    """Write nothing, and forget the file."""
    Upload.objects.of_event(event).lists().filter(pk=upload, written_at=None).delete()
    messages.success(request, _("Nothing was written, and the file is forgotten."))
    return redirect("organizer:imports", event.slug)


@organizer_act(Right.PEOPLE, place="people")
def import_undo(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    found = _upload(event, upload)
    try:
        undo_import(event, found.pk, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The import was taken back: everything is as it was before."))
    return redirect("organizer:import", event.slug, found.pk)


@organizer_page(Right.PEOPLE, place="people", is_to_change=True)
def import_refused(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    """The refused rows as a file, each with its reason."""
    found = _upload(event, upload, written_at=None)
    look = look_at(event, found, actor=request.user, at=timezone.now())
    return answer_with(refused_list(look.list, look.plan.fates), "xlsx", event=event.slug)


@organizer_page(Right.PEOPLE, place="people", is_to_change=True)
def import_template(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A spreadsheet with everybody of the event, to be changed and brought back."""
    return answer_with(template_list(event), "xlsx", event=event.slug)


def _upload(event: Event, pk: int, **wanted: object) -> Upload:
    return get_object_or_404(Upload.objects.of_event(event).lists(), pk=pk, **wanted)


def _render_start(
    request: OrganizerRequest, event: Event, form: FileForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    lists = Upload.objects.of_event(event).lists().select_related("brought_by")
    context = {"form": form, "earlier": lists.defer("content", "undo")[:EARLIER]}
    return render(request, "defense/workspace/imports.html", context, status=status)


def _render_look(
    request: OrganizerRequest,
    event: Event,
    upload: Upload,
    form: LookForm | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    look = look_at(event, upload, actor=request.user, at=timezone.now())
    context = {
        "upload": upload,
        "look": look,
        "form": form or LookForm(found=look.list, asked=look.plan.of(Fate.ASKED)),
        "sums": sums_of(look.plan.counts),
        "groups": groups_of(look.list, look.plan.fates),
        "changed": len(look.plan.of(Fate.CHANGED)),
        "new": len(look.plan.of(Fate.NEW)),
    }
    return render(request, "defense/workspace/import_look.html", context, status=status)
