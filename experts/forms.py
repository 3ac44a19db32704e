from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast
from uuid import uuid4

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.entry_forms import EntryForm
from events.forms import FieldsHelper, SearchForm, WholeField
from events.settings_forms import by_language
from events.texts import posted
from events.who_forms import WhoForm
from experts.entries import SeatEntry
from experts.handed import LONGEST
from experts.models import Interest, Presence, Seat
from experts.questions import Said
from experts.revisions import SAID
from experts.sheets import LONGEST_COMMENT
from experts.validators import (
    interest_evidence,
    interest_reason,
    question_answer,
    question_text,
)

LONGEST_POINTS = 12


class LinesField(forms.CharField):
    """A text of several lines, counted as the page counts it."""

    def to_python(self, value: Any) -> str:
        return posted(str(super().to_python(value)))


class DecideInterestForm(forms.Form):
    """What is decided about an interest and, on one line of the board, about those like it."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Interest.Outcome.RECUSE, _("Recuse: does not score")),
            (Interest.Outcome.DISCLOSE, _("Disclose: scores, and the tie is announced")),
            (Interest.Outcome.DISMISS, _("Dismiss: there is no tie")),
        ],
        widget=forms.RadioSelect,
    )
    reason = LinesField(
        label=_("Reason, for the record"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = FieldsHelper("seen", "alike", InlineRadios("outcome"), "reason")

    def __init__(self, *args: Any, ties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_one = len(ties) == 1
        self.fields["alike"] = forms.TypedMultipleChoiceField(
            label=_("For which ties"),
            coerce=int,
            required=not is_one,
            choices=ties,
            widget=forms.MultipleHiddenInput if is_one else forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one tie.")},
        )


class DeclareForm(forms.Form):
    """A tie of whoever holds the tablet to a team, in the first person."""

    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What ties you to it"),
        choices=[
            ("", _("choose one")),
            (Interest.Kind.SUPERVISOR, _("I supervise the project")),
            (Interest.Kind.MEMBER, _("I am a member of the team")),
            (Interest.Kind.EMPLOYER, _("I work where a member works")),
            (Interest.Kind.PARTNER, _("My institution is a partner of the project")),
            (Interest.Kind.SUPERIOR, _("I stand above the members' schools")),
            (Interest.Kind.ORGANISER, _("I work for the organiser")),
            (Interest.Kind.OTHER, _("Another tie: family, friendship, business")),
        ],
    )
    sentence = LinesField(
        label=_("In one sentence"),
        help_text=_("The organizers read it, and it stays on record."),
        max_length=interest_evidence.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("team", "kind", "sentence")

    def __init__(
        self, data: Any = None, *, teams: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        field = cast("forms.ChoiceField", self.fields["team"])
        field.choices = [("", _("choose a team")), *teams]


class QuestionForm(forms.Form):
    """What an expert asked, with the answer in short; the hidden fields say which version it is a change of."""

    op_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    question = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = WholeField(min_value=0, widget=forms.HiddenInput, initial=0)
    text = LinesField(
        label=_("Question"),
        max_length=question_text.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = LinesField(
        label=_("Answer in short"),
        required=False,
        max_length=question_answer.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("op_id", "question", "seen", "text", "answer")

    def said(self, *, is_taken_back: bool = False) -> Said:
        names = ("op_id", "question", "seen", "text", "answer")
        return Said(
            **{name: self.cleaned_data[name] for name in names}, is_taken_back=is_taken_back
        )


class NotedQuestionForm(QuestionForm):
    """The same by the secretary, who says whose it is: the expert by the number on the panel."""

    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    expert = WholeField(
        label=_("Number of the expert"),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    helper = FieldsHelper(
        *("op_id", "question", "seen"),
        Div("team", "expert", css_class="form-langs"),
        "text",
        "answer",
    )

    def __init__(
        self, data: Any = None, *, teams: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        cast("forms.ChoiceField", self.fields["team"]).choices = list(teams)


class ReopenScoringForm(forms.Form):
    reason = LinesField(
        label=_("Reason, for the record"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("reason")


class LogSearch(SearchForm):
    """What is typed of a line of the log: who, what, or a name in it."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["q"].label = gettext("Find in the log")


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


class PresenceSelects:
    """A choice for each expert and defense, under the name of its sheet; the service reads what was sent.

    A large day has more than a thousand, so what each offers is written once for all of them.
    """

    def __init__(self) -> None:
        choices = [("", str(_("there"))), *Presence.Kind.choices]
        self._options = {chosen: _options(choices, chosen) for chosen, _label in choices}

    def drawn(self, key: str, label: str, kind: str) -> SafeString:
        select = '<select name="{}" class="form-select" aria-label="{}">{}</select>'
        return format_html(select, key, label, self._options[kind])


def _options(choices: Iterable[tuple[str, object]], chosen: str) -> SafeString:
    mark = {True: SafeString(" selected"), False: ""}
    lines = [(value, mark[value == chosen], label) for value, label in choices]
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


class AdmitForm(forms.Form):
    reason = forms.CharField(
        label=_("The chair lets it count, because"),
        required=False,
        max_length=interest_reason.longest,
    )

    helper = FieldsHelper("reason")


class SetAsideForm(forms.Form):
    """Which sheet does not count, and why."""

    reason = LinesField(
        label=_("Reason, for the record and for the expert"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    helper = FieldsHelper("sheet", "reason")

    def __init__(self, data: Any = None, *, sheets: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", _("choose a sheet")), *sheets]
        self.fields["sheet"] = forms.ChoiceField(label=_("Score sheet"), choices=choices)


class GiveBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for the record"), required=False, max_length=interest_reason.longest
    )

    helper = FieldsHelper("reason")


class PaperForm(forms.Form):
    """What stands on a sheet of paper; nothing is offered that others may have typed on this machine."""

    op_id = forms.CharField(required=False, widget=forms.HiddenInput)
    rubric_version = forms.CharField(required=False, widget=forms.HiddenInput)
    corrects = forms.CharField(required=False, widget=forms.HiddenInput)
    standing = forms.CharField(required=False, widget=forms.HiddenInput)
    comment = LinesField(
        label=_("Comment for the protocol"),
        help_text=_("As it stands on the paper, word for word."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        scales: Sequence[tuple[str, str, str]],
        standing: int,
        **kwargs: Any,
    ) -> None:
        """`scales` are the field, the name and the scale in words of each criterion."""
        super().__init__(data, **kwargs)
        for field, name, scale in scales:
            self.fields[field] = forms.CharField(
                label=name,
                help_text=scale,
                max_length=LONGEST_POINTS,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"required": gettext("Points are missing.")},
            )
        names: list[Any] = ["op_id", "rubric_version", "corrects", "standing"]
        points = Div(*(field for field, _name, _scale in scales), css_class="form-langs")
        if standing:
            self.fields["over"] = forms.BooleanField(
                label=gettext("The paper takes the place of this sheet"), required=False
            )
        over = ["over"] if standing else []
        self.helper = FieldsHelper(*names, points, "comment", *over)


class PaperSheetsForm(forms.Form):
    """Whose sheets are printed, and about which team."""

    seat = forms.ChoiceField(label=_("Expert"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)

    due = forms.BooleanField(label=_("Only what is still to be given"), required=False)

    helper = FieldsHelper(Div("seat", "team", css_class="form-langs"), "due")

    def __init__(
        self, seats: Iterable[tuple[int, str]], teams: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        for name, every, choices in (
            ("seat", _("all experts"), seats),
            ("team", _("all teams"), teams),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", every), *choices]


class HandedForm(forms.Form):
    """What a tablet handed over: the file that it saved, or, put in by the page, what its code carries."""

    file = forms.FileField(
        label=_("File of the tablet"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"empty": _("This file is empty.")},
    )
    text = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    helper = FieldsHelper("file", "text")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("file") and not found.get("text") and not self.errors:
            self.add_error("file", _("Choose the file that the tablet saved, or scan its code."))
        return found

    @property
    def handed(self) -> str:
        """As it came; of a file that is no text, what cannot be read as one."""
        file = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data["text"])
        content: bytes = file.read(LONGEST * 4)
        return content.decode(errors="replace")
