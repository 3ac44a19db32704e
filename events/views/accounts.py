"""Where an account begins."""

from http import HTTPStatus
from typing import Any

from allauth.account.utils import perform_login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.account_forms import NewAccountForm
from events.errors import InvitationGone, NotYourInvitation
from events.models import Invitation, User
from events.services.accounts import first_invitation, make_first_account
from events.services.members import accept, open_invitation


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, token: str) -> HttpResponseBase:
    """The first account of an installation, by the link that its start printed."""
    if first_invitation(token) is None:
        return link_gone(request)
    form = NewAccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            account = make_first_account(token, form.account())
        except InvitationGone:
            return link_gone(request)
        return let_in(request, account, reverse("organizer:home"))
    return new_account_page(request, form, lead=_("This is the first account: it may make events."))


def new_account_page(request: HttpRequest, form: NewAccountForm, **context: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "account/new.html", {"form": form, **context}, status=status)


def link_gone(request: HttpRequest) -> HttpResponse:
    return render(request, "account/link_gone.html", status=HTTPStatus.GONE)


def let_in(request: HttpRequest, account: User, onwards: str) -> HttpResponseBase:
    """Signed in as by the page for it: this device is known from now on."""
    response: HttpResponseBase = perform_login(request, account, redirect_url=onwards)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """An invitation taken up: by the account of its address, or by a new one."""
    found = open_invitation(token)
    if found is None or found.event is None:
        return link_gone(request)
    if request.user.is_authenticated:
        return _by_account(request, token, found)
    if User.objects.filter(email=found.email).exists():
        return _invited_page(request, found, has_account=True)
    form = NewAccountForm(request.POST if request.method == "POST" else None, email=found.email)
    if form.is_bound and form.is_valid():
        account = form.account()
        return _accepted(request, token, account, is_new=True)
    said = _("You are invited to “%(title)s” as: %(role)s. Your address: %(email)s.")
    return new_account_page(request, form, lead=said % _about(found))


def _by_account(request: HttpRequest, token: str, found: Invitation) -> HttpResponseBase:
    is_mine = request.user.is_authenticated and request.user.email == found.email
    if not is_mine or request.method != "POST":
        return _invited_page(request, found, is_mine=is_mine)
    assert isinstance(request.user, User)
    return _accepted(request, token, request.user, is_new=False)


def _accepted(request: HttpRequest, token: str, account: User, *, is_new: bool) -> HttpResponseBase:
    try:
        event = accept(token, account)
    except (InvitationGone, NotYourInvitation, IntegrityError):
        return link_gone(request)
    onwards = reverse("organizer:overview", args=[event.slug])
    return let_in(request, account, onwards) if is_new else redirect(onwards)


def _invited_page(request: HttpRequest, found: Invitation, **context: Any) -> HttpResponse:
    return render(request, "account/invited.html", {**context, **_about(found)})


def _about(found: Invitation) -> dict[str, Any]:
    title = found.event.title if found.event else ""
    return {"title": title, "role": found.get_role_display(), "email": found.email}
