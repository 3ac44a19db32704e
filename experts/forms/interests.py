"""Forms of ties: an expert declares them, the panel decides on them."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from crispy_forms.bootstrap import InlineRadios
from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from experts.forms.fields import LinesField
from experts.models import Interest
from experts.validators import (
    interest_evidence,
    interest_reason,
)


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
