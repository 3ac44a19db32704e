"""The secretary's way to the sealed protocol: prepare, read, seal, step back, annexes; and the time for queries before it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from django import forms
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
from events.refused_forms import drawn_again
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


@dataclass(frozen=True)
class Sent:
    """Forms that were refused, answers by their questions: each stands in its place again."""

    prepare: PrepareForm | None = None
    seal: SealForm | None = None
    back: StepBackForm | None = None
    waive: ReasonForm | None = None
    annex: AnnexForm | None = None
    answers: Mapping[int, AnswerForm] = field(default_factory=dict)


NOTHING: Final = Sent()


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
    form = PrepareForm(request.POST)
    return _written(
        request,
        event,
        form,
        lambda said: print_prepared(
            prepare_protocol(event.pk, **said, actor=request.user, at=timezone.now())
        ),
        _("Prepared. Read it to its end; then the two of you seal it."),
        Sent(prepare=form),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def protocol_seal(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The secretary's seal, on a device that is not the chair's."""
    form = SealForm(request.POST)
    if not form.is_valid():
        sent = Sent(seal=form)
        return drawn_again(request, form, lambda: _render(request, event, sent))
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
    form = step_back_form(request.POST)
    return _written(
        request,
        event,
        form,
        lambda said: withdraw_protocol(event.pk, **said, actor=request.user, at=timezone.now()),
        _("Withdrawn. The next version says that it replaces this one."),
        Sent(back=form),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def protocol_annex(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """A form that is refused stands there again under a new id."""
    form = AnnexForm(request.POST)

    def act(said: Mapping[str, Any]) -> None:
        print_sealed(add_annex(event.pk, **said, actor=request.user, at=timezone.now()).protocol)

    done = _("The annex is added. Its papers are being made.")
    return _written(request, event, form, act, done, Sent(annex=form))


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
    form = waive_form(request.POST)
    return _written(
        request,
        event,
        form,
        lambda said: waive_window(event.pk, **said, actor=request.user, at=timezone.now()),
        _("Waived."),
        Sent(waive=form),
    )


@organizer_act(Right.PROTOCOL, place="protocol")
def query_answer(request: OrganizerRequest, event: Event, query_id: int) -> HttpResponseBase:
    get_object_or_404(Query, pk=query_id, window__in=QueryWindow.objects.of_event(event))
    form = of_row(AnswerForm, query_id, request.POST)
    return _written(
        request,
        event,
        form,
        lambda said: answer_query(event, query_id, **said, actor=request.user, at=timezone.now()),
        _("Answered."),
        Sent(answers={query_id: form}),
    )


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


def _written(
    request: OrganizerRequest,
    event: Event,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], object],
    done: str,
    sent: Sent,
) -> HttpResponse:
    """An act with words: where it is refused, its form stands there again with them."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, event, sent))
    messages.success(request, done)
    return redirect("organizer:protocol", event.slug)


def _render(request: OrganizerRequest, event: Event, sent: Sent = NOTHING) -> HttpResponse:
    may_seal = may_seal_as_secretary(request.membership)
    page = secretary_page(event, request.user, timezone.now(), may_seal=may_seal)
    if sent.annex:
        redrawn_with(sent.annex, "op_id", str(uuid4()))
    context: dict[str, object] = {
        "page": page,
        **forms_of(page, sent),
        "prepare_form": sent.prepare or PrepareForm(),
        "annex_form": sent.annex or AnnexForm(),
        "annexes": annex_lines(event) if page.version and page.version.is_sealed else [],
    }
    return render(request, "experts/organizer/protocol.html", context)


def forms_of(page: ProtocolPage, sent: Sent = NOTHING) -> dict[str, object]:
    """Each names the version that the page shows."""
    read = {"sha256": page.version.sha256 if page.version else ""}
    if sent.back:
        redrawn_with(sent.back, "sha256", read["sha256"])
    queries = page.window.queries if page.window else ()
    waiting = [(each, each.id) for each in queries if each.is_waiting]
    return {
        "seal_form": sent.seal or SealForm(initial=read),
        "back_form": sent.back or step_back_form(initial=read),
        "waive_form": sent.waive or waive_form(),
        "answers": of_each(AnswerForm, waiting, sent.answers),
    }


def step_back_form(data: Any = None, *, initial: Any = None) -> StepBackForm:
    return StepBackForm(data, initial=initial, auto_id="back-%s")


def waive_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, auto_id="waive-%s")
