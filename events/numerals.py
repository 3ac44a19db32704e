"""Numbers as people and pages write them: Python takes `1_0`, `１０` and `1e1` for numbers as well."""

import re
from typing import Final

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")


def is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None


def with_point(text: str) -> str:
    """A number as it is typed, with a comma or a point: 87,3 and 87.3."""
    return text.strip().replace(",", ".", 1)


def is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None
