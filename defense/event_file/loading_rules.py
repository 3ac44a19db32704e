"""The two things a file may leave to the program: the rubric and the wording of the diploma."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from defense.event_file import schema
from defense.event_file.loading_context import Loading, column, title_of
from defense.event_file.problems import BadEventFile, Problem
from defense.event_file.rows import Table, Wanted, bring
from defense.event_file.values import Translated
from defense.event_file.wording import plain, points_key, stored
from diplomas.models import Design
from diplomas.texts import default_design
from events.defaults import (
    DEFAULT_CRITERIA,
    HIGHEST_POINTS,
    LOWEST_POINTS,
    STEP,
    DefaultCriterion,
)
from events.models import Criterion, Rubric


def load_rubric(loading: Loading) -> None:
    """Bring the criteria to what the file says, and count the rubric's version up.

    Raises BadEventFile when that would change a rubric whose rule is locked. The program's own
    rubric stays as it was when it was locked.
    """
    is_default = loading.file.rubric == "default"
    held = list(Rubric.objects.filter(event=loading.event))
    is_locked = loading.event.rule_locked_at is not None
    if is_locked and is_default and all(rubric.is_default for rubric in held):
        return
    before = len(loading.journal.changes)
    rubric = _load_rubric_row(loading, held, is_default=is_default)
    criteria_before = len(loading.journal.changes)
    _load_criteria(loading, rubric)
    if is_locked and len(loading.journal.changes) > before:
        raise BadEventFile([Problem("rubric", _locked_reason())])
    if held and len(loading.journal.changes) > criteria_before:
        rubric.version += 1
        rubric.save(update_fields=["version"])


def _locked_reason() -> str:
    return _("The first points have been given, so the criteria cannot change any more.")


def _load_rubric_row(loading: Loading, held: Sequence[Rubric], *, is_default: bool) -> Rubric:
    table = Table(
        Rubric,
        keys_of=lambda rubric: (True,),
        place_of=lambda rubric: "rubric",
        title_of=lambda rubric: "",
    )
    values = {"event": loading.event, "is_default": is_default}
    title = _("the program's own") if is_default else ""
    [rubric] = bring(table, held, [Wanted("rubric", title, values, (True,))], loading.journal).rows
    return rubric


def _load_criteria(loading: Loading, rubric: Rubric) -> None:
    table = Table(
        Criterion,
        keys_of=lambda criterion: (criterion.key,),
        place_of=lambda criterion: f"rubric.{criterion.key}",
        title_of=lambda criterion: title_of(criterion.name),
        order="order",
    )
    if isinstance(loading.file.rubric, schema.Rubric):
        rows = [_values(entry) for entry in loading.file.rubric.criteria]
    else:
        rows = [_default_values(entry) for entry in DEFAULT_CRITERIA]
    wanted = [
        Wanted(
            place=f"rubric.{row['key']}",
            title=str(row["weight"]),
            values={"rubric": rubric, **row},
            keys=(row["key"],),
            list_place="rubric",
        )
        for row in rows
    ]
    held = list(Criterion.objects.filter(rubric=rubric))
    loading.delete_later(bring(table, held, wanted, loading.journal).gone)


def _values(entry: schema.Criterion) -> dict[str, Any]:
    return {
        "key": entry.key,
        "name": stored(entry.name),
        "weight": entry.weight,
        "minimum": entry.minimum,
        "maximum": entry.maximum,
        "step": entry.step,
        "levels": {points_key(level.points): plain(level.text) for level in entry.levels},
    }


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


def load_design(loading: Loading) -> None:
    table = Table(
        Design,
        keys_of=lambda design: (True,),
        place_of=lambda design: "diploma",
        title_of=lambda design: title_of(design.title),
    )
    diploma = loading.file.diploma
    if isinstance(diploma, schema.DiplomaTexts):
        values = _diploma_values(diploma)
        title = title_of(diploma.title)
    else:
        values = _default_diploma_values(loading)
        title = _("the program's own")
    wanted = Wanted("diploma", title, {"event": loading.event, **values}, (True,))
    held = list(Design.objects.filter(event=loading.event))
    bring(table, held, [wanted], loading.journal)


def _diploma_values(texts: schema.DiplomaTexts) -> dict[str, Any]:
    return {
        "language": texts.language,
        "title": stored(texts.title),
        "lead": stored(texts.lead),
        "before_topic": stored(texts.before_topic),
        "after_topic": stored(texts.after_topic),
        "signatories": [
            {"role": plain(entry.role), "name": entry.name or ""} for entry in texts.signatories
        ],
        "is_default": False,
    }


def _default_diploma_values(loading: Loading) -> dict[str, Any]:
    design = default_design(loading.event)
    return {
        "language": design.language,
        "title": column(design.title),
        "lead": column(design.lead),
        "before_topic": column(design.before_topic),
        "after_topic": column(design.after_topic),
        "signatories": design.signatories,
        "is_default": True,
    }
