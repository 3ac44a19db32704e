"""A rule by its name, and as the record tells it, in words."""

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
