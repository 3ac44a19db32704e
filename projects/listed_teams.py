"""The teams that a list speaks of: those that there are, and new ones with their topics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from django.utils.translation import gettext as _

from events.editing import entry_from, lines_from
from events.listed import CellFlaw, Listed
from events.spreadsheets.headings import Meaning
from projects.entries import ProjectEntry


class Teams:
    """The projects as the rows bring them; a row that cannot be placed is told why."""

    def __init__(
        self, projects: Sequence[ProjectEntry], rows: Iterable[Listed], *, own: str
    ) -> None:
        self.own = own
        self.projects = {project.number: project for project in projects}
        self.existing = len(self.projects)
        self.said_by: dict[int, int] = {}  # the row that said the topic of a team
        self.wanted: dict[int, Mapping[str, str]] = {}
        self.number_of = dict(self._numbers(rows))

    def _numbers(self, rows: Iterable[Listed]) -> Iterator[tuple[int, int | None]]:
        """The team of each row; one that says a topic alone is in the team of that topic."""
        by_topic = {text: number for number in self.projects for text in self.topics(number)}
        listed = list(rows)
        taken = {row.team for row in listed}
        free = (n for n in count(self.existing + 1) if n not in taken)
        for row in listed:
            number = row.team
            if number is None and row.topics:
                text = next(iter(row.topics.values()))
                if text not in by_topic:
                    by_topic[text] = next(free)
                number = by_topic[text]
            if number is not None and row.topics and number not in self.wanted:
                self.wanted[number], self.said_by[number] = row.topics, row.row
            yield row.row, number

    def topics(self, number: int) -> set[str]:
        lines = lines_from(self.projects[number], ("topic",), own=self.own)
        return {text for text in lines.values() if text}

    def flaw(self, row: Listed) -> CellFlaw | None:
        """Why the row has no team to go to."""
        number = self.number_of[row.row]
        if number is None:
            return None
        if row.topics and self.wanted[number] != row.topics and not self._is_said(number, row):
            said = _("Row %(row)s says another topic of team %(number)s.") % {
                "row": self.said_by[number],
                "number": number,
            }
            return CellFlaw(row.row, Meaning.TOPIC, next(iter(row.topics.values())), said)
        if number <= self.existing:
            return None
        missing = [n for n in range(self.existing + 1, number + 1) if n not in self.wanted]
        return (
            CellFlaw(row.row, Meaning.TEAM, str(number), self._missing(missing))
            if missing
            else None
        )

    def _is_said(self, number: int, row: Listed) -> bool:
        return set(row.topics.values()) <= set(self.wanted[number].values())

    def _missing(self, numbers: list[int]) -> str:
        said = _("There is no team %(number)s yet, and no row says its topic.") % {
            "number": numbers[0]
        }
        if not self.existing:
            return said
        return said + " " + _("There are teams 1 to %(count)s.") % {"count": self.existing}

    def brought(self, number: int) -> ProjectEntry:
        """The project of the number as the list has it, new or with another topic. Raises Refused."""
        base = self.projects.get(number)
        topics = self.wanted.get(number, {})
        if base is not None and set(topics.values()) <= self.topics(number):
            return base
        lines = lines_from(base, ("topic",), own=self.own) if base else {}
        lines |= {f"topic_{language or self.own}": text for language, text in topics.items()}
        fresh = ProjectEntry.model_construct(number=number, topic="", members_listed=True)
        return entry_from(ProjectEntry, ("topic",), lines, own=self.own, base=base or fresh)
