"""The page of one score sheet: buttons, tabs, words and the script's data, ready for the template."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format, get_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.errors import DomainError
from events.models import Criterion, Event
from experts.access import Assigned
from experts.errors import PointsMissing, SheetConflict
from experts.forms import ScoreSheetForm
from experts.pages.saving import saying_of, told_on_a_form, words_for_the_script
from experts.pages.tablet import Holder, TeamLine, next_to_score, team_lines, total_of
from experts.reports import MyDefense, my_defenses
from experts.sheets import Sheet, plain

SAVE_URL = "api:sheet_save"
WIDEST_ROW = 10


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_picked: bool


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its buttons; `hint` says what is amiss, as what another device saved."""

    key: str
    name: str
    weight: str
    picked: str
    choices: tuple[Choice, ...]
    hint: str

    @property
    def has_many(self) -> bool:
        return len(self.choices) > WIDEST_ROW


@dataclass(frozen=True)
class Refusal:
    """A form that was posted without a script, and why it was not saved."""

    form: ScoreSheetForm
    error: DomainError

    @property
    def theirs(self) -> Sheet | None:
        """What another device saved meanwhile."""
        return self.error.current if isinstance(self.error, SheetConflict) else None


@dataclass(frozen=True)
class SyncLine:
    """Whether what the page shows is saved: one honest line."""

    state: str
    text: str


@dataclass(frozen=True)
class TotalLine:
    total: str
    out_of: str


@dataclass(frozen=True)
class ScoreSheetPage:
    """One team's sheet. `trouble` says why it was not saved; `is_open` whether it takes points."""

    holder: Holder
    teams: tuple[TeamLine, ...]
    team: TeamLine
    members: str
    sync: SyncLine
    trouble: str
    is_open: bool
    is_submitted: bool
    rows: tuple[CriterionRow, ...]
    comment: str
    total: TotalLine
    next: TeamLine | None
    op_id: UUID
    base_rev: int
    rubric_version: int
    script_data: Mapping[str, Any]

    @property
    def submit_words(self) -> str:
        return _("Submit again") if self.is_submitted else _("Submit")

    @property
    def is_next_hidden(self) -> bool:
        """The script shows the way to the next team once this sheet is submitted."""
        return self.is_open and not self.is_submitted


def score_sheet_page(
    found: Assigned, criteria: Sequence[Criterion], refusal: Refusal | None = None
) -> ScoreSheetPage:
    """The sheet as the server has it; after a refusal as it was posted, with what did not happen.

    A page that was refused keeps the revision on which it was built, so that the next save finds
    what another device saved; after a conflict, which shows it, it builds on the server's.
    """
    event = found.seat.panel.room.event
    defenses = my_defenses(found.seat)
    mine = next(each for each in defenses if each.id == found.assignment.defense)
    owed = next_to_score(defenses, after=mine.id)
    base_rev = _base_rev(mine, refusal)
    rubric_version = criteria[0].rubric.version if criteria else 0
    return ScoreSheetPage(
        holder=Holder.of(found.seat.person, found.seat),
        teams=team_lines(defenses, current=mine.id),
        team=TeamLine.of(mine),
        members=_members(mine.member_count),
        sync=_sync(event, mine.sheet, refusal),
        trouble=told_on_a_form(refusal.error) if refusal else "",
        is_open=event.is_scoring_open or refusal is not None,
        is_submitted=mine.is_submitted,
        rows=_rows(criteria, mine.sheet, refusal),
        comment=_comment(mine.sheet, refusal),
        total=_total(mine),
        next=TeamLine.of(owed) if owed else None,
        op_id=uuid4(),
        base_rev=base_rev,
        rubric_version=rubric_version,
        script_data={
            "url": reverse(SAVE_URL, args=[str(found.assignment)]),
            "base_rev": base_rev,
            "rubric_version": rubric_version,
            "time_zone": event.time_zone,
            "decimal_sign": get_format("DECIMAL_SEPARATOR"),
            "is_submitted": mine.is_submitted,
            "criteria": [_criterion_data(each) for each in criteria],
            "words": words_for_the_script(),
        },
    )


def _base_rev(mine: MyDefense, refusal: Refusal | None) -> int:
    on_server = mine.sheet.rev if mine.sheet else 0
    if refusal is None:
        return on_server
    return refusal.theirs.rev if refusal.theirs else refusal.form.known_rev(default=on_server)


def _members(count: int | None) -> str:
    if not count:
        return ""
    return ngettext("%(members)s member", "%(members)s members", count) % {"members": count}


def _sync(event: Event, sheet: Sheet | None, refusal: Refusal | None) -> SyncLine:
    if refusal:
        return SyncLine("refused", saying_of(refusal.error).line)
    if sheet is None or sheet.saved_at is None:
        return SyncLine("idle", _("Nothing to save yet"))
    at = localtime(sheet.saved_at, ZoneInfo(event.time_zone))
    return SyncLine("saved", _("Saved on the server {time}").format(time=date_format(at, "H:i")))


def _comment(sheet: Sheet | None, refusal: Refusal | None) -> str:
    if refusal:
        return str(refusal.form.data.get("comment", ""))
    return sheet.comment if sheet else ""


def _total(mine: MyDefense) -> TotalLine:
    if mine.sheet is None:
        return TotalLine("–", _("nothing yet"))
    words = _("of {out_of}") if mine.is_submitted else _("of {out_of} so far")
    return TotalLine(total_of(mine.sheet), words.format(out_of=shown(mine.sheet.out_of)))


def _rows(
    criteria: Sequence[Criterion], sheet: Sheet | None, refusal: Refusal | None
) -> tuple[CriterionRow, ...]:
    if refusal is None:
        return criterion_rows(criteria, sheet.points if sheet else {})
    missing = [each.key for each in refusal.form.missing()]
    return criterion_rows(
        criteria,
        refusal.form.given(),
        missing=missing if isinstance(refusal.error, PointsMissing) else (),
        on_server=refusal.theirs.points if refusal.theirs else {},
    )


def criterion_rows(
    criteria: Sequence[Criterion],
    points: Mapping[str, Decimal],
    *,
    missing: Collection[str] = (),
    on_server: Mapping[str, Decimal] | None = None,
) -> tuple[CriterionRow, ...]:
    rows = []
    for criterion in criteria:
        value = points.get(criterion.key)
        other = (on_server or {}).get(criterion.key)
        hint = _("Give points here.") if criterion.key in missing else _on_server(other, value)
        rows.append(
            CriterionRow(
                key=criterion.key,
                name=str(criterion.name),
                weight=shown(criterion.weight),
                picked="" if value is None else shown(value),
                choices=tuple(
                    Choice(plain(each), shown(each), is_picked=each == value)
                    for each in criterion.choices()
                ),
                hint=hint,
            )
        )
    return tuple(rows)


def _on_server(other: Decimal | None, value: Decimal | None) -> str:
    if other is None or other == value:
        return ""
    return _("On the server: %(points)s") % {"points": shown(other)}


def _criterion_data(criterion: Criterion) -> dict[str, str]:
    return {
        "key": criterion.key,
        "name": str(criterion.name),
        "weight": str(criterion.weight),
        "maximum": str(criterion.maximum),
    }


def shown(points: Decimal) -> str:
    """Points as a button shows them: 7, or 7.5 with the separator of the page's language."""
    is_whole = points == points.to_integral_value()
    return str(number_format(int(points) if is_whole else points.normalize()))
