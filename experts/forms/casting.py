"""The form of a casting vote."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from experts.forms.fields import LinesField
from experts.validators import interest_reason


def reason_for_the_protocol() -> LinesField:
    return LinesField(
        label=_("Reason, for the protocol"),
        help_text=_("The teams will read it. Any language of the event."),
        max_length=interest_reason.longest,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LeaveSharedForm(forms.Form):
    """Why a place stays shared that nobody of the panel may decide on."""

    teams = forms.CharField(widget=forms.HiddenInput)
    reason = reason_for_the_protocol()

    helper = FieldsHelper("teams", "reason")


class CastingVoteForm(forms.Form):
    """How equal teams stand: one of two first, or a place for each of up to twelve; or the place stays shared.

    `teams` are the id, the number and the topic of each project.
    """

    SHARED: Final = "shared"
    IN_ORDER: Final = "order"
    MOST_ORDERED: Final = 12

    teams = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = reason_for_the_protocol()

    def __init__(
        self, data: Any = None, *, teams: Sequence[tuple[int, int, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"teams": ",".join(str(pk) for pk, _number, _topic in teams)})
        super().__init__(data, **kwargs)
        self.ids = [pk for pk, _number, _topic in teams]
        shared = (self.SHARED, gettext("Leave the place shared"))
        self.ranked = 2 < len(teams) <= self.MOST_ORDERED
        decision = cast("forms.ChoiceField", self.fields["decision"])
        decision.choices = [*self._decisions(teams), shared]
        for pk, number, topic in teams if self.ranked else ():
            self.fields[f"rank-{pk}"] = forms.TypedChoiceField(
                label=gettext("Team %(number)s, %(topic)s") % {"number": number, "topic": topic},
                choices=[("", "–"), *((at, at) for at in range(1, len(teams) + 1))],
                coerce=int,
                required=False,
            )
        ranks = [f"rank-{pk}" for pk in self.ids] if self.ranked else []
        self.helper = FieldsHelper("teams", "decision", *ranks, "reason")

    def _decisions(self, teams: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
        if self.ranked:
            return [(self.IN_ORDER, gettext("In the order below, 1 is the best"))]
        if len(teams) > self.MOST_ORDERED:
            return []
        words = gettext("Team %(number)s is before the other: %(topic)s")
        return [
            (str(pk), words % {"number": number, "topic": topic}) for pk, number, topic in teams
        ]

    @property
    def order(self) -> tuple[int, ...]:
        """The ids, the best first; none where the place stays shared. What is no order the service refuses."""
        said = self.cleaned_data["decision"]
        if said == self.SHARED:
            return ()
        if not self.ranked:
            return tuple(sorted(self.ids, key=lambda pk: str(pk) != said))
        ranks = {pk: self.cleaned_data[f"rank-{pk}"] or 0 for pk in self.ids}
        if sorted(ranks.values()) != list(range(1, len(ranks) + 1)):
            return (0,)
        return tuple(sorted(self.ids, key=ranks.__getitem__))
