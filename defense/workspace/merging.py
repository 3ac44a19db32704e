"""Two records of one person made one: an act of its own, and never one of the program's."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.rows import person_of, replaced
from events.entries import PersonEntry
from events.errors import DomainError
from experts.entries import DisclosureEntry
from projects.entries import ProjectEntry
from projects.rules import roles


class BothSit(DomainError):
    """Two seats of one panel cannot become one by themselves."""

    def __init__(self) -> None:
        super().__init__(_("Both sit on the panel. Take one of the two seats away first."))


class InTwoTeams(DomainError):
    def __init__(self) -> None:
        super().__init__(_("They are in two teams. Say first in which team this person is."))


def merged(file: EventFile, keep: str, gone: str) -> EventFile:
    """Whatever named `gone` names `keep`, whose empty values are filled from the record that goes.

    Raises RowGone, BothSit, InTwoTeams.
    """
    kept, dropped = person_of(file, keep), person_of(file, gone)
    if sum(seat.person in (keep, gone) for seat in file.panel) > 1:
        raise BothSit
    if len(_teams_of(file, keep) | _teams_of(file, gone)) > 1:
        raise InTwoTeams
    people = [
        each for each in replaced(file.people, kept, _filled(kept, dropped)) if each is not dropped
    ]
    return file.model_copy(
        update={
            "people": tuple(people),
            "panel": _renamed(file.panel, gone, keep),
            "run": _renamed(file.run, gone, keep),
            "projects": tuple(_in_project(each, gone, keep) for each in file.projects),
            "disclosures": tuple(_in_tie(each, gone, keep) for each in file.disclosures),
        }
    )


def _teams_of(file: EventFile, key: str) -> set[int]:
    return {
        project.number
        for project in file.projects
        if any(member.person == key for member in project.members)
    }


def _filled(kept: PersonEntry, dropped: PersonEntry) -> PersonEntry:
    values = {name: getattr(dropped, name) for name in PersonEntry.model_fields}
    missing = {name: value for name, value in values.items() if getattr(kept, name) is None}
    return kept.model_copy(update=missing | _later_word(kept, dropped))


def _later_word(kept: PersonEntry, dropped: PersonEntry) -> dict[str, Any]:
    """What was said of being named in public: the later of two, and of one day the no."""
    said = [each for each in (kept, dropped) if each.named_in_public_on]
    if not said:
        return {}
    last = max(said, key=lambda each: (each.named_in_public_on, not each.named_in_public))
    return {
        "named_in_public": last.named_in_public,
        "named_in_public_on": last.named_in_public_on,
    }


def _renamed(rows: tuple[Any, ...], gone: str, keep: str) -> tuple[Any, ...]:
    return tuple(
        row.model_copy(update={"person": keep}) if row.person == gone else row for row in rows
    )


def _once(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """The first of the rows of each person."""
    first: dict[str, Any] = {}
    for row in rows:
        first.setdefault(row.person, row)
    return tuple(first.values())


def _in_project(project: ProjectEntry, gone: str, keep: str) -> ProjectEntry:
    supervisors = _once(_renamed(project.all_supervisors(), gone, keep))
    return project.model_copy(
        update={
            "supervisor": None,
            "supervisors": supervisors,
            "members": _once(_renamed(project.members, gone, keep)),
        }
    )


def _in_tie(tie: DisclosureEntry, gone: str, keep: str) -> DisclosureEntry:
    experts = dict.fromkeys(keep if key == gone else key for key in tie.experts)
    return tie.model_copy(update={"experts": tuple(experts)})


def effects_of_merging(file: EventFile, keep: str, gone: str) -> Iterator[str]:
    """What will be different, for the page that asks. Raises RowGone."""
    kept, dropped = person_of(file, keep), person_of(file, gone)
    yield _("The record of “%(name)s” goes.") % {"name": dropped.name}
    if _filled(kept, dropped) != kept:
        yield _("What “%(name)s” lacks is filled from it.") % {"name": kept.name}
    for project in file.projects:
        if gone in [key for _place, key in roles(project)]:
            yield _("“%(name)s” takes its place in project %(number)s.") % {
                "name": kept.name,
                "number": project.number,
            }
    if any(seat.person == gone for seat in file.panel):
        yield _("“%(name)s” takes its seat on the panel.") % {"name": kept.name}
