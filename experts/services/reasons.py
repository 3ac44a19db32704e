from events.texts import one_line
from experts.errors import ReasonMissing, ReasonRefused
from experts.validators import interest_reason


def checked_reason(reason: str) -> str:
    """The reason on one line. Raises ReasonMissing, or ReasonRefused if no column or file could keep it."""
    text = one_line(reason)
    if not text:
        raise ReasonMissing
    if flaw := interest_reason.flaw(text):
        raise ReasonRefused(flaw)
    return text
