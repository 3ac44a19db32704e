from experts.models.calls import Call
from experts.models.declarations import Declaration
from experts.models.deliberation import CastingVote, StepOut
from experts.models.keys import SheetSignature, TabletKey
from experts.models.panel import Interest, Panel, Seat
from experts.models.paper import PaperEntry
from experts.models.presence import Presence
from experts.models.protocol import Annex, Protocol, ProtocolSeal
from experts.models.queries import Query, QueryWindow
from experts.models.sheets import RepeatedOperation, ScoreSheet, SetAside, SheetRevision
from experts.models.warm_ups import WarmUp

__all__ = [
    "Annex",
    "Call",
    "CastingVote",
    "Declaration",
    "Interest",
    "Panel",
    "PaperEntry",
    "Presence",
    "Protocol",
    "ProtocolSeal",
    "Query",
    "QueryWindow",
    "RepeatedOperation",
    "ScoreSheet",
    "Seat",
    "SetAside",
    "SheetRevision",
    "SheetSignature",
    "StepOut",
    "TabletKey",
    "WarmUp",
]
