from experts.errors import ReasonMissing, ReasonTooLong

LONGEST_REASON = 500


def checked_reason(reason: str) -> str:
    """The reason without surrounding blanks. Raises ReasonMissing or ReasonTooLong."""
    text = reason.strip()
    if not text:
        raise ReasonMissing
    if len(text) > LONGEST_REASON:
        raise ReasonTooLong(LONGEST_REASON)
    return text
