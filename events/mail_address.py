"""An address of the mail as a single value."""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from events.values import Words

_IS_ONE: Final = EmailValidator()


@dataclass(frozen=True)
class MailAddress(Words):
    """One address, as letters go to it."""

    def flaw(self, value: str) -> str | None:
        if reason := super().flaw(value):
            return reason
        try:
            _IS_ONE(value)
        except ValidationError:
            return _("This must be one e-mail address, such as somebody@example.org.")
        return None

    def why_damaged(self, text: str) -> str | None:
        """No word of any language stands in it."""
        return None
