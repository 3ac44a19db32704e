"""A read event file into the database, whole or not at all: the order of the apps, one transaction."""

import logging
import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from defense.desk.gaps import gaps_of
from defense.desk.leaving import not_to_be_left_out, why_people_stay, why_projects_stay
from defense.event_file.after_close import journal_of, refuse_other_people, touched
from defense.event_file.envelope import EventFile
from defense.event_file.new_keys import new_key_flaws
from defense.event_file.refusal import BadEventFile
from defense.event_file.scored import Scored, points_flaws, scored, who_left_or_joined
from defense.running.private_copy import on_a_private_copy
from diplomas import exchange as diplomas
from diplomas.services.leaving import member_has_diploma, team_has_diplomas
from events import exchange as events
from events.covered import Rows, all_rows, lines_since
from events.errors import AskedBeforeClose, DomainError, RubricLocked, RuleLocked
from events.journal import Change, ChangeKind, Journal, counted
from events.matching import Brought, delete
from events.models import AuditEntry, Event, Person, Room, RunItem, User
from events.models.audit import Line
from events.rules import Flaw, Gap
from events.services.leaving import Question, asked, has_begun
from events.services.phases import OPEN, take_step
from events.texts import one_line
from experts import exchange as experts
from experts.comparing import RoleMatch
from experts.errors import ResultStands
from experts.models import Interest, Seat
from experts.reports.after_close import was_closed
from experts.services.interests import drop_interests_of, recuse_in_person
from experts.services.leaving import (
    project_has_paper,
    project_has_sheets,
    project_was_asked,
    project_was_attended,
    project_was_called_about,
    project_was_deliberated,
)
from projects import exchange as projects
from projects.models import Defense, Project, Supervisor, TeamMember
from projects.rules import roles
from projects.services.leaving import project_was_heard

APPS: Final = ("events", "projects", "experts", "diplomas")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What a loading did, or what it would do; a dry run of a new event leaves no event behind."""

    event: Event
    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]
    is_new: bool
    is_dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        return counted(self.changes)

    @property
    def has_changed(self) -> bool:
        return any(change.kind != ChangeKind.KEPT for change in self.changes)


@dataclass(frozen=True)
class Loading:
    """By whom, when and in which way a file is loaded."""

    actor: User | str
    at: datetime
    is_dry_run: bool = False
    reason: str = ""
    only_new: bool = False
    renaming: Collection[str] = ()


class SlugTaken(DomainError):
    """A new event was wanted, and there is one of that name in the addresses."""

    def __init__(self) -> None:
        super().__init__(_("There is an event with this address already."))


def load_event(
    file: EventFile,
    *,
    actor: User | str,
    at: datetime,
    dry_run: bool = False,
    reason: str = "",
    only_new: bool = False,
    renaming: Collection[str] = (),
) -> Outcome:
    """Make the event, or bring it to what the file says; nothing that people did is lost.

    One transaction; a dry run writes to a copy, holds no lock, and is forgotten. Locks the seats, then the event. Raises
    BadEventFile when the file would change a rubric whose rule is locked, or leaves out a seat or a
    project with a tie that somebody declared or decided, moves points to other people, or while the
    scoring is closed changes who scores whom; SlugTaken when only a new event is wanted. The reason is
    kept in the log and said with the results. Confirmed names stay, but those of the keys in `renaming`.
    """
    how = Loading(actor, at, dry_run, one_line(reason), only_new, renaming)
    experts.compare_ahead(file.people, file.panel)
    try:
        with on_a_private_copy(APPS) if dry_run else nullcontext():
            return _loaded(file, how)
    except RubricLocked as locked:
        raise BadEventFile([Flaw("rubric", str(locked))]) from None
    except (RuleLocked, AskedBeforeClose) as locked:
        raise BadEventFile([Flaw(f"event.{locked.name}", str(locked))]) from None
    except ResultStands as closed:
        raise BadEventFile([Flaw("disclosures", str(closed))]) from None


def _loaded(file: EventFile, how: Loading) -> Outcome:
    try:
        return _load(file, how)
    except IntegrityError:
        # The same event was made, or a sheet was begun, at the same moment. Both are seen now.
        return _load(file, how)


@transaction.atomic
def _load(file: EventFile, how: Loading) -> Outcome:
    event = held_event(file.event.slug)
    if how.only_new and event.pk is not None:
        raise SlugTaken
    journal = journal_of(event)
    is_new = event.pk is None
    if not event.is_scoring_open:
        refuse_other_people(event, file.people, renaming=how.renaming)
    before, rows = scored(event), {} if is_new else all_rows(event)
    _bring_in(file, event, before, journal, how)
    event = Event.objects.get(pk=event.pk)
    diplomas.tell_outdated(event, journal)
    gaps = tuple(gaps_of(event))
    if is_new and event.published and not gaps:
        event = take_step(event.pk, OPEN, gaps=gaps, actor=how.actor)
    outcome = Outcome(event, tuple(journal.changes), gaps, is_new=is_new, is_dry_run=how.is_dry_run)
    if outcome.has_changed:
        details = _details(outcome, rows, before, how.reason)
        AuditEntry.write_all(
            event,
            how.actor,
            [("event.loaded", event, details), *_unconfirmed(event, journal.changes)],
        )
    if outcome.has_changed and not how.is_dry_run:
        logger.info("Event loaded", extra={"event": event.pk, **outcome.counts})
    if how.is_dry_run:
        transaction.set_rollback(True)
    return outcome


def _details(outcome: Outcome, rows: Rows, before: Scored, reason: str) -> dict[str, object]:
    """What the log keeps; after a first close also what the load touched, for the page of the results."""
    details: dict[str, object] = {**outcome.counts, **lines_since(rows, outcome.event)}
    details |= who_left_or_joined(before)
    if reason:
        details["reason"] = reason
    if was_closed(outcome.event):
        details["touched"] = touched(outcome.changes)
    return details


def _unconfirmed(event: Event, changes: Sequence[Change]) -> list[Line]:
    """Whose confirmation fell with their name, a line each."""
    found = (re.fullmatch(r"people\.(.+)\.confirmed_at", change.place) for change in changes)
    keys = [match[1] for match in found if match]
    people = Person.objects.of_event(event).filter(key__in=keys) if keys else ()
    return [("name.unconfirmed", person, {}) for person in people]


def held_event(slug: str) -> Event:
    """The event of this slug, held as a closing of the scoring holds it; or a new one."""
    seats = Seat.objects.filter(panel__room__event__slug=slug).order_by("pk")
    list(seats.select_for_update(of=("self",), no_key=True))
    event = Event.objects.select_for_update(no_key=True).filter(slug=slug).first()
    return event or Event(slug=slug)


@dataclass(frozen=True)
class Placed:
    """What stands in the database of each section of the file, and what is to leave it."""

    people: events.People
    panel: Brought[Seat]
    projects: Brought[Project]
    run: Brought[RunItem]
    supervisors: Brought[Supervisor]
    teams: Brought[TeamMember]
    recused: Sequence[Interest]

    @property
    def by_number(self) -> dict[int, Project]:
        return {project.number: project for project in self.projects.rows}


def _bring_in(
    file: EventFile,
    event: Event,
    before: Scored,
    journal: Journal,
    how: Loading,
) -> None:
    """App by app from the lowest; what the file has no longer goes when nothing points at it."""
    placed = _placed(file, event, journal, how)
    _take_out(placed, how.actor)
    _let_people_go(file, placed, before, journal)
    experts.load_interests(
        event,
        file.disclosures,
        {seat.person.key: seat for seat in placed.panel.rows},
        placed.by_number,
        actor=how.actor,
        at=how.at,
        journal=journal,
        recused=placed.recused,
    )


def _placed(file: EventFile, event: Event, journal: Journal, how: Loading) -> Placed:
    events.load_event_row(event, file.event, file.source, file.published, journal)
    events.load_facts(event, file.facts, journal)
    events.load_delegations(event, file.delegations, journal)
    people = events.load_people(event, file.people, journal, renaming=how.renaming)
    events.load_rubric(event, file.rubric, journal)
    diplomas.load_designs(event, file.diploma, file.documents, journal)
    room = events.default_room(event)
    panel = experts.load_panel(room, file.panel, people.by_key, journal)
    found = _load_projects(file, event, people.by_key, journal)
    by_number = {project.number: project for project in found.rows}
    seats = [*panel.rows, *panel.kept]
    recused = _recused_in_person(file, event, seats, people.by_key, by_number, how.at)
    supervisors = projects.load_supervisors(file.projects, found, people.by_key, journal)
    run = _load_run(file, room, people.by_key, found, journal)
    projects.load_defenses(event, file.run, run, by_number, journal)
    stay = _why_members_stay(found.kept)
    teams = projects.load_teams(file.projects, found, people.by_key, reasons=stay, journal=journal)
    projects.load_evidence(file.projects, by_number, journal)
    projects.load_draw(room, file.draw, journal)
    return Placed(people, panel, found, run, supervisors, teams, recused)


def _take_out(placed: Placed, actor: User | str) -> None:
    """What the file leaves out. Raises BadEventFile where it must not be left out."""
    seats, left = placed.panel.gone, placed.projects.gone
    if flaws := list(not_to_be_left_out(seats, left)):
        raise BadEventFile(flaws)
    if seats or left:
        drop_interests_of(seats, left, actor=actor)
    # Projects first: their defenses hold lines of the run of show.
    for rows in (left, placed.run.gone, placed.supervisors.gone, placed.teams.gone, seats):
        delete(rows)


def _recused_in_person(
    file: EventFile,
    event: Event,
    seats: Sequence[Seat],
    people: Mapping[str, Person],
    by_number: Mapping[int, Project],
    at: datetime,
) -> list[Interest]:
    """Experts who come into a project, recused before: the database takes nobody with a sheet that counts."""
    places: dict[Hashable, str] = {}
    matches: dict[Hashable, RoleMatch] = {}
    for i, entry in enumerate(file.projects):
        for place, key in roles(entry):
            for match in _matches_of(people[key or ""], place, by_number[entry.number], seats):
                places[match.key] = f"projects[{i}].{place}"
                matches[match.key] = _with_both(matches.get(match.key), match)
    if not matches:
        return []
    try:
        return recuse_in_person(event, matches.values(), at=at)
    except ResultStands as closed:
        raise BadEventFile([Flaw(places[tie], str(closed)) for tie in closed.ties]) from None


def _matches_of(
    person: Person, place: str, project: Project, seats: Sequence[Seat]
) -> Iterator[RoleMatch]:
    """A role of somebody who has a seat as well, by the person or by the very name."""
    kind = Interest.Kind.MEMBER if place.startswith("members") else Interest.Kind.SUPERVISOR
    for seat in seats:
        if seat.person_id == person.pk or seat.person.name == person.name:
            yield RoleMatch(seat, project, kind, (person,), is_certain=True)


def _with_both(earlier: RoleMatch | None, match: RoleMatch) -> RoleMatch:
    return match if earlier is None else replace(match, people=(*earlier.people, *match.people))


def _load_projects(
    file: EventFile, event: Event, people: Mapping[str, Person], journal: Journal
) -> Brought[Project]:
    elsewhere = [member.person for entry in file.projects for member in entry.members]
    holding = team_has_diplomas(Project.objects.of_event(event), besides=elsewhere)
    return projects.load_projects(
        event,
        file.projects,
        people,
        reasons=lambda left: why_projects_stay(left, besides=elsewhere),
        holding=holding,
        journal=journal,
    )


def _load_run(
    file: EventFile,
    room: Room,
    people: Mapping[str, Person],
    found: Brought[Project],
    journal: Journal,
) -> Brought[RunItem]:
    held = Defense.objects.filter(project__in=[*found.rows, *found.kept, *found.gone])
    of_item = dict(held.values_list("run_item", "project"))
    ids = {project.number: project.pk for project in found.rows}
    kept = dict.fromkeys((project.pk for project in found.kept), _("its project stays"))

    def with_project(reasons: Mapping[int, str]) -> Question[RunItem]:
        def question(items: Sequence[RunItem]) -> dict[int, str]:
            defended = {item.pk: of_item.get(item.pk, 0) for item in items}
            return {pk: reasons[project] for pk, project in defended.items() if project in reasons}

        return question

    return events.load_run(
        room,
        file.run,
        people,
        defended=events.Defended(ids, of_item),
        reasons=lambda left: asked(
            left,
            with_project(project_was_heard(found.rows)),
            has_begun,
            with_project(
                project_was_called_about(found.rows)
                | project_was_asked(found.rows)
                | project_was_attended(found.rows)
                | project_was_deliberated(found.rows)
                | project_has_paper(found.rows)
                | project_has_sheets(found.rows)
                | kept
            ),
        ),
        journal=journal,
    )


def _why_members_stay(
    kept: Sequence[Project],
) -> Callable[[Sequence[TeamMember]], Mapping[int, str]]:
    ids, reason = {project.pk for project in kept}, _("its project stays")

    def with_project(left: Sequence[TeamMember]) -> dict[int, str]:
        return {member.pk: reason for member in left if member.project_id in ids}

    return lambda left: asked(left, with_project, member_has_diploma)


def _let_people_go(file: EventFile, placed: Placed, before: Scored, journal: Journal) -> None:
    """Remove who is in the file no longer, unless they left something behind.

    Raises BadEventFile where points would stand beside other people than those who got them.
    """
    people = placed.people
    reasons = before.why_stay(people.left) | why_people_stay(people.left)
    moved = new_key_flaws(file, people.new, people.left, reasons)
    if flaws := [*moved, *points_flaws(before, file, people.by_key, placed.by_number)]:
        raise BadEventFile(flaws)
    for person in people.left:
        place = f"people.{person.key}"
        if person.pk in reasons:
            journal.kept(place, person.name, reasons[person.pk])
        else:
            journal.removed(place, person.name)
    delete([person for person in people.left if person.pk not in reasons])
