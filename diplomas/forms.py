from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from crispy_forms.layout import Field
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomas.entries import AwardEntry
from diplomas.numbering import LONGEST_INPUT
from diplomas.reports import Issued
from diplomas.validators import ending_reason, handover_proxy
from events.editing import Refused
from events.entries import PersonEntry
from events.entry_forms import EntryForm
from events.forms import FieldsHelper
from events.latin import latin_name
from events.models import AskedName
from events.rules import Flaw
from events.settings_forms import by_language
from events.texts import LANGUAGES, Translated, languages_of, one_line
from events.validators import person_name, person_note


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
    def again(cls, typed: str) -> CodeForm:
        """The field with what was typed, as much of it as the field takes."""
        return cls({"code": typed[:LONGEST_INPUT]})

    @classmethod
    def refused(cls, typed: str) -> CodeForm:
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


class OneLineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return one_line(str(super().to_python(value)))


class ReasonForm(forms.Form):
    """Why a diploma stops being valid; for the record, not for the public."""

    reason = OneLineField(
        label=_("Reason, for the record"),
        max_length=ending_reason.longest,
        validators=[ending_reason],
    )

    helper = FieldsHelper("reason")

    def __init__(self, act: str, data: Any = None) -> None:
        """`act` keeps two of these apart on one page."""
        super().__init__(data, auto_id=f"{act}-%s")
        self.act = act


class ProxyForm(forms.Form):
    """Who takes a diploma for somebody else."""

    proxy = forms.CharField(
        label=_("Who takes it instead?"),
        max_length=handover_proxy.longest,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    helper = FieldsHelper("proxy")


class PlaceForm(forms.Form):
    """To which place of the call order somebody goes."""

    place = forms.IntegerField(
        label=_("To which place?"),
        min_value=1,
        max_value=999_999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    helper = FieldsHelper("place")


class ChosenDiplomaForm(forms.Form):
    """Chooses the diploma of one line, among others of the same name."""

    diploma = forms.BooleanField(required=False)
    helper = FieldsHelper("diploma")

    def __init__(self, issued: Issued) -> None:
        super().__init__(auto_id=f"chosen-{issued.code}-%s")
        self.fields["diploma"].label = issued.snapshot["name"]
        self.fields["diploma"].widget.attrs["value"] = issued.code

    @staticmethod
    def meant(posted: QueryDict) -> set[str] | None:
        """The code on the button that was pressed, or those that were ticked; None for the button for all."""
        if "only" in posted:
            return set(posted.getlist("only"))
        return set(posted.getlist("diploma")) if posted.get("which") == "chosen" else None


class ChosenPeopleForm(forms.Form):
    """One box of many: a person, or a whole team by its number."""

    def __init__(self, name: str, value: int, label: str, sent: QueryDict | None = None) -> None:
        is_chosen = sent is not None and str(value) in sent.getlist(name)
        super().__init__(auto_id=f"chosen-{value}-%s", initial={name: is_chosen})
        self.fields[name] = forms.BooleanField(required=False, label=label)
        self.fields[name].widget.attrs["value"] = value
        self.helper = FieldsHelper(name)


class AwardForm(EntryForm):
    """What the awards are for that are issued now."""

    kind = AwardEntry
    shown = ("name",)
    labels: ClassVar = {"name": _("What the award is for")}
    helps: ClassVar = {"name": _("For instance: Best research. It stands on the paper.")}

    def fields_in_order(self) -> list[Any]:
        return [*by_language("name")]

    def award(self) -> dict[str, str]:
        """By language. Raises Refused."""
        entry = self.entry()
        name = entry.name if isinstance(entry, AwardEntry) else ""
        return {self.own: name} if isinstance(name, str) else languages_of(name)


class LogoForm(forms.Form):
    """A picture, and the hash of the one that stood on the page."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "PNG, JPEG or WebP, at most 900 kB; best a PNG with a transparent ground. It stands in the upper left corner."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    helper = FieldsHelper("seen", "file")

    def __init__(self, data: Any = None, files: Any = None, *, seen: str = "") -> None:
        super().__init__(data, files, initial={"seen": seen}, prefix="logo")


class NamesForm(EntryForm):
    """The names of one person as they should be printed, a line each language, and a word of why."""

    kind = PersonEntry
    shown = ("printed_names",)
    beside = ("why",)
    labels: ClassVar = {"printed_names": _("Name on the diploma")}

    why = forms.CharField(
        label=_("Why is it written so?"),
        help_text=_("For instance: so it stands in the identity card."),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": person_note.longest}),
    )

    def __init__(self, data: Any = None, *, printed: Mapping[str, str]) -> None:
        """`printed` is what is printed now, by language; the other languages have no line."""
        self.languages = list(printed)
        entry = PersonEntry.model_construct(printed_names=Translated(**printed))
        super().__init__(data, entry=entry, own=self.languages[0])
        for language in set(LANGUAGES) - set(self.languages):
            del self.fields[f"printed_names_{language}"]
        self._propose_latin(printed.get("en", ""))

    def _propose_latin(self, name: str) -> None:
        """Beside the line, never in it: what is printed is what the person writes."""
        proposed = latin_name(name)
        if proposed != name:
            words = _("Letter by letter: %(name)s. Write it as in your passport.")
            self.fields["printed_names_en"].help_text = words % {"name": proposed}

    @classmethod
    def of(cls, printed: Mapping[str, str], waiting: AskedName | None) -> NamesForm:
        """To be sent; with what was asked for already, as long as it waits."""
        form = cls(printed=printed)
        if waiting:
            names = {f"printed_names_{each}": said for each, said in waiting.names.items()}
            form.initial.update(names, why=waiting.why)
        return form

    def fields_in_order(self) -> list[Any]:
        return [*(f"printed_names_{language}" for language in self.languages), "why"]

    def asked(self) -> tuple[dict[str, str], str]:
        """The names and the reason. Raises Refused with what is wrong at each line."""
        given, why = self.edit.given, one_line(self.edit.given["why"])
        flaws = list(self._flaws_of_names(given))
        if flaw := person_note.flaw(why):
            flaws.append(Flaw("why", flaw))
        if flaws:
            raise Refused(flaws)
        lines = {each: one_line(given[f"printed_names_{each}"]) for each in self.languages}
        return lines, why

    def _flaws_of_names(self, given: Mapping[str, str]) -> Iterator[Flaw]:
        """No line is left empty: each is printed."""
        for language in self.languages:
            line = f"printed_names_{language}"
            if flaw := person_name.flaw(one_line(given[line])):
                yield Flaw(line, flaw)
