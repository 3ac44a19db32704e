from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from events.models import Criterion
from experts.errors import PointsMissing, RubricChanged, SheetInvalid
from experts.models import Interest
from experts.sheets import LONGEST_COMMENT, SheetOperation, plain
from experts.validators import interest_reason

POINTS_PREFIX = "points-"


class LinesField(forms.CharField):
    """A text in which a new line is one character, as the page counts it, not the two that a form posts."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ScoreSheetForm(forms.Form):
    """A whole sheet as a plain form: what a tablet without JavaScript posts.

    `operation()` is one of the same contract that the API serves.
    """

    op_id = forms.UUIDField(widget=forms.HiddenInput)
    base_rev = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    rubric_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    comment = LinesField(required=False, max_length=LONGEST_COMMENT, strip=True)
    draft = forms.BooleanField(required=False)

    def __init__(self, criteria: Iterable[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[POINTS_PREFIX + criterion.key] = forms.TypedChoiceField(
                coerce=Decimal,
                empty_value=None,
                required=False,
                choices=[(plain(value), plain(value)) for value in criterion.choices()],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("draft"):
            for criterion in self.criteria:
                name = POINTS_PREFIX + criterion.key
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, ValidationError(_("Give points here.")))
        return cleaned

    def points(self) -> dict[str, Decimal]:
        given = {each.key: self.cleaned_data[POINTS_PREFIX + each.key] for each in self.criteria}
        return {key: value for key, value in given.items() if value is not None}

    def given(self) -> dict[str, Decimal]:
        """What is marked on the page, whether it can be saved or not."""
        found = {}
        for criterion in self.criteria:
            text = self.data.get(POINTS_PREFIX + criterion.key)
            allowed = {plain(value): value for value in criterion.choices()}
            if text in allowed:
                found[criterion.key] = allowed[text]
        return found

    def missing(self) -> list[Criterion]:
        return [each for each in self.criteria if POINTS_PREFIX + each.key in self.errors]

    def known_rev(self, *, default: int) -> int:
        """The revision on which the page was built, if it says one."""
        found: int = self.cleaned_data.get("base_rev", default)
        return found

    def operation(self) -> SheetOperation:
        """What is to be saved. Raises RubricChanged, PointsMissing or SheetInvalid."""
        is_valid = self.is_valid()
        if self.criteria:
            self._check_version(self.criteria[0].rubric.version)
        if missing := self.missing():
            raise PointsMissing([str(each.name) for each in missing])
        if not is_valid:
            raise SheetInvalid
        return SheetOperation(
            op_id=self.cleaned_data["op_id"],
            device_id=None,
            sequence=0,
            base_rev=self.cleaned_data["base_rev"],
            client_ts=0,
            rubric_version=self.cleaned_data["rubric_version"],
            is_final=not self.cleaned_data["draft"],
            points=self.points(),
            comment=self.cleaned_data["comment"],
        )

    def _check_version(self, version: int) -> None:
        if self.cleaned_data.get("rubric_version", version) != version:
            raise RubricChanged(version)


class DecideInterestForm(forms.Form):
    """What is decided about an interest and, on one line of the board, about those like it."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Interest.Outcome.RECUSE, _("Recuse: does not score")),
            (Interest.Outcome.DISCLOSE, _("Disclose: scores, and the tie is announced")),
            (Interest.Outcome.DISMISS, _("Dismiss: there is no tie")),
        ],
        widget=forms.RadioSelect,
    )
    reason = LinesField(
        label=_("Reason, for the record"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("alike", InlineRadios("outcome"), "reason")

    def __init__(self, *args: Any, ids: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alike"] = forms.TypedMultipleChoiceField(
            coerce=int,
            required=False,
            choices=[(number, str(number)) for number in ids],
            widget=forms.MultipleHiddenInput,
        )


class ReopenScoringForm(forms.Form):
    reason = LinesField(
        label=_("Reason, for the record"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("reason")
