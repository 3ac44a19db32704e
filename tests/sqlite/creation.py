"""A test database is migrated once for all who start with the same migrations, and copied by the others."""

import fcntl
import hashlib
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation as Creation

# Besides the migrations themselves, what they are made of.
MADE_OF = ("events/guards.py", "events/values.py", "defense/running/sqlite/base.py")
FROM_PACKAGES = ("django", "django-allauth")


class DatabaseCreation(Creation):
    def create_test_db(self, *args: Any, **named: Any) -> str:
        template = template_of_migrations()
        template.parent.mkdir(parents=True, exist_ok=True)
        with template.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            name = super().create_test_db(*args, **named)
            if not template.exists():
                self.keep(template)
        return name

    def _create_test_db(self, *args: Any, **named: Any) -> str:
        name: str = super()._create_test_db(*args, **named)
        template = template_of_migrations()
        if template.exists():
            shutil.copyfile(template, name)
        return name

    def keep(self, template: Path) -> None:
        """Whole or not at all: a run may be stopped at any time."""
        written = template.with_suffix(".new")
        written.unlink(missing_ok=True)
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(written)])
        written.rename(template)


def template_of_migrations() -> Path:
    told = hashlib.sha256()
    for path in [
        *sorted(settings.BASE_DIR.glob("*/migrations/*.py")),
        *map(settings.BASE_DIR.joinpath, MADE_OF),
    ]:
        told.update(path.read_bytes())
    for name in FROM_PACKAGES:
        told.update(version(name).encode())
    return settings.TEST_DATABASES / f"{told.hexdigest()[:16]}.sqlite3"
