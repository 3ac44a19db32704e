"""The form of a note of the deliberation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from experts.forms.fields import LinesField
from experts.validators import note_text


class NoteForm(forms.Form):
    """`note` is whose it is, `seen` the version that was read."""

    note = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = LinesField(
        label=_("What the panel says"),
        help_text=_("It stands in the protocol. Empty takes the note back."),
        max_length=note_text.longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    helper = FieldsHelper("note", "seen", "text")
