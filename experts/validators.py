"""Single values of this app, named by the model field they guard (see events/values.py)."""

from events.values import Translatable, Words

seat_role_text = seat_affiliation = Translatable(300)
seat_note = Words(500)
interest_evidence = Words(500)
