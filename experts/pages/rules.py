"""The rules by which points become places, in words."""

from django.utils.translation import gettext as _

from experts.methods import Method


def is_on_scale(rule: Method) -> bool:
    """Whether its figures can be read beside the totals themselves."""
    return rule not in {Method.STANDARDISED, Method.BORDA, Method.KEMENY}


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
