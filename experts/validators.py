"""Single values of this app, named by the model field they guard (see events/values.py)."""

from events.values import Translatable, Words

seat_role_text = seat_affiliation = Translatable(300)
seat_note = Words(500)
# What is declared and what is decided is said in as many words, and an event file takes both.
interest_evidence = interest_reason = Words(500)
call_text = Words(300)
query_text = Words(500)
annex_text = Words(2000)
vote_question = Words(300)
dissent_text = Words(2000)
note_text = Words(2000)
question_text = Words(500)
question_answer = Words(1000)
