"""The forms of an import: the file, and what is chosen of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms import FieldsHelper, WholeField
from events.imports.fates import NEW_PERSON, RowFate
from events.imports.reading import ReadList
from events.listed import shown_cell
from events.spreadsheets import letter_of
from events.spreadsheets.delimited import CODE_PAGES, DELIMITERS
from events.spreadsheets.headings import Meaning

MOST_QUESTIONS: Final = 100
MOST_SAMPLES: Final = 3
PAGE_NAMES: Final = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "kz1048": gettext_lazy("KZ-1048 (Kazakh Windows)"),
    "cp1251": gettext_lazy("Windows-1251 (Russian Windows)"),
    "koi8-r": "KOI8-R",
    "cp866": "CP866 (DOS)",
    "mac_cyrillic": "Mac Cyrillic",
}
DELIMITER_NAMES: Final = {
    ";": gettext_lazy("semicolon ;"),
    ",": gettext_lazy("comma ,"),
    "\t": gettext_lazy("tabulator"),
    "|": "|",
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            ".xlsx or .csv, at most 900 kB. Nothing is written before you have looked at it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    helper = FieldsHelper("file")


class EventFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Event file"),
        help_text=gettext_lazy(
            "The .json of this event. What it would change is shown before anything is written."
        ),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    helper = FieldsHelper("file")


class NewEventFileForm(EventFileForm):
    """The file of an event that is not here."""

    prefix = "whole"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("The .json as it was taken out of Qorgau.")


@dataclass(frozen=True)
class ColumnShown:
    """A column of the list with its heading, a sample of what it holds, and the field that says what it means."""

    letter: str
    heading: str
    sample: str
    field: forms.BoundField
    is_used: bool


class LookForm(forms.Form):
    """How the list is read, what each column means, and whom the rows in question mean."""

    heading = WholeField(label=gettext_lazy("Row of the headings"), required=False, min_value=1)

    def __init__(self, data: Any = None, *, found: ReadList, asked: Sequence[RowFate] = ()) -> None:
        super().__init__(data)
        self.found = found
        self.keys = found.keys()
        self._offer_how()
        self.fields["heading"].initial = found.reading.heading
        for column in self.keys:
            self.fields[f"column_{column}"] = self._meaning(column)
        self.asked = asked[:MOST_QUESTIONS]
        for fate in self.asked:
            self.fields[f"who_{fate.row}"] = _who(fate)

    def _offer_how(self) -> None:
        how, source = self.found.source.how, self.found.source
        if source.is_workbook:
            if len(source.sheets) > 1:
                self._offer("sheet", _("Sheet"), {each: each for each in source.sheets}, how.sheet)
            return
        self._offer(
            "code_page",
            _("Letters"),
            {page: PAGE_NAMES[page] for page in CODE_PAGES},
            how.code_page,
        )
        between = {each: DELIMITER_NAMES[each] for each in DELIMITERS}
        self._offer("delimiter", _("Between cells"), between, how.delimiter)

    def _offer(self, name: str, label: str, choices: Mapping[str, Any], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=list(choices.items()), initial=initial, required=False
        )

    def _meaning(self, column: int) -> forms.Field:
        choices = [("", _("leave out")), *Meaning.choices]
        label = _("Column %(letter)s") % {"letter": letter_of(column)}
        initial = str(self.found.reading.meanings.get(column, ""))
        return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)

    def clean(self) -> dict[str, Any]:
        seen: set[str] = set()
        for name, meaning in list(self.cleaned_data.items()):
            if name.startswith("column_") and meaning in seen:
                self.add_error(
                    name, ValidationError(_("Another column is said to be this already."))
                )
            elif name.startswith("column_") and meaning:
                seen.add(meaning)
        return self.cleaned_data

    def choices(self) -> dict[str, Any]:
        """What was chosen, as an Upload keeps it. Other cells under other headings are looked at anew."""
        how = {
            name: self.cleaned_data[name]
            for name in ("sheet", "code_page", "delimiter")
            if self.cleaned_data.get(name)
        }
        was = {name: getattr(self.found.source.how, name) for name in how}
        heading = self.cleaned_data.get("heading") or self.found.reading.heading
        chosen: dict[str, Any] = {"how": how, "heading": heading}
        if how == was and heading == self.found.reading.heading:
            return chosen | {"columns": self.columns(), "answers": self.kept_answers()}
        return {"how": how, "heading": heading if how == was else None, "answers": {}}

    def columns(self) -> dict[str, str]:
        return {
            key: self.cleaned_data.get(f"column_{column}", "") for column, key in self.keys.items()
        }

    def is_read_otherwise(self) -> bool:
        """Whether more than the answers was chosen anew."""
        return bool(
            set(self.changed_data) & {name for name in self.fields if not name.startswith("who_")}
        )

    def answers(self) -> dict[int, str]:
        return {
            fate.row: said
            for fate in self.asked
            if (said := self.cleaned_data.get(f"who_{fate.row}"))
        }

    def kept_answers(self) -> dict[str, str]:
        before = self.found.answers.by_row
        return {str(row): said for row, said in {**before, **self.answers()}.items()}

    def how_fields(self) -> list[forms.BoundField]:
        names = ("sheet", "code_page", "delimiter", "heading")
        return [self[name] for name in names if name in self.fields]

    def columns_shown(self) -> Iterator[ColumnShown]:
        table, heading = self.found.source.table, self.found.reading.heading
        row = table.row(heading)
        below = [each for each in table.rows if each.number > heading and not each.is_heading]
        for column in self.keys:
            samples = (shown_cell(each.at(column)) for each in below)
            first = [text for text in dict.fromkeys(samples) if text][:MOST_SAMPLES]
            yield ColumnShown(
                letter_of(column),
                shown_cell(row.at(column)) if row else "",
                ", ".join(first)[:80],
                self[f"column_{column}"],
                column in self.found.reading.meanings,
            )

    def questions(self) -> list[tuple[RowFate, forms.BoundField]]:
        return [(fate, self[f"who_{fate.row}"]) for fate in self.asked]


def _who(fate: RowFate) -> forms.Field:
    choices = [
        (
            each.answer,
            f"{each.name} ({each.about})" if each.about else each.name,
        )
        for each in fate.candidates
    ]
    label = _("Is %(name)s somebody of these?") % {"name": fate.name}
    return forms.ChoiceField(
        label=label,
        choices=[*choices, (NEW_PERSON, _("None of these: a new person"))],
        widget=forms.RadioSelect,
        required=False,
    )
