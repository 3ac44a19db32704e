"""Fields of several forms."""

from typing import Any

from django import forms

from events.texts import posted


class LinesField(forms.CharField):
    """A text of several lines, counted as the page counts it."""

    def to_python(self, value: Any) -> str:
        return posted(str(super().to_python(value)))
