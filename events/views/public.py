import logging
import secrets
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.access import DEVICE_COOKIE, keep_on_device, session_key
from events.errors import DomainError, PassNotFound, PassOnAnotherDevice
from events.forms import CardForm
from events.models import Pass
from events.services.passes import redeem_pass

logger = logging.getLogger(__name__)

DEVICE_BYTES = 16
HOME_OF = {Pass.Kind.EXPERT: "expert:home", Pass.Kind.TRAINEE: "trainee:home"}


@require_safe
def pass_by_address(request: HttpRequest, typed: str) -> HttpResponse:
    """A code in the path, as where a QR reader wrote `%23` for `#`: on to where no server sees it."""
    code = quote(typed.lstrip("#").rstrip("/"), safe="")
    return redirect(f"{reverse('public:pass_open')}#{code}")


@never_cache
@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def pass_open(request: HttpRequest) -> HttpResponse:
    """Show the button; only pressing it uses the card, since mail and chat programs open links by themselves.

    The code comes in the body: in an address it would stay in logs and in the history.
    """
    if request.method != "POST":
        return _page(request, CardForm())
    form = CardForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    device = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(DEVICE_BYTES)
    try:
        held = redeem_pass(form.cleaned_data["token"], device=device, at=timezone.now())
    except (PassNotFound, PassOnAnotherDevice) as refusal:
        logger.info("Card refused", extra={"reason": type(refusal).__name__})
        return _page(request, CardForm(), refusal=refusal, status=410)
    return _entered(request, held, device)


def _page(
    request: HttpRequest, form: CardForm, *, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "refusal": refusal}
    return render(request, "events/public/pass_open.html", context, status=status)


def _entered(request: HttpRequest, held: Pass, device: str) -> HttpResponse:
    """An account that was signed in here is signed out: the browser is its holder's from now on."""
    if request.user.is_authenticated:
        logout(request)
    request.session.cycle_key()
    rotate_token(request)
    request.session[session_key(held.kind)] = held.pk
    logger.info("Card opened", extra={"pass_id": held.pk})
    response = redirect(HOME_OF[Pass.Kind(held.kind)])
    if request.COOKIES.get(DEVICE_COOKIE) != device:
        keep_on_device(response, DEVICE_COOKIE, device)
    return response


@require_POST
def pass_leave(request: HttpRequest) -> HttpResponse:
    """Put the card away. The tablet stays its tablet: the same card opens it again."""
    for kind in Pass.Kind:
        request.session.pop(session_key(kind), None)
    if request.user.is_authenticated:
        request.session.cycle_key()
    else:
        request.session.flush()
    messages.success(request, _("You have left. Open your card again to come back."))
    return redirect("public:pass_open")
