"""What the tablet's page of one sheet is made of: buttons, tabs and words, ready for the template."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from events.models import Criterion
from experts.forms import plain
from experts.models import Interest
from experts.reports import MyDefense

WIDEST_ROW = 10


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_picked: bool


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its buttons; `on_server` is what another device saved, when it differs."""

    key: str
    name: str
    weight: str
    picked: str
    choices: tuple[Choice, ...]
    is_missing: bool
    on_server: str

    @property
    def has_many(self) -> bool:
        return len(self.choices) > WIDEST_ROW


def criterion_rows(
    criteria: Sequence[Criterion],
    points: Mapping[str, Decimal],
    *,
    missing: Collection[str] = (),
    on_server: Mapping[str, Decimal] | None = None,
) -> list[CriterionRow]:
    rows = []
    for criterion in criteria:
        value = points.get(criterion.key)
        other = (on_server or {}).get(criterion.key)
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
                is_missing=criterion.key in missing,
                on_server="" if other is None or other == value else shown(other),
            )
        )
    return rows


def next_to_score(defenses: Sequence[MyDefense], *, after: int) -> MyDefense | None:
    """The first defense after this one whose sheet is still owed; from the start when none is left."""
    at = next(i for i, each in enumerate(defenses) if each.id == after)
    later_first = [*defenses[at + 1 :], *defenses[:at]]
    return next((each for each in later_first if each.is_owed), None)


def why_recused(interest: Interest) -> str:
    """In the second person, for the expert's own screen."""
    if interest.outcome == Interest.Outcome.UNDECIDED:
        return _(
            "You may be the supervisor of this team. Until the organizers decide, you do not score it"
        )
    reasons = {
        Interest.Kind.SUPERVISOR: _("You supervise this team, so you do not score it"),
        Interest.Kind.EMPLOYER: _(
            "You work where a member of this team works, so you do not score it"
        ),
        Interest.Kind.PARTNER: _(
            "Your institution is a partner of this project, so you do not score it"
        ),
        Interest.Kind.SUPERIOR: _(
            "You stand above the schools of this team, so you do not score it"
        ),
        Interest.Kind.ORGANISER: _("You work for the organiser, so you do not score this team"),
    }
    other = _("You have a tie to this team, so you do not score it")
    return reasons.get(Interest.Kind(interest.kind), other)


def words_of_saving() -> dict[str, str]:
    """The sentences of the saving line, for the page's script."""
    return {
        "saved": _("Saved on the server {time}"),
        "saving": _("Saving…"),
        "waiting": _("Not saved yet, trying again"),
        "conflict": _("Changed on another device: choose"),
        "session": _("Not saved: open your card again"),
        "recused": _("Not saved: you are recused"),
        "closed": _("Not saved: scoring is closed"),
        "invalid": _("Not saved: see below"),
        "reload": _("Not saved: open the sheet again"),
        "keep": _("What you gave stays on this page."),
        "session_help": _(
            "The server no longer knows this tablet. What you gave stays on this page. Open your card "
            "again in another tab, come back here and press Try again."
        ),
        "closed_help": _(
            "Scoring is closed, so this change is not on the server. It stays on this page. "
            "Ask the secretary to reopen the scoring, then press Try again."
        ),
        "reload_help": _(
            "The server did not accept this page any more. What you gave stays here: press Try again, "
            "and if that does not help, note your points and open the sheet again."
        ),
        "draft": _("draft"),
        "comment": _("Comment for the protocol"),
        "missing": _("Give points for: {names}."),
        "submit": _("Submit"),
        "submitted": _("Submitted"),
        "so_far": _("of {out_of} so far"),
        "of_all": _("of {out_of}"),
        "none": _("nothing yet"),
    }


def shown(points: Decimal) -> str:
    """Points as a button shows them: 7, or 7.5 with the separator of the page's language."""
    is_whole = points == points.to_integral_value()
    return str(number_format(int(points) if is_whole else points.normalize()))
