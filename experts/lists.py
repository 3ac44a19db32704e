"""The panel and what it did as files for a spreadsheet program: each says what it leaves out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.models import Criterion, Event
from events.spreadsheets.writing import List, Value
from experts.models import Interest, Seat
from experts.pages.results import results_page
from experts.pages.sheets import GivenSheet, given_sheets
from experts.pages.tablet import shown
from experts.reports import Grid, decided, scoring_progress


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
    found = Interest.objects.of_event(event).select_related(
        "seat__person", "project", "decided_by", "decided_from__person"
    )
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
            each.decider,
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
    page = results_page(event, decided(Grid(event)))
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


def points(event: Event) -> List:
    """Who gave whom which points: a line for each expert and team, after the close."""
    criteria = list(Criterion.objects.filter(rubric__event=event).order_by("order"))
    about = [_("Team"), _("Topic"), _("Seat"), _("Expert")]
    ends = [_("Total of 100"), _("What became of the sheet")]
    headings = [*about, *(_scaled(each) for each in criteria), *ends]
    title = _("Who gave whom which points")
    if event.is_scoring_open:
        return List(title, headings, [], [_("Points are withheld until the scoring is closed.")])
    keys = [each.key for each in criteria]
    rows = [_points_row(each, keys) for each in given_sheets(event)]
    return List(title, headings, rows, [_("The experts' comments are not in this list.")])


def _scaled(criterion: Criterion) -> str:
    scale = {
        "name": str(criterion.name),
        "low": shown(criterion.minimum),
        "high": shown(criterion.maximum),
    }
    return _("%(name)s, %(low)s to %(high)s") % scale


def _points_row(each: GivenSheet, keys: Iterable[str]) -> list[Value]:
    project, sheet = each.defense.project, each.sheet
    given = [sheet.points.get(key) if sheet else None for key in keys]
    total = sheet.final_total if sheet else None
    about: list[Value] = [
        project.number,
        str(project.topic),
        each.seat.order,
        each.seat.person.name,
    ]
    return [*about, *given, total, each.word]
