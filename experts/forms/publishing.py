from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms import FieldsHelper
from events.settings_forms import switch


class PublishingForm(forms.Form):
    """What is public of the decision, part by part; named as `Event.Publishable` is.

    `was` is what was public when the form was drawn.
    """

    results = switch(_("Places"), _("Each team with its place, and what parted equal ones."))
    figures = switch(
        _("Figures beside the places"),
        _("What the rule gives for each team, and the mean to compare it with."),
    )
    evidence = switch(
        _("Points as data"),
        _("A file with all points that count, by which anybody can work the result out anew."),
    )
    experts = switch(
        _("Names of the experts in the data"),
        _(
            "Else they have numbers. Whoever refused to be named in public has a number in any case; where that is one expert alone, all have numbers."
        ),
    )
    awards = switch(_("Awards"), _("Which team was given which award."))
    feedback = switch(
        _("The sheets of the teams"),
        _(
            "Each team reads its own place and points, and the words that were written for it, also while the places are not public; nobody else does."
        ),
    )

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = FieldsHelper("was", "results", "figures", "evidence", "experts", "awards", "feedback")

    @property
    def chosen(self) -> list[str]:
        return [name for name, is_on in self.cleaned_data.items() if is_on and name != "was"]

    @property
    def seen(self) -> list[str]:
        return list(self.cleaned_data["was"].split())
