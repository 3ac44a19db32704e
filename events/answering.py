"""What the commands of every room share: one sentence instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError

from events.models import Event

UNDEFINED = ("42P01", "42703")
"""PostgreSQL's codes for a table and a column; SQLite has words only."""


@contextmanager
def answering_database() -> Iterator[None]:
    """Stop with one sentence where the database is away or has no tables. Raises CommandError."""
    try:
        yield
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        if is_unprepared(error):
            raise CommandError(
                "The database is not prepared for this version yet. Run: manage.py prepare"
            ) from error
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise CommandError(
            f"The database does not answer ({reason}). Start it, or correct DATABASE_URL."
        ) from error


def is_unprepared(error: Exception) -> bool:
    """Whether a table or column is missing."""
    is_undefined = getattr(error.__cause__, "sqlstate", None) in UNDEFINED
    return is_undefined or str(error).startswith(("no such table", "no such column"))


def event_named(slug: str) -> Event:
    """The event; raises CommandError that names the events there are."""
    event = Event.objects.filter(slug=slug).first()
    if event is not None:
        return event
    known = ", ".join(Event.objects.order_by("slug").values_list("slug", flat=True))
    if not known:
        raise CommandError(f"There is no event “{slug}”; no event is loaded yet.")
    raise CommandError(f"There is no event “{slug}”. Known: {known}.")
