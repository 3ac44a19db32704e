"""Wide reads: what a page shows, in a constant number of queries, as frozen dataclasses.

A *cell* is one seat before one defense. It is eligible when the seat scores, sits in the defense's
room and is not recused; an expected sheet is an eligible cell.
"""

from experts.reports.board import InterestLine, PanelBoard, panel_board, to_confirm
from experts.reports.cells import CellState
from experts.reports.decision import Decided, decided
from experts.reports.grid import Grid
from experts.reports.progress import Progress, progress_version, scoring_progress
from experts.reports.results import Standings, TeamStanding, standings
from experts.reports.tablet import MyDefense, my_defenses, submitted_before

__all__ = [
    "CellState",
    "Decided",
    "Grid",
    "InterestLine",
    "MyDefense",
    "PanelBoard",
    "Progress",
    "Standings",
    "TeamStanding",
    "decided",
    "my_defenses",
    "panel_board",
    "progress_version",
    "scoring_progress",
    "standings",
    "submitted_before",
    "to_confirm",
]
