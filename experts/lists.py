"""The panel and what it did as files for a spreadsheet program: each says what it leaves out."""

from django.utils.translation import gettext as _

from events.models import Event
from events.spreadsheets.writing import List, Value
from experts.models import Interest, Seat
from experts.pages.results import results_page
from experts.reports import scoring_progress, standings


def panel(event: Event) -> List:
    headings = [
        _("Seat"),
        _("Name"),
        _("Role"),
        _("Role in words"),
        _("Where the expert works"),
        _("Recused from teams"),
    ]
    recusing = Interest.objects.of_event(event).recusing().values_list("seat", "project__number")
    numbers: dict[int, set[int]] = {}
    for seat, number in recusing:
        numbers.setdefault(seat, set()).add(number)
    rows: list[list[Value]] = [
        [
            seat.order,
            seat.person.name,
            str(seat.get_role_display()),
            str(seat.role_text),
            str(seat.affiliation or seat.person.organisation),
            ", ".join(map(str, sorted(numbers.get(seat.pk, ())))),
        ]
        for seat in Seat.objects.of_event(event).in_order().select_related("person")
    ]
    return List(_("Panel"), headings, rows)


def interests(event: Event) -> List:
    headings = [
        _("Expert"), _("Team"), _("Topic"), _("What ties them"), _("How it was found"), _("What it is based on"),
        _("Decision"), _("Reason"), _("Decided by"), _("Decided at"),
    ]  # fmt: skip
    found = Interest.objects.of_event(event).select_related("seat__person", "project", "decided_by")
    rows: list[list[Value]] = [
        [
            each.seat.person.name,
            each.project.number,
            str(each.project.topic),
            str(each.get_kind_display()),
            str(each.get_source_display()),
            each.evidence,
            str(each.get_outcome_display()),
            each.reason,
            str(each.decided_by or ""),
            each.decided_at,
        ]
        for each in found.order_by("project__number", "seat__order", "kind")
    ]
    return List(_("Interests"), headings, rows)


def scoring(event: Event) -> List:
    progress = scoring_progress(event)
    topics = [_("Team %(number)s") % {"number": column.number} for column in progress.columns]
    rows: list[list[Value]] = [
        [row.order, row.name, *(str(cell.label) for cell in row.cells)] for row in progress.rows
    ]
    notes = [_("Which score sheets are in. Points are not in this list.")]
    return List(_("Scoring"), [_("Seat"), _("Expert"), *topics], rows, notes)


def results(event: Event) -> List:
    table = standings(event)
    page = results_page(event, table)
    headings = [
        _("Place"),
        _("Team"),
        _("Topic"),
        _("Supervisor"),
        page.leading_name,
        page.other_name,
        _("Sheets"),
        _("Shared place"),
    ]
    rows: list[list[Value]] = [
        [
            row.place,
            row.number,
            row.topic,
            row.supervisors,
            row.leading,
            row.other,
            row.sheets,
            row.shared,
        ]
        for row in page.rows
    ]
    return List(
        _("Results"), headings, rows, [f"{note.verdict} {note.text}".strip() for note in page.notes]
    )
