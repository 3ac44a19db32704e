from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from experts.validators import annex_text, interest_reason, query_text


class SealForm(forms.Form):
    """Which version was read; nobody seals what they have not read to its end."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label=_("I have read this version to its end."),
        error_messages={"required": _("Read the version to its end first, and say so.")},
    )

    helper = FieldsHelper("sha256", "is_read")


class PrepareForm(forms.Form):
    deputy_reason = forms.CharField(
        label=_("Why a deputy seals for the chair"),
        help_text=_("Leave it empty where a chair seals. It stands in the record and in the log."),
        required=False,
        max_length=interest_reason.longest,
        validators=[interest_reason],
    )

    helper = FieldsHelper("deputy_reason")


class StepBackForm(forms.Form):
    """The service refuses another version than the page showed, and one that is not named."""

    sha256 = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason, for the record"), max_length=interest_reason.longest)

    helper = FieldsHelper("sha256", "reason")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, for the record"), max_length=interest_reason.longest)

    helper = FieldsHelper("reason")


class AnnexForm(forms.Form):
    reason = forms.CharField(label=_("Reason, for the record"), max_length=interest_reason.longest)
    text = forms.CharField(
        label=_("What is right"),
        max_length=annex_text.longest,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    op_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    helper = FieldsHelper("reason", "text", "op_id")


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer to the team"), max_length=query_text.longest)

    helper = FieldsHelper("text")


class AskForm(forms.Form):
    text = forms.CharField(
        label=_("One technical question"),
        max_length=query_text.longest,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    helper = FieldsHelper("text")
