"""What organizers do with the run of show: a line is known by its row, and in the file by its place."""

from collections.abc import Sequence

from defense.event_file import EventFile
from defense.workspace.rows import own_language, with_list
from events.editing import Edit, RowGone
from events.entries import PersonEntry
from events.models import Event, RunItem
from events.numerals import is_whole
from events.revisions import (
    Beside,
    LineHasBegun,
    Who,
    with_line_moved,
    with_line_said,
    with_new_line,
    with_somebody,
    without,
)
from projects.errors import NobodyDrawn
from projects.models import Project
from projects.revisions import run_in_drawn_order, run_with_all_defenses
from projects.services.draws import drawn_places


def lines_of(event: Event) -> list[RunItem]:
    """In the order in which the file has them."""
    return list(RunItem.objects.of_event(event).filter(room__is_default=True).order_by("order"))


def index_of(lines: Sequence[RunItem], key: object) -> int:
    """Where the line with this id stands. Raises RowGone."""
    for index, line in enumerate(lines):
        if str(line.pk) == str(key):
            return index
    raise RowGone


def with_added_line(file: EventFile, event: Event, edit: Edit, who: Who) -> EventFile:
    """A line before another one that is to come, or at the end. Raises Refused, RowGone, LineHasBegun."""
    lines, before = lines_of(event), edit.given["before"]
    at = index_of(lines, before) if is_whole(before) else None
    refuse_before_begun(lines, len(lines) if at is None else at)
    people, person = _speaker(file, who)
    run = with_new_line(file.run, edit, person, at, own_language(file))
    return file.model_copy(update={"people": people, "run": run})


def with_changed_line(file: EventFile, event: Event, key: int, edit: Edit) -> EventFile:
    """The line, and who speaks in it, as they were changed. Raises Overtaken, Refused, RowGone."""
    index = index_of(lines_of(event), key)
    speaks = {"person": file.run[index].person or ""}
    wanted = edit.of(speaks).onto(speaks)["person"]
    new_name = edit.given["name"]
    who = Who("" if new_name and wanted == speaks["person"] else wanted, new_name)
    people, person = _speaker(file, who)
    run = with_line_said(file.run, index, edit, person, own_language(file))
    return file.model_copy(update={"people": people, "run": run})


def with_put_line(file: EventFile, event: Event, key: int, to: Beside) -> EventFile:
    """The line beside another. Raises RowGone, LineHasBegun."""
    lines = lines_of(event)
    index, beside = index_of(lines, key), index_of(lines, to.key)
    if not lines[index].is_to_come:
        raise LineHasBegun
    refuse_before_begun(lines, beside + to.is_after)
    run = with_line_moved(file.run, index, beside, is_after=to.is_after)
    return with_list(file, "run", run)


def without_line(file: EventFile, event: Event, key: int) -> EventFile:
    """Raises RowGone, LineHasBegun."""
    lines = lines_of(event)
    index = index_of(lines, key)
    if not lines[index].is_to_come:
        raise LineHasBegun
    return with_list(file, "run", without(file.run, file.run[index]))


def with_drawn_order(file: EventFile, event: Event) -> EventFile:
    """The defenses in the order of the record. Raises NobodyDrawn, LineHasBegun once one has begun."""
    places = drawn_places(event)
    if not places:
        raise NobodyDrawn
    defenses = [line for line in lines_of(event) if line.kind == RunItem.Kind.DEFENSE]
    if not all(line.is_to_come for line in defenses):
        raise LineHasBegun
    numbers = dict(Project.objects.filter(pk__in=places).values_list("pk", "number"))
    by_number = {numbers[pk]: place for pk, place in places.items()}
    return with_list(file, "run", run_in_drawn_order(file.run, by_number))


def with_all_defenses(file: EventFile) -> EventFile:
    """A line for every team that has none, as long as its talk and its questions may take."""
    limits = [file.event.talk_minutes, file.event.question_minutes]
    minutes = sum(limit or 0 for limit in limits) or None
    numbers = [project.number for project in file.projects]
    return with_list(file, "run", run_with_all_defenses(file.run, numbers, minutes))


def refuse_before_begun(lines: Sequence[RunItem], place: int) -> None:
    """Nothing comes to a place before a line that has begun. Raises LineHasBegun."""
    if any(line.started_at for line in lines[place:]):
        raise LineHasBegun


def _speaker(file: EventFile, who: Who) -> tuple[Sequence[PersonEntry], str | None]:
    if not (who.key or who.name):
        return file.people, None
    people, person = with_somebody(file.people, who)
    return people, person.key
