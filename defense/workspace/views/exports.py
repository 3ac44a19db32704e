"""Lists to take away."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from defense.workspace.lists import LISTS, ExportedList
from events.access import GuardedView, OrganizerRequest, Right, grant_of, organizer_page
from events.models import Event
from events.spreadsheets.writing import KINDS, answer_with


def list_view(exported: ExportedList) -> GuardedView[Any]:
    """The list as .xlsx or .csv, for whoever may see its page."""

    @organizer_page(exported.right)
    def view(request: OrganizerRequest, event: Event, kind: str) -> HttpResponseBase:
        if kind not in KINDS:
            raise Http404
        return answer_with(exported.of(event), kind, event=event.slug)

    return view


@dataclass(frozen=True)
class ListLine:
    """A list with the addresses of its two files."""

    slug: str
    name: str
    label: str

    def files(self) -> list[tuple[str, str]]:
        view = f"organizer:list_{self.name}"
        return [(kind, reverse(view, args=[self.slug, kind])) for kind in KINDS]


EXPORTS = {name: list_view(exported) for name, exported in LISTS.items()}


@organizer_page(Right.DAY, place="overview")
def lists(request: OrganizerRequest, event: Event) -> HttpResponseBase:
    """The lists that the reader may see, to take away, and the names of the others."""
    grant = grant_of(request.membership)
    seen = [(name, each.label) for name, each in LISTS.items() if grant.may_see(each.right)]
    withheld = [each.label for each in LISTS.values() if not grant.may_see(each.right)]
    context = {
        "lists": [ListLine(event.slug, name, str(label)) for name, label in seen],
        "withheld": withheld,
    }
    return render(request, "defense/workspace/lists.html", context)
