"""One diploma: what it says, what became of it, and the acts that end it, each after a question."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomas.before_issuing import told_before_replacing, told_of
from diplomas.entries import AwardEntry
from diplomas.forms import AwardForm, ReasonForm
from diplomas.models import Diploma
from diplomas.pages import DiplomaPage, diploma_page
from diplomas.services.duplicating import duplicate_diploma
from diplomas.services.issuing_anew import issue_anew
from diplomas.services.revoking import revoke_diploma
from diplomas.services.rewording import Rewording, reword_awards, rewording
from diplomas.snapshots import AWARD
from diplomas.tasks import ring
from diplomas.views.organizer import wording_flaws_told
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import Refused
from events.errors import DomainError
from events.models import Event
from events.refused_forms import drawn_again
from events.rules import Flaw
from events.texts import Translated

REVOKE: Final = "revoke"
DUPLICATE: Final = "duplicate"


@organizer_page(Right.DIPLOMAS, place="diplomas")
def diploma(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    return _render(request, _found(event, code))


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diploma_revoke(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    page, form = _found(event, code), ReasonForm(REVOKE, request.POST)
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, page, form))
    reason = form.cleaned_data["reason"]
    if page.is_revocable and (asked := asks_first(request, _revoking(event, page, reason))):
        return asked
    said = _("Diploma № %(number)s is revoked.")
    return _do(request, event, code, partial(revoke_diploma, reason=reason), said, form)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diploma_duplicate(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    page, form = _found(event, code), ReasonForm(DUPLICATE, request.POST)
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, page, form))
    reason = form.cleaned_data["reason"]
    if page.is_valid and (asked := asks_first(request, _duplicating(event, page, reason))):
        return asked
    said = _("The duplicate has № %(number)s. It is being made.")
    return _do(request, event, code, partial(duplicate_diploma, reason=reason), said, form)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diploma_anew(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    page = _found(event, code)
    if page.may_be_issued_anew and (asked := asks_first(request, _issuing_anew(event, page))):
        return asked
    said = _("Diploma № %(number)s is issued. It is being made.")
    return _do(request, event, code, issue_anew, said)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def award_reword(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    """What the award is for, named anew on this one and on every valid one for the same."""
    page, form = _found(event, code), AwardForm(request.POST, own=event.languages[0])
    try:
        award = form.award()
    except Refused as refused:
        form.refuse(refused)
        return drawn_again(request, form, lambda: _render(request, page, award=form))
    try:
        planned = rewording(event, code, award)
    except DomainError as refusal:
        return _refused(request, event, code, refusal, form)
    if asked := asks_first(request, _rewording(event, page, award, planned)):
        return asked
    said = _("Award № %(number)s says it. It is being made.")
    return _do(request, event, code, partial(reword_awards, award=award), said, form)


def _do(
    request: OrganizerRequest,
    event: Event,
    code: str,
    act: Callable[..., Diploma],
    said: str,
    form: ReasonForm | AwardForm | None = None,
) -> HttpResponseBase:
    """Carry the act out, and show the diploma that it ended in: this one, or another that is to be made."""
    try:
        made = act(event.pk, code, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, event, code, refusal, form)
    if made.code != code:
        ring()
    messages.success(request, said % {"number": made.number})
    return redirect("organizer:diploma", event.slug, made.code)


def _refused(
    request: OrganizerRequest,
    event: Event,
    code: str,
    refusal: DomainError,
    form: ReasonForm | AwardForm | None,
) -> HttpResponse:
    """The page as it is now, with what was written."""
    page = _found(event, code)
    if isinstance(form, AwardForm):
        form.refuse(Refused([Flaw("", str(refusal))]))
        return drawn_again(request, form, lambda: _render(request, page, award=form))
    if isinstance(form, ReasonForm):
        form.add_error(None, str(refusal))
        return drawn_again(request, form, lambda: _render(request, page, form))
    messages.error(request, str(refusal))
    return redirect("organizer:diploma", event.slug, code)


def _found(event: Event, code: str) -> DiplomaPage:
    page = diploma_page(event, code)
    if page is None:
        raise Http404
    return page


def _render(
    request: OrganizerRequest,
    page: DiplomaPage,
    bound: ReasonForm | None = None,
    *,
    award: AwardForm | None = None,
) -> HttpResponse:
    forms = {act: ReasonForm(act) for act in (REVOKE, DUPLICATE)}
    if bound is not None:
        forms[bound.act] = bound
    context = {"page": page, "forms": forms, "award": award or _award_form(page)}
    return render(request, "diplomas/organizer/diploma.html", context)


def _award_form(page: DiplomaPage) -> AwardForm | None:
    """To name an award anew that is valid."""
    said = page.diploma.snapshot.get(AWARD)
    if not said or not page.is_valid:
        return None
    entry = AwardEntry.model_construct(name=Translated(**said))
    return AwardForm(entry=entry, own=page.diploma.event.languages[0])


def _rewording(
    event: Event, page: DiplomaPage, award: Mapping[str, str], planned: Rewording
) -> Question:
    count = len(planned.ready)
    stay = [
        _("It stays as it is: %(reason)s") % {"reason": each} for each in planned.left_out.values()
    ]
    return Question(
        asks=_("Issue corrected awards? %(count)s") % {"count": count},
        effects=[
            _("Awarded for: %(award)s") % {"award": " · ".join(award.values())},
            *told_of(event, [(to, wording) for _diploma, to, wording in planned.ready]),
            _(
                "Each has a new number and a new code; those in whose place they are issued are not valid any more."
            ),
            *stay,
            _("Names, topics and course are printed as they stand now."),
        ],
        undone=_(
            "This cannot be undone: a number is given once, and a diploma that is issued is never deleted."
        ),
        act=_("Issue the corrected awards"),
        back=reverse("organizer:diploma", args=[event.slug, page.diploma.code]),
        extent=count,
    )


def _revoking(event: Event, page: DiplomaPage, reason: str) -> Question:
    named = {"number": page.diploma.number, "name": page.name}
    return Question(
        asks=_("Revoke diploma № %(number)s of %(name)s?") % named,
        effects=[
            _("Its code says from now on that it was revoked, and since when; not why."),
            _(
                "It is not offered to its holder any more, and no other one is issued to this person unless an organizer asks for it on its page."
            ),
            _("Reason, for the record: %(reason)s") % {"reason": reason},
        ],
        undone=_("This cannot be undone: a revoked diploma is never valid again."),
        act=_("Revoke it"),
        back=reverse("organizer:diploma", args=[event.slug, page.diploma.code]),
    )


def _duplicating(event: Event, page: DiplomaPage, reason: str) -> Question:
    named = {"number": page.diploma.number, "name": page.name}
    told = [
        _(
            "The duplicate says the same words, is marked as a duplicate, and has a new number and a new code."
        ),
        _("The lost paper is not valid any more: its code says that a duplicate was issued."),
        _("Reason, for the record: %(reason)s") % {"reason": reason},
    ]
    if page.differences:
        told.append(
            _("Some of its words are not so any more: a corrected diploma would say the new ones.")
        )
    return Question(
        asks=_("Issue a duplicate of diploma № %(number)s of %(name)s?") % named,
        effects=told,
        undone=_("This cannot be undone: a number is given once, and what was lost stays invalid."),
        act=_("Issue the duplicate"),
        back=reverse("organizer:diploma", args=[event.slug, page.diploma.code]),
    )


def _issuing_anew(event: Event, page: DiplomaPage) -> Question:
    named = {"number": page.diploma.number, "name": page.name}
    return Question(
        asks=_("Issue a new diploma to %(name)s?") % named,
        effects=[
            *wording_flaws_told(event, page.diploma.kind),
            *told_before_replacing(event, [page.diploma.pk]),
            _("It has a new number and a new code, and says what is known now."),
            _("Diploma № %(number)s stays revoked: its code says so for ever.") % named,
        ],
        undone=_(
            "This cannot be undone: a number is given once, and a diploma that is issued is never deleted."
        ),
        act=_("Issue the new diploma"),
        back=reverse("organizer:diploma", args=[event.slug, page.diploma.code]),
    )
