"""Counts what a hand does on the pages of one visitor, and how long it all takes.

Every press of the pointer and every choice of a list or a file is one click; a label that passes a
press on to its box is one, not two. What is typed is counted by the field.
"""

import time
from dataclasses import dataclass, field

from tests.browser.visitor import Visitor

COUNTING = """
const count = (what) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what) || 0) + 1);
addEventListener("pointerdown", () => count("clicks"), true);
addEventListener("change", ({ target }) => {
  const isChosen = target.matches("select, [type=file]");
  const isPressed = target.matches("[type=checkbox], [type=radio]");
  if (!isPressed) count(isChosen ? "clicks" : "fields");
}, true);
"""


@dataclass
class Stopwatch:
    visitor: Visitor
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.visitor.page.add_init_script(COUNTING)

    def __str__(self) -> str:
        said = f"clicks: {self.clicks}, seconds: {time.monotonic() - self.began:.0f}"
        return f"{said}, fields typed: {self._counted('fields')}"

    def _counted(self, what: str) -> int:
        return int(self.visitor.page.evaluate("(what) => sessionStorage.getItem(what) || 0", what))

    @property
    def clicks(self) -> int:
        return self._counted("clicks")
