"""The event whole: out as its file, and in with the difference shown first."""

import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from defense.event_file import BadEventFile, EventFile, read_event_file, write_event_file
from defense.event_file.loading import Outcome, load_event
from defense.event_file.writing import dump_event
from defense.workspace.importing.looking import SeenOtherwise
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.errors import DomainError
from events.imports.forms import EventFileForm
from events.journal import Change, ChangeKind
from events.models import Event, Upload
from events.rules import Flaw
from events.services.uploads import keep_upload, mark_written

HEADINGS: Final[Mapping[ChangeKind, Promise]] = {
    ChangeKind.CHANGED: gettext_lazy("Changed"),
    ChangeKind.ADDED: gettext_lazy("New"),
    ChangeKind.REMOVED: gettext_lazy("Taken out"),
    ChangeKind.KEPT: gettext_lazy("Stays"),
}


@organizer_page(Right.SETTINGS)
def event_file(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _render_start(request, event, EventFileForm())


@organizer_page(Right.SETTINGS)
def event_file_out(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All that the event file can hold of the event, as it stands now."""
    response = HttpResponse(write_event_file(dump_event(event)), content_type="application/json")
    name = f"{event.slug}.json"
    response["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    return response


@organizer_act(Right.SETTINGS)
def event_file_bring(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    form = EventFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render_start(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        _of_this_event(event, content)
    except BadEventFile as bad:
        context = {"flaws": bad.errors}
        return _render_start(
            request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY, **context
        )
    kind = Upload.Kind.EVENT_FILE
    upload = keep_upload(event, kind, name=file.name, content=content, by=request.user)
    return redirect("organizer:event_file_look", event.slug, upload.pk)


@organizer_page(Right.SETTINGS, is_to_change=True)
def event_file_look(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    """What the file would change, line by line."""
    found = _upload(event, upload)
    try:
        outcome = _tried(request, event, found)
    except (BadEventFile, DomainError) as refusal:
        flaws = refusal.errors if isinstance(refusal, BadEventFile) else [Flaw("", str(refusal))]
        return _render_start(request, event, EventFileForm(), flaws=flaws)
    context = {
        "upload": found,
        "outcome": outcome,
        "groups": _by_kind(outcome.changes),
        "seen": digest_of(outcome),
    }
    return render(request, "defense/workspace/event_file_look.html", context)


@organizer_act(Right.SETTINGS)
def event_file_write(request: OrganizerRequest, event: Event, upload: int) -> HttpResponseBase:
    found = _upload(event, upload)
    try:
        if digest_of(_tried(request, event, found)) != request.POST.get("seen"):
            raise SeenOtherwise
        at = timezone.now()
        outcome = load_event(_of_this_event(event, found.data), actor=request.user, at=at)
    except (BadEventFile, DomainError) as refusal:
        messages.error(request, str(refusal))
        return redirect("organizer:event_file_look", event.slug, found.pk)
    mark_written(found, counts=outcome.counts, undo=None, at=at)
    messages.success(request, _("The event is now what the file says."))
    return redirect("organizer:event_file", event.slug)


def _tried(request: OrganizerRequest, event: Event, found: Upload) -> Outcome:
    file = _of_this_event(event, found.data)
    return load_event(file, actor=request.user, at=timezone.now(), dry_run=True)


def _of_this_event(event: Event, content: bytes) -> EventFile:
    """The file, unless it is of another event. Raises BadEventFile."""
    file = read_event_file(content)
    if file.event.slug != event.slug:
        said = _(
            "This file is of the event “%(other)s”, and this is “%(slug)s”. Nothing was changed."
        )
        raise BadEventFile(
            [Flaw("event.slug", said % {"other": file.event.slug, "slug": event.slug})]
        )
    return file


def _by_kind(changes: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    """What changes first, what stays although the file leaves it out last; no kind without a line."""
    groups = [
        (said, [each for each in changes if each.kind == kind]) for kind, said in HEADINGS.items()
    ]
    return [(str(said), found) for said, found in groups if found]


def digest_of(outcome: Outcome) -> str:
    return hashlib.sha256("\n".join(map(str, outcome.changes)).encode()).hexdigest()


def _upload(event: Event, pk: int) -> Upload:
    kept = Upload.objects.of_event(event).filter(kind=Upload.Kind.EVENT_FILE, written_at=None)
    return get_object_or_404(kept, pk=pk)


def _render_start(
    request: OrganizerRequest,
    event: Event,
    form: EventFileForm,
    *,
    flaws: object = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "flaws": flaws}
    return render(request, "defense/workspace/event_file.html", context, status=status)
