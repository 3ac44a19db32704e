"""Where an account begins."""

from http import HTTPStatus
from typing import Any

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.account_forms import NewAccountForm
from events.errors import InvitationGone
from events.models import User
from events.services.accounts import first_invitation, make_first_account


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
