"""The event's lists as files for a spreadsheet program, in the language of the reader.

Each says all that its page says, or in a line above the headings what is not known yet or left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from defense.workspace.people_board import people_board
from diplomas.lists import diplomas
from events.access import Right
from events.models import Event
from events.spreadsheets.writing import List
from experts.lists import interests, panel, points, results, scoring
from projects.lists import teams

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class ExportedList:
    """Under the word of its address: the right that it takes, and its rows."""

    right: Right
    label: _StrPromise
    of: Callable[[Event], List]


def people(event: Event) -> List:
    headings = [
        _("Name"), _("Role"), _("Team"), _("Position"), _("School or organisation"), _("Kind of school"),
        _("Number of the school"), _("Town"), _("Name on the diploma, in Kazakh"), _("Name on the diploma, in Russian"),
        _("Name on the diploma, in English"), _("Confirmed"),
    ]  # fmt: skip
    rows = []
    for line in people_board(event).lines:
        person = line.person
        printed = [person.printed_names.get(language, "") for language in ("kk", "ru", "en")]
        work = [
            str(person.position),
            str(person.organisation),
            person.school_kind,
            person.school_number,
        ]
        confirmed = timezone.localdate(person.confirmed_at) if line.is_confirmed else None
        rows.append(
            [
                person.name,
                ", ".join(line.role_labels),
                line.team,
                *work,
                str(person.city),
                *printed,
                confirmed,
            ]
        )
    return List(_("People"), headings, rows)


LISTS: Final = {
    "people": ExportedList(Right.PEOPLE, gettext_lazy("People"), people),
    "teams": ExportedList(Right.PEOPLE, gettext_lazy("Teams"), teams),
    "panel": ExportedList(Right.PANEL, gettext_lazy("Panel"), panel),
    "interests": ExportedList(Right.PANEL, gettext_lazy("Interests"), interests),
    "scoring": ExportedList(Right.SCORING, gettext_lazy("Which score sheets are in"), scoring),
    "results": ExportedList(Right.RESULTS, gettext_lazy("Results"), results),
    "points": ExportedList(Right.RESULTS, gettext_lazy("Who gave whom which points"), points),
    "diplomas": ExportedList(Right.DIPLOMAS, gettext_lazy("Register of diplomas"), diplomas),
}
