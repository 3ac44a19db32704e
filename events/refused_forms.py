"""A form that was refused stands on its page again with its words.

Where the page shows the form no more, because somebody was faster, its words are told above the page:
whoever typed them can copy them.
"""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


def drawn_again(
    request: HttpRequest,
    form: forms.Form,
    draw: Callable[[], HttpResponse],
    *,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    """What `draw` answers, which is asked once more where that has no place for the form."""
    _go_to_what_is_wrong(form)
    response = draw()
    if not hasattr(form, "rendered_fields"):  # crispy-forms notes it on a form that it draws
        tell_refused_form(request, form)
        response = draw()
    response.status_code = status
    return response


def _go_to_what_is_wrong(form: forms.Form) -> None:
    """On a long page the browser shows the field; of several controls it would take the last."""
    shown = [
        each
        for each in form.visible_fields()
        if not isinstance(each.field.widget, forms.RadioSelect)
    ]
    for each in sorted(shown, key=lambda field: not field.errors)[:1]:
        each.field.widget.attrs["autofocus"] = True


def tell_refused_form(request: HttpRequest, form: forms.Form) -> None:
    """What is wrong with it, and what was typed."""
    for sentences in form.errors.values():
        for sentence in sentences:
            messages.error(request, str(sentence))
    tell_typed(request, _typed_in(form))


def tell_posted(request: HttpRequest) -> None:
    """The same of a form that nobody has read: choices and hidden fields are of one word each."""
    values = (each for _name, found in request.POST.lists() for each in found)
    tell_typed(request, (each for each in values if len(each.split()) > 1))


def tell_typed(request: HttpRequest, texts: Iterable[str]) -> None:
    for text in texts:
        messages.warning(request, _("Not saved. You wrote: “%(text)s”") % {"text": text})


def _typed_in(form: forms.Form) -> Iterator[str]:
    for field in form.visible_fields():
        if isinstance(field.field, forms.CharField) and (text := str(field.value() or "").strip()):
            yield text
