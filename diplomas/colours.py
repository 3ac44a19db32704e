"""The colours of titles: what the paper is, and what each choice of a wording (Design.Accent) is printed in."""

from collections.abc import Mapping
from typing import Final

PAPER: Final = "#fffdf8"
USUAL: Final = "petrol"
ACCENTS: Final[Mapping[str, str]] = {
    USUAL: "#075766",
    "blue": "#1d3f8f",
    "green": "#1d5c33",
    "burgundy": "#7d1f3a",
    "violet": "#56307d",
    "black": "#17223b",
}
