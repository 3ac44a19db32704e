"""What must hold between the values of an event file.

The rules look at a half-read tree: a value that could not be read is None, and a rule says nothing
about it. What they yield is (place, reason).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import TypeVar

from django.utils.translation import gettext as _

from defense.event_file.schema import (
    Criterion,
    Disclosure,
    EventFile,
    Finding,
    Rubric,
    RunItem,
    Survey,
)

Broken = Iterator[tuple[str, str]]
FULL_WEIGHT = Decimal(100)
Entry = TypeVar("Entry")


def broken_rules(tree: EventFile) -> Broken:
    """Every rule that the file breaks, in the order of the rules."""
    return chain.from_iterable(rule(tree) for rule in RULES)


def _readable(entries: Sequence[Entry | None] | None) -> Iterator[tuple[int, Entry]]:
    """The readable entries of a list, with their positions."""
    return ((i, entry) for i, entry in enumerate(entries or ()) if entry is not None)


def _dates_in_order(tree: EventFile) -> Broken:
    event = tree.event
    if event and event.starts_on and event.ends_on and event.ends_on < event.starts_on:
        yield "event.ends_on", _("The event ends before it starts.")


def _keys_are_unique(tree: EventFile) -> Broken:
    first: dict[str, int] = {}
    for i, person in _readable(tree.people):
        if person.key and first.setdefault(person.key, i) != i:
            reason = _("The key “%(key)s” belongs to people[%(first)s] already.")
            yield f"people[{i}].key", reason % {"key": person.key, "first": first[person.key]}


def _keys_are_known(tree: EventFile) -> Broken:
    people = [person for _position, person in _readable(tree.people)]
    keys = {person.key for person in people}
    if len(people) < len(tree.people or ()) or None in keys or not keys:
        return
    for place, key in _references(tree):
        if key and key not in keys:
            yield place, _("Nobody in people has the key “%(key)s”.") % {"key": key}


def _references(tree: EventFile) -> Iterator[tuple[str, str | None]]:
    """Every place where the file speaks of a person, with the key used there."""
    for i, seat in _readable(tree.panel):
        yield f"panel[{i}].person", seat.person
    for i, item in _readable(tree.run):
        yield f"run[{i}].person", item.person
    for i, project in _readable(tree.projects):
        if project.supervisor:
            yield f"projects[{i}].supervisor.person", project.supervisor.person
        for j, member in _readable(project.members):
            yield f"projects[{i}].members[{j}].person", member.person
    for i, disclosure in _readable(tree.disclosures):
        for j, key in _readable(disclosure.experts):
            yield f"disclosures[{i}].experts[{j}]", key


def _school_number_has_a_kind(tree: EventFile) -> Broken:
    for i, person in _readable(tree.people):
        if person.school_number and not person.school_kind:
            yield f"people[{i}].school_kind", _("A numbered school needs its kind as well.")


def _panel_is_headed_by_one_chair(tree: EventFile) -> Broken:
    seats = list(_readable(tree.panel))
    chairs = [i for i, seat in seats if seat.role == "chair"]
    if tree.panel and not chairs:
        yield "panel", _("The panel has no chair.")
    for i in chairs[1:]:
        reason = _("A panel has one chair, and panel[%(first)s] is the chair already.")
        yield f"panel[{i}].role", reason % {"first": chairs[0]}


def _experts_sit_once(tree: EventFile) -> Broken:
    first: dict[str, int] = {}
    for i, seat in _readable(tree.panel):
        if seat.person and first.setdefault(seat.person, i) != i:
            reason = _("This expert sits in panel[%(first)s] already.")
            yield f"panel[{i}].person", reason % {"first": first[seat.person]}


def _projects_are_numbered_without_gaps(tree: EventFile) -> Broken:
    count = len(tree.projects or ())
    first: dict[int, int] = {}
    for i, project in _readable(tree.projects):
        if project.number is None:
            continue
        if first.setdefault(project.number, i) != i:
            reason = _("projects[%(first)s] has this number already.")
            yield f"projects[{i}].number", reason % {"first": first[project.number]}
        elif project.number > count:
            reason = _("There are %(count)s projects; they are numbered from 1 without gaps.")
            yield f"projects[{i}].number", reason % {"count": count}


def _members_are_in_one_team(tree: EventFile) -> Broken:
    first: dict[str, int] = {}
    for i, project in _readable(tree.projects):
        for j, member in _readable(project.members):
            if not member.person:
                continue
            place = f"projects[{i}].members[{j}].person"
            if member.person not in first:
                first[member.person] = i
            elif first[member.person] == i:
                yield place, _("This person is in the team already.")
            else:
                reason = _("This person is in the team of projects[%(first)s] already.")
                yield place, reason % {"first": first[member.person]}


def _listed_teams_have_members(tree: EventFile) -> Broken:
    for i, project in _readable(tree.projects):
        if project.members_listed is True and not project.members:
            reason = _(
                "The team is said to be listed, but nobody is in it. Put false for members_listed."
            )
            yield f"projects[{i}].members", reason
        if project.members_listed is False and project.members:
            reason = _("The team is said not to be listed, but it has members.")
            yield f"projects[{i}].members_listed", reason


def _trainees_cover_the_named(tree: EventFile) -> Broken:
    stated = tree.event.trainees_stated if tree.event else None
    named = sum(len(project.members or ()) for _position, project in _readable(tree.projects))
    if stated is not None and named > stated:
        reason = _("%(stated)s trainees are stated, but the teams name %(named)s.")
        yield "event.trainees_stated", reason % {"stated": stated, "named": named}


def _run_items_are_whole(tree: EventFile) -> Broken:
    for i, item in _readable(tree.run):
        if item.kind == "defense":
            if item.project is None:
                yield f"run[{i}].project", _("A defense needs the number of its project.")
        elif item.kind is not None:
            yield from _lines_without_a_project(f"run[{i}]", item)


def _lines_without_a_project(place: str, item: RunItem) -> Broken:
    if item.project is not None:
        yield f"{place}.project", _("Only a defense has a project.")
    if item.title is None:
        yield f"{place}.title", _("This line of the run of show needs a title.")
    if item.kind == "speech" and item.person is None:
        yield f"{place}.person", _("A speech needs the person who gives it.")


def _projects_are_defended_once(tree: EventFile) -> Broken:
    numbers = _numbers_in_use(tree)
    first: dict[int, int] = {}
    astray = 0
    for i, item in _readable(tree.run):
        if item.kind != "defense" or not numbers:
            continue
        if item.project not in numbers:
            astray += 1
            if item.project is not None:
                yield f"run[{i}].project", _no_such_project(item.project)
        elif first.setdefault(item.project, i) != i:
            reason = _("Project %(number)s is defended in run[%(first)s] already.")
            place = f"run[{i}].project"
            yield place, reason % {"number": item.project, "first": first[item.project]}
    missing = sorted(numbers - set(first))
    # A line that names no project is the likely place of one that is missed: one error, not two.
    if len(missing) > astray:
        for number in missing:
            yield "run", _("Project %(number)s is never defended.") % {"number": number}


def _numbers_in_use(tree: EventFile) -> set[int]:
    """The numbers 1 to n of the projects, or nothing while the numbering itself is broken."""
    numbers = {project.number for _position, project in _readable(tree.projects)}
    return numbers if numbers == set(range(1, len(tree.projects or ()) + 1)) else set()


def _no_such_project(number: int) -> str:
    return _("There is no project number %(number)s.") % {"number": number}


def _one_draw_at_most(tree: EventFile) -> Broken:
    draws = [i for i, item in _readable(tree.run) if item.kind == "draw"]
    for i in draws[1:]:
        reason = _("There is one draw, and run[%(first)s] holds it already.")
        yield f"run[{i}].kind", reason % {"first": draws[0]}
    if draws and tree.draw is None:
        yield "draw", _("The run of show has a draw; say here how it is held.")


def _surveys_add_up(tree: EventFile) -> Broken:
    for i, project in _readable(tree.projects):
        if project.survey is not None:
            yield from _groups_make_the_base(f"projects[{i}].survey", project.survey)


def _groups_make_the_base(place: str, survey: Survey) -> Broken:
    if survey.base is not None and survey.base_over is not None:
        yield f"{place}.base_over", _("Give the exact base or what it is over, not both.")
    if not survey.groups:
        return
    total = sum(group.count or 0 for _position, group in _readable(survey.groups))
    if survey.base is not None and total != survey.base:
        reason = _("The groups add up to %(sum)s, but the stated base is %(base)s.")
        yield f"{place}.groups", reason % {"sum": total, "base": survey.base}
    if survey.base_over is not None and total <= survey.base_over:
        reason = _("The groups add up to %(sum)s, which is not over %(base)s.")
        yield f"{place}.groups", reason % {"sum": total, "base": survey.base_over}


def _percentages_have_a_base(tree: EventFile) -> Broken:
    for i, project in _readable(tree.projects):
        asked = project.survey.base if project.survey else None
        for j, finding in _readable(project.findings):
            yield from _percentage_has_a_base(f"projects[{i}].findings[{j}]", finding, asked)


def _percentage_has_a_base(place: str, finding: Finding, asked: int | None) -> Broken:
    if finding.percent is None:
        if finding.base is not None:
            yield f"{place}.percent", _("A base without a percentage says nothing.")
    elif finding.base is None:
        reason = _("A percentage needs its base: how many people it is a share of.")
        yield f"{place}.base", reason
    elif asked is not None and finding.base > asked:
        reason = _("The base is %(base)s, but only %(asked)s people were asked.")
        yield f"{place}.base", reason % {"base": finding.base, "asked": asked}


def _disclosures_fit_the_panel(tree: EventFile) -> Broken:
    seated = {seat.person for _position, seat in _readable(tree.panel)}
    keys = {person.key for _position, person in _readable(tree.people)}
    numbers = _numbers_in_use(tree)
    for i, disclosure in _readable(tree.disclosures):
        place = f"disclosures[{i}]"
        for j, key in _readable(disclosure.experts):
            if seated and None not in seated and key in keys - seated:
                yield f"{place}.experts[{j}]", _("This person has no seat on the panel.")
        for j, number in _readable(disclosure.projects):
            if numbers and number not in numbers:
                yield f"{place}.projects[{j}]", _no_such_project(number)
    yield from _disclosures_differ(tree.disclosures)


def _disclosures_differ(disclosures: Sequence[Disclosure] | None) -> Broken:
    """One expert has one tie of a kind to a project; what is said of several is written once."""
    first: dict[object, int] = {}
    ties: dict[object, int] = {}
    for i, disclosure in _readable(disclosures):
        said = (disclosure.kind, disclosure.reason, frozenset(disclosure.projects or ()))
        if disclosure.reason and first.setdefault(said, i) != i:
            reason = _("disclosures[%(first)s] says the same of these projects; put them together.")
            yield f"disclosures[{i}].reason", reason % {"first": first[said]}
        for j, key in _readable(disclosure.experts):
            for number in set(disclosure.projects or ()) - {None}:
                if disclosure.kind and ties.setdefault((disclosure.kind, key, number), i) != i:
                    reason = _("This tie to project %(number)s is disclosed already.")
                    yield f"disclosures[{i}].experts[{j}]", reason % {"number": number}


def _weights_add_up(tree: EventFile) -> Broken:
    if not isinstance(tree.rubric, Rubric):
        return
    criteria = list(_readable(tree.rubric.criteria))
    weight = sum((criterion.weight or Decimal(0) for _position, criterion in criteria), Decimal(0))
    if criteria and weight != FULL_WEIGHT:
        yield (
            "rubric.criteria",
            _("The weights add up to %(sum)s; they must make 100.") % {"sum": weight},
        )
    yield from _keys_of_criteria_are_unique(tree.rubric)
    for i, criterion in criteria:
        yield from _scale_is_usable(f"rubric.criteria[{i}]", criterion)


def _keys_of_criteria_are_unique(rubric: Rubric) -> Broken:
    first: dict[str, int] = {}
    for i, criterion in _readable(rubric.criteria):
        if criterion.key and first.setdefault(criterion.key, i) != i:
            reason = _("The key “%(key)s” belongs to criteria[%(first)s] already.")
            place = f"rubric.criteria[{i}].key"
            yield place, reason % {"key": criterion.key, "first": first[criterion.key]}


def _scale_is_usable(place: str, criterion: Criterion) -> Broken:
    if criterion.weight is not None and not criterion.weight:
        yield f"{place}.weight", _("A criterion without weight decides nothing.")
    if criterion.step is not None and not criterion.step:
        yield f"{place}.step", _("The step must be more than 0.")
    low, high, step = criterion.minimum, criterion.maximum, criterion.step
    if low is None or high is None or not step:
        return
    if low >= high:
        yield f"{place}.maximum", _("The highest points must be more than the lowest.")
    elif (high - low) % step:
        reason = _("Steps of %(step)s do not lead from %(low)s to %(high)s.")
        yield f"{place}.step", reason % {"step": step, "low": low, "high": high}
    else:
        yield from _levels_are_on_the_scale(place, criterion)


def _levels_are_on_the_scale(place: str, criterion: Criterion) -> Broken:
    for i, level in _readable(criterion.levels):
        points = level.points
        if points is None:
            continue
        outside = not criterion.minimum <= points <= criterion.maximum
        if outside or (points - criterion.minimum) % criterion.step:
            reason = _("No expert can give %(points)s points on this scale.")
            yield f"{place}.levels[{i}].points", reason % {"points": points}
    counts = Counter(level.points for _position, level in _readable(criterion.levels))
    for points, count in counts.items():
        if points is not None and count > 1:
            reason = _("%(points)s points are described twice.")
            yield f"{place}.levels", reason % {"points": points}


RULES: tuple[Callable[[EventFile], Broken], ...] = (
    _dates_in_order,
    _keys_are_unique,
    _keys_are_known,
    _school_number_has_a_kind,
    _panel_is_headed_by_one_chair,
    _experts_sit_once,
    _projects_are_numbered_without_gaps,
    _members_are_in_one_team,
    _listed_teams_have_members,
    _trainees_cover_the_named,
    _run_items_are_whole,
    _projects_are_defended_once,
    _one_draw_at_most,
    _surveys_add_up,
    _percentages_have_a_base,
    _disclosures_fit_the_panel,
    _weights_add_up,
)
