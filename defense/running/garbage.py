"""How often Python looks for garbage. A page over 2,000 people makes some 100,000 objects that go by their count alone.

Python looks whenever 700 came, and at everything that is loaded whenever a quarter of it came: that was a quarter
to two fifths of such a page (`script/bench lists`).
"""

import gc
from typing import Final

NEW_OBJECTS: Final = 50_000
YOUNG_TURNS: Final = 20
OLD_TURNS: Final = 50


def load_without_looking() -> None:
    """What a process loads at its start stays: looking for garbage in it was a fifth of every start."""
    gc.set_threshold(NEW_OBJECTS, YOUNG_TURNS, OLD_TURNS)


def look_seldom() -> None:
    """Leave out for good what is loaded by now, and look when 50,000 objects came."""
    gc.collect()
    gc.freeze()
    load_without_looking()
