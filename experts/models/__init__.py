from experts.models.panel import Interest, Panel, Seat
from experts.models.presence import Presence
from experts.models.sheets import ScoreSheet, SetAside, SheetRevision

__all__ = ["Interest", "Panel", "Presence", "ScoreSheet", "Seat", "SetAside", "SheetRevision"]
