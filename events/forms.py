from django import forms
from django.utils.translation import gettext_lazy as _

from events.codes import as_written
from events.models import Pass


class CardForm(forms.Form):
    """The code of a card: typed, pasted, or put in by the page from the address it was opened with."""

    token = forms.CharField(
        label=_("Code on the card"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code that stands on your card.")},
    )

    def clean_token(self) -> str:
        """The code as it was made, however it was typed, also when the whole link was pasted."""
        typed: str = self.cleaned_data["token"]
        return as_written(typed.rpartition("#")[2])


class IssueForm(forms.Form):
    """For whom cards are made: one person, or everybody of a kind who has none."""

    kind = forms.ChoiceField(choices=Pass.Kind.choices)
    person = forms.IntegerField(required=False)
