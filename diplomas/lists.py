"""The register as a file for a spreadsheet program."""

from django.utils import timezone
from django.utils.translation import gettext as _

from diplomas.models import Diploma
from diplomas.snapshots import MARK
from events.models import Event
from events.spreadsheets.writing import List
from projects.models import Project


def diplomas(event: Event) -> List:
    headings = [
        _("Number"),
        _("Name"),
        _("Team"),
        _("Code"),
        _("State"),
        _("Issued"),
        _("Replaced by"),
        _("Mark"),
        _("Revoked because"),
    ]
    found = (
        Diploma.objects.of_event(event)
        .filter(is_rehearsal=False)
        .select_related("person", "superseded_by")
    )
    team_of = dict(Project.objects.of_event(event).values_list("teammember__person", "number"))
    rows = [
        [
            each.number,
            str(each.snapshot.get("name") or each.person.name),
            team_of.get(each.person_id),
            each.code,
            str(each.get_state_display()),
            timezone.localdate(each.issued_at),
            each.superseded_by.number if each.superseded_by else "",
            str(each.snapshot.get(MARK, "")),
            each.revoke_reason,
        ]
        for each in found.order_by("sequence")
    ]
    return List(_("Register of diplomas"), headings, rows)
