"""Documents of each kind: who has one, who is to get one, and who completed the course."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diplomas.awards import SealedAward, told_apart
from diplomas.before_issuing import told_before_issuing
from diplomas.choosing import (
    KIND_NAMES,
    Choosing,
    award_given,
    choosing,
    chosen_people,
    kind_or_none,
    out_of_reach,
    served_by,
)
from diplomas.errors import NoPreview, PicturesBusy
from diplomas.exchange import blank_lines_told
from diplomas.forms import AwardForm
from diplomas.models import Diploma
from diplomas.recipients import awaits_the_seal, recipients_of
from diplomas.reports import Served
from diplomas.services.extremes import picture_of_sample
from diplomas.services.issuing_documents import issue_documents, note_completion
from diplomas.tasks import ring
from diplomas.twins import twins_told
from diplomas.views.organizer import wording_flaws_told
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.editing import Refused
from events.models import Event
from events.refused_forms import drawn_again
from events.rules import Flaw

Kind = Diploma.Kind
GIVEN: Final = "award"
NOBODY: Final = gettext_lazy("Choose at least one person who has no such document yet.")


@organizer_page(Right.DIPLOMAS, place="diplomas")
def documents(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    known, number = _known(kind), request.GET.get("page")
    return _render(request, choosing(event, known, number, given=_given(request, event, known)))


@organizer_page(Right.DIPLOMAS)
def documents_page(
    request: OrganizerRequest, event: Event, kind: str, which: str
) -> HttpResponseBase:
    """A page of this kind as it would be printed now, as a picture."""
    try:
        content = picture_of_sample(event, _known(kind), which)
    except PicturesBusy as refusal:
        return HttpResponse(str(refusal), status=refusal.status, content_type="text/plain")
    except NoPreview:
        raise Http404 from None
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@organizer_act(Right.DIPLOMAS, place="diplomas")
def documents_issue(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
    """To those who were ticked and have none."""
    known = _known(kind)
    given = _given(request, event, known)
    form = AwardForm(request.POST, own=event.languages[0])
    chosen = chosen_people(event, known, request.POST, given.told_apart if given else "")
    try:
        award = given.words if given else _own_award(event, known, form, chosen)
    except Refused as refused:
        return _refused(request, event, form, refused)
    people = served_by(event, known, chosen, told_apart(award))
    if people and (asked := asks_first(request, _issuing(event, known, people, award, given))):
        return asked
    if people and _issue(request, event, known, people, award):
        return redirect(page_of(event, known, given))
    if award and not given:
        return _refused(request, event, form, Refused([Flaw("", str(NOBODY))]))
    messages.error(request, str(NOBODY))
    return redirect(page_of(event, known, given))


def _given(request: OrganizerRequest, event: Event, kind: str) -> SealedAward | None:
    """The award of the sealed protocol that is meant: chosen by a link, then kept by the form."""
    if kind != Kind.AWARD:
        return None
    try:
        return award_given(event, request.POST.get(GIVEN) or request.GET.get(GIVEN))
    except LookupError:
        raise Http404 from None


def _own_award(event: Event, kind: str, form: AwardForm, chosen: set[int]) -> Mapping[str, str]:
    """Raises Refused, also where these words are an award that the panel gave, and to none of those who are chosen."""
    if kind != Kind.AWARD:
        return {}
    award = form.award()
    if teams := out_of_reach(event, chosen, told_apart(award)):
        said = _(
            "The sealed protocol gave this award to these teams alone: %(teams)s. Choose nobody else, or write other words."
        )
        raise Refused([Flaw(f"name_{form.own}", said % {"teams": teams})])
    return award


def page_of(event: Event, kind: str, given: SealedAward | None) -> str:
    page = reverse("organizer:documents", args=[event.slug, kind])
    return f"{page}?{GIVEN}={given.pk}" if given else page


def _refused(
    request: OrganizerRequest, event: Event, form: AwardForm, refused: Refused
) -> HttpResponse:
    """The page of awards with what was ticked."""
    form.refuse(refused)
    page = choosing(event, Kind.AWARD, request.GET.get("page"), sent=request.POST, award=form)
    return drawn_again(request, form, lambda: _render(request, page))


def _issue(
    request: OrganizerRequest,
    event: Event,
    kind: Kind,
    people: set[int],
    award: Mapping[str, str],
) -> bool:
    """Whether anybody was issued one: somebody else may have been faster."""
    issued = issue_documents(
        event.pk, kind, people, award=award, actor=request.user, at=timezone.now()
    )
    if not issued:
        return False
    ring(len(issued))
    said = ngettext("%(count)d document is issued.", "%(count)d documents are issued.", len(issued))
    messages.success(request, said % {"count": len(issued)})
    return True


@organizer_act(Right.DIPLOMAS, place="diplomas")
def completion_note(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """Who completed the course and who did not, of those who were ticked; the other button takes it back."""
    is_completed = request.POST.get("completed") == "yes"
    count = note_completion(
        event.pk,
        chosen_people(event, Diploma.Kind.DIPLOMA, request.POST),
        is_completed=is_completed,
        actor=request.user,
        at=timezone.now(),
    )
    if count:
        said = ngettext("Noted for %(count)d person.", "Noted for %(count)d people.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Nothing is changed: it was noted so, or nobody was chosen."))
    return redirect("organizer:documents", event.slug, Diploma.Kind.DIPLOMA)


def _known(kind: str) -> Diploma.Kind:
    known = kind_or_none(kind)
    if known is None:
        raise Http404
    return known


def _render(request: OrganizerRequest, page: Choosing) -> HttpResponse:
    return render(request, "diplomas/organizer/documents.html", {"page": page})


def _issuing(
    event: Event,
    kind: str,
    people: set[int],
    award: Mapping[str, str],
    given: SealedAward | None,
) -> Question:
    count = len(people)
    asks = _("Issue these documents? %(kind)s: %(count)s")
    return Question(
        asks=asks % {"kind": KIND_NAMES[kind], "count": count},
        effects=list(_effects_of_issuing(event, kind, people, award)),
        undone=_(
            "This cannot be undone: a number is given once, and a diploma that is issued is never deleted."
        ),
        act=_("Issue them"),
        back=page_of(event, kind, given),
        extent=count,
    )


def _effects_of_issuing(
    event: Event, kind: str, people: set[int], award: Mapping[str, str]
) -> Iterator[str]:
    yield from wording_flaws_told(event, kind)
    yield from blank_lines_told(event, kind)
    same = told_apart(award)
    meant = recipients_of(event, kind, among=people, award=same)
    yield from told_before_issuing(event, kind, meant, award)
    yield from twins_told(event, kind, people, same)
    count = len(people)
    served = ngettext(
        "%(count)d person gets one, with a number and a code of its own.",
        "%(count)d people get one, each with a number and a code of its own.",
        count,
    )
    yield served % {"count": count}
    if award:
        yield _("Awarded for: %(award)s") % {"award": " · ".join(award.values())}
        yield from _beside_other_awards(event, people)
    yield _("Names, topics and course are printed as they stand now.")


def _beside_other_awards(event: Event, people: set[int]) -> Iterator[str]:
    """What no number says: that these words are none of the panel's, and who has an award already."""
    if awaits_the_seal(event):
        yield _(
            "The protocol is not sealed yet: this award is in words of its own, and none that the panel gives."
        )
    awards = Served.of_event(event, Kind.AWARD).awards
    if count := sum(any(each.is_current for each in awards.get(one, ())) for one in people):
        said = ngettext(
            "%(count)d of them has another award already; this one stands beside it.",
            "%(count)d of them have another award already; this one stands beside it.",
            count,
        )
        yield said % {"count": count}
