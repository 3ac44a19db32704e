"""The forms of the workspace: labels and help for the lines of an entry (events/entry_forms.py)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from defense.workspace.people import NAMES, WORK
from defense.workspace.people_board import Lack, PersonRole
from events.entries import PersonEntry
from events.entry_forms import EntryForm
from events.forms import FieldsHelper
from events.numerals import is_whole
from events.settings_forms import by_language


class PersonForm(EntryForm):
    kind = PersonEntry
    shown = (*NAMES, *WORK)
    labels: ClassVar = {
        "name": gettext_lazy("Name"),
        "printed_names": gettext_lazy("On the diploma"),
        "family_name": gettext_lazy("Family name"),
        "given_name": gettext_lazy("Given name"),
        "patronymic": gettext_lazy("Patronymic"),
        "position": gettext_lazy("Position"),
        "organisation": gettext_lazy("School or organisation"),
        "school_kind": gettext_lazy("Kind of school"),
        "school_number": gettext_lazy("Number of the school"),
        "city": gettext_lazy("Town"),
        "note": gettext_lazy("Note for the organizers"),
    }
    helps: ClassVar = {
        "name": gettext_lazy("As the person writes it, in the person's own order."),
        "printed_names": gettext_lazy("Empty: the name above is printed."),
    }

    beside = ("team",)

    team = forms.CharField(required=False, label=gettext_lazy("Team"), widget=forms.Select)

    def __init__(
        self, data: Any = None, *, teams: Iterable[tuple[int, str]], team: int | None, **kwargs: Any
    ) -> None:
        super().__init__(data, beside={"team": str(team or "")}, **kwargs)
        self.fields["team"].widget.choices = [("", _("none")), *teams]

    def fields_in_order(self) -> list[Any]:
        return [
            "name",
            "team",
            *by_language("printed_names", "position", "organisation"),
            Fieldset(
                _("More"),
                Div("family_name", "given_name", "patronymic", css_class="form-langs"),
                Div("school_kind", "school_number", css_class="form-langs"),
                *by_language("city"),
                "note",
            ),
        ]

    @property
    def team_number(self) -> int | None:
        typed = self.data.get(self.add_prefix("team"), "")
        return int(typed) if is_whole(typed) and len(typed) < 5 else None


class PeopleFilter(forms.Form):
    """Whom the list of people shows; what cannot be read is as if it were not asked."""

    q = forms.CharField(
        label=gettext_lazy("Find a person"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    lacks = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=Lack.choices)

    helper = FieldsHelper("q", "role", "team", "lacks")

    def __init__(self, data: Any, *, teams: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        roles: list[tuple[str, Any]] = [("", _("All roles")), *PersonRole.choices]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), required=False, choices=roles)
        in_teams: list[tuple[Any, Any]] = [("", _("All teams")), *teams]
        self.fields["team"] = forms.ChoiceField(label=_("Team"), required=False, choices=in_teams)

    def asked(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
