from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from diplomas.access import ready_diploma_of_event
from diplomas.before_issuing import told_before_issuing
from diplomas.exchange import blank_lines_told, flaws_of_design
from diplomas.files import pdf_response
from diplomas.models import Diploma
from diplomas.progress import progress_of, version_of
from diplomas.reports import DiplomaBoard, Served, diploma_board
from diplomas.services.issuing import issue_diplomas, members_to_serve, retry_failed
from diplomas.services.outdated import correctable_count, ready_and_outdated
from diplomas.tasks import ring
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.errors import DomainError
from events.forms import SearchForm
from events.models import Event

A_PAGE: Final = 100


@organizer_page(Right.DIPLOMAS, place="diplomas")
def diplomas(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    flaws = {"design_flaws": wording_flaws_told(event)}
    return render(request, "diplomas/organizer/diplomas.html", page_of(request, event) | flaws)


@organizer_page(Right.DIPLOMAS)
def diplomas_progress(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The part of the page that changes while diplomas are made, with its version, which is read before the state."""
    version = version_of(event, progress_of(event), timezone.now())
    tag = quote_etag(f"{version}-{request.membership.role}-{get_language()}")
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = render(request, "diplomas/organizer/_board.html", page_of(request, event))
    response["ETag"] = tag
    return response


@organizer_page(Right.DIPLOMAS)
def diplomas_figures(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    progress = progress_of(event)
    names = ("total", "ready", "queued", "running", "failed")
    return JsonResponse({name: getattr(progress, name) for name in names})


@organizer_act(Right.DIPLOMAS, place="diplomas")
def diplomas_issue(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    board = diploma_board(event)
    if board.missing_count and (asked := asks_first(request, _issuing(event, board))):
        return asked
    issued = issue_diplomas(event.pk, actor=request.user, at=timezone.now())
    if issued:
        ring(len(issued))
        text = ngettext(
            "%(count)d diploma is issued.", "%(count)d diplomas are issued.", len(issued)
        )
        messages.success(request, text % {"count": len(issued)})
    else:
        messages.info(request, _nobody_left(board))
    return redirect("organizer:diplomas", event.slug)


def _nobody_left(board: DiplomaBoard) -> str:
    if not board.unfinished_count:
        return _("Everybody on a team has a diploma already.")
    said = ngettext(
        "Nobody is left to be issued one: %(count)d person did not complete the course.",
        "Nobody is left to be issued one: %(count)d people did not complete the course.",
        board.unfinished_count,
    )
    return said % {"count": board.unfinished_count}


def _passed_over(board: DiplomaBoard) -> str:
    said = ngettext(
        "%(count)d person did not complete the course, and gets none.",
        "%(count)d people did not complete the course, and get none.",
        board.unfinished_count,
    )
    return said % {"count": board.unfinished_count}


def _issuing(event: Event, board: DiplomaBoard) -> Question:
    count = board.missing_count
    asks = ngettext("Issue %(count)d diploma?", "Issue %(count)d diplomas?", count)
    act = ngettext("Issue %(count)d diploma", "Issue %(count)d diplomas", count)
    return Question(
        asks=asks % {"count": count},
        effects=list(_effects_of_issuing(event, board)),
        undone=_(
            "This cannot be undone: a number is given once, and a diploma that is issued is never deleted."
        ),
        act=act % {"count": count},
        back=reverse("organizer:diplomas", args=[event.slug]),
        extent=count,
    )


def _effects_of_issuing(event: Event, board: DiplomaBoard) -> Iterator[str]:
    yield from wording_flaws_told(event)
    yield from blank_lines_told(event)
    yield from told_before_issuing(event, Diploma.Kind.DIPLOMA, list(members_to_serve(event)))
    yield from (each.sentence for each in board.same_names)
    served = ngettext(
        "%(count)d person gets a diploma, with a number and a code of its own.",
        "%(count)d people get a diploma, each with a number and a code of its own.",
        board.missing_count,
    )
    yield served % {"count": board.missing_count}
    yield _("Names, topics and course are printed as they stand now.")
    if board.unfinished_count:
        yield _passed_over(board)
    if board.unnamed_count:
        unnamed = ngettext(
            "%(unnamed)d person has no name yet, and gets none.",
            "%(unnamed)d people have no name yet, and get none.",
            board.unnamed_count,
        )
        yield unnamed % {"unnamed": board.unnamed_count}


def wording_flaws_told(event: Event, kind: str = Diploma.Kind.DIPLOMA) -> list[str]:
    """What may fail as it is printed, before it has a number."""
    flaws = flaws_of_design(event, kind)
    return [f"{_('The wording of the diploma')}: {flaw}" for flaw in flaws]


@organizer_act(Right.DIPLOMAS)
def diplomas_retry(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    code = request.POST.get("code", "")
    if count := retry_failed(event.pk, code=code, actor=request.user, at=timezone.now()):
        ring(count)
    else:
        messages.info(request, _("No diploma has failed."))
    return redirect("organizer:diplomas", event.slug)


@organizer_page(Right.DIPLOMAS)
def diploma_file(request: OrganizerRequest, event: Event, code: str) -> HttpResponseBase:
    diploma = ready_diploma_of_event(event, code)
    try:
        return pdf_response(diploma)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("organizer:diplomas", event.slug)


def page_of(request: OrganizerRequest, event: Event) -> dict[str, Any]:
    """A page of the list; what is counted, and what the buttons do, is of everybody."""
    search, served = SearchForm(request.GET), Served.of_event(event)
    outdated = ready_and_outdated(event, served)
    keys = {each.diploma.pk for each in outdated}
    board, at = diploma_board(event, served, keys, sought=search.sought), timezone.now()
    return {
        "board": board,
        "correctable_count": correctable_count(outdated),
        "page": Paginator(board.found, A_PAGE).get_page(request.GET.get("page")),
        "failed_rows": board.failed_rows[:A_PAGE],
        "search": search,
        "progress": board.progress,
        "pace": board.progress.pace(at),
        "is_stalled": board.progress.is_stalled(at),
    }
