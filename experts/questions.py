"""What an expert asked a team, as a tablet or a form brings it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events.texts import one_line


@dataclass(frozen=True)
class Said:
    """One version of a question, brought once; `seen` is the version that it was made of, 0 for a new question."""

    op_id: UUID
    question: UUID
    text: str
    answer: str = ""
    seen: int = 0
    is_taken_back: bool = False

    def on_one_line(self) -> Mapping[str, Any]:
        text, answer = one_line(self.text), one_line(self.answer)
        return {"text": text, "answer": answer, "is_taken_back": self.is_taken_back}
