"""The page of the scoring: what changes during the day, as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.models import Event
from experts.reports import Progress, scoring_progress
from experts.reports.calls import CallLine, open_calls
from experts.reports.paper import WaitingPaper, waiting_papers
from experts.reports.second_looks import LooksTold, looks_told


@dataclass(frozen=True)
class ScoringPage:
    calls: Sequence[CallLine]
    progress: Progress
    waiting: Sequence[WaitingPaper]
    looks: LooksTold


def scoring_page(event: Event, *, at: datetime) -> ScoringPage:
    """Eight queries."""
    return ScoringPage(
        calls=open_calls(event),
        progress=scoring_progress(event, at=at),
        waiting=waiting_papers(event),
        looks=looks_told(event),
    )
