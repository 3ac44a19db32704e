"""Forms made from entries: a field for each line of a row, and what its editor saw of it.

The rules and their sentences are those of the entry (events/editing.py); a form adds labels, help and
widgets, and shows the row again when somebody else changed it meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, get_args

from django import forms
from django.core import signing
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.editing import Clash, Edit, Lines, Overtaken, Refused, entry_from, lines_from, lines_of
from events.entry_base import Choice, Entry, validator_of
from events.forms import FieldsHelper, redrawn_with
from events.journal import shown
from events.value_base import Limited
from events.values import Day, Hour, Translatable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGE_NAMES: Final = {
    "kk": gettext_lazy("in Kazakh"),
    "ru": gettext_lazy("in Russian"),
    "en": gettext_lazy("in English"),
}
SHORT: Final = 100  # what a field shows whole beside two others


class LongLine(forms.Textarea):
    """A line that is shown whole: it breaks where the field ends, and holds no break of its own."""

    def __init__(self, attrs: Mapping[str, str]) -> None:
        super().__init__({**attrs, "rows": "1"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return " ".join(typed.splitlines()) if isinstance(typed, str) else typed


class EntryForm(forms.Form):
    """The single values `shown` of an entry, a line each; lists of an entry are edited by acts of their own.

    Bound, it has an `edit`; what `given_to` a service refuses is told at its lines by `refuse`.
    """

    kind: ClassVar[type[Entry]]
    shown: ClassVar[tuple[str, ...]]
    beside: tuple[str, ...] = ()  # fields of the form that are no value of the entry
    labels: ClassVar[Mapping[str, _StrPromise]]
    helps: ClassVar[Mapping[str, _StrPromise]] = {}
    words: ClassVar[Mapping[str, Mapping[str, _StrPromise]]] = {}  # of choices, by value

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        entry: Entry | None = None,
        own: str,
        prefix: str | None = None,
        beside: Lines | None = None,
    ) -> None:
        self.own = own
        self.current = {
            **(lines_from(entry, self.shown, own=own) if entry else {}),
            **(beside or {}),
        }
        initial: dict[str, Any] = {**self.current, "seen": packed(self.current)}
        super().__init__(data, initial=initial, prefix=prefix)
        for line, name, language in lines_of(self.kind, self.shown):
            self.fields[line] = self._field(name, language)
        self.helper = FieldsHelper("seen", *self.fields_in_order())

    def fields_in_order(self) -> list[Any]:
        """The lines, or crispy's layout of them."""
        return [line for line, _name, _language in lines_of(self.kind, self.shown)]

    def _field(self, name: str, language: str) -> forms.Field:
        field = forms.CharField(required=False, strip=False, label=self._label(name, language))
        field.widget = self._widget(name, language)
        field.help_text = self.helps.get(name, "") if language in ("", self.own) else ""
        return field

    def _widget(self, name: str, language: str) -> forms.Widget:
        validator = validator_of(self.kind, name)
        if words := self._choices(name):
            return forms.Select(choices=words)
        if isinstance(validator, Day):
            return forms.DateInput(attrs={"type": "date"})
        if isinstance(validator, Hour):
            return forms.TimeInput(attrs={"type": "time"})
        attrs = {"lang": language} if language else {}
        if isinstance(validator, Limited):
            attrs["maxlength"] = str(validator.longest)
        if language and isinstance(validator, Translatable) and validator.longest > SHORT:
            return LongLine(attrs)
        return forms.TextInput(attrs=attrs)

    def _label(self, name: str, language: str) -> str:
        label = str(self.labels[name])
        return f"{label}, {LANGUAGE_NAMES[language]}" if language else label

    def _choices(self, name: str) -> list[tuple[str, str]]:
        field = self.kind.model_fields[name]
        if not any(isinstance(each, Choice) for each in field.metadata):
            return []
        values = [str(value) for value in get_args(field.annotation)]
        return [(value, str(self.words[name][value])) for value in values]

    @cached_property
    def edit(self) -> Edit:
        """What was seen and what was sent. A form that says nothing of what was seen saw an empty row."""
        lines = [line for line, _name, _language in lines_of(self.kind, self.shown)]
        lines += self.beside
        given = {line: self.data.get(self.add_prefix(line), "").strip() for line in lines}
        return Edit(seen=unpacked(self.data.get(self.add_prefix("seen"), "")), given=given)

    def entry(self) -> Entry:
        """A new row out of the lines. Raises Refused."""
        return entry_from(self.kind, self.shown, self.edit.given, own=self.own)

    def refuse(self, refusal: Refused | Overtaken, by: str = "") -> None:
        """Tell at each line what is wrong with it, or what somebody else wrote there meanwhile."""
        self.full_clean()
        if isinstance(refusal, Overtaken):
            self._show_theirs(refusal, by)
            return
        for flaw in refusal.flaws:
            self.add_error(flaw.place if flaw.place in self.fields else None, flaw.sentence)

    def _show_theirs(self, overtaken: Overtaken, by: str) -> None:
        """A second Save has seen what is there now, and puts the editor's own in its place."""
        said = _("%(who)s saved “%(theirs)s” here meanwhile. Save again to put yours in its place.")
        nothing = _("%(who)s emptied this meanwhile. Save again to put yours in its place.")
        for clash in overtaken.clashes:
            theirs = self._in_words(clash)
            sentence = said if theirs else nothing
            who = by or _("Somebody else")
            self.add_error(clash.line, sentence % {"who": who, "theirs": theirs})
        redrawn_with(self, "seen", packed({**self.edit.seen, **overtaken.current}))

    def _in_words(self, clash: Clash) -> str:
        """What stands there as the page says it, and not as a choice is called in the file."""
        widget = self.fields[clash.line].widget
        if isinstance(widget, forms.CheckboxInput):
            return shown(bool(clash.theirs))
        labels = {str(value): label for value, label in getattr(widget, "choices", ())}
        return str(labels.get(clash.theirs, clash.theirs))


def packed(lines: Lines) -> str:
    return signing.dumps(dict(lines), salt="seen", compress=True)


def unpacked(seen: str) -> dict[str, str]:
    """What the page showed; nothing if the page says nothing that this program wrote."""
    try:
        lines = signing.loads(seen, salt="seen")
    except signing.BadSignature:
        return {}
    return {str(line): str(said) for line, said in lines.items()}
