"""The close of the scoring, the sheets that do not count, and the search in the log."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper, SearchForm
from experts.forms.fields import LinesField
from experts.validators import (
    interest_reason,
)


class ReopenScoringForm(forms.Form):
    reason = LinesField(
        label=_("Reason, for the record"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("reason")


class LogSearch(SearchForm):
    """What is typed of a line of the log: who, what, or a name in it."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["q"].label = gettext("Find in the log")


class SetAsideForm(forms.Form):
    """Which sheet does not count, and why."""

    reason = LinesField(
        label=_("Reason, for the record and for the expert"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("sheet", "reason")

    def __init__(self, data: Any = None, *, sheets: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", _("choose a sheet")), *sheets]
        self.fields["sheet"] = forms.ChoiceField(label=_("Score sheet"), choices=choices)


class GiveBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for the record"), required=False, max_length=interest_reason.longest
    )

    helper = FieldsHelper("reason")
