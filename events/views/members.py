"""Who organizes an event."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.access import (
    AccountRequest,
    OrganizerRequest,
    Right,
    account_required,
    membership_at,
    memberships_of,
    organizer_act,
    organizer_page,
)
from events.account_forms import InviteForm, RoleForm
from events.asking import Question, asks_first
from events.errors import DomainError
from events.models import Event, Invitation, Membership
from events.services.mail import is_mail_set_up, write_to_invited
from events.services.members import change_role, invite, remove_member, withdraw
from events.tasks import ring_for_letters


@organizer_page(Right.MEMBERS, place="members")
def members(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Who takes part with which role, and who is invited."""
    return _render(request, event, InviteForm())


@organizer_act(Right.MEMBERS, place="members")
def member_invite(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Write to somebody; without a mail server the link is shown, this once, to be handed over."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _render(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        token = invite(event, email, role=role, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        form.add_error("email", str(refusal))
        return _render(request, event, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    link = f"{settings.SITE_URL}{reverse('account_invitation', args=[token])}"
    if is_mail_set_up() and _write(request, event, email, role, link):
        messages.success(request, _("A letter is on its way to %(email)s.") % {"email": email})
        return redirect("organizer:members", event.slug)
    return _render(request, event, InviteForm(), link=link, invited=email)


def _write(request: OrganizerRequest, event: Event, email: str, role: str, link: str) -> bool:
    said = _(
        "%(who)s invites you to help with “%(title)s”, as: %(role)s.\n\n%(link)s\n\n"
        "The link works once, within 7 days. If you expected no such letter, do nothing."
    )
    label = Membership.Role(role).label
    text = said % {"who": request.user, "title": event.title, "role": label, "link": link}
    letter = write_to_invited(email, subject=_("An invitation to organize an event"), text=text)
    if letter:
        ring_for_letters()
    return letter is not None


@organizer_act(Right.MEMBERS, place="members")
def member_role(request: OrganizerRequest, event: Event, pk: int) -> HttpResponseBase:
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: say which role."))
        return redirect("organizer:members", event.slug)
    member = _member(event, pk)
    try:
        changed = change_role(event, pk, role=form.cleaned_data["role"], actor=request.user)
    except (DomainError, Membership.DoesNotExist) as refusal:
        messages.error(request, str(refusal))
    else:
        said = {"who": member.user, "role": changed.get_role_display()}
        messages.success(request, _("%(who)s, from now on: %(role)s.") % said)
    return redirect("organizer:members", event.slug)


@organizer_act(Right.MEMBERS, place="members")
def member_remove(request: OrganizerRequest, event: Event, pk: int) -> HttpResponseBase:
    member = _member(event, pk)
    if asked := asks_first(request, _removing(event, member)):
        return asked
    return _removed(request, event, member, "organizer:members", event.slug)


@account_required
@require_POST
def member_leave(request: AccountRequest, slug: str) -> HttpResponseBase:
    """Take part in the event no more: whoever takes part may."""
    member = membership_at(memberships_of(request.user), slug)
    if asked := asks_first(request, _leaving(member.event)):
        return asked
    return _removed(request, member.event, member, "organizer:home")


def _removed(
    request: AccountRequest, event: Event, member: Membership, *back: str
) -> HttpResponseBase:
    try:
        remove_member(event, member.pk, actor=request.user)
    except (DomainError, Membership.DoesNotExist) as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(who)s takes part in “%(title)s” no more.")
        messages.success(request, said % {"who": member.user, "title": event.title})
    return redirect(*back)


@organizer_act(Right.MEMBERS, place="members")
def invitation_withdraw(request: OrganizerRequest, event: Event, pk: int) -> HttpResponseBase:
    """Its link works no more; a new one can be made at any time."""
    if withdraw(event, pk, actor=request.user):
        messages.success(request, _("The invitation is taken back."))
    else:
        messages.error(request, _("Nothing was changed: the invitation was used meanwhile."))
    return redirect("organizer:members", event.slug)


def _removing(event: Event, member: Membership) -> Question:
    return Question(
        asks=_("Take %(who)s out?") % {"who": member.user},
        effects=[_("The pages of this event are closed to them at once, on every device.")],
        undone=_("They can be invited again. What they did stays in the log."),
        act=_("Take out"),
        back=reverse("organizer:members", args=[event.slug]),
    )


def _leaving(event: Event) -> Question:
    return Question(
        asks=_("Leave “%(title)s”?") % {"title": event.title},
        effects=[_("Its pages are closed to you at once.")],
        undone=_("An owner of the event can invite you again."),
        act=_("Leave the event"),
        back=reverse("organizer:home"),
    )


def _member(event: Event, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), event=event, pk=pk)


def _render(
    request: OrganizerRequest,
    event: Event,
    form: InviteForm,
    *,
    status: int = HTTPStatus.OK,
    link: str = "",
    invited: str = "",
) -> HttpResponse:
    found = Membership.objects.filter(event=event).select_related("user").order_by("user__email")
    lines = [
        (each, RoleForm(initial={"role": each.role}, auto_id=f"id_{each.pk}_%s")) for each in found
    ]
    context = {
        "lines": lines,
        "invitations": Invitation.objects.filter(event=event).order_by("email"),
        "form": form,
        "link": link,
        "invited": invited,
    }
    return render(request, "events/organizer/members.html", context, status=status)
