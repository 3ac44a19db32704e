"""Diplomas whose words are no longer so: what differs, and corrected ones in their place."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diplomas.before_issuing import told_before_replacing
from diplomas.forms import ChosenDiplomaForm
from diplomas.services.correcting import correct_outdated
from diplomas.services.outdated import Outdated, correctable_count, ready_and_outdated
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
    context = {"page": page, "rows": rows, "count": correctable_count(outdated)}
    return render(request, "diplomas/organizer/outdated.html", context)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diplomas_correct(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """All that are outdated, or those that were chosen on their page."""
    only = ChosenDiplomaForm.meant(request.POST)
    if only is not None and not only:
        messages.error(request, _("Choose at least one diploma."))
        return redirect("organizer:diplomas_outdated", event.slug)
    outdated = ready_and_outdated(event, only=only)
    question = _correcting(event, outdated)
    if question.extent and (asked := asks_first(request, question)):
        return asked
    corrected = correct_outdated(event.pk, only=only, actor=request.user, at=timezone.now())
    for each in refusals_of(outdated):
        messages.warning(request, each)
    if corrected:
        ring(len(corrected))
        messages.success(request, _corrected(len(corrected)))
    elif not outdated:
        messages.info(request, _nothing_corrected(is_all=only is None))
    return redirect("organizer:diplomas", event.slug)


def refusals_of(outdated: Iterable[Outdated]) -> list[str]:
    return [each.refusal for each in outdated if each.refusal]


def _corrected(count: int) -> str:
    said = ngettext(
        "%(count)d corrected diploma is issued.", "%(count)d corrected diplomas are issued.", count
    )
    return said % {"count": count}


def _nothing_corrected(*, is_all: bool) -> str:
    if is_all:
        return _("Every diploma says what is known.")
    return _(
        "Nothing was corrected: what was chosen says what is known, or was replaced or revoked meanwhile."
    )


def _correcting(event: Event, outdated: Sequence[Outdated]) -> Question:
    """`extent` is how many can be corrected; the others are named with the reason."""
    count = correctable_count(outdated)
    asks = ngettext(
        "Issue %(count)d corrected diploma?", "Issue %(count)d corrected diplomas?", count
    )
    act = ngettext("Issue %(count)d corrected diploma", "Issue %(count)d corrected diplomas", count)
    return Question(
        asks=asks % {"count": count},
        effects=_effects(event, outdated),
        undone=_("This cannot be undone: paper that was handed out has to be exchanged."),
        act=act % {"count": count},
        back=reverse("organizer:diplomas", args=[event.slug]),
        extent=count,
    )


def _effects(event: Event, outdated: Sequence[Outdated]) -> list[str]:
    refusals = refusals_of(outdated)
    meant = [each.diploma for each in outdated if each.is_correctable]
    return [
        *(
            told
            for kind in {each.kind: None for each in meant}
            for told in wording_flaws_told(event, kind)
        ),
        *told_before_replacing(event, [each.pk for each in meant]),
        *(_("Not corrected: %(reason)s") % {"reason": each} for each in refusals),
        _("A corrected diploma has a new number and a new code, and says what is known now."),
        _(
            "The old one stays in the register, says that it was replaced, and is not valid any more."
        ),
    ]
