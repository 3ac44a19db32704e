"""The secretary's way to the sealed protocol: prepare, read, seal, step back, annexes; and the time for queries before it."""

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.access import (
    DEVICE_COOKIE,
    OrganizerRequest,
    Right,
    keep_on_device,
    organizer_act,
    organizer_page,
)
from events.errors import DomainError
from events.forms import of_each, of_row, redrawn_with
from events.models import Event
from events.models.passes import hash_of
from experts.forms import (
    AnnexForm,
    AnswerForm,
    PrepareForm,
    ReasonForm,
    SealForm,
    StepBackForm,
)
from experts.models import Protocol, Query, QueryWindow
from experts.pages.protocol import ProtocolPage, secretary_page
from experts.papers_board import annex_lines
from experts.reports.sealing import may_seal_as_secretary
from experts.services.queries import answer_query, open_window, waive_window
from experts.services.sealing import (
    Signer,
    add_annex,
    prepare_protocol,
    seal_protocol,
    withdraw_protocol,
)
from experts.tasks import print_prepared, print_sealed

DEVICE_BYTES = 32
Answers = Mapping[int, AnswerForm]  # that were refused, by their questions
NOTHING: Final[Answers] = {}


@organizer_page(Right.PROTOCOL, place="protocol")
def protocol(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """What hinders, the version that waits for its seals, who is missing, and the annexes."""
    return _render(request, event)


@organizer_page(Right.PROTOCOL, place="protocol")
def protocol_record(request: OrganizerRequest, event: Event, number: int) -> HttpResponseBase:
    """The bytes of a version, whose SHA-256 its fingerprint is."""
    version = Protocol.objects.of_event(event).filter(number=number).first()
    if version is None:
        raise Http404
    response = HttpResponse(version.record.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-protocol-{number}.json"'
    return response


@organizer_act(Right.PROTOCOL, place="protocol")
def protocol_prepare(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _done(
        request,
        event,
        lambda: print_prepared(
            prepare_protocol(
                event.pk,
                actor=request.user,
                at=timezone.now(),
                deputy_reason=request.POST.get("deputy_reason", ""),
            )
        ),
        _("Prepared. Read it to its end; then the two of you seal it."),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def protocol_seal(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The secretary's seal, on a device that is not the chair's."""
    form = SealForm(request.POST)
    if not form.is_valid():
        return _render(request, event, seal_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not may_seal_as_secretary(request.membership):
        messages.error(request, _("The secretary of the event seals it, by an own account."))
        return redirect("organizer:protocol", event.slug)
    device = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(DEVICE_BYTES)
    signer, sha256 = Signer(request.user, hash_of(device)), form.cleaned_data["sha256"]
    response = _done(
        request,
        event,
        lambda: print_sealed(seal_protocol(event.pk, sha256, signer=signer, at=timezone.now())),
        _("Sealed by you."),
    )
    if (
        request.COOKIES.get(DEVICE_COOKIE) != device
    ):  # a card that is opened here later is known by it
        keep_on_device(response, DEVICE_COOKIE, device)
    return response


@organizer_act(Right.PROTOCOL, place="protocol")
def protocol_withdraw(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _done(
        request,
        event,
        lambda: withdraw_protocol(
            event.pk,
            request.POST.get("sha256", ""),
            reason=request.POST.get("reason", ""),
            actor=request.user,
            at=timezone.now(),
        ),
        _("Withdrawn. The next version says that it replaces this one."),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def protocol_annex(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A form that is refused stands there again with its words, under a new id."""
    form = AnnexForm(request.POST)
    if form.is_valid():
        said = {**form.cleaned_data, "actor": request.user, "at": timezone.now()}
        try:
            print_sealed(add_annex(event.pk, **said).protocol)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        redrawn_with(form, "op_id", str(uuid4()))
        return _render(request, event, annex_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The annex is added. Its papers are being made."))
    return redirect("organizer:protocol", event.slug)


@organizer_act(Right.PROTOCOL, place="protocol")
def queries_open(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    return _done(
        request,
        event,
        lambda: open_window(event.pk, actor=request.user, at=timezone.now()),
        _("The first of each team sees its arithmetic now."),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def queries_waive(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    reason = request.POST.get("reason", "")
    return _done(
        request,
        event,
        lambda: waive_window(event.pk, reason=reason, actor=request.user, at=timezone.now()),
        _("Waived."),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def query_answer(request: OrganizerRequest, event: Event, query_id: int) -> HttpResponseBase:
    """A form that is refused stands there again with its words."""
    get_object_or_404(Query, pk=query_id, window__in=QueryWindow.objects.of_event(event))
    form, now = of_row(AnswerForm, query_id, request.POST), timezone.now()
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            answer_query(event, query_id, text=text, actor=request.user, at=now)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Answered."))
            return redirect("organizer:protocol", event.slug)
    sent = {query_id: form}
    return _render(request, event, answers=sent, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _done(
    request: OrganizerRequest, event: Event, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("organizer:protocol", event.slug)


def _render(
    request: OrganizerRequest,
    event: Event,
    *,
    seal_form: SealForm | None = None,
    annex_form: AnnexForm | None = None,
    answers: Answers = NOTHING,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    may_seal = may_seal_as_secretary(request.membership)
    page = secretary_page(event, request.user, timezone.now(), may_seal=may_seal)
    context = {
        "page": page,
        **forms_of(page, seal_form, answers),
        "prepare_form": PrepareForm(),
        "annex_form": annex_form or AnnexForm(),
        "annexes": annex_lines(event) if page.version and page.version.is_sealed else [],
    }
    return render(request, "experts/organizer/protocol.html", context, status=status)


def forms_of(
    page: ProtocolPage,
    seal_form: SealForm | None = None,
    answers: Answers = NOTHING,
) -> dict[str, object]:
    """Each names the version that the page shows; answers that were refused stand by their questions."""
    read = {"sha256": page.version.sha256 if page.version else ""}
    queries = page.window.queries if page.window else ()
    waiting = [(each, each.id) for each in queries if each.is_waiting]
    return {
        "seal_form": seal_form or SealForm(initial=read),
        "back_form": StepBackForm(initial=read, auto_id="back-%s"),
        "waive_form": ReasonForm(auto_id="waive-%s"),
        "answers": of_each(AnswerForm, waiting, answers),
    }
