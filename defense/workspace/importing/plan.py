"""What becomes of each row, and the event file that comes of all of them: one pure function for preview and import."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from defense.event_file import EventFile
from defense.workspace.people import NAMES, WORK
from defense.workspace.rows import own_language
from events.editing import Refused, entry_from, lines_from
from events.entries import PersonEntry
from events.imports.fates import Answers, Difference, Fate, RowFate
from events.latin import new_key
from events.listed import TEXTS, CellFlaw, Listed
from events.rules import Flaw
from events.spreadsheets.headings import Meaning
from experts.entries import SeatEntry
from experts.listed_people import Who, who_is_who
from experts.models import Seat
from experts.role_words import EXPERT, SEATS, SUPERVISOR, TRAINEE, roles_of
from projects.entries import MemberEntry, ProjectEntry, SupervisorEntry
from projects.listed_teams import Teams

LINES = (*NAMES, *WORK)


@dataclass(frozen=True)
class Plan:
    """The fates in the order of the rows, the file they make, whom each row means, and who is in no row."""

    fates: tuple[RowFate, ...]
    file: EventFile
    missing: tuple[str, ...]

    def of(self, fate: Fate) -> list[RowFate]:
        return [each for each in self.fates if each.fate == fate]

    @property
    def counts(self) -> dict[str, int]:
        return {str(fate): len(self.of(fate)) for fate in Fate}

    @property
    def writes(self) -> int:
        return len(self.of(Fate.NEW)) + len(self.of(Fate.CHANGED))


def planned(
    file: EventFile,
    rows: Sequence[Listed],
    answers: Answers,
    *,
    confirmed: frozenset[str] = frozenset(),
) -> Plan:
    """`confirmed` are the keys of those who confirmed their printed names, which no list changes."""
    plan = _Planning(file, rows, answers, confirmed).plan()
    if flaws := list(_left_alone(file, plan)):
        return planned(file, rows, answers.without(flaws), confirmed=confirmed)
    return plan


def _left_alone(file: EventFile, plan: Plan) -> Iterator[CellFlaw]:
    """Rows of new teams whose number is too high, because nobody of a team before them goes in."""
    numbers = {project.number for project in plan.file.projects}
    gap = next(number for number in range(1, len(numbers) + 2) if number not in numbers)
    said = _("There is no team %(number)s yet, and its rows are left out.") % {"number": gap}
    for fate in (*plan.of(Fate.NEW), *plan.of(Fate.CHANGED), *plan.of(Fate.SAME)):
        number = fate.team or 0
        if max(numbers, default=0) > gap and number > gap and number > len(file.projects):
            yield CellFlaw(fate.row, Meaning.TEAM, str(number), said)


class _Planning:
    def __init__(
        self, file: EventFile, rows: Sequence[Listed], answers: Answers, confirmed: frozenset[str]
    ) -> None:
        self.before, self.rows, self.answers, self.confirmed = file, rows, answers, confirmed
        self.own = own_language(file)
        self.team = {
            member.person: each.number for each in file.projects for member in each.members
        }
        self.who = who_is_who(file.people, self.team, rows, answers, own=self.own)
        going = [
            row for row in rows if row.row in self.who and not self.stays_out(self.who[row.row])
        ]
        self.teams = Teams(file.projects, going, own=self.own)
        self.people = {person.key: person for person in file.people}
        self.projects: dict[int, ProjectEntry] = {each.number: each for each in file.projects}
        self.panel = {seat.person: seat for seat in file.panel}
        self.key_of_row: dict[int, str] = {}

    def stays_out(self, who: Who) -> bool:
        return bool(who.asks or who.flaw)

    def plan(self) -> Plan:
        fates = [self.fate(row) for row in self.rows]
        met = {fate.key for fate in fates if fate.key}
        missing = tuple(person.name for person in self.before.people if person.key not in met)
        return Plan(tuple(fates), self.file(), missing)

    def fate(self, row: Listed) -> RowFate:
        told = RowFate(row.row, row.name, Fate.REFUSED, about=self.about(row))
        if not row.is_sound:
            return replace(told, flaws=row.flaws)
        if flaw := self.answers.refused.get(row.row):
            return told.refused(flaw)
        who = self.who[row.row]
        if who.flaw:
            return told.refused(who.flaw)
        if who.asks:
            return replace(told, fate=Fate.ASKED, candidates=who.asks)
        try:
            return self.taken(row, who, told)
        except _Unplaced as unplaced:
            return told.refused(*unplaced.flaws)

    def taken(self, row: Listed, who: Who, told: RowFate) -> RowFate:
        """The row written into the lists; all of it is tried before any of it is kept."""
        key, base = self.person_of(row, who)
        roles = self.roles(row)
        if flaw := self.teams.flaw(row):
            raise _Unplaced(flaw)
        fill = bool(who.row)
        person = self.changed(row, base, fill=fill) if base else self.fresh(row)
        key = key or new_key(person.name, self.people.keys())
        person = person.model_copy(update={"key": key})
        number = self.teams.number_of[row.row]
        project = self.project(row, number) if number else None
        seat = self.seat(row, key, roles)
        changes = [*self.person_changes(base, person)] if base else []
        changes += self.write_topic(project)
        self.people[key], self.key_of_row[row.row] = person, key
        changes += [*self.write_team(key, roles, number), *self.write_seat(key, seat)]
        is_new = base is None
        return replace(
            told,
            name=person.name,
            key=key,
            team=number,
            fate=Fate.NEW if is_new else (Fate.CHANGED if changes else Fate.SAME),
            changes=tuple(changes)
            if not is_new
            else tuple(each for each in changes if each.before),
            keeps_name=key in self.confirmed and bool(row.name) and row.name != person.name,
        )

    def person_of(self, row: Listed, who: Who) -> tuple[str, PersonEntry | None]:
        key = self.key_of_row.get(who.row, "") if who.row else who.key
        if who.row and not key:
            said = _("Row %(row)s, which this one is the same as, is left out itself.") % {
                "row": who.row
            }
            raise _Unplaced(CellFlaw(row.row, Meaning.NAME, row.name, said))
        return key, self.people[key] if key else None

    # Values of the person

    def fresh(self, row: Listed) -> PersonEntry:
        lines = {**self.said(row, {}), "name": row.name}
        return self.entry(row, LINES, lines, None)

    def changed(self, row: Listed, base: PersonEntry, *, fill: bool) -> PersonEntry:
        """The person with what the row says otherwise; a second row of one person only fills what is empty."""
        current = lines_from(base, LINES, own=self.own)
        said = self.said(row, current)
        if row.name:
            said["name"] = row.name
        if fill:
            said = {line: text for line, text in said.items() if not current.get(line)}
        if base.key in self.confirmed:
            said = {
                line: text
                for line, text in said.items()
                if line != "name" and not line.startswith("printed_names")
            }
        changed = {line for line, text in said.items() if text != current.get(line, "")}
        names = [name for name in LINES if any(_belongs(line, name) for line in changed)]
        return self.entry(row, names, {**current, **said}, base) if names else base

    def said(self, row: Listed, current: Mapping[str, str]) -> dict[str, str]:
        """What the row says, line by line. A text of no language that stands in one of them already is no news."""
        said: dict[str, str] = {**row.parts, **row.lines}
        texts = dict(row.texts)
        if row.school:
            texts["organisation"] = row.school.text
        for name, text in texts.items():
            if text not in {each for line, each in current.items() if _belongs(line, name)}:
                said.setdefault(f"{name}_{self.own}", text)
                if name == "organisation" and row.school and row.school.number:
                    said |= {
                        "school_kind": row.school.kind,
                        "school_number": str(row.school.number),
                    }
        said |= {line: text for line, text in (("email", row.email), ("note", row.note)) if text}
        return said

    def entry(
        self, row: Listed, names: Sequence[str], lines: Mapping[str, str], base: PersonEntry | None
    ) -> PersonEntry:
        try:
            return entry_from(PersonEntry, names, lines, own=self.own, base=base)
        except Refused as refused:
            raise _Unplaced(*(self.at_cell(row, flaw, lines) for flaw in refused.flaws)) from None

    def at_cell(self, row: Listed, flaw: Flaw, lines: Mapping[str, str]) -> CellFlaw:
        """The flaw of a line at the column that said it."""
        line = flaw.place
        if line in Meaning.values:
            return CellFlaw(row.row, line, lines.get(line, ""), flaw.sentence)
        name = line.rpartition("_")[0]
        meaning = (
            name if name in Meaning.values else Meaning.WORK if line.startswith("school") else ""
        )
        return CellFlaw(row.row, meaning, lines.get(line, ""), flaw.sentence)

    def person_changes(self, base: PersonEntry, person: PersonEntry) -> Iterator[Difference]:
        before, after = (lines_from(each, LINES, own=self.own) for each in (base, person))
        for line, text in after.items():
            if text != before[line]:
                yield Difference(self.plain(line), before[line], text)

    def plain(self, line: str) -> str:
        """A text in the event's own language is not said to be in one."""
        name = line.removesuffix(f"_{self.own}")
        return name if name in TEXTS else line

    # Roles, teams and the panel

    def roles(self, row: Listed) -> frozenset[str]:
        roles, strange = roles_of(row.role)
        number = self.teams.number_of[row.row]
        if strange:
            said = _(
                "“%(word)s” is no role that is known: trainee, supervisor, expert, chair, deputy, secretary, reserve."
            )
            raise _Unplaced(CellFlaw(row.row, Meaning.ROLE, row.role, said % {"word": strange}))
        if SUPERVISOR in roles and number is None:
            said = _("A supervisor needs the number of a team.")
            raise _Unplaced(CellFlaw(row.row, Meaning.TEAM, "", said))
        if roles and not roles & {SUPERVISOR, TRAINEE} and row.team is not None:
            said = _(
                "An expert sits on the panel and is in no team. Empty this cell, or name the other role as well."
            )
            raise _Unplaced(CellFlaw(row.row, Meaning.TEAM, str(row.team), said))
        return roles or frozenset([TRAINEE] if number else [])

    def project(self, row: Listed, number: int) -> ProjectEntry:
        held = self.projects.get(number)
        try:
            brought = self.teams.brought(number)
        except Refused as refused:
            topic = next(iter(row.topics.values()), "")
            flaws = [
                CellFlaw(row.row, Meaning.TOPIC, topic, flaw.sentence) for flaw in refused.flaws
            ]
            raise _Unplaced(*flaws) from None
        return held.model_copy(update={"topic": brought.topic}) if held else brought

    def write_topic(self, project: ProjectEntry | None) -> list[Difference]:
        if project is None:
            return []
        held = self.projects.get(project.number)
        self.projects[project.number] = project
        if held is None or held.topic == project.topic:
            return []
        before, after = (lines_from(each, ("topic",), own=self.own) for each in (held, project))
        return [
            Difference(line, before[line], text)
            for line, text in after.items()
            if text != before[line]
        ]

    def write_team(
        self, key: str, roles: frozenset[str], number: int | None
    ) -> Iterator[Difference]:
        if number is None:
            return
        if TRAINEE in roles and self.team.get(key) != number:
            yield Difference("team", str(self.team.get(key) or ""), str(number))
            self.move(key, number)
        project = self.projects[number]
        if SUPERVISOR in roles and all(each.person != key for each in project.all_supervisors()):
            several = (*project.all_supervisors(), SupervisorEntry(person=key))
            alone = several[0] if len(several) == 1 else None
            update = {"supervisor": alone, "supervisors": () if alone else several}
            self.projects[number] = project.model_copy(update=update)
            yield Difference("supervises", "", str(number))

    def move(self, key: str, number: int) -> None:
        if old := self.team.get(key):
            members = tuple(each for each in self.projects[old].members if each.person != key)
            self.projects[old] = self.projects[old].model_copy(update={"members": members})
        project = self.projects[number]
        members = (*project.members, MemberEntry(person=key))
        self.projects[number] = project.model_copy(
            update={"members": members, "members_listed": True}
        )
        self.team[key] = number

    def seat(self, row: Listed, key: str, roles: frozenset[str]) -> SeatEntry | None:
        named = [role for role in SEATS if role in roles]
        if not named and EXPERT not in roles:
            return None
        held = self.panel.get(key)
        role = named[0] if named else (held.role if held else "member")
        chair = next(
            (each for each in self.panel.values() if each.role == "chair" and each.person != key),
            None,
        )
        if role == "chair" and chair:
            said = _("The panel has a chair already: %(name)s.") % {
                "name": self.people[chair.person].name
            }
            raise _Unplaced(CellFlaw(row.row, Meaning.ROLE, row.role, said))
        if held:
            return held.model_copy(update={"role": role})
        return SeatEntry.model_construct(person=key, role=role)

    def write_seat(self, key: str, seat: SeatEntry | None) -> Iterator[Difference]:
        held = self.panel.get(key)
        if seat is None or held == seat:
            return
        self.panel[key] = seat
        yield Difference("seat", _seat(held), _seat(seat))

    def file(self) -> EventFile:
        projects = tuple(self.projects[number] for number in sorted(self.projects))
        named = sum(len(project.members) for project in projects)
        stated = self.before.event.trainees_stated
        event = self.before.event
        if stated and stated < named:
            event = event.model_copy(update={"trainees_stated": named})
        lists = {
            "people": tuple(self.people.values()),
            "projects": projects,
            "panel": tuple(self.panel.values()),
        }
        return self.before.model_copy(update={"event": event, **lists})

    def about(self, row: Listed) -> str:
        texts = [row.role, *(text for name, text in row.texts.items() if name != Meaning.WORK)]
        work = row.school.text if row.school else row.texts.get(Meaning.WORK, "")
        team = self.teams.number_of.get(row.row, row.team) if row.row in self.who else row.team
        said = [_("team %(number)s") % {"number": team}] if team else []
        return ", ".join(filter(None, [*said, *texts, work]))


class _Unplaced(Exception):
    """The row cannot go in, and why, cell by cell."""

    def __init__(self, *flaws: CellFlaw) -> None:
        self.flaws = flaws
        super().__init__(flaws)


def _seat(seat: SeatEntry | None) -> str:
    return str(Seat.Role(seat.role).label) if seat else ""


def _belongs(line: str, name: str) -> bool:
    return line == name or line in {f"{name}_{language}" for language in ("en", "kk", "ru")}
