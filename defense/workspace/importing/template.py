"""The event's own people as a spreadsheet that can be changed and brought back: nothing else is new then."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.event_file.writing import dump_event
from defense.workspace.rows import own_language
from events.editing import lines_from
from events.imports.words import ROLE_WORDS
from events.models import Event
from events.spreadsheets.headings import Meaning
from events.spreadsheets.writing import List

COLUMNS = (
    Meaning.KEY,
    Meaning.NAME,
    Meaning.ROLE,
    Meaning.TEAM,
    Meaning.TOPIC,
    Meaning.POSITION,
    Meaning.WORK,
    Meaning.CITY,
    Meaning.PRINTED_KK,
    Meaning.PRINTED_RU,
    Meaning.PRINTED_EN,
    Meaning.EMAIL,
    Meaning.NOTE,
)


def template_list(event: Event) -> List:
    """In the language of the reader; an event of nobody has the headings alone."""
    file = dump_event(event)
    return List(_("People"), [str(column.label) for column in COLUMNS], list(_rows(file)))


def _rows(file: EventFile) -> Iterator[list[str | int | None]]:
    own = own_language(file)
    roles, teams = _roles(file)
    topics = {project.number: _said(project, "topic", own) for project in file.projects}
    for person in file.people:
        team = teams.get(person.key)
        names = person.printed_names
        yield [
            person.key,
            person.name,
            ", ".join(str(ROLE_WORDS[role]) for role in roles[person.key]),
            team,
            topics.get(team or 0, ""),
            *(_said(person, name, own) for name in ("position", "organisation", "city")),
            *(getattr(names, language) if names else None for language in ("kk", "ru", "en")),
            person.email,
            person.note,
        ]


def _said(row: object, name: str, own: str) -> str:
    """A text in the event's language, or in the first that it has."""
    lines = lines_from(row, (name,), own=own)  # type: ignore[arg-type]  # every row is an Entry
    return lines[f"{name}_{own}"] or next((text for text in lines.values() if text), "")


def _roles(file: EventFile) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The roles of everybody, and the one team that each has to do with."""
    roles: dict[str, list[str]] = defaultdict(list)
    teams: dict[str, int] = {}
    for project in file.projects:
        for member in project.members:
            roles[member.person].append("trainee")
            teams[member.person] = project.number
    for project in file.projects:
        for each in project.all_supervisors():
            if teams.setdefault(each.person, project.number) == project.number:
                roles[each.person].append("supervisor")
    for seat in file.panel:
        roles[seat.person].append("expert" if seat.role == "member" else str(seat.role))
    return roles, teams
