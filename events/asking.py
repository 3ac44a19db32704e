"""Acts that are hard to undo ask first, on a page of the server: no script, and no box of the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from events.models import Pass
from events.numerals import is_whole

AGREED: Final = "agreed"
LONGEST_NUMBER: Final = 9  # digits
OF_THE_FORM: Final = (AGREED, "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Question:
    """What an act will do, in figures, what stays, and whether and how it can be undone.

    `extent` is how much it concerns: who agreed to 77 missing sheets is asked again about 78.
    """

    asks: str
    effects: Sequence[str]
    undone: str
    act: str
    back: str
    extent: int = 1


def asks_first(request: HttpRequest, question: Question) -> HttpResponse | None:
    """The page that asks; None once the form says that this much was agreed to."""
    if agreed_to(request) >= question.extent:
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in OF_THE_FORM
    ]
    context = {
        "question": question,
        "fields": fields,
        "agreed": AGREED,
        "returns_to": question.back,
    }
    return render(request, "events/organizer/asks_first.html", context)


def agreed_to(request: HttpRequest) -> int:
    text = request.POST.get(AGREED, "")
    return int(text) if is_whole(text) and len(text) <= LONGEST_NUMBER else 0


def effects_of_stopping(stopped: Pass) -> list[str]:
    """What the holder of a card notices when it stops."""
    said = _("%(name)s is signed out at once, on every device.") % {"name": stopped.person.name}
    return [said, _("Saved points stay.")] if stopped.kind == Pass.Kind.EXPERT else [said]
