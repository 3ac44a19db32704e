from experts.models.calls import Call
from experts.models.declarations import Declaration
from experts.models.keys import SheetSignature, TabletKey
from experts.models.panel import Interest, Panel, Seat
from experts.models.paper import PaperEntry
from experts.models.presence import Presence
from experts.models.questions import PanelQuestion
from experts.models.sheets import RepeatedOperation, ScoreSheet, SetAside, SheetRevision
from experts.models.warm_ups import WarmUp

__all__ = [
    "Call",
    "Declaration",
    "Interest",
    "Panel",
    "PanelQuestion",
    "PaperEntry",
    "Presence",
    "RepeatedOperation",
    "ScoreSheet",
    "Seat",
    "SetAside",
    "SheetRevision",
    "SheetSignature",
    "TabletKey",
    "WarmUp",
]
