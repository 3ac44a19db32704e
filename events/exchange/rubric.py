"""The criteria, or that the program's own are used."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from events import entries
from events.columns import entry_of, values_of
from events.defaults import DEFAULT_CRITERIA, HIGHEST_POINTS, LOWEST_POINTS, STEP, DefaultCriterion
from events.errors import RubricLocked
from events.matching import Journal, amended, in_order, replace, shown
from events.models import Criterion, Event, Rubric
from events.texts import Translated, plain, stored, told_always


def load_rubric(event: Event, rubric: entries.RubricEntry | str, journal: Journal) -> None:
    """Bring the criteria to what the file says, and count the rubric's version up.

    Raises RubricLocked when that would change a rubric whose rule is locked. The program's own
    rubric stays as it was when it was locked.
    """
    held = Rubric.objects.filter(event=event).first()
    is_default, is_locked = rubric == "default", event.rule_locked_at is not None
    if is_locked and is_default and (held is None or held.is_default):
        return
    before = len(journal.changes)
    row = held or Rubric(event=event, is_default=is_default)
    if held is None:
        row.save()
        journal.added("rubric", _("the program's own") if is_default else "")
    elif amended(row, {"is_default": is_default}, "rubric", journal):
        row.save(update_fields=["is_default"])
    criteria_before = len(journal.changes)
    _load_criteria(row, rubric, journal)
    if is_locked and len(journal.changes) > before:
        raise RubricLocked
    if held and len(journal.changes) > criteria_before:
        row.version += 1
        row.save(update_fields=["version"])


def _load_criteria(rubric: Rubric, entry: entries.RubricEntry | str, journal: Journal) -> None:
    if isinstance(entry, entries.RubricEntry):
        rows = [Criterion(rubric=rubric, **_criterion_values(each)) for each in entry.criteria]
    else:
        rows = [Criterion(rubric=rubric, **_default_values(each)) for each in DEFAULT_CRITERIA]
    held = Criterion.objects.filter(rubric=rubric)
    wanted = {"rubric.criteria": in_order(rows)}
    replace(held, wanted, place_of=lambda row: "rubric.criteria", journal=journal)


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
