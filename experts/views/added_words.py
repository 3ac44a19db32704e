"""Words that an expert adds after the close, on the tablet."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.access import PassRequest, expert_required
from events.errors import DomainError
from events.refused_forms import drawn_again, tell_posted
from experts.access import seats_in_order, seats_of
from experts.errors import WordsMoved
from experts.forms import AddedWordsForm
from experts.pages.added_words import NONE, Refused, added_words_form, told, words_page
from experts.services.added_words import Added, add_words
from experts.sheets import Readers
from experts.views.tablet_pages import of_this_mode, tablet_page


@never_cache
@expert_required
@require_safe
@of_this_mode
def words(request: PassRequest) -> HttpResponseBase:
    """The own comments as they were submitted, with what may be added to each now."""
    return _render(request)


@never_cache
@expert_required
@require_POST
@of_this_mode
def words_add(request: PassRequest, defense_id: int) -> HttpResponseBase:
    """Once for each form; what is refused comes back in its field."""
    if not seats_of(request.held).scoring().filter(panel__room__runitem__defense=defense_id):
        raise Http404
    now = timezone.now()
    try:
        form = added_words_form(request.held.person.event, now, request.POST)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        tell_posted(request)
        return _render(request, status=refusal.status)
    stands = None
    if form.is_valid():
        try:
            stands = add_words(_added(form), defense_id=defense_id, held=request.held, at=now)
        except WordsMoved as refusal:
            form.show_moved(refusal)
        except DomainError as refusal:
            form.add_error("text", str(refusal))
    if not form.is_valid():
        return drawn_again(request, form, lambda: _render(request, {defense_id: form}))
    messages.success(request, told(stands))
    return redirect("expert:words")


def _added(form: AddedWordsForm) -> Added:
    said = form.cleaned_data
    readers = Readers(said.get("readers") or Readers.TEAM)
    return Added(said["op_id"], said["text"], readers, said["seen"] or 0)


def _render(
    request: PassRequest, answered: Refused = NONE, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    held = request.held
    page = words_page(held.person, seats_in_order(held), timezone.now(), answered)
    return tablet_page(request, "words", page, status=status)
