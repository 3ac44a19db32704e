"""Who may come in, and with which right: find and authorise in one step.

Whoever comes in to an event reads its pages in its time zone. Other people's things do not exist: a loader answers 404. Who has not signed in is sent to do so. A member
of an event whose role does not reach so far is told what is missing, and who can give it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet, TextChoices
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from events.build import is_ours
from events.models import Event, Membership, Pass, Person, User
from events.models.passes import hash_of
from events.statements import Columns, Given, Selection
from events.tablets import Out, Standing, standing_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

DEVICE_COOKIE = "__Host-device" if settings.HTTPS else "device"
# When the session's card or PIN was taken: a script tells a new session by it.
ENTERED: Final = "entered"
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600  # browsers keep a cookie no longer


class Right(TextChoices):
    """What of an event a role may see, or see and change."""

    DAY = "day", _("the day: run of show, beginning and end")
    PEOPLE = "people", _("people and teams")
    PANEL = "panel", _("the panel and its interests")
    SCORING = "scoring", _("which score sheets are in, without points")
    RESULTS = "results", _("points and places")
    PROTOCOL = "protocol", _("the protocol and its seal")
    DIPLOMAS = "diplomas", _("diplomas")
    PASSES = "passes", _("access cards")
    SETTINGS = "settings", _("the event itself, and when guests find it")
    MEMBERS = "members", _("members and their roles")


EVERYTHING: Final = frozenset(Right)


@dataclass(frozen=True)
class Grant:
    """What a role may do. Whoever may change a thing sees it."""

    changes: frozenset[Right] = frozenset()
    reads: frozenset[Right] = frozenset()

    def may_see(self, right: Right) -> bool:
        return right in self.reads | self.changes

    def may_change(self, right: Right) -> bool:
        return right in self.changes


# The one table of roles and rights: each role gets what its work on the day needs, and no more.
POLICY: Final[Mapping[Membership.Role, Grant]] = {
    # Answers for the event: alone says what it is, when guests know of it, and who takes part in it.
    Membership.Role.OWNER: Grant(changes=EVERYTHING),
    # Keeps the papers: people, panel, the lock of the scoring, results, diplomas, cards.
    Membership.Role.SECRETARY: Grant(
        changes=EVERYTHING - {Right.SETTINGS, Right.MEMBERS},
        reads=frozenset({Right.SETTINGS, Right.MEMBERS}),
    ),
    # Leads the day and sees which sheets are late, but no point and no place before the hall does:
    # who speaks on stage cannot let slip what they do not know. Makes no cards either, since whoever
    # can make an expert's card can score as that expert.
    Membership.Role.HOST: Grant(
        changes=frozenset({Right.DAY}),
        reads=frozenset({Right.PEOPLE, Right.PANEL, Right.SCORING}),
    ),
    # Puts the hall's questions by the run of show: lists of people do not belong beside a microphone.
    Membership.Role.MODERATOR: Grant(reads=frozenset({Right.DAY})),
    # Watches that all is fair (a ministry, a partner, the press): teams, panel and declared interests,
    # never a point nor who has given any, and changes nothing.
    Membership.Role.OBSERVER: Grant(reads=frozenset({Right.DAY, Right.PEOPLE, Right.PANEL})),
}


def grant_of(membership: Membership) -> Grant:
    return POLICY[Membership.Role(membership.role)]


class AccountRequest(HttpRequest):
    """A request of somebody with an account."""

    user: User


class OrganizerRequest(AccountRequest):
    """A request of a member of the event it is about, at one of the places of its menu."""

    membership: Membership
    memberships: Sequence[Membership]  # all of this account, the newest event first
    place: str


class PassRequest(HttpRequest):
    """A request of a person who holds a pass."""

    held: Pass


def account_required(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
) -> View[P]:
    """Only for who has signed in; others are sent to do so and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if lacks_second_factor(request):
            return kept_by_nobody(to_second_factor(request))
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # narrowed by the check
        return kept_by_nobody(response)

    return cast("View[P]", guarded)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this session must show a second factor first, and has not."""
    if not settings.SECOND_FACTOR or not answers_for_an_event(request.user.pk):
        return False
    return not shows_second_factor(request)


ANSWERING: Final = (Membership.Role.OWNER, Membership.Role.SECRETARY)
"""Who answers for an event, and may be asked for a second factor."""


def answers_for_an_event(user_id: int | None) -> bool:
    return Membership.objects.filter(user=user_id, role__in=ANSWERING).exists()


def event_lacks_second_factor(request: HttpRequest, membership: Membership) -> bool:
    """The same of an event that demands one by itself. No query for any other."""
    if membership.event.second_factor_since is None or membership.role not in ANSWERING:
        return False
    return not shows_second_factor(request)


def shows_second_factor(request: HttpRequest) -> bool:
    return has_second_factor(request) and is_mfa_enabled(request.user)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed later, with one."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """To the page that sets one up, or, on an account that has one, to the page that asks for it."""
    if is_mfa_enabled(request.user):
        return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))
    messages.warning(
        request, _("Set up a second factor first: who answers for an event needs one.")
    )
    return redirect("mfa_activate_totp")


def kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    """What stands behind a door is in no cache, nor in the history of a tablet that goes on to others."""
    patch_cache_control(response, private=True, no_store=True)
    return response


@dataclass(frozen=True)
class Door:
    """What a page or an act of an event asks of whoever comes, and its place in the menu."""

    right: Right
    is_act: bool
    place: str = ""
    is_to_change: bool = False  # a page that is of use only to who may change things

    def lets_in(self, membership: Membership) -> bool:
        grant = grant_of(membership)
        asks_more = self.is_act or self.is_to_change
        return grant.may_change(self.right) if asks_more else grant.may_see(self.right)


OrganizerView = Callable[Concatenate[OrganizerRequest, Event, P], HttpResponseBase]
GuardedView = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def organizer_page(
    right: Right, *, place: str = "", is_to_change: bool = False
) -> Callable[[OrganizerView[P]], GuardedView[P]]:
    """A page that members of the event read who may see things of this right, or change them."""
    return _behind(Door(right, is_act=False, place=place, is_to_change=is_to_change))


def organizer_act(right: Right, *, place: str = "") -> Callable[[OrganizerView[P]], GuardedView[P]]:
    """A POST by members of the event who may change things of this right.

    `place` is that of the page it answers with when the form has to be shown again.
    """
    return _behind(Door(right, is_act=True, place=place))


def _behind(door: Door) -> Callable[[OrganizerView[P]], GuardedView[P]]:
    """The whole way in, in its order: an account, the method, the event, its second factor, the right.

    The view is given the Event of the address. It carries its door, so that no page is without one.
    """

    def decorate(view: OrganizerView[P]) -> GuardedView[P]:
        @wraps(view)
        def entered(
            request: OrganizerRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            request.memberships = memberships_of(request.user)
            request.membership = membership_at(request.memberships, slug)
            request.place = door.place
            if event_lacks_second_factor(request, request.membership):
                return to_second_factor(request)
            if not door.lets_in(request.membership):
                return missing_right(request, door)
            event = request.membership.event
            with timezone.override(event.time_zone):
                return view(request, event, *args, **kwargs)

        by_method: Any = require_POST if door.is_act else require_safe
        guarded: Any = account_required(by_method(entered))
        guarded.door = door
        return cast("GuardedView[P]", guarded)

    return decorate


def memberships_of(user: User) -> list[Membership]:
    """How this account takes part in its events: one query, from the newest event to the oldest."""
    found = Membership.objects.filter(user=user.pk).select_related("event")
    return list(found.order_by("-event__starts_on", "event__slug"))


def membership_at(memberships: Sequence[Membership], slug: str) -> Membership:
    """Raises Http404 for an event that is none of these."""
    for membership in memberships:
        if membership.event.slug == slug:
            return membership
    raise Http404


def missing_right(request: OrganizerRequest, door: Door) -> HttpResponse:
    """Say in words what this member may not do, and who can give them the right to."""
    members = Membership.objects.filter(event=request.membership.event).select_related("user")
    owners = members.filter(role=Membership.Role.OWNER).order_by("user__email")
    context = {"door": door, "role": request.membership.get_role_display(), "owners": owners}
    return render(request, "events/organizer/missing_right.html", context, status=403)


def public_page(
    view: Callable[Concatenate[HttpRequest, Event, P], HttpResponseBase],
) -> GuardedView[P]:
    """A page that guests read of an event, if they may know of it; 404 otherwise."""

    @wraps(view)
    def entered(
        request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        event = get_object_or_404(Event.objects.public(), slug=slug)
        with timezone.override(event.time_zone):
            return view(request, event, *args, **kwargs)

    return cast("GuardedView[P]", require_safe(entered))


def held_pass(request: HttpRequest, kind: Pass.Kind) -> Pass | None:
    """The pass this session holds, if it is still valid and this is its device."""
    pass_id = request.session.get(session_key(kind))
    if pass_id is None:
        return None
    found = _PASSES.first(pk=pass_id, kind=kind)
    if found is None or (found.is_bound_to_device and not is_its_device(request, found)):
        return None
    return found


def _valid_pass() -> QuerySet[Pass, Any]:
    pk, kind = Given("pk", Pass._meta.get_field("id")), Given("kind", Pass._meta.get_field("kind"))
    valid = Pass.objects.valid().filter(pk=pk, kind=kind).order_by()
    return valid.values_list(*_PASS.asked, *_PERSON.asked, *_EVENT.asked)


def _pass_of_event(*values: Any) -> Pass:
    found, rest = _PASS.taken(values)
    found.person, rest = _PERSON.taken(rest)
    found.person.event, _ = _EVENT.taken(rest)
    return found


_PASS: Final = Columns(Pass)
_PERSON: Final = Columns(Person, path="person__")
_EVENT: Final = Columns(Event, path="person__event__")
_PASSES: Final = Selection(_pass_of_event, _valid_pass)  # every request of a tablet begins with it


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


def let_in(request: HttpRequest, held: Pass) -> None:
    """An account that was signed in here is signed out: the browser is the holder's from now on."""
    if request.user.is_authenticated:
        logout(request)
    request.session.cycle_key()
    rotate_token(request)
    request.session[session_key(held.kind)] = held.pk
    request.session[ENTERED] = str(int(timezone.now().timestamp()))


def let_out(request: HttpRequest) -> None:
    """Put the cards away. An account that is signed in here as well stays signed in."""
    for kind in Pass.Kind:
        request.session.pop(session_key(kind), None)
    if request.user.is_authenticated:
        request.session.cycle_key()
    else:
        request.session.flush()


def standing_here(request: HttpRequest) -> Standing:
    """Why this device is not let in as an expert's tablet: of the card of its session, or of the last that it opened."""
    device, card = request.COOKIES.get(DEVICE_COOKIE, ""), session_key(Pass.Kind.EXPERT)
    return standing_of(device, card=request.session.get(card))


def to_the_card(request: HttpRequest, kind: str) -> HttpResponseBase:
    """To the page that asks for a card, or, on a tablet that an expert's card opened, for its PIN."""
    if kind == Pass.Kind.EXPERT and standing_here(request).why == Out.LOCKED:
        return redirect("public:pass_unlock")
    return redirect("public:pass_open")


def pass_required(
    kind: Pass.Kind, *, or_else: Callable[[HttpRequest], HttpResponseBase] | None = None
) -> Callable[[Callable[Concatenate[PassRequest, P], HttpResponseBase]], View[P]]:
    """Only for who holds a pass of this kind; others are asked for their card, or told something else."""

    def decorate(view: Callable[Concatenate[PassRequest, P], HttpResponseBase]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            held = held_pass(request, kind)
            if held is None:
                return is_ours(or_else(request) if or_else else to_the_card(request, kind))
            request.held = held  # type: ignore[attr-defined]  # this makes it a PassRequest
            with timezone.override(held.person.event.time_zone):
                response = view(request, *args, **kwargs)  # type: ignore[arg-type]  # it now holds one
            return is_ours(kept_by_nobody(response))

        return cast("View[P]", guarded)

    return decorate


expert_required = pass_required(Pass.Kind.EXPERT)
trainee_required = pass_required(Pass.Kind.TRAINEE)
