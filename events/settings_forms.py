"""The forms of an event's settings, each a part that is saved by itself."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, ClassVar, Final

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from events.criteria import CRITERION, Criteria, level_lines, weight_line, weights_of
from events.entries import CriterionEntry, EventEntry
from events.entry_forms import LANGUAGE_NAMES, EntryForm
from events.event_forms import zone_choices
from events.models import Event
from events.texts import Translated, languages_of

TEXTS: Final = ("title", "subtitle", "kind", "course", "organiser", "place", "city")
DAYS: Final = ("starts_on", "ends_on", "time_zone")
RULE: Final = (
    "scoring_rule",
    "least_sheets",
    "talk_minutes",
    "question_minutes",
    "query_hours",
    "ties_by",
    "words_by",
    "words_days",
)
LOCKED: Final = ("scoring_rule", "least_sheets", "ties_by", "words_by")
SWITCHES: Final = ("programme", "teams", "panel")
LANGUAGES: Final = ("kk", "ru", "en")
ON: Final = "yes"
READERS: Final = {
    "kk": gettext_lazy("Kazakh guests read: %(text)s"),
    "ru": gettext_lazy("Russian guests read: %(text)s"),
    "en": gettext_lazy("English guests read: %(text)s"),
}


def switched(names: Iterable[str], on: Collection[str]) -> dict[str, str]:
    return {name: ON if name in on else "" for name in names}


def by_language(*names: str) -> list[Div]:
    """Three lines side by side, one a language."""
    return [
        Div(*(f"{name}_{language}" for language in LANGUAGES), css_class="form-langs")
        for name in names
    ]


def switch(label: Any, help_text: Any = "") -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"value": ON})
    return forms.BooleanField(label=label, help_text=help_text, required=False, widget=widget)


class TextsForm(EntryForm):
    """The event's own texts side by side; below an empty line, what its readers read instead."""

    kind = EventEntry
    shown = TEXTS
    labels: ClassVar = {
        "title": gettext_lazy("Title"),
        "subtitle": gettext_lazy("Subtitle"),
        "kind": gettext_lazy("What kind of event it is"),
        "course": gettext_lazy("Course"),
        "organiser": gettext_lazy("Organiser"),
        "place": gettext_lazy("School or hall"),
        "city": gettext_lazy("Town"),
    }

    def __init__(self, data: Any = None, *, entry: EventEntry, **kwargs: Any) -> None:
        super().__init__(data, entry=entry, **kwargs)
        for name in TEXTS:
            self._show_fallbacks(name, getattr(entry, name))

    def _show_fallbacks(self, name: str, text: Any) -> None:
        said = languages_of(text) if isinstance(text, Translated) else {self.own: text}
        for language in LANGUAGES:
            field = self.fields[f"{name}_{language}"]
            read = LazyI18nString(said).localize(language) if text else ""
            if read and not said.get(language):
                field.widget.attrs["placeholder"] = read
                field.help_text = READERS[language] % {"text": read}

    def fields_in_order(self) -> list[Any]:
        return by_language(*TEXTS)


class DaysForm(EntryForm):
    kind = EventEntry
    shown = DAYS
    labels: ClassVar = {
        "starts_on": gettext_lazy("First day"),
        "ends_on": gettext_lazy("Last day"),
        "time_zone": gettext_lazy("Time zone"),
    }
    beside = LANGUAGES

    kk = switch(gettext_lazy("Kazakh"))
    ru = switch(gettext_lazy("Russian"))
    en = switch(gettext_lazy("English"))

    def _widget(self, name: str, language: str) -> forms.Widget:
        if name == "time_zone":
            return forms.Select(choices=zone_choices())
        return super()._widget(name, language)

    def fields_in_order(self) -> list[Any]:
        languages = Div(*LANGUAGES, css_class="cluster")
        return [
            Div(*DAYS, css_class="form-langs"),
            Fieldset(_("Languages of the event"), languages),
        ]


class RuleForm(EntryForm):
    kind = EventEntry
    shown = RULE
    labels: ClassVar = {
        "scoring_rule": gettext_lazy("How points become a result"),
        "least_sheets": gettext_lazy("Sheets that a result needs at least"),
        "talk_minutes": gettext_lazy("Minutes for the talk"),
        "question_minutes": gettext_lazy("Minutes for questions"),
        "query_hours": gettext_lazy("Hours in which teams may ask about a provisional result"),
        "ties_by": gettext_lazy("Who decides on teams that the rule leaves equal"),
        "words_by": gettext_lazy("What stands beside an expert's words to a team"),
        "words_days": gettext_lazy("Days after the seal in which experts may add words to a team"),
    }
    helps: ClassVar = {
        "scoring_rule": gettext_lazy(
            "The correction evens out that experts differ in strictness and do not all score every team."
        ),
        "least_sheets": gettext_lazy("A panel of fewer experts needs the sheets of all."),
        "talk_minutes": gettext_lazy("Of each defense; empty: not limited."),
        "query_hours": gettext_lazy(
            "Empty: no provisional result. Otherwise the protocol is sealed after these hours."
        ),
        "words_by": gettext_lazy(
            "Experts read it while they write, so it stays from the first points on."
        ),
        "words_days": gettext_lazy(
            "Empty: none. They stand on the page of the team, and change nothing of the protocol."
        ),
    }
    words: ClassVar = {
        "scoring_rule": dict(Event.ScoringRule.choices),
        "ties_by": dict(Event.TiesBy.choices),
        "words_by": dict(Event.WordsBy.choices),
    }

    def __init__(self, data: Any = None, *, is_locked: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in LOCKED if is_locked else ():
            self.fields[name].disabled = True

    def fields_in_order(self) -> list[Any]:
        pairs = [RULE[:2], RULE[2:4], RULE[4:6], RULE[6:]]
        return [Div(*pair, css_class="field-pair") for pair in pairs]


class PublicForm(EntryForm):
    """What guests see of an open event, part by part."""

    kind = EventEntry
    shown = ()
    labels: ClassVar = {}
    beside = SWITCHES

    programme = switch(
        gettext_lazy("Programme"), gettext_lazy("The lines of the day, and what is on stage now.")
    )
    teams = switch(
        gettext_lazy("Projects"),
        gettext_lazy("Topics, supervisors, and the members of the teams by name."),
    )
    panel = switch(
        gettext_lazy("Expert panel"),
        gettext_lazy("The experts by name, and who steps aside from which project."),
    )

    def fields_in_order(self) -> list[Any]:
        return list(SWITCHES)


class WeightsForm(EntryForm):
    """The weight of every criterion."""

    kind = CriterionEntry
    shown = ()
    labels: ClassVar = {}

    def __init__(self, data: Any = None, *, criteria: Criteria, own: str) -> None:
        self.criteria, weights = criteria, weights_of(criteria, own)
        self.beside = tuple(weights)
        super().__init__(data, own=own, beside=weights)

    def fields_in_order(self) -> list[Any]:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        for criterion in self.criteria:
            self.fields[weight_line(criterion.key)] = forms.CharField(
                required=False, label=_("Weight"), widget=forms.TextInput(attrs=attrs)
            )
        return list(self.beside)

    def rows(self) -> Iterator[tuple[CriterionEntry, str, forms.BoundField]]:
        """Each criterion with its name in the language of the page, and the field of its weight."""
        for criterion in self.criteria:
            yield criterion, shown(criterion.name), self[weight_line(criterion.key)]


def shown(text: Any) -> str:
    """A text in the language of the page."""
    said = languages_of(text) if isinstance(text, Translated) else text
    return str(LazyI18nString(said))


class CriterionForm(EntryForm):
    """One criterion: its name, its scale, and what some points stand for."""

    kind = CriterionEntry
    shown = CRITERION
    labels: ClassVar = {
        "name": gettext_lazy("Criterion"),
        "weight": gettext_lazy("Weight"),
        "minimum": gettext_lazy("Lowest points"),
        "maximum": gettext_lazy("Highest points"),
        "step": gettext_lazy("Step"),
    }
    helps: ClassVar = {"weight": gettext_lazy("The weights of all criteria make 100.")}

    def __init__(
        self, data: Any = None, *, entry: CriterionEntry | None, own: str, **kwargs: Any
    ) -> None:
        lines = level_lines(entry, own)
        self.beside = tuple(lines)
        self.rows = len(lines) // 4
        super().__init__(data, entry=entry, own=own, beside=lines, **kwargs)

    def _level_fields(self) -> dict[str, forms.Field]:
        points = {"inputmode": "decimal", "autocomplete": "off"}
        found: dict[str, forms.Field] = {}
        for at in range(self.rows):
            found[f"level{at}_points"] = forms.CharField(
                required=False, label=_("Points"), widget=forms.TextInput(attrs=points)
            )
            for language in LANGUAGES:
                found[f"level{at}_text_{language}"] = forms.CharField(
                    required=False,
                    label=LANGUAGE_NAMES[language],
                    widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                )
        return found

    def fields_in_order(self) -> list[Any]:
        self.fields |= self._level_fields()
        levels = [
            Div(
                f"level{at}_points",
                Div(*(f"level{at}_text_{each}" for each in LANGUAGES), css_class="form-langs"),
                css_class="level-row",
            )
            for at in range(self.rows)
        ]
        return [
            *by_language("name"),
            Div("weight", "minimum", "maximum", "step", css_class="field-pair"),
            Fieldset(_("What some points stand for"), *levels),
        ]
