from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError


@contextmanager
def answering_database() -> Iterator[None]:
    """Stop with one sentence where the database is away or has no tables. Raises CommandError."""
    try:
        yield
    except (OperationalError, InterfaceError, ProgrammingError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise CommandError(
            f"The database does not answer ({reason})."
            " Start it, correct DATABASE_URL, or run: manage.py prepare"
        ) from error
