"""What is asked of a new event."""

from typing import Any, Final

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.beginning import TEXTS, NewEvent
from events.editing import Refused, lines_from
from events.entries import EventEntry
from events.forms import FieldsHelper
from events.texts import LANGUAGES
from events.zones import EXAMPLE, zone_names

LANGUAGE_NAMES: Final = {
    "kk": gettext_lazy("Kazakh"),
    "ru": gettext_lazy("Russian"),
    "en": gettext_lazy("English"),
}
OF_KAZAKHSTAN: Final = (
    "Asia/Almaty",
    "Asia/Aqtau",
    "Asia/Aqtobe",
    "Asia/Atyrau",
    "Asia/Oral",
    "Asia/Qostanay",
    "Asia/Qyzylorda",
)


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    names = sorted(zone_names().zones)
    here = [name for name in OF_KAZAKHSTAN if name in names]
    others = [name for name in names if name not in here]
    return [
        (_("Kazakhstan"), [(name, name) for name in here]),
        (_("Elsewhere"), [(name, name) for name in others]),
    ]


def language_choices() -> list[tuple[str, str]]:
    """The reader's own first: it is that of the texts."""
    mine = get_language() or LANGUAGES[0]
    in_order = sorted(LANGUAGE_NAMES, key=lambda code: code != mine)
    return [(code, str(LANGUAGE_NAMES[code])) for code in in_order]


def day_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class NewEventForm(forms.Form):
    """Name, place, dates, time zone and languages; all else has a default, and stands in the settings."""

    name = forms.CharField(label=gettext_lazy("Name of the event"), max_length=200)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=100)
    place = forms.CharField(
        label=gettext_lazy("School or hall"),
        max_length=300,
        help_text=gettext_lazy("Where guests come."),
    )
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = forms.CharField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: the event has one day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the event"),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Texts can be given in each of them."),
    )

    helper = FieldsHelper(
        "name",
        Div("city", "place", css_class="field-pair"),
        Div("starts_on", "ends_on", "time_zone", css_class="field-pair"),
        "languages",
    )

    def __init__(self, data: Any = None, *, like: EventEntry | None = None) -> None:
        super().__init__(data, initial=_like(like) if like else _fresh())

    def event(self) -> NewEvent:
        given = dict(self.cleaned_data)
        given["ends_on"] = given["ends_on"] or given["starts_on"]
        chosen = set(given["languages"])
        given["languages"] = [code for code, _label in language_choices() if code in chosen]
        return NewEvent(**given)

    def refuse(self, refused: Refused) -> None:
        """Tell at its line what could not be taken, once for all texts that are made of it."""
        said = set()
        for flaw in refused.flaws:
            line = _line_of(flaw.place)
            if line == "ends_on" and not self.data.get("ends_on"):
                line = "starts_on"  # which it was taken from
            if (line, flaw.sentence) not in said:
                said.add((line, flaw.sentence))
                self.add_error(line if line in self.fields else None, flaw.sentence)


def _line_of(place: str) -> str:
    for asked, texts in TEXTS.items():
        if any(place.startswith(f"{text}_") for text in texts):
            return asked
    return place


def _fresh() -> dict[str, Any]:
    return {"time_zone": EXAMPLE, "languages": list(LANGUAGES)}


def _like(entry: EventEntry) -> dict[str, Any]:
    own = get_language() or str(entry.languages[0])
    lines = lines_from(entry, [texts[0] for texts in TEXTS.values()], own=own)
    said = {asked: lines[f"{texts[0]}_{own}"] for asked, texts in TEXTS.items()}
    return {**said, "time_zone": entry.time_zone, "languages": list(entry.languages)}
