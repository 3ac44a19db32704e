"""What an expert adds to the comment of an own sheet after the close."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from experts.errors import WordsMoved
from experts.forms.fields import LinesField
from experts.validators import added_words_text


class AddedWordsForm(forms.Form):
    """`readers` are those who may be chosen, in words; none where that is settled. `seen` is the last version shown."""

    op_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False, min_value=0)
    text = LinesField(
        label=_("Your words"),
        help_text=_("Empty takes them back."),
        required=False,
        max_length=added_words_text.longest,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    readers = forms.ChoiceField(label=_("Who reads them"))

    def __init__(self, data: Any = None, *, readers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        names = ["op_id", "seen", "text", "readers"]
        if readers:
            cast("forms.ChoiceField", self.fields["readers"]).choices = list(readers.items())
        else:
            del self.fields["readers"]
            names.remove("readers")
        self.helper = FieldsHelper(*names)

    def show_moved(self, refusal: WordsMoved) -> None:
        """The words stay in the field, under what stands now; sent once more they take its place."""
        self.data = dict(self.data.items()) | {"seen": refusal.number}
        self.add_error("text", str(refusal))
