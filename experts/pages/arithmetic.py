"""A team's own figures before the seal, rounded as the results page rounds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from events.models import Event
from experts.methods import Method
from experts.models import Query
from experts.pages.explaining import shown_figure
from experts.reports.arithmetic import Arithmetic
from experts.reports.rules import RULE_NAMES
from experts.scoring import MEAN_DECIMALS


@dataclass(frozen=True)
class ArithmeticPage:
    number: int
    topic: str
    received: int
    eligible: int
    figures: Sequence[tuple[str, str]]
    said: Query | None
    is_open: bool

    @classmethod
    def of(cls, event: Event, found: Arithmetic) -> Self:
        criteria = [
            (
                str(each.name),
                f"{shown_figure(each.mean, MEAN_DECIMALS)} / {each.maximum.normalize():f}",
            )
            for each in found.criteria
        ]
        means = [(_("Plain mean"), found.raw_mean)]
        method = Method(event.scoring_rule)
        if method != Method.RAW_MEAN:
            means.append((str(RULE_NAMES[method]), found.value))
        return cls(
            number=found.member.project.number,
            topic=str(found.member.project.topic),
            received=found.received,
            eligible=found.eligible,
            figures=[
                *criteria,
                *(
                    (name, shown_figure(mean, MEAN_DECIMALS))
                    for name, mean in means
                    if mean is not None
                ),
            ],
            said=found.said,
            is_open=found.is_open,
        )
