"""Which build of the program answers: a word that changes with the pages' scripts and styles."""

from typing import Final

from django.contrib.staticfiles.storage import staticfiles_storage

UNHASHED: Final = "unhashed"


def build_version() -> str:
    """The hash of the list of all hashed files; the same in every process that serves them."""
    return getattr(staticfiles_storage, "manifest_hash", "") or UNHASHED
