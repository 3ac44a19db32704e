import logging
import secrets
from http import HTTPStatus
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.access import (
    DEVICE_COOKIE,
    held_pass,
    keep_on_device,
    let_in,
    let_out,
    standing_here,
)
from events.build import is_ours
from events.errors import DomainError, PassAsksPin, PassNotFound, PassOnAnotherDevice
from events.forms import CardForm
from events.models import Pass
from events.services.passes import redeem_pass
from events.tablets import Out

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
def pass_open(request: HttpRequest) -> HttpResponseBase:
    """Show the button; only pressing it uses the card, since mail and chat programs open links by themselves.

    The code comes in the body: in an address it would stay in logs and in the history. The cookie of the
    device comes with the button, so that a card that is sent twice is sent by one device.
    """
    device = request.COOKIES.get(DEVICE_COOKIE) or secrets.token_urlsafe(DEVICE_BYTES)
    response = _opened(request, device) if request.method == "POST" else _asked(request)
    if request.COOKIES.get(DEVICE_COOKIE) != device and response.status_code != HTTPStatus.GONE:
        keep_on_device(response, DEVICE_COOKIE, device)
    return is_ours(response)


def _asked(request: HttpRequest) -> HttpResponse:
    """The button, and on a tablet that was let in once, why it is out."""
    standing = standing_here(request)
    out = standing.sentence if standing.is_out else ""
    return _page(request, CardForm(), out=out, is_locked=standing.why == Out.LOCKED)


def _opened(request: HttpRequest, device: str) -> HttpResponse:
    form = CardForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    agent = request.headers.get("User-Agent", "")
    token = form.cleaned_data["token"]
    try:
        held = redeem_pass(token, device=device, at=timezone.now(), user_agent=agent)
    except PassAsksPin as asks:
        return _to_its_pin(request, asks)
    except (PassNotFound, PassOnAnotherDevice) as refusal:
        logger.info("Card refused", extra={"reason": type(refusal).__name__})
        return _page(request, CardForm(), refusal=refusal, status=HTTPStatus.GONE)
    let_in(request, held)
    logger.info("Card opened", extra={"pass_id": held.pk})
    return redirect(HOME_OF[Pass.Kind(held.kind)])


def _to_its_pin(request: HttpRequest, asks: PassAsksPin) -> HttpResponse:
    """On to the PIN, unless this very expert is still in: the button was pressed twice."""
    held = held_pass(request, Pass.Kind.EXPERT)
    if held is not None and held.pk == asks.card:
        return redirect("expert:home")
    messages.info(request, str(asks))
    return redirect(f"{reverse('public:pass_unlock')}?card={asks.card}")


def _page(
    request: HttpRequest,
    form: CardForm,
    *,
    refusal: DomainError | None = None,
    out: str = "",
    is_locked: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "refusal": refusal, "out": out, "is_locked": is_locked}
    return render(request, "events/public/pass_open.html", context, status=status)


@require_POST
def pass_leave(request: HttpRequest) -> HttpResponse:
    """Put the card away. The tablet stays its tablet: the PIN opens it again, or a card without one."""
    standing = standing_here(request)
    let_out(request)
    if standing.why == Out.LOCKED:
        messages.success(request, _("You have left. Your PIN lets you in again on this tablet."))
        return redirect("public:pass_unlock")
    messages.success(request, _("You have left. Open your card again to come back."))
    return redirect("public:pass_open")
