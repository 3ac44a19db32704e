from experts.models.declarations import Declaration
from experts.models.panel import Interest, Panel, Seat
from experts.models.presence import Presence
from experts.models.sheets import RepeatedOperation, ScoreSheet, SetAside, SheetRevision
from experts.models.warm_ups import WarmUp

__all__ = [
    "Declaration",
    "Interest",
    "Panel",
    "Presence",
    "RepeatedOperation",
    "ScoreSheet",
    "Seat",
    "SetAside",
    "SheetRevision",
    "WarmUp",
]
