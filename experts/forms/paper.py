"""Sheets on paper, and what a tablet handed over."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from events.printing import why_unprintable
from experts.forms.fields import LinesField
from experts.handed import LONGEST
from experts.sheets import LONGEST_COMMENT

LONGEST_POINTS = 12


class PaperForm(forms.Form):
    """What stands on a sheet of paper; nothing is offered that others may have typed on this machine."""

    op_id = forms.CharField(required=False, widget=forms.HiddenInput)
    rubric_version = forms.CharField(required=False, widget=forms.HiddenInput)
    corrects = forms.CharField(required=False, widget=forms.HiddenInput)
    standing = forms.CharField(required=False, widget=forms.HiddenInput)
    comment = LinesField(
        label=_("Comment for the protocol"),
        help_text=_("As it stands on the paper, word for word."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        scales: Sequence[tuple[str, str, str]],
        standing: int,
        **kwargs: Any,
    ) -> None:
        """`scales` are the field, the name and the scale in words of each criterion."""
        super().__init__(data, **kwargs)
        for field, name, scale in scales:
            self.fields[field] = forms.CharField(
                label=name,
                help_text=scale,
                max_length=LONGEST_POINTS,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"required": gettext("Points are missing.")},
            )
        names: list[Any] = ["op_id", "rubric_version", "corrects", "standing"]
        points = Div(*(field for field, _name, _scale in scales), css_class="form-langs")
        if standing:
            self.fields["over"] = forms.BooleanField(
                label=gettext("The paper takes the place of this sheet"), required=False
            )
        over = ["over"] if standing else []
        self.helper = FieldsHelper(*names, points, "comment", *over)

    def clean_comment(self) -> str:
        comment: str = self.cleaned_data["comment"]
        if reason := why_unprintable("".join(comment.splitlines())):
            raise ValidationError(reason)
        return comment


class PaperSheetsForm(forms.Form):
    """Whose sheets are printed, and about which team."""

    seat = forms.ChoiceField(label=_("Expert"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)

    due = forms.BooleanField(label=_("Only what is still to be given"), required=False)

    helper = FieldsHelper(Div("seat", "team", css_class="form-langs"), "due")

    def __init__(
        self, seats: Iterable[tuple[int, str]], teams: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        for name, every, choices in (
            ("seat", _("all experts"), seats),
            ("team", _("all teams"), teams),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", every), *choices]


class HandedForm(forms.Form):
    """What a tablet handed over: the file that it saved, or, put in by the page, what its code carries."""

    file = forms.FileField(
        label=_("File of the tablet"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"empty": _("This file is empty.")},
    )
    text = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    helper = FieldsHelper("file", "text")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("file") and not found.get("text") and not self.errors:
            self.add_error("file", _("Choose the file that the tablet saved, or scan its code."))
        return found

    @property
    def handed(self) -> str:
        """As it came; of a file that is no text, what cannot be read as one."""
        file = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data["text"])
        content: bytes = file.read(LONGEST * 4)
        return content.decode(errors="replace")
