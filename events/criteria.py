"""The criteria of a rubric as organizers change them: weighed, moved, added, described, taken out. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from events.defaults import DEFAULT_CRITERIA, HIGHEST_POINTS, LOWEST_POINTS, STEP, DefaultCriterion
from events.editing import Edit, Refused, edited, entry_from, found, lines_from, replaced
from events.entries import CriterionEntry, LevelEntry, RubricChoice, RubricEntry
from events.latin import new_key
from events.rules import Flaw
from events.texts import Translated, languages_of
from events.validators import criterion_key

CRITERION: Final = ("name", "weight", "minimum", "maximum", "step")
LEVEL: Final = ("points", "text")
EMPTY: Final[Mapping[str, str]] = dict.fromkeys(("points", "text_en", "text_kk", "text_ru"), "")
SPARE_LEVELS: Final = 2  # empty rows below those that are described

Criteria = Sequence[CriterionEntry]


def criteria_of(rubric: RubricChoice) -> tuple[CriterionEntry, ...]:
    """Those of the event; of the program's own, as rows that can be changed."""
    if isinstance(rubric, RubricEntry):
        return rubric.criteria
    return tuple(map(_of_the_program, DEFAULT_CRITERIA))


def _of_the_program(default: DefaultCriterion) -> CriterionEntry:
    levels = tuple(
        LevelEntry.model_construct(points=Decimal(points), text=Translated(**texts))
        for points, texts in default.levels.items()
    )
    return CriterionEntry.model_construct(
        key=default.key,
        name=Translated(**default.name),
        weight=default.weight,
        minimum=LOWEST_POINTS,
        maximum=HIGHEST_POINTS,
        step=STEP,
        levels=levels,
    )


def criterion_of(criteria: Criteria, key: str) -> CriterionEntry:
    """Raises RowGone."""
    return found(criteria, lambda criterion: criterion.key == key)


def weight_line(key: str) -> str:
    return f"weight_{key}"


def weights_of(criteria: Criteria, own: str) -> dict[str, str]:
    return {weight_line(each.key): _weight(each, own)["weight"] for each in criteria}


def _weight(criterion: CriterionEntry, own: str) -> dict[str, str]:
    return lines_from(criterion, ("weight",), own=own)


def weighed(criteria: Criteria, edit: Edit, own: str) -> list[CriterionEntry]:
    """All weights at once, each told at its own line. Raises Refused, Overtaken."""
    lines = weights_of(criteria, own)
    lines = edit.of(lines).onto(lines)
    after, flaws = list[CriterionEntry](), list[Flaw]()
    for criterion in criteria:
        line = weight_line(criterion.key)
        one = Edit(_weight(criterion, own), {"weight": lines[line]})
        try:
            after.append(edited(criterion, one, ("weight",), own=own))
        except Refused as refused:
            flaws += [Flaw(line, flaw.sentence) for flaw in refused.flaws]
    if flaws:
        raise Refused(flaws)
    return after


def moved(criteria: Criteria, key: str, by: int) -> list[CriterionEntry]:
    """The criterion one place up or down; at the end it stays. Raises RowGone."""
    after = list(criteria)
    at = after.index(criterion_of(criteria, key))
    to = min(max(at + by, 0), len(after) - 1)
    after.insert(to, after.pop(at))
    return after


def without(criteria: Criteria, key: str) -> list[CriterionEntry]:
    gone = criterion_of(criteria, key)
    return [each for each in criteria if each is not gone]


def changed(criteria: Criteria, key: str, edit: Edit, own: str) -> tuple[CriterionEntry, ...]:
    """Raises Refused, Overtaken, RowGone."""
    criterion = criterion_of(criteria, key)
    lines = level_lines(criterion, own)
    levels = _levels(edit.of(lines).onto(lines), own)
    described = criterion.model_copy(update={"levels": levels})
    return replaced(criteria, criterion, edited(described, edit, CRITERION, own=own))


def added(criteria: Criteria, edit: Edit, own: str) -> list[CriterionEntry]:
    """One more, under a key made of its name. Raises Refused."""
    base = entry_from(CriterionEntry, CRITERION, edit.given, own=own)
    name = base.name if isinstance(base.name, str) else next(iter(languages_of(base.name).values()))
    taken = {criterion.key for criterion in criteria}
    key = new_key(name, taken, otherwise="criterion", longest=criterion_key.longest)
    criterion = base.model_copy(update={"key": key, "levels": _levels(edit.given, own)})
    if flaws := list(criterion.flaws()):
        raise Refused(flaws)
    return [*criteria, criterion]


def level_lines(criterion: CriterionEntry | None, own: str) -> dict[str, str]:
    """The lines of what some points stand for, in the order of the points, and of the spare rows."""
    levels = sorted(criterion.levels, key=lambda level: level.points) if criterion else []
    rows = [lines_from(level, LEVEL, own=own) for level in levels] + [dict(EMPTY)] * SPARE_LEVELS
    return {f"level{at}_{name}": said for at, row in enumerate(rows) for name, said in row.items()}


def _levels(lines: Mapping[str, str], own: str) -> tuple[LevelEntry, ...]:
    """The rows that say anything. Raises Refused with the flaws of all of them."""
    levels, flaws = list[LevelEntry](), list[Flaw]()
    for at in range(sum(line.endswith("_points") for line in lines)):
        row = {name: lines.get(f"level{at}_{name}", "") for name in EMPTY}
        try:
            levels += [entry_from(LevelEntry, LEVEL, row, own=own)] if any(row.values()) else []
        except Refused as refused:
            flaws += [Flaw(f"level{at}_{flaw.place}", flaw.sentence) for flaw in refused.flaws]
    if flaws:
        raise Refused(flaws)
    return tuple(levels)
