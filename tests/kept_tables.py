"""What Django fills after a migration stays when the tables are emptied between two tests.

Nothing of ours changes these rows, and to write them anew took half of the time of the emptying.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate

KEPT = {"django_content_type", "auth_permission"}
PERMISSIONS = "django.contrib.auth.management.create_permissions"


def to_be_emptied(tables: Iterable[str]) -> list[str]:
    return [table for table in tables if table not in KEPT]


def are_filled() -> None:
    """After the first migration: they are not asked for again."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid=PERMISSIONS)
