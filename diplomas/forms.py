from crispy_forms.layout import Field
from django import forms
from django.utils.translation import gettext_lazy as _

from diplomas.numbering import LONGEST_INPUT
from events.forms import FieldsHelper


class CodeForm(forms.Form):
    """A code typed from paper. Whether a diploma has it is found out by looking, not by its shape."""

    code = forms.CharField(
        label=_("Code under the QR, twelve letters and digits"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "maxlength": LONGEST_INPUT,
                "placeholder": "XXXX-XXXX-XXXX",
                "required": True,
                "spellcheck": "false",
            }
        ),
    )

    helper = FieldsHelper(Field("code", wrapper_class="code-field"))

    @classmethod
    def again(cls, typed: str) -> "CodeForm":
        """The field with what was typed, as much of it as the field takes."""
        return cls({"code": typed[:LONGEST_INPUT]})

    @classmethod
    def refused(cls, typed: str) -> "CodeForm":
        """The same, with what to look at once more."""
        form = cls.again(typed)
        form.add_error(
            "code",
            _(
                "Look at the code once more: it has twelve letters and digits, and neither I, L, O nor"
                " U. If it stands so on the paper, the paper is not one of ours."
            ),
        )
        return form
