from collections.abc import Iterable
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper, SearchForm
from events.texts import posted
from experts.models import Interest
from experts.validators import interest_reason


class LinesField(forms.CharField):
    """A text of several lines, counted as the page counts it."""

    def to_python(self, value: Any) -> str:
        return posted(str(super().to_python(value)))


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


class LogSearch(SearchForm):
    """What is typed of a line of the log: who, what, or a name in it."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["q"].label = gettext("Find in the log")
