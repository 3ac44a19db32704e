"""Single values of this app, named by the model field they guard (see events/values.py)."""

from dataclasses import dataclass
from typing import Any

from events.printing import why_unprintable
from events.values import PrintedText, PrintedWords, Words


@dataclass(frozen=True)
class PrintedProse(Words):
    """What a protocol prints over as many lines as it takes, in letters that its faces have."""

    def flaw(self, value: Any) -> str | None:
        return super().flaw(value) or why_unprintable(value)


seat_role_text = seat_affiliation = PrintedText(300)
seat_note = Words(500)
# What is declared and what is decided is said in as many words, and an event file takes both.
interest_evidence = interest_reason = PrintedProse(500)
call_text = Words(300)
query_text = PrintedProse(500)
annex_text = PrintedProse(2000)
vote_question = PrintedProse(300)
dissent_text = PrintedProse(2000)
note_text = PrintedProse(2000)
question_text = PrintedProse(500)
question_answer = PrintedProse(1000)
award_name = PrintedWords(120)
