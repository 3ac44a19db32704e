from experts.models.calls import Call
from experts.models.panel import Interest, Panel, Seat
from experts.models.presence import Presence
from experts.models.sheets import RepeatedOperation, ScoreSheet, SetAside, SheetRevision

__all__ = [
    "Call",
    "Interest",
    "Panel",
    "Presence",
    "RepeatedOperation",
    "ScoreSheet",
    "Seat",
    "SetAside",
    "SheetRevision",
]
