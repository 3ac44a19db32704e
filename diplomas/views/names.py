"""A person's own answer about their printed names, on the phone."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diplomas.access import count_answer, count_picture, own_diploma
from diplomas.errors import AnsweredTooOften, NoPreview, PicturesBusy
from diplomas.forms import NamesForm
from diplomas.own_pages import picture_of_own
from diplomas.services.choosing_language import choose_language
from diplomas.texts import languages_of_names
from events.access import PassRequest, pass_required
from events.editing import Refused
from events.entry_forms import unpacked
from events.errors import DomainError, PassNotFound
from events.models import AskedName, Pass
from events.rules import Flaw
from events.services.asked_names import ask_for_names, confirm_names, names_in
from events.services.public_naming import say_naming


def _card_gone(request: HttpRequest) -> HttpResponseBase:
    """What was sent with a card that does not work any more was not kept, and this says so."""
    if request.method == "POST":
        messages.error(request, _("Nothing was sent. %(why)s") % {"why": PassNotFound()})
    return redirect("public:pass_open")


card_required = pass_required(Pass.Kind.TRAINEE, or_else=_card_gone)


@card_required
@require_safe
def name_page(request: PassRequest, which: str) -> HttpResponseBase:
    """A page of theirs as a picture; the door keeps it out of caches."""
    try:
        count_picture(request, at=timezone.now())
        content = picture_of_own(request.held.person, own_diploma(request), which)
    except (AnsweredTooOften, PicturesBusy) as refusal:
        return HttpResponse(str(refusal), status=refusal.status, content_type="text/plain")
    except NoPreview:
        raise Http404 from None
    response = HttpResponse(content, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@card_required
@require_POST
def name_confirm(request: PassRequest) -> HttpResponseBase:
    """The names are right as the page showed them."""
    now, seen = timezone.now(), unpacked(request.POST.get("seen", ""))
    try:
        count_answer(request, at=now)
        confirm_names(request.held, seen=seen, at=now)
    except PassNotFound:
        return _card_gone(request)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. The diploma is printed with these letters."))
    return redirect("trainee:home")


@card_required
@require_POST
def naming_say(request: PassRequest) -> HttpResponseBase:
    """Whether guests may read the name; what is no answer changes nothing."""
    now, said = timezone.now(), request.POST.get("named")
    try:
        count_answer(request, at=now)
        if said in ("yes", "no"):
            say_naming(request.held, is_named=said == "yes", on=timezone.localdate(now))
    except PassNotFound:
        return _card_gone(request)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("trainee:home")


@card_required
@require_POST
def language_choose(request: PassRequest) -> HttpResponseBase:
    """In which language their documents are to be."""
    now = timezone.now()
    try:
        count_answer(request, at=now)
        choose_language(request.held, request.POST.get("language", ""), at=now)
    except PassNotFound:
        return _card_gone(request)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Noted. What is not issued yet will be in the language that you chose.")
        )
    return redirect("trainee:home")


@card_required
@require_http_methods(["GET", "HEAD", "POST"])
def name_ask(request: PassRequest) -> HttpResponseBase:
    """Write the names as they should be printed, and why."""
    person = request.held.person
    printed = names_in(person, languages_of_names(person.event))
    if request.method != "POST":
        waiting = AskedName.objects.waiting().filter(person=person).first()
        return _page(request, NamesForm.of(printed, waiting))
    form = NamesForm(request.POST, printed=printed)
    try:
        _ask(request, form)
    except PassNotFound:
        return _card_gone(request)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except DomainError as refusal:
        form.refuse(Refused([Flaw("", str(refusal))]))
        return _page(request, form, status=refusal.status)
    messages.success(request, _("Sent. The organizers look at it; their answer will stand here."))
    return redirect("trainee:home")


def _ask(request: PassRequest, form: NamesForm) -> None:
    """Raises Refused and DomainError."""
    names, why = form.asked()
    now = timezone.now()
    count_answer(request, at=now)
    ask_for_names(request.held, names, why=why, at=now)


def _page(request: PassRequest, form: NamesForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "event": request.held.person.event,
        "form": form,
        "is_issued": own_diploma(request) is not None,
    }
    return render(request, "diplomas/trainee/name.html", context, status=status)
