"""Whom each row means: somebody of the event, somebody new, or a question to a human."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.editing import lines_from
from events.entries import PersonEntry
from events.imports.fates import NEW_PERSON, Answers, Candidate
from events.listed import CellFlaw, Listed
from events.spreadsheets.headings import Meaning
from experts.namesakes import Namesakes, namesakes


@dataclass(frozen=True)
class Who:
    """`key` of somebody of the event, `row` of an earlier row, or neither: somebody new."""

    key: str = ""
    row: int = 0
    asks: tuple[Candidate, ...] = ()
    flaw: CellFlaw | None = None


def who_is_who(
    people: Sequence[PersonEntry],
    team_of: Mapping[str, int],
    rows: Sequence[Listed],
    answers: Answers,
    *,
    own: str,
) -> dict[int, Who]:
    """By the number of the row, for the rows that could be read."""
    known = {person.key: person for person in people}
    sound = [row for row in rows if row.is_sound and row.row not in answers.refused]
    named = [(row.row, row.name) for row in sound if not row.key]
    alike = namesakes(named, {key: person.name for key, person in known.items()})
    deciding = _Deciding(team_of, known, {row.row: row for row in sound}, answers, own)
    return {row.row: deciding.who(row, alike.get(row.row, Namesakes())) for row in sound}


class _Deciding:
    def __init__(
        self,
        team_of: Mapping[str, int],
        known: Mapping[str, PersonEntry],
        rows: Mapping[int, Listed],
        answers: Answers,
        own: str,
    ) -> None:
        self.team_of, self.known, self.rows, self.answers, self.own = (
            team_of,
            known,
            rows,
            answers,
            own,
        )
        self.taken: dict[str, int] = {}  # who is meant by an earlier row

    def who(self, row: Listed, alike: Namesakes) -> Who:
        if row.key:
            return self.by_key(row)
        sure = [key for key in alike.same if key not in self.taken]
        if len(alike.same) == 1 and sure and not self.is_doubted(row, self.known[sure[0]]):
            self.taken[sure[0]] = row.row
            return Who(key=sure[0])
        candidates = tuple(self.candidates(alike))
        return self.answered(row, candidates) if candidates else Who()

    def by_key(self, row: Listed) -> Who:
        if row.key not in self.known:
            said = _("Nobody of this event has this key. Empty the cell if the person is new.")
            return Who(flaw=CellFlaw(row.row, Meaning.KEY, row.key, said))
        if earlier := self.taken.get(row.key):
            said = _("Row %(row)s is about this person already.")
            return Who(flaw=CellFlaw(row.row, Meaning.KEY, row.key, said % {"row": earlier}))
        self.taken[row.key] = row.row
        return Who(key=row.key)

    def answered(self, row: Listed, candidates: tuple[Candidate, ...]) -> Who:
        answer = self.answers.by_row.get(row.row, "")
        if answer == NEW_PERSON:
            return Who()
        if answer not in {each.answer for each in candidates}:
            return Who(asks=candidates)
        kind, _colon, said = answer.partition(":")
        if kind == "row":
            return Who(row=int(said))
        self.taken[said] = row.row
        return Who(key=said)

    def candidates(self, alike: Namesakes) -> Iterator[Candidate]:
        """Earlier rows, unless they mean somebody who is offered as well."""
        offered = [key for key in (*alike.same, *alike.alike) if key not in self.taken]
        for key in offered:
            person = self.known[key]
            yield Candidate(f"key:{key}", person.name, self.about(person))
        for number in alike.rows:
            yield Candidate(
                f"row:{number}",
                self.rows[number].name,
                _("row %(row)s of this file") % {"row": number},
            )

    def is_doubted(self, row: Listed, person: PersonEntry) -> bool:
        """The very name, in another team and from another place: perhaps somebody else of that name."""
        team = self.team_of.get(person.key)
        works = {
            said
            for line, said in lines_from(person, ("organisation",), own=self.own).items()
            if said
        }
        if row.school is None or not works or None in (row.team, team) or row.team == team:
            return False
        return row.school.text not in works and row.school.number != person.school_number

    def about(self, person: PersonEntry) -> str:
        """Team, position and school, by which people know one from another."""
        lines = lines_from(person, ("position", "organisation"), own=self.own)
        team = self.team_of.get(person.key)
        said = [_("team %(number)s") % {"number": team}] if team else []
        for name in ("position", "organisation"):
            said += [text for line, text in lines.items() if line.startswith(name) and text][:1]
        return ", ".join(said)
