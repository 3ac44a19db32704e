"""The PIN that opens a tablet again: four digits, what wrong ones cost, and when they are over.

It is short because it never stands alone: it is asked only on the tablet that the card opened, and ten wrong ones
end that. Guesses are counted for this card on this tablet, never by address, since the hall is one address.
"""

import re
import secrets
from datetime import timedelta
from typing import Final

DIGITS: Final = 4
MOST_WRONG: Final = 10
FREE_WRONG: Final = 5
"""With so many wrong ones the waits begin."""
FIRST_WAIT: Final = timedelta(seconds=30)


def random_pin() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def is_pin(text: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{DIGITS}}}", text) is not None


def wait_after(wrong: int) -> timedelta:
    """How long nothing is tried after so many wrong ones: 30 seconds after the fifth, then twice as long each time."""
    if wrong < FREE_WRONG:
        return timedelta(0)
    doubled: int = 2 ** (wrong - FREE_WRONG)
    return FIRST_WAIT * doubled
