"""The page of one score sheet: buttons, tabs, words and the script's data, ready for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Criterion
from experts.access import Assigned
from experts.pages.levels import Level, level_said, level_words, levels_of
from experts.pages.modes import Mode, Undo, mode_of, undo_of
from experts.pages.refusal import Refusal
from experts.pages.saving import (
    readers_in_words,
    saying_of,
    told_on_a_form,
    words_for_the_script,
)
from experts.pages.signing import SignatureLine
from experts.pages.tablet import (
    Holder,
    TeamLine,
    next_to_score,
    shown,
    team_lines,
    total_of,
    unsigned_note,
)
from experts.reports import CellState, MyDefense, my_defenses
from experts.sheets import POINTS_PLACE, Readers, Sheet, plain

SAVE_URL = "api:sheet_save"
WIDEST_ROW = 11
MOST_BUTTONS = 21


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_picked: bool


@dataclass(frozen=True)
class PointsField:
    """In place of more buttons than can be found among: what stands in it, and the scale in words."""

    text: str
    scale: str
    lowest: str
    highest: str
    step: str

    @classmethod
    def of(cls, criterion: Criterion, text: str) -> Self:
        scale = (criterion.minimum, criterion.maximum, criterion.step)
        lowest, highest, step = map(shown, scale)
        words = _("From %(lowest)s to %(highest)s in steps of %(step)s")
        return cls(
            text, words % {"lowest": lowest, "highest": highest, "step": step}, *map(plain, scale)
        )


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its buttons or its field; `hint` says what is amiss, as what another device saved."""

    key: str
    name: str
    weight: str
    picked: str
    choices: tuple[Choice, ...]
    field: PointsField | None
    levels: tuple[Level, ...]
    level: str
    hint: str

    @property
    def has_many(self) -> bool:
        return len(self.choices) > WIDEST_ROW


@dataclass(frozen=True)
class SyncLine:
    """Whether what the page shows is saved: one honest line."""

    state: str
    text: str


@dataclass(frozen=True)
class TotalLine:
    """What the page adds up to; `stands` is what counts as long as that is not submitted."""

    total: str
    out_of: str
    stands: str


@dataclass(frozen=True)
class ScoreSheetPage:
    """One team's sheet. `trouble` says why it was not saved; `is_open` whether it takes points."""

    holder: Holder
    teams: tuple[TeamLine, ...]
    team: TeamLine
    members: str
    sync: SyncLine
    trouble: str
    mode: Mode
    is_open: bool
    rows: tuple[CriterionRow, ...]
    comment: str
    comment_hint: str
    readers: Readers
    words_by: str
    unsigned: str
    total: TotalLine
    undo: Undo | None
    signature: SignatureLine | None
    next: TeamLine | None
    op_id: UUID
    base_rev: int
    rubric_version: int
    script_data: Mapping[str, Any]

    @property
    def submit_words(self) -> str:
        return _("Submit again") if self.mode == Mode.CHANGE else _("Submit")

    @property
    def reader_choices(self) -> list[Choice]:
        words = readers_in_words(self.words_by)
        return [Choice(each, words[each], is_picked=each == self.readers) for each in Readers]

    @property
    def read_by(self) -> str:
        return readers_in_words(self.words_by)[self.readers]

    @property
    def keep_words(self) -> str:
        return _("Undo, keep {total}").format(total=self.total.stands)


def score_sheet_page(
    found: Assigned,
    criteria: Sequence[Criterion],
    refusal: Refusal | None = None,
    *,
    at: datetime,
    is_change_asked: bool = False,
) -> ScoreSheetPage:
    """The sheet as the server has it; after a refusal as it was posted, with what did not happen.

    A page that was refused keeps the revision on which it was built, so that the next save finds
    what another device saved; after a conflict, which shows it, it builds on the server's. A card
    that may not score now is shown what it posted and nothing of the server's.
    """
    shown_sheet = _ShownSheet.of(found, criteria, refusal, is_change_asked=is_change_asked)
    return shown_sheet.page(at)


@dataclass(frozen=True)
class _ShownSheet:
    """What is known of a sheet before its page is put together."""

    found: Assigned
    criteria: Sequence[Criterion]
    refusal: Refusal | None
    defenses: tuple[MyDefense, ...]
    mine: MyDefense
    mode: Mode
    is_open: bool

    @classmethod
    def of(
        cls,
        found: Assigned,
        criteria: Sequence[Criterion],
        refusal: Refusal | None,
        *,
        is_change_asked: bool,
    ) -> Self:
        defenses = my_defenses(found.seat)
        if found.refusal is not None:
            defenses = tuple(each.unseen() for each in defenses)
        mine = next(each for each in defenses if each.id == found.assignment.defense)
        is_open = found.seat.panel.room.event.is_scoring_open or refusal is not None
        is_editing = refusal is not None or is_change_asked
        mode = mode_of(mine, is_open=is_open, is_editing=is_editing)
        return cls(found, criteria, refusal, defenses, mine, mode, is_open)

    def page(self, at: datetime) -> ScoreSheetPage:
        mine, refusal, criteria = self.mine, self.refusal, self.criteria
        undo = self._undo(at)
        return ScoreSheetPage(
            holder=Holder.of(self.found.seat.person, self.found.seat),
            teams=team_lines(self.defenses, current=mine.id),
            team=TeamLine.of(mine),
            members=_members(mine.member_count),
            sync=_sync(mine.sheet, refusal),
            trouble=told_on_a_form(refusal.error, _names(criteria)) if refusal else "",
            mode=self.mode,
            is_open=self.is_open,
            rows=_rows(criteria, mine.sheet, refusal),
            comment=_comment(mine.sheet, refusal),
            comment_hint=refusal.comment_hint() if refusal else "",
            readers=_readers(mine.sheet, refusal),
            words_by=self.found.seat.panel.room.event.words_by,
            unsigned=unsigned_note(self.found.assignment, mine.sheet),
            total=_total(mine, self.mode, refusal.sheet(criteria) if refusal else mine.sheet),
            undo=undo,
            signature=SignatureLine.of(self.found, mine.sheet),
            next=self._next(),
            op_id=uuid4(),
            base_rev=self.base_rev,
            rubric_version=self.rubric_version,
            script_data=self._script_data(undo),
        )

    @property
    def base_rev(self) -> int:
        return _base_rev(self.mine, self.refusal)

    @property
    def rubric_version(self) -> int:
        return self.criteria[0].rubric.version if self.criteria else 0

    def _next(self) -> TeamLine | None:
        owed = next_to_score(self.defenses, after=self.mine.id)
        return TeamLine.of(owed) if owed else None

    def _undo(self, at: datetime) -> Undo | None:
        is_offered = self.is_open and self.mode == Mode.READ
        return undo_of(self.found.assignment, self.mine, at) if is_offered else None

    def _script_data(self, undo: Undo | None) -> dict[str, Any]:
        mine = self.mine
        return {
            **_script_data(self.found, self.criteria),
            "title": _("Team %(number)s") % {"number": mine.number},
            "base_rev": self.base_rev,
            "rubric_version": self.rubric_version,
            "mode": self.mode,
            "submitted": _given(mine.sheet) if mine.is_submitted else None,
            "undo": undo.script_data if undo else None,
        }


def _script_data(found: Assigned, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """What the script knows of the sheet whatever state it is in."""
    return {
        "url": reverse(SAVE_URL, args=[str(found.assignment)]),
        "decimal_sign": get_format("DECIMAL_SEPARATOR"),
        "criteria": [_criterion_data(each) for each in criteria],
        "words": words_for_the_script(found.seat.panel.room.event.words_by)
        | {"levels": level_words()},
    }


def _base_rev(mine: MyDefense, refusal: Refusal | None) -> int:
    on_server = mine.sheet.rev if mine.sheet else 0
    if refusal is None:
        return on_server
    return refusal.theirs.rev if refusal.theirs else refusal.base_rev(default=on_server)


def _names(criteria: Sequence[Criterion]) -> dict[str, str]:
    """What a fault's place is called on the page."""
    names = {POINTS_PLACE + each.key: str(each.name) for each in criteria}
    return names | {"comment": _("Comment"), "readers": _("Who reads the comment")}


def _members(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("%(members)s member", "%(members)s members", count) % {"members": count}


def _sync(sheet: Sheet | None, refusal: Refusal | None) -> SyncLine:
    if refusal:
        return SyncLine("refused", saying_of(refusal.error).line)
    if sheet is None or sheet.saved_at is None:
        return SyncLine("idle", _("Nothing to save yet"))
    at = date_format(localtime(sheet.saved_at), "H:i")
    is_submitted = sheet.state == CellState.SUBMITTED
    words = _("Submitted {time}") if is_submitted else _("Saved on the server {time}")
    return SyncLine("saved", words.format(time=at))


def _comment(sheet: Sheet | None, refusal: Refusal | None) -> str:
    if refusal:
        return refusal.comment
    return sheet.comment if sheet else ""


def _readers(sheet: Sheet | None, refusal: Refusal | None) -> Readers:
    if refusal:
        return refusal.readers
    return sheet.readers if sheet else Readers.PROTOCOL


def _total(mine: MyDefense, mode: Mode, on_page: Sheet | None) -> TotalLine:
    stands = total_of(mine.sheet) if mine.sheet else ""
    if on_page is None:
        return TotalLine("–", _("nothing yet"), stands)
    total, out_of = total_of(on_page), shown(on_page.out_of)
    if mode == Mode.CHANGE:
        return TotalLine(total, _("{total} stands until you submit").format(total=stands), stands)
    words = _("of {out_of}, submitted") if mine.is_submitted else _("of {out_of} so far")
    return TotalLine(total, words.format(out_of=out_of), stands)


def _given(sheet: Sheet | None) -> dict[str, Any] | None:
    if sheet is None:
        return None
    return {"points": sheet.plain_points, "comment": sheet.comment, "readers": sheet.readers}


def _rows(
    criteria: Sequence[Criterion], sheet: Sheet | None, refusal: Refusal | None
) -> tuple[CriterionRow, ...]:
    if refusal is None:
        return criterion_rows(criteria, sheet.points if sheet else {})
    points, hints = refusal.points(criteria), refusal.hints(criteria)
    return criterion_rows(criteria, points, typed=refusal.texts, hints=hints)


def criterion_rows(
    criteria: Sequence[Criterion],
    points: Mapping[str, Decimal],
    *,
    typed: Mapping[str, str] | None = None,
    hints: Mapping[str, str] | None = None,
) -> tuple[CriterionRow, ...]:
    """`typed` is what stands in a field although it cannot be given."""
    rows = []
    for criterion in criteria:
        value = points.get(criterion.key)
        picked = "" if value is None else shown(value)
        has_field = criterion.value_count > MOST_BUTTONS
        text = picked or (typed or {}).get(criterion.key, "")
        levels = levels_of(criterion)
        rows.append(
            CriterionRow(
                key=criterion.key,
                name=str(criterion.name),
                weight=shown(criterion.weight),
                picked=picked,
                choices=() if has_field else _choices(criterion, value),
                field=PointsField.of(criterion, text) if has_field else None,
                levels=levels,
                level=level_said(levels, value),
                hint=(hints or {}).get(criterion.key, ""),
            )
        )
    return tuple(rows)


def _choices(criterion: Criterion, value: Decimal | None) -> tuple[Choice, ...]:
    every = criterion.choices()
    return tuple(Choice(plain(each), shown(each), is_picked=each == value) for each in every)


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    levels = levels_of(criterion)
    return {
        "key": criterion.key,
        "name": str(criterion.name),
        "weight": str(criterion.weight),
        "maximum": str(criterion.maximum),
        "levels": [[plain(each.at), each.points, each.text] for each in levels],
    }
