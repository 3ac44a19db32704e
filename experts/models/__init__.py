from experts.models.panel import Interest, Panel, Seat
from experts.models.sheets import ScoreSheet, SheetRevision

__all__ = ["Interest", "Panel", "ScoreSheet", "Seat", "SheetRevision"]
