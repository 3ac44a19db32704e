"""The teams as a file for a spreadsheet program."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event
from events.spreadsheets.writing import List, Value
from projects.models import Project


def teams(event: Event) -> List:
    headings = [
        _("Team"),
        _("Topic"),
        _("Supervisor"),
        _("Place in the team"),
        _("Name"),
        _("School or organisation"),
    ]
    projects = list(Project.objects.of_event(event).with_team().order_by("number"))
    rows: list[Sequence[Value]] = []
    for project in projects:
        about: list[Value] = [
            project.number,
            str(project.topic),
            ", ".join(project.supervisor_names),
        ]
        members = list(project.teammember_set.all())
        rows += [
            [*about, each.order, each.person.name, str(each.person.organisation)]
            for each in members
        ]
        rows += [] if members else [about]
    return List(_("Teams"), headings, rows, _unnamed(projects))


def _unnamed(projects: Iterable[Project]) -> list[str]:
    unnamed = [str(project.number) for project in projects if not project.teammember_set.all()]
    if not unnamed:
        return []
    said = ngettext(
        "Nobody is named yet in team %(teams)s.",
        "Nobody is named yet in teams %(teams)s.",
        len(unnamed),
    )
    return [said % {"teams": ", ".join(unnamed)}]
