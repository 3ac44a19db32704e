"""Plays an event's day, as organizers practise it and as we test it.

The cast is prepared in the database (`casting`). Started by a command, everybody then acts over HTTP alone
through a running server (`players`, `day`); started in the browser, workers play step by step (`playing`, `tasks`).
`closing` takes away what a rehearsal made and nothing else.
"""
