"""Diplomas whose words are no longer so: what differs, and corrected ones in their place."""

from collections.abc import Collection

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diplomas.forms import ChosenDiplomaForm
from diplomas.services.correcting import correct_outdated
from diplomas.services.outdated import ready_and_outdated
from diplomas.tasks import ring
from diplomas.views.organizer import A_PAGE, wording_flaws_told
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.models import Event


@organizer_page(Right.DIPLOMAS, place="diplomas")
def diplomas_outdated(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    outdated = ready_and_outdated(event)
    page = Paginator(outdated, A_PAGE).get_page(request.GET.get("page"))
    rows = [(each, ChosenDiplomaForm(each.diploma)) for each in page]
    context = {"page": page, "rows": rows, "count": len(outdated)}
    return render(request, "diplomas/organizer/outdated.html", context)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diplomas_correct(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All that are outdated, or those that were chosen on their page."""
    only = ChosenDiplomaForm.meant(request.POST)
    if only is not None and not only:
        messages.error(request, _("Choose at least one diploma."))
        return redirect("organizer:diplomas_outdated", event.slug)
    count = outdated_count(event, only)
    if count and (asked := asks_first(request, _correcting(event, count))):
        return asked
    corrected = correct_outdated(event.pk, only=only, actor=request.user, at=timezone.now())
    if corrected:
        ring(len(corrected))
        text = ngettext(
            "%(count)d corrected diploma is issued.",
            "%(count)d corrected diplomas are issued.",
            len(corrected),
        )
        messages.success(request, text % {"count": len(corrected)})
    else:
        messages.info(request, _("Every diploma says what is known."))
    return redirect("organizer:diplomas", event.slug)


def outdated_count(event: Event, only: Collection[str] | None) -> int:
    codes = [each.diploma.code for each in ready_and_outdated(event)]
    return len(codes if only is None else set(codes) & set(only))


def _correcting(event: Event, count: int) -> Question:
    asks = ngettext(
        "Issue %(count)d corrected diploma?", "Issue %(count)d corrected diplomas?", count
    )
    effects = [
        *wording_flaws_told(event),
        _("A corrected diploma has a new number and a new code, and says what is known now."),
        _(
            "The old one stays in the register, says that it was replaced, and is not valid any more."
        ),
    ]
    act = ngettext("Issue %(count)d corrected diploma", "Issue %(count)d corrected diplomas", count)
    return Question(
        asks=asks % {"count": count},
        effects=effects,
        undone=_("This cannot be undone: paper that was handed out has to be exchanged."),
        act=act % {"count": count},
        back=reverse("organizer:diplomas", args=[event.slug]),
        extent=count,
    )
