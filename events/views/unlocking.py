import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from events.access import DEVICE_COOKIE, held_pass, let_in
from events.build import is_ours
from events.errors import DomainError, PinWaits, PinWrong, TabletIsOut
from events.forms import PinForm
from events.models import Pass
from events.services.unlocking import unlock
from events.tablets import enrolments_of

logger = logging.getLogger(__name__)


@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def pass_unlock(request: HttpRequest) -> HttpResponseBase:
    """Ask for the PIN on a tablet that an expert's card opened; any other tablet is asked for a card.

    Experts may share a tablet: `card` in the address says whose PIN is asked for, whoever is in.
    """
    if request.method == "POST":
        return is_ours(_unlocked(request))
    asked = request.GET.get("card", "")
    held = held_pass(request, Pass.Kind.EXPERT)
    if held is not None and asked in ("", str(held.pk)):
        return redirect("expert:home")
    if not _cards(request):
        return redirect("public:pass_open")
    return is_ours(_page(request, _form(request, asked)))


def _unlocked(request: HttpRequest) -> HttpResponse:
    cards = _cards(request)
    form = PinForm(request.POST, cards=cards)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    only = cards[0][0] if len(cards) == 1 else None
    device, card = request.COOKIES.get(DEVICE_COOKIE, ""), form.cleaned_data.get("card") or only
    try:
        held = unlock(device, form.cleaned_data["pin"], at=timezone.now(), card=card)
    except TabletIsOut:
        return redirect("public:pass_open")
    except (PinWrong, PinWaits) as refusal:
        again = _form(request, str(card or ""))
        return _page(request, again, refusal=refusal, status=refusal.status)
    let_in(request, held)
    logger.info("Tablet unlocked", extra={"pass_id": held.pk})
    return redirect("expert:home")


def _form(request: HttpRequest, asked: str = "") -> PinForm:
    """`asked` is the key of the card that is chosen when the form comes, if it is one of this tablet."""
    cards = _cards(request)
    chosen = [each for each in cards if str(each[0]) == asked]
    return PinForm(cards=[*chosen, *(each for each in cards if each not in chosen)])


def _cards(request: HttpRequest) -> list[tuple[int, str]]:
    """Whose PIN opens this tablet, the one that was in last before the others."""
    enrolments = enrolments_of(request.COOKIES.get(DEVICE_COOKIE, ""))
    return [(each.card_id, each.card.person.name) for each in enrolments if each.opens_with_pin]


def _page(
    request: HttpRequest,
    form: PinForm,
    *,
    refusal: DomainError | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    names = [name for _card, name in _cards(request)]
    context = {"form": form, "refusal": refusal, "name": names[0] if len(names) == 1 else ""}
    response = render(request, "events/public/pass_unlock.html", context, status=status)
    if isinstance(refusal, PinWaits):
        response["Retry-After"] = str(refusal.seconds)
    return response
