"""Find and authorise in one step.

Other people's things do not exist: a loader answers 404. Who has not signed in is sent to do so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control

from events.models import Event, Pass, User
from events.models.passes import hash_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

DEVICE_COOKIE = "__Host-device" if settings.HTTPS else "device"
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep a cookie no longer


class OrganizerRequest(HttpRequest):
    """A request of a signed-in organizer."""

    user: User


class PassRequest(HttpRequest):
    """A request of a person who holds a pass."""

    held: Pass


def organizer_required(
    view: Callable[Concatenate[OrganizerRequest, P], HttpResponseBase],
) -> View[P]:
    """Only for who has signed in; others are sent to do so and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # narrowed by the check
        return kept_by_nobody(response)

    return cast("View[P]", guarded)


def kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    """What stands behind a door is in no cache, nor in the history of a tablet that goes on to others."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def event_of_organizer(request: OrganizerRequest, slug: str) -> Event:
    """The event, if this account is a member of it; 404 otherwise."""
    return get_object_or_404(Event.objects.organized_by(request.user), slug=slug)


def public_event(slug: str) -> Event:
    """The event, if guests may know of it; 404 otherwise."""
    return get_object_or_404(Event.objects.public(), slug=slug)


def held_pass(request: HttpRequest, kind: Pass.Kind) -> Pass | None:
    """The pass this session holds, if it is still valid and this is its device."""
    pass_id = request.session.get(session_key(kind))
    if pass_id is None:
        return None
    valid = Pass.objects.valid().filter(pk=pass_id, kind=kind)
    found = valid.select_related("person__event").first()
    if found is None or (found.is_bound_to_device and not is_its_device(request, found)):
        return None
    return found


def session_key(kind: str) -> str:
    return f"{kind}_pass"


def is_its_device(request: HttpRequest, held: Pass) -> bool:
    return held.device_hash == hash_of(request.COOKIES.get(DEVICE_COOKIE, ""))


def keep_on_device(response: HttpResponseBase, cookie: str, value: str) -> None:
    """A cookie by which this device is known again, for as long as browsers keep one."""
    response.set_cookie(
        cookie,
        value,
        max_age=DEVICE_COOKIE_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def pass_required(
    kind: Pass.Kind,
) -> Callable[[Callable[Concatenate[PassRequest, P], HttpResponseBase]], View[P]]:
    """Only for who holds a pass of this kind; others are asked for their card."""

    def decorate(view: Callable[Concatenate[PassRequest, P], HttpResponseBase]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            held = held_pass(request, kind)
            if held is None:
                return redirect("public:pass_open")
            request.held = held  # type: ignore[attr-defined]  # this makes it a PassRequest
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # it now holds one
            return kept_by_nobody(response)

        return cast("View[P]", guarded)

    return decorate


expert_required = pass_required(Pass.Kind.EXPERT)
trainee_required = pass_required(Pass.Kind.TRAINEE)
