"""The forms of the workspace: labels and help for the lines of an entry (events/entry_forms.py)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Final

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from defense.workspace.people import NAMES, WORK
from defense.workspace.people_board import Lack, PersonRole
from events.entries import PersonEntry
from events.entry_forms import EntryForm
from events.forms import FieldsHelper, LongSelect, redrawn_with
from events.models import Person
from events.services.photographs import hash_of_photograph
from events.settings_forms import by_language
from events.validators import day, person_note
from events.who_forms import WhoForm

CONFIRMED: Final = "confirmed"


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
        "email": gettext_lazy("E-mail"),
        "note": gettext_lazy("Note for the organizers"),
    }
    helps: ClassVar = {
        "name": gettext_lazy("As the person writes it, in the person's own order."),
        "printed_names": gettext_lazy("Empty: the name above is printed."),
        "email": gettext_lazy(
            "For letters about this event. Guests never see it; it is kept until you take it out, or the record."
        ),
    }

    beside = ("team",)

    team = forms.CharField(required=False, label=gettext_lazy("Team"), widget=LongSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        teams: Iterable[tuple[int, str]],
        team: int | None,
        is_confirmed: bool = False,
        **kwargs: Any,
    ) -> None:
        seen = {"team": str(team or ""), CONFIRMED: "yes" if is_confirmed else ""}
        super().__init__(data, beside=seen, **kwargs)
        self.fields["team"].widget.choices = [("", _("none")), *teams]

    def fields_in_order(self) -> list[Any]:
        return [
            "name",
            "team",
            "email",
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
    def has_seen_confirmed(self) -> bool:
        """Whether the editor was told that the person has confirmed the name."""
        return bool(self.edit.seen.get(CONFIRMED))

    @property
    def chosen_team(self) -> str:
        """The id of the project that was chosen; a number may be that of another one since."""
        return self.edit.given["team"]


class LateForm(WhoForm):
    """Who came to the table without a diploma: a member of a team, or somebody of none with their team."""

    beside = ("person", "name", "team")

    team = forms.CharField(
        required=False, label=gettext_lazy("Team, of somebody who is in none"), widget=LongSelect
    )

    def __init__(
        self, data: Any = None, *, teams: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["team"].widget.choices = [("", _("none")), *teams]

    def fields_in_order(self) -> list[Any]:
        return [*super().fields_in_order(), "team"]

    @property
    def chosen_team(self) -> str:
        """The id of the project."""
        return self.edit.given["team"]


class NamingForm(forms.Form):
    """What a person said of being named in public, and when; with what stood here before."""

    WORDS: ClassVar = {None: "", True: "yes", False: "no"}
    LABELS: ClassVar = {
        "": gettext_lazy("not asked yet"),
        "yes": gettext_lazy("yes, agreed"),
        "no": gettext_lazy("no: guests read the first letters"),
    }

    named = forms.ChoiceField(
        label=gettext_lazy("May be named in public"), required=False, choices=[*LABELS.items()]
    )
    on = forms.DateField(
        label=gettext_lazy("Said on"),
        required=False,
        validators=[day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = FieldsHelper("was", Div("named", "on", css_class="field-pair"))

    def __init__(self, data: Any = None, *, person: Person) -> None:
        said, on = self.WORDS[person.named_in_public], person.named_in_public_on
        self.stored = f"{said} {on or ''}"
        self.stands = f"{self.LABELS[said]}, {date_format(on, 'j E Y')}" if on else ""
        initial = {
            "named": self.WORDS[person.named_in_public],
            "on": person.named_in_public_on or timezone.localdate(),
            "was": self.stored.strip(),
        }
        super().__init__(data, initial=initial, prefix="naming")

    def clean(self) -> None:
        """A day without an answer is as if it were not typed."""
        said, on = self.cleaned_data.get("named"), self.cleaned_data.get("on")
        if said and not on and "on" not in self.errors:
            self.add_error("on", _("Say on which day."))
        if said and on and on > timezone.localdate():
            self.add_error("on", _("This day has not come yet."))

    @property
    def is_named(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["named"])

    @property
    def said_on(self) -> date | None:
        return self.cleaned_data["on"] if self.cleaned_data["named"] else None

    @property
    def has_moved(self) -> bool:
        """Whether something else stands here than on the page that was sent."""
        return bool(self.cleaned_data["was"] != self.stored.strip())

    def show_what_stands(self) -> None:
        """A second sending has seen what somebody recorded meanwhile, and puts its own in the place."""
        said = _("Recorded here meanwhile: %(said)s. Record again to put yours in its place.")
        self.add_error(None, said % {"said": self.stands or _("nothing")})
        redrawn_with(self, "was", self.stored.strip())


class PhotographForm(forms.Form):
    """A picture of a person, and the hash of the one that stood on the page."""

    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP. A large picture is made smaller before it is sent; a square of it is kept, "
            "without the place and time it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    helper = FieldsHelper("seen", "file")

    def __init__(self, data: Any = None, files: Any = None, *, person: Person) -> None:
        initial = {"seen": hash_of_photograph(person)}
        super().__init__(data, files, initial=initial, prefix="photograph")

    def show_what_stands(self) -> None:
        """A second sending has seen the photograph that the page now shows."""
        redrawn_with(self, "seen", self.initial["seen"])


class DeclineForm(forms.Form):
    """Why the spelling that a person asked for is not taken over, in a sentence to them."""

    answer = forms.CharField(
        label=gettext_lazy("Answer, which the person reads"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": person_note.longest}),
    )

    helper = FieldsHelper("answer")

    @property
    def said(self) -> str:
        return str(self.data.get("answer", ""))


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
        self.fields["team"] = forms.ChoiceField(
            label=_("Team"), required=False, choices=in_teams, widget=LongSelect
        )

    def asked(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
