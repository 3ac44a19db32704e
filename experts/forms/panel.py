"""The seats of the panel."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from events.entry_forms import EntryForm
from events.forms import FieldsHelper
from events.settings_forms import by_language
from events.who_forms import WhoForm
from experts.entries import SeatEntry
from experts.models import Seat
from experts.revisions import SAID

SEAT_LABELS = {
    "role": _("Role"),
    "role_text": _("Role as it is announced"),
    "affiliation": _("Institution"),
    "note": _("Note for the organizers"),
}


SEAT_WORDS = {"role": {role.value: role.label for role in Seat.Role}}


def seat_lines() -> list[Any]:
    return ["role", *by_language("role_text", "affiliation"), "note"]


class SeatForm(EntryForm):
    kind = SeatEntry
    shown = SAID
    labels: ClassVar[Any] = SEAT_LABELS
    words: ClassVar[Any] = SEAT_WORDS

    def fields_in_order(self) -> list[Any]:
        return seat_lines()


class NewSeatForm(WhoForm):
    """Who comes onto the panel, and as what."""

    kind = SeatEntry
    shown = SAID
    labels: ClassVar[Any] = SEAT_LABELS
    words: ClassVar[Any] = SEAT_WORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Seat.Role.MEMBER

    def fields_in_order(self) -> list[Any]:
        return [Div("person", "name", css_class="form-langs"), *seat_lines()]


class ReserveForm(forms.Form):
    """Which reserve takes a place; what is sent is read by the act itself."""

    helper = FieldsHelper("reserve")

    def __init__(self, reserves: Iterable[Seat]) -> None:
        super().__init__()
        people = [(seat.person.key, f"{seat.order}. {seat.person.name}") for seat in reserves]
        self.fields["reserve"] = forms.ChoiceField(label=_("Reserve"), choices=people)
