"""The page of an event's settings: the forms of its parts, and what of them is locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.conf import settings

from defense.event_file import EventFile
from defense.event_file.writing import dump_settings
from defense.workspace.rows import own_language
from events.criteria import criteria_of
from events.entry_forms import EntryForm
from events.models import Event
from events.rules import FULL_WEIGHT
from events.settings_forms import (
    LANGUAGES,
    SWITCHES,
    DaysForm,
    PublicForm,
    RuleForm,
    TextsForm,
    WeightsForm,
    switched,
)

PARTS: Final = ("texts", "days", "rule", "public")


@dataclass(frozen=True)
class Block:
    """A criterion in the bar of weights, in hundredths of it, as an SVG writes numbers in any language."""

    x: str
    width: str


@dataclass(frozen=True)
class Settings:
    """Forms by part; one that was sent and not taken stands in its place."""

    event: Event
    texts: EntryForm
    days: EntryForm
    rule: EntryForm
    public: EntryForm
    weights: WeightsForm

    @property
    def is_locked(self) -> bool:
        return self.event.rule_locked_at is not None

    @property
    def needs_second_factor(self) -> bool:
        return settings.SECOND_FACTOR

    @property
    def sum(self) -> Decimal:
        return sum(self._weights(), Decimal(0))

    @property
    def missing(self) -> Decimal:
        """What the weights lack to a hundred; less than nothing if they are too many."""
        return FULL_WEIGHT - self.sum

    @property
    def too_much(self) -> Decimal:
        return -self.missing

    def bar(self) -> Iterator[Block]:
        """One block a criterion, all of them within the bar."""
        whole, x = max(FULL_WEIGHT, self.sum), Decimal(0)
        for weight in self._weights():
            width = (weight / whole * 100).quantize(Decimal("0.01"))
            yield Block(str(x), str(width))
            x += width

    def _weights(self) -> Iterator[Decimal]:
        for line in self.weights.beside:
            yield _number(self.weights[line].value())


def _number(said: Any) -> Decimal:
    """A weight as it stands in the form, which may be anything."""
    try:
        number = Decimal(str(said or 0).replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() and 0 <= number <= FULL_WEIGHT else Decimal(0)


def settings_of(event: Event, sent: EntryForm | None = None) -> Settings:
    file = dump_settings(event)
    forms = {part: form_of(part, event, file) for part in PARTS}
    weights = weights_form(file)
    for part, form in forms.items():
        if sent is not None and type(form) is type(sent):
            forms[part] = sent
    return Settings(event, **forms, weights=sent if isinstance(sent, WeightsForm) else weights)


def weights_form(file: EventFile, data: Any = None) -> WeightsForm:
    return WeightsForm(data, criteria=criteria_of(file.rubric), own=own_language(file))


def form_of(part: str, event: Event, file: EventFile, data: Any = None) -> EntryForm:
    own = own_language(file)
    if part == "texts":
        return TextsForm(data, entry=file.event, own=own)
    if part == "days":
        beside = switched(LANGUAGES, file.event.languages)
        return DaysForm(data, entry=file.event, own=own, beside=beside)
    if part == "rule":
        is_locked = event.rule_locked_at is not None
        return RuleForm(data, entry=file.event, own=own, is_locked=is_locked)
    return PublicForm(data, own=own, beside=switched(SWITCHES, file.published))
