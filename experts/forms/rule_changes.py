"""Another rule after the first points: its proposal, and the chair's answer."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from events.models import Event
from events.validators import event_least_sheets
from experts.forms.casting import reason_for_the_protocol
from experts.forms.fields import LinesField
from experts.validators import interest_reason


class ProposeRuleForm(forms.Form):
    scoring_rule = forms.ChoiceField(
        label=_("How points become a result"), choices=Event.ScoringRule.choices
    )
    least_sheets = forms.IntegerField(
        label=_("Sheets that a result needs at least"),
        min_value=event_least_sheets.least,
        max_value=event_least_sheets.most,
    )
    ties_by = forms.ChoiceField(
        label=_("Who decides on teams that the rule leaves equal"), choices=Event.TiesBy.choices
    )
    reason = reason_for_the_protocol()

    helper = FieldsHelper("scoring_rule", "least_sheets", "ties_by", "reason")


class AnswerRuleForm(forms.Form):
    AGREE: Final = "agree"
    REFUSE: Final = "refuse"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (AGREE, _("I agree: this rule holds from now on")),
            (REFUSE, _("I refuse: the rule stays as it is")),
        ],
        widget=forms.RadioSelect,
    )
    reason = LinesField(
        label=_("Reason, for the protocol"),
        help_text=_("Needed where you refuse."),
        required=False,
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    helper = FieldsHelper("decision", "reason")

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.AGREE)
