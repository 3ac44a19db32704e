"""Single values of this app, named by the model field they guard (see events/values.py)."""

from events.prose import PrintedProse
from events.values import PrintedText, PrintedWords, Words

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
added_words_text = PrintedProse(2000)
award_name = PrintedWords(120)
