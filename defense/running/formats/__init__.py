"""How dates and numbers are written, a module per language: `{{ day|date:"DATE_FORMAT" }}`."""
