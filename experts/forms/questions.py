"""A question of the panel, as it was asked and as the secretary notes it."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper, WholeField
from experts.forms.fields import LinesField
from experts.questions import Said
from experts.validators import (
    question_answer,
    question_text,
)


class QuestionForm(forms.Form):
    """What an expert asked, with the answer in short; the hidden fields say which version it is a change of."""

    op_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    question = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = WholeField(min_value=0, widget=forms.HiddenInput, initial=0)
    text = LinesField(
        label=_("Question"),
        max_length=question_text.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = LinesField(
        label=_("Answer in short"),
        required=False,
        max_length=question_answer.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("op_id", "question", "seen", "text", "answer")

    def said(self, *, is_taken_back: bool = False) -> Said:
        names = ("op_id", "question", "seen", "text", "answer")
        return Said(
            **{name: self.cleaned_data[name] for name in names}, is_taken_back=is_taken_back
        )


class NotedQuestionForm(QuestionForm):
    """The same by the secretary, who says whose it is: the expert by the number on the panel."""

    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    expert = WholeField(
        label=_("Number of the expert"),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    helper = FieldsHelper(
        *("op_id", "question", "seen"),
        Div("team", "expert", css_class="form-langs"),
        "text",
        "answer",
    )

    def __init__(
        self, data: Any = None, *, teams: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        cast("forms.ChoiceField", self.fields["team"]).choices = list(teams)
