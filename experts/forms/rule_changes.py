"""Another rule after the first points: its proposal, and the chair's answer."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from events.models import Event
from events.validators import event_least_sheets
from experts.forms.fields import LinesField
from experts.validators import interest_reason


def reason_of_a_rule(label: object, **more: object) -> LinesField:
    return LinesField(
        label=label,
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 3}),
        **more,
    )


class ProposeRuleForm(forms.Form):
    scoring_rule = forms.ChoiceField(
        label=_("How points become a result"), choices=Event.ScoringRule.choices
    )
    least_sheets = forms.IntegerField(
        label=_("Sheets that a result needs at least"),
        min_value=event_least_sheets.least,
        max_value=event_least_sheets.most,
    )
    reason = reason_of_a_rule(
        _("Reason, for the protocol"),
        help_text=_("Chair and teams will read it. Any language of the event."),
    )

    helper = FieldsHelper("scoring_rule", "least_sheets", "reason")


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
    reason = reason_of_a_rule(
        _("Reason, for the protocol"),
        required=False,
        help_text=_("Needed where you refuse."),
    )

    helper = FieldsHelper("decision", "reason")

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.AGREE)
