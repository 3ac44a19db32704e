"""What is typed and chosen on the pages of votes, awards and dissenting opinions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from events.entry_forms import LANGUAGE_NAMES
from events.forms import FieldsHelper
from experts.ballots import ABSTAINED, AGAINST, FOR, TEAM, Said
from experts.errors.votes import AwardMissing
from experts.forms.fields import LinesField
from experts.models import AwardKind, PanelVote
from experts.validators import award_name, dissent_text, interest_reason, vote_question

Choices = Iterable[tuple[Any, Any]]


def reason_field() -> LinesField:
    return LinesField(
        label=_("Reason, for the record"),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BallotForm(forms.Form):
    """One answer of those that a vote has; `answers` are what is said, and its words."""

    def __init__(
        self, data: Any = None, *, answers: Sequence[tuple[Said, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        choices = [(written(said), words) for said, words in answers]
        self.fields["answer"] = forms.ChoiceField(
            label=_("Your answer"), choices=choices, widget=forms.RadioSelect
        )
        self.helper = FieldsHelper(*self.fields)

    def said(self) -> Said:
        return read(self.cleaned_data["answer"])


class DecideEqualForm(BallotForm):
    """The chair's voice where votes are equal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("What you decide")
        self.fields["reason"] = reason_field()
        self.helper = FieldsHelper(*self.fields)


def written(said: Said) -> str:
    return f"{TEAM}:{said.team}" if said.choice == TEAM else said.choice


def read(answer: str) -> Said:
    choice, _colon, team = answer.partition(":")
    return Said(choice, int(team) if team else None)


MOTION_ANSWERS = (Said(FOR), Said(AGAINST), Said(ABSTAINED))


class OpenVoteForm(forms.Form):
    """A question to the panel of a room."""

    op_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    question = LinesField(
        label=_("Question, as the panel and the protocol read it"),
        max_length=vote_question.longest,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    subject = forms.ChoiceField(
        label=_("What is asked"), choices=PanelVote.Subject, widget=forms.RadioSelect
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"),
        help_text=_("Those to choose among, or those that the question is about."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    award_kind = forms.ChoiceField(label=_("Award"), required=False)
    is_secret = forms.BooleanField(label=_("Secret, with a counting commission"), required=False)
    commission = forms.TypedMultipleChoiceField(
        label=_("Counting commission of a secret vote"),
        help_text=_("Three of the panel without the chair. They sign the count."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        panels: Choices,
        teams: Choices,
        seats: Choices,
        kinds: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        rooms = list(panels)
        self.fields["panel"] = forms.TypedChoiceField(
            label=_("Room"),
            coerce=int,
            choices=rooms,
            widget=forms.Select if len(rooms) > 1 else forms.HiddenInput,
            initial=rooms[0][0] if rooms else None,
        )
        for name, choices in (
            ("teams", teams),
            ("commission", seats),
            ("award_kind", [("", _("none")), *kinds]),
        ):
            cast("forms.ChoiceField", self.fields[name]).choices = list(choices)
        self.helper = FieldsHelper(
            *("op_id", "panel", "question", "subject", "teams", "award_kind", "is_secret"),
            "commission",
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("subject") == PanelVote.Subject.AWARD and not said.get("award_kind"):
            self.add_error("award_kind", str(AwardMissing()))
        return said


class NominateForm(forms.Form):
    """Which team an expert proposes for which award."""

    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Award"),
        choices=[each for each in AwardKind.choices if each[0] != AwardKind.AUDIENCE],
    )
    reason = reason_field()

    helper = FieldsHelper(Div("team", "kind", css_class="form-langs"), "reason")

    def __init__(self, data: Any = None, *, teams: Choices, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = cast("forms.ChoiceField", self.fields["team"])
        field.choices = [("", _("choose a team")), *teams]


class AwardForm(forms.Form):
    """Which team gets which award, and its words where it has words of its own."""

    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    kind = forms.ChoiceField(label=_("Award"), choices=AwardKind.choices)
    reason = reason_field()

    def __init__(
        self, data: Any = None, *, teams: Choices, languages: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        field = cast("forms.ChoiceField", self.fields["team"])
        field.choices = [("", _("choose a team")), *teams]
        self.languages = languages
        for language in languages:
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Own words, %(language)s") % {"language": LANGUAGE_NAMES[language]},
                required=False,
                max_length=award_name.longest,
                validators=[award_name],
            )
        names = [f"name_{language}" for language in languages]
        self.helper = FieldsHelper(
            Div("team", "kind", css_class="form-langs"),
            Div(*names, css_class="form-langs"),
            "reason",
        )

    def names(self) -> Mapping[str, str]:
        said = {each: self.cleaned_data[f"name_{each}"].strip() for each in self.languages}
        return {language: words for language, words in said.items() if words}


class DissentForm(forms.Form):
    text = LinesField(
        label=_("Your dissenting opinion"),
        help_text=_(
            "It stands in the protocol under your name. Until the protocol is prepared nobody else reads it;"
            " from then on the organizers who prepare and seal it do."
        ),
        required=False,
        max_length=dissent_text.longest,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    helper = FieldsHelper("text")
