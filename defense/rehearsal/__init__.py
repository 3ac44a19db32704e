"""Plays an event's day through a running server, as organizers practise it and as we test it.

The cast is prepared in the database (`casting`), then everybody acts over HTTP alone (`players`, `day`);
`closing` takes away what a rehearsal made and nothing else.
"""
