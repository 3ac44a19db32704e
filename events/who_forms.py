"""Forms that ask for somebody: one of the event's people, or the name of somebody new."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.alphabet import in_alphabet
from events.entries import PersonEntry
from events.entry_base import Entry
from events.entry_forms import EntryForm
from events.forms import LongSelect
from events.models.people import PersonQuerySet
from events.revisions import Who
from events.texts import shown
from events.validators import person_name

Choices = list[tuple[str, str]]


def people_choices(people: PersonQuerySet) -> Choices:
    """In the order of the Kazakh alphabet, with what tells two of one name apart."""
    rows = people.order_by("key").values_list("name", "key", "organisation", "position")
    in_order = sorted(rows, key=lambda row: in_alphabet(row[0]))
    return [
        (key, _told_apart(name, shown(school) or shown(position)))
        for name, key, school, position in in_order
    ]


def _told_apart(name: str, work: str) -> str:
    return f"{name}, {work}"[:100] if work else name


class WhoForm(EntryForm):
    """Whom somebody means; a form of a row of theirs adds what the row says."""

    kind: ClassVar[type[Entry]] = PersonEntry
    shown: ClassVar[tuple[str, ...]] = ()
    beside: tuple[str, ...] = ("person", "name")
    labels: ClassVar[Any] = {}

    person = forms.CharField(
        required=False, label=gettext_lazy("Somebody on the list"), widget=LongSelect
    )
    name = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Or the name of somebody new"),
        widget=forms.TextInput(
            attrs={"maxlength": str(person_name.longest), "autocomplete": "off"}
        ),
    )

    def __init__(self, data: Any = None, *, people: Choices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        widget = self.fields["person"].widget
        assert isinstance(widget, LongSelect)
        widget.choices = [("", _("nobody")), *people]

    def fields_in_order(self) -> list[Any]:
        return ["person", "name", *super().fields_in_order()]

    @property
    def who(self) -> Who:
        return Who(key=self.edit.given["person"], name=self.edit.given["name"])
