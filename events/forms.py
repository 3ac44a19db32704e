from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from events.codes import as_written
from events.models import Pass
from events.numerals import is_whole
from events.pins import DIGITS, is_pin


class FieldsHelper(FormHelper):  # type: ignore[misc]  # crispy-forms ships no types
    """Draws a form's fields with their help and errors; the page writes <form>, its address and its buttons."""

    form_tag = False
    disable_csrf = True

    def __init__(self, *fields: object) -> None:
        super().__init__()
        self.layout = Layout(*fields)


Row = TypeVar("Row")
AnyForm = TypeVar("AnyForm", bound=forms.Form)
NONE: Final[Mapping[Any, Any]] = {}


def of_each(
    form: type[forms.Form],
    rows: Iterable[tuple[Row, object]],
    sent: Mapping[Any, forms.Form] = NONE,
) -> list[tuple[Row, forms.Form]]:
    """The same form on each row; by the row's key its fields have ids, and so labels, of their own.

    Those that were sent and refused, by their rows' keys, stand in the places of empty ones.
    """
    return [(row, sent.get(key) or of_row(form, key)) for row, key in rows]


def of_row(form: type[AnyForm], key: object, data: Any = None, initial: Any = None) -> AnyForm:
    return form(data, auto_id=f"{form.__name__.lower()}-{key}-%s", initial=initial)


def redrawn_with(form: forms.Form, name: str, value: str) -> None:
    """Let a form that was sent be drawn with another value in one field: a second sending has seen that."""
    sent = QueryDict(mutable=True)
    sent.update(form.data)
    sent[form.add_prefix(name)] = value
    form.data = sent


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

    helper = FieldsHelper("token")

    def clean_token(self) -> str:
        """The code as it was made, however it was typed, also when the whole link was pasted."""
        typed: str = self.cleaned_data["token"]
        return as_written(typed)


class PinForm(forms.Form):
    """The PIN of a tablet, and of which expert's card where several opened it."""

    card = forms.TypedChoiceField(
        label=_("Whose tablet it is now"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=20,
        widget=forms.PasswordInput(
            attrs={
                "autocomplete": "off",
                "inputmode": "numeric",
                "pattern": f"[0-9]{{{DIGITS}}}",
                "maxlength": DIGITS,
            }
        ),
        error_messages={"required": _("Type the four digits of your PIN.")},
    )

    helper = FieldsHelper("card", "pin")

    def __init__(self, *args: Any, cards: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(cards)
        if len(names) > 1:
            self.fields["card"].choices = names  # type: ignore[attr-defined]  # a choice field of ours
            self.fields["card"].initial = names[0][0]
        else:
            del self.fields["card"]
            self.helper = FieldsHelper("pin")

    def clean_pin(self) -> str:
        typed = "".join(str(self.cleaned_data["pin"]).split())
        if not is_pin(typed):
            raise ValidationError(self.fields["pin"].error_messages["required"])
        return typed


class WholeField(forms.IntegerField):
    """A whole number in plain digits; Django takes `1_0` and other digits for one too."""

    def to_python(self, value: Any) -> int | None:
        if value not in self.empty_values and not is_whole(str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class IssueForm(forms.Form):
    """For whom cards are made: one person, or everybody of a kind who has none."""

    kind = forms.ChoiceField(choices=Pass.Kind.choices, widget=forms.HiddenInput)
    person = WholeField(required=False, widget=forms.HiddenInput)

    # The button that was pressed says for which person; none says for everybody.
    helper = FieldsHelper("kind")


class ReplaceForm(forms.Form):
    """The unopened cards of a kind, up to the newest that stood on the page."""

    kind = forms.ChoiceField(choices=Pass.Kind.choices, widget=forms.HiddenInput)
    seen = WholeField(widget=forms.HiddenInput)

    helper = FieldsHelper("kind", "seen")


class ChosenForm(forms.Form):
    """Chooses the card of one line, among others of the same name."""

    card = forms.BooleanField(required=False)
    helper = FieldsHelper("card")

    def __init__(self, *, card: int, name: str) -> None:
        super().__init__(auto_id=f"chosen-{card}-%s")
        self.fields["card"].label = name
        self.fields["card"].widget.attrs["value"] = card

    @staticmethod
    def chosen(posted: QueryDict) -> set[int]:
        """The keys of all that were chosen; what is no number is nobody's."""
        return {int(each) for each in posted.getlist("card") if is_whole(each)}


class SearchForm(forms.Form):
    """What is typed of a person in a list; what cannot be looked for finds everybody."""

    q = forms.CharField(
        label=_("Find a person"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    helper = FieldsHelper("q")

    @property
    def sought(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


class LongSelect(forms.Select):
    """A choice among as many as an event has of something: its options are written without a template for each."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = {str(each) for each in self.format_value(value)}
        selected = {True: mark_safe(" selected"), False: ""}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, selected[str(key) in chosen], label) for key, label in self.choices),
        )
        told = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(told), options)
