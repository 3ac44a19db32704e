"""Letters to the people of an event: who gets one, what it says, and what became of it."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diplomas.letters import Text
from diplomas.mailing import MailBoard, MailRow, State, mail_board
from diplomas.services.mailing import Drafts, refuse_what_is_not_sent, write_to_people
from events.access import OrganizerRequest, Right, organizer_act, organizer_page
from events.asking import Question, asks_first
from events.errors import DomainError
from events.models import Event, Letter
from events.numerals import is_whole
from events.services.mail import is_mail_set_up, write_letter
from events.tasks import ring_for_letters

A_PAGE: Final = 100
LONGEST_NUMBER: Final = 9  # digits
SAMPLES: Final = "samples"
"""Counted as a device of their own, so that they do not keep a letter about a password back."""
PURPOSES: Final = {
    Letter.Purpose.NAME: gettext_lazy("To confirm the name"),
    Letter.Purpose.DOCUMENT: gettext_lazy("Documents are ready"),
}


@organizer_page(Right.DIPLOMAS, place="diplomas")
def mailing(request: OrganizerRequest, event: Event, purpose: str) -> HttpResponseBase:
    board = mail_board(event, _known(purpose))
    page = Paginator(board.rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "board": board,
        "page": page,
        "purposes": PURPOSES.items(),
        "is_set_up": is_mail_set_up(),
        "refusal": _refusal(event, purpose),
        "letter": _longest(event, board),
    }
    return render(request, "diplomas/organizer/mailing.html", context)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def mailing_send(request: OrganizerRequest, event: Event, purpose: str) -> HttpResponseBase:
    """To everybody who was not written to; asks with how many there are."""
    board = mail_board(event, _known(purpose))
    if not _may_send(request, event, purpose):
        return _back(event, purpose)
    if board.unwritten_count and (asked := asks_first(request, _sending(event, board))):
        return asked
    return _write(request, event, purpose)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def mailing_again(request: OrganizerRequest, event: Event, purpose: str) -> HttpResponseBase:
    """To all whose letter could not be sent, to one of them, or once more to one whose letter was: that asks first."""
    if not _may_send(request, event, _known(purpose)):
        return _back(event, purpose)
    rows, person = mail_board(event, purpose).rows, request.POST.get("person", "")
    if not person:
        return _write(request, event, purpose, [row.to.person for row in rows if row.has_failed])
    is_number = is_whole(person) and len(person) <= LONGEST_NUMBER
    own = [row for row in rows if is_number and row.to.person == int(person)]
    for row in own:
        if row.is_sent and (asked := asks_first(request, _sending_again(event, purpose, row))):
            return asked
    state = State.SENT if any(row.is_sent for row in own) else State.FAILED
    return _write(request, event, purpose, [row.to.person for row in own], state)


@organizer_act(Right.DIPLOMAS, place="diplomas")
def mailing_sample(request: OrganizerRequest, event: Event, purpose: str) -> HttpResponseBase:
    """The longest letter to the organizer's own address; its link asks for a card."""
    letter = _longest(event, mail_board(event, _known(purpose)))
    if letter is None or not is_mail_set_up():
        return _back(event, purpose)
    if write_letter(request.user, subject=letter.subject, text=letter.text, device=SAMPLES):
        ring_for_letters()
        said = _("A letter is on its way to %(email)s.") % {"email": request.user.email}
        messages.success(request, said)
    else:
        messages.error(request, _("You were sent several letters within the hour. Wait a while."))
    return _back(event, purpose)


def _known(purpose: str) -> str:
    if purpose not in PURPOSES:
        raise Http404
    return purpose


def _refusal(event: Event, purpose: str) -> DomainError | None:
    try:
        refuse_what_is_not_sent(event, purpose)
    except DomainError as refusal:
        return refusal
    return None


def _may_send(request: OrganizerRequest, event: Event, purpose: str) -> bool:
    """Else what holds it up is a message."""
    if not is_mail_set_up():
        messages.error(request, _("Nothing was sent: no mail server is set up."))
        return False
    if refusal := _refusal(event, purpose):
        messages.error(request, str(refusal))
    return refusal is None


def _longest(event: Event, board: MailBoard) -> Text | None:
    to = board.longest()
    if to is None:
        return None
    return Drafts.of_event(event, board.purpose, at=timezone.now()).text_to(to)


def _sending(event: Event, board: MailBoard) -> Question:
    count = board.unwritten_count
    asks = ngettext("Write to %(count)s person?", "Write to %(count)s people?", count)
    return Question(
        asks=asks % {"count": count},
        effects=[
            _("Each gets one letter, with a link of their own."),
            _("Whoever has no address, or was written to about the same, gets none."),
        ],
        undone=_("A letter that was sent cannot be taken back; stopping the card ends its link."),
        act=_("Send the letters"),
        back=_address(event, board.purpose),
        extent=count,
    )


def _sending_again(event: Event, purpose: str, row: MailRow) -> Question:
    named = {"name": row.to.name, "email": row.to.address}
    return Question(
        asks=_("Write to %(name)s again?") % named,
        effects=[
            _("Another letter goes to %(email)s.") % named,
            _("The link of the former letter works no longer."),
        ],
        undone=_("A letter that was sent cannot be taken back; stopping the card ends its link."),
        act=_("Write again"),
        back=_address(event, purpose),
    )


def _write(
    request: OrganizerRequest,
    event: Event,
    purpose: str,
    again: list[int] | None = None,
    state: State = State.FAILED,
) -> HttpResponse:
    try:
        count = write_to_people(
            event.pk, purpose, again=again, state=state, actor=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return _back(event, purpose)
    if count:
        ring_for_letters()
        said = ngettext(
            "%(count)s letter is on its way.", "%(count)s letters are on their way.", count
        )
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("There is nobody left to write to."))
    return _back(event, purpose)


def _address(event: Event, purpose: str) -> str:
    return reverse("organizer:mailing", args=[event.slug, purpose])


def _back(event: Event, purpose: str) -> HttpResponse:
    return redirect(_address(event, purpose))
