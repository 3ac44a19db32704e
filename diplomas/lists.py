"""The register as a file for a spreadsheet program."""

from django.utils.translation import gettext as _

from diplomas.register import register_of
from events.models import Event
from events.spreadsheets.writing import List


def diplomas(event: Event) -> List:
    """The lines of the register as its page shows them."""
    headings = [
        _("Number"),
        _("Date"),
        _("Document"),
        _("Name"),
        _("Team"),
        _("Course"),
        _("Hours"),
        _("Received by"),
        _("Received on"),
        _("Notes"),
        _("Code"),
    ]
    rows = [
        [
            each.number,
            each.issued_on,
            each.kind,
            each.name,
            each.team,
            each.course,
            each.hours,
            each.received_by,
            each.received_on,
            "; ".join(each.notes),
            each.code,
        ]
        for each in register_of(event)
    ]
    notes = [_("Rehearsal: nothing of this counts.")] if event.is_rehearsal else []
    return List(_("Register of diplomas"), headings, rows, notes)
