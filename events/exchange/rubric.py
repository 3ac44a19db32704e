"""The criteria, or that the program's own are used."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from events import entries
from events.columns import entry_of, values_of
from events.defaults import DEFAULT_CRITERIA, HIGHEST_POINTS, LOWEST_POINTS, STEP, DefaultCriterion
from events.errors import RubricLocked
from events.journal import Journal, shown
from events.matching import amended, hold_the_same, in_order, replace
from events.models import Criterion, Event, Rubric
from events.texts import Translated, plain, stored, told_always


def load_rubric(event: Event, rubric: entries.RubricEntry | str, journal: Journal) -> None:
    """Bring the criteria to what the file says, and count the rubric's version up.

    Raises RubricLocked, before anything is written, when that would change a rubric whose rule is
    locked. The program's own rubric stays as it was when it was locked.
    """
    held = Rubric.objects.filter(event=event).first()
    if event.rule_locked_at is None:
        _bring_rubric(held or Rubric(event=event), rubric, journal)
    elif not _is_as_locked(held, rubric):
        raise RubricLocked


def _is_as_locked(held: Rubric | None, entry: entries.RubricEntry | str) -> bool:
    if held is None or held.is_default or entry == "default":
        return entry == "default" and (held is None or held.is_default)
    return hold_the_same(_criteria_of(held), _wanted_criteria(held, entry))


def _bring_rubric(row: Rubric, entry: entries.RubricEntry | str, journal: Journal) -> None:
    is_new, is_default = row.pk is None, entry == "default"
    if is_new:
        row.is_default = is_default
        row.save()
        journal.added("rubric", _("the program's own") if is_default else "")
    elif amended(row, {"is_default": is_default}, "rubric", journal):
        row.save(update_fields=["is_default"])
    before = len(journal.changes)
    wanted = {"rubric.criteria": _wanted_criteria(row, entry)}
    replace(_criteria_of(row), wanted, place_of=lambda row: "rubric.criteria", journal=journal)
    if not is_new and len(journal.changes) > before:
        row.version += 1
        row.save(update_fields=["version"])


def _criteria_of(rubric: Rubric) -> list[Criterion]:
    return list(Criterion.objects.filter(rubric=rubric).order_by("order"))


def _wanted_criteria(rubric: Rubric, entry: entries.RubricEntry | str) -> list[Criterion]:
    if isinstance(entry, entries.RubricEntry):
        values = map(_criterion_values, entry.criteria)
    else:
        values = map(_default_values, DEFAULT_CRITERIA)
    return in_order(Criterion(rubric=rubric, **each) for each in values)


def _criterion_values(entry: entries.CriterionEntry) -> dict[str, Any]:
    levels = {shown(level.points): plain(level.text) for level in entry.levels}
    return {**values_of(entry, Criterion), "levels": levels}


def _default_values(entry: DefaultCriterion) -> dict[str, Any]:
    return {
        "key": entry.key,
        "name": stored(Translated(**entry.name)),
        "weight": entry.weight,
        "minimum": LOWEST_POINTS,
        "maximum": HIGHEST_POINTS,
        "step": STEP,
        "levels": {points: dict(texts) for points, texts in entry.levels.items()},
    }


def dump_rubric(event: Event) -> entries.RubricChoice:
    rubric = Rubric.objects.filter(event=event).prefetch_related("criterion_set").first()
    if rubric is None or rubric.is_default:
        return "default"
    criteria = tuple(map(_criterion, rubric.criterion_set.all()))
    return entries.RubricEntry.model_construct(criteria=criteria)


def _criterion(criterion: Criterion) -> entries.CriterionEntry:
    described = sorted((Decimal(points), text) for points, text in criterion.levels.items())
    levels = (
        entries.LevelEntry.model_construct(points=points, text=told_always(text))
        for points, text in described
    )
    return entry_of(entries.CriterionEntry, criterion, levels=tuple(levels))
