"""Which installation of the program answers: a word that goes along with a backup and is another in a fresh database."""

import hashlib
from functools import cache
from typing import Final

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

LETTERS: Final = 10


@cache
def installation_mark() -> str:
    """Of the moment, to the microsecond, in which the first table of this database was made."""
    first = MigrationRecorder(connection).migration_qs.order_by("pk").values_list("applied")[0]
    return hashlib.sha256(first[0].isoformat().encode()).hexdigest()[:LETTERS]
