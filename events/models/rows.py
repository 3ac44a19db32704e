from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from events.rules import Flaw, first_part

Known = Callable[[str], Any]


class RuledRow(models.Model):
    """A row whose values may contradict each other.

    A flaw stands under its column, and with a form that does not show the column above the fields.
    """

    class Meta:
        abstract = True

    def flaws(self, known: Known) -> Iterator[Flaw]:
        """What the values say against each other; `known` gives None for a value that is no value."""
        raise NotImplementedError

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # Here and not in clean(), which is not told the columns that a form does not show.
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            error.update_error_dict(errors)
        for flaw in list(self.flaws(lambda name: None if name in errors else getattr(self, name))):
            column = first_part(flaw.place)
            if column not in errors:
                shown = NON_FIELD_ERRORS if column in (exclude or ()) else column
                errors.setdefault(shown, []).append(ValidationError(flaw.sentence))
        if errors:
            raise ValidationError(errors)
