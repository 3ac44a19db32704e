"""The rules by which points become places, in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event
from experts.methods import Method

RULE_NAMES: Final = {
    Method.CORRECTED_MEAN: gettext_lazy("Corrected"),
    Method.RAW_MEAN: gettext_lazy("Plain mean"),
    Method.TRIMMED_MEAN: gettext_lazy("Trimmed mean"),
    Method.MEDIAN: gettext_lazy("Median"),
    Method.STANDARDISED: gettext_lazy("Standardised"),
    Method.BORDA: gettext_lazy("Borda count"),
    Method.KEMENY: gettext_lazy("Kemeny order"),
}


def is_on_scale(rule: Method) -> bool:
    """Whether its figures can be read beside the totals themselves."""
    return rule not in {Method.STANDARDISED, Method.BORDA, Method.KEMENY}


def rule_told(rule: Mapping[str, Any]) -> str:
    """A rule as the record tells it: its method, the version of the methods, and its numbers."""
    told = _("%(rule)s, version %(version)s, at least %(least)s sheets for a result")
    figures = {
        "rule": RULE_NAMES[Method(rule["method"])],
        "version": rule["version"],
        "least": rule["least_sheets"],
    }
    return "; ".join(filter(None, [told % figures, ties_told(rule)]))


def ties_told(rule: Mapping[str, Any]) -> str:
    """Nothing where the chair has the casting vote."""
    is_by_panel = rule.get("ties_by") == Event.TiesBy.PANEL
    return _("equal teams by a vote of the panel") if is_by_panel else ""


def rule_in_words(rule: Method) -> str:
    words = {
        Method.CORRECTED_MEAN: _(
            "Places follow the corrected mean: where an expert could not score a team, the panel's own "
            "points say what that expert would have given."
        ),
        Method.RAW_MEAN: _(
            "Places follow the plain mean of the sheets that were given; the corrected mean stands "
            "beside it."
        ),
        Method.TRIMMED_MEAN: _(
            "Places follow the trimmed mean: of seven totals or more, the highest and the lowest do not "
            "count."
        ),
        Method.MEDIAN: _(
            "Places follow the median, the total in the middle, which a single very high or very low "
            "sheet hardly moves."
        ),
        Method.STANDARDISED: _(
            "Places follow standardised totals: what each expert gave is put on one scale, 50 for the "
            "middle and 10 for that expert's usual step up or down."
        ),
        Method.BORDA: _(
            "Places follow the Borda count: the share of the other teams that an expert placed lower, in "
            "percent, and the mean of it over the experts."
        ),
        Method.KEMENY: _(
            "Places follow the Kemeny order: the one that agrees most often with how an expert placed two "
            "teams. It is an order alone, without a figure for each team."
        ),
    }
    return words[rule]
