from experts.models.panel import Interest, Panel, Seat
from experts.models.sheets import RepeatedOperation, ScoreSheet, SheetRevision

__all__ = ["Interest", "Panel", "RepeatedOperation", "ScoreSheet", "Seat", "SheetRevision"]
